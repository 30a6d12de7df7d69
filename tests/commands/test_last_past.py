"""`guard check --last N` for a team: whose each landing is, what it would have met, and where it is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from guard.commands._past import NOBODY, PATHS, Listed, Past, Step, codeowners, nobody, past
from guard.commands._past_forge import page_of
from guard.commands._past_page import LISTED, page
from guard.commands._past_told import OWNERS, SHARES, text
from guard.commands._past_under import Under
from guard.errors import GuardError
from guard.formats.markdown import COMMENT
from guard.model.finding import Finding, Next, finding, settled
from guard.model.policy import default_policy
from guard.model.verdict import not_judged, weigh
from guard.schema import validate_data
from guard.trust import Trusted
from tests.commands.past import ENDINGS, GOLDEN, STORY, golden, made, told
from tests.formats.readers import drawn
from tests.running import Place

GITHUB = "https://ada:secret@github.com/acme/app.git"
SHOWN = "https://github.com/acme/app/commit/"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made(tmp_path_factory.mktemp("past"), GITHUB)


@pytest.mark.parametrize("format", ENDINGS)
def test_golden(here: Place, format: str) -> None:  # noqa: A002
    assert told(here, format) == golden(format).read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.glob("past.*")} == {golden(name).name for name in ENDINGS}


def owners(here: Place, *words: str) -> dict[str, Any]:
    answer = here.guard("check", "--last", "20", "--format", "json", *words)
    assert (answer.code, answer.err) == (0, "")
    report: dict[str, Any] = json.loads(answer.out)
    assert list(validate_data("landings", report)) == []
    return report


def said(report: dict[str, Any]) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """By owner: the subjects of what needed a plan, and of what was stopped."""
    return {
        (one["name"], one["said_by"]): (
            [step["subject"] for step in one["needs_plan"]],
            [step["subject"] for step in one["stopped"]],
        )
        for one in report["owners"]
    }


PLANS = ["Both", "Fewer names", "Users have a table"]
HOSTILE = "<!-- x --> ![a](http://b) `c`"


def test_the_data_says_whose_each_is(here: Place) -> None:
    report = owners(here)
    assert said(report) == {
        ("@acme/data", "CODEOWNERS"): (PLANS, []),
        ("@dana", "CODEOWNERS"): (PLANS, []),
        ("Bo `x` img src=y ![z](http://z)", "committer"): ([], [HOSTILE, "Deploy"]),
    }
    steps = [step for one in report["owners"] for step in (*one["needs_plan"], *one["stopped"])]
    assert {step["link"] for step in steps} == {f"{SHOWN}{step['commit']}" for step in steps}
    assert [found["rule"] for found in report["owners"][0]["needs_plan"][0]["findings"]] == ["G102"]
    assert report["owners_unread"] is None and report["policy"] == "init"
    assert report["begins"] == here.git("rev-list", "--max-parents=0", "main")


def test_a_page_holds_no_markup_of_anybody_else(here: Place) -> None:
    out = told(here, "markdown")
    read = drawn(out)
    assert not {"html_inline", "html_block", "image"} & set(read.kinds)
    tokens = [child for token in MarkdownIt("commonmark").parse(out) for child in token.children or ()]
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert links and all(link.startswith(SHOWN) and len(link) == len(SHOWN) + 40 for link in links)
    assert HOSTILE in read.code


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_no_word_of_who_may_reach_the_remote_is_told(here: Place, format: str) -> None:  # noqa: A002
    out = told(here, format)
    assert SHOWN in out
    assert "ada:" not in out and "secret@" not in out


def test_the_policy_says_it_before_codeowners_does(tmp_path: Path) -> None:
    report = owners(made(tmp_path, policy=True))
    told = said(report)
    assert told["identity", "policy"] == (PLANS, [])
    assert told["platform", "policy"][1] == ["Adopt", HOSTILE]
    assert not {name for name, by in told if by == "CODEOWNERS"}
    assert {step["link"] for one in report["owners"] for step in one["stopped"]} == {None}


def test_who_pressed_the_button_is_the_author(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.git("checkout", "--quiet", "main")
    here.git("rm", "--quiet", ".github/CODEOWNERS")
    here.git("commit", "--quiet", "--message=none")
    told = said(owners(here))
    assert {by for _, by in told} == {"committer"}
    assert told["Cy Clicker", "committer"] == (["Fewer names"], [])


def test_a_codeowners_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.git("checkout", "--quiet", "main")
    (here.top / ".github/CODEOWNERS").write_bytes(b"* @a\xff\n")
    here.git("commit", "--quiet", "--all", "--message=bytes")
    report = owners(here)
    assert report["owners_unread"] == ".github/CODEOWNERS is not UTF-8"
    assert {by for _, by in said(report)} == {"committer"}
    for format in ENDINGS:  # noqa: A001
        assert "CODEOWNERS counts for nothing here: " in told(here, format)


@pytest.mark.parametrize(
    ("places", "owner"),
    [
        (("CODEOWNERS", "docs/CODEOWNERS"), "@CODEOWNERS"),
        (("docs/CODEOWNERS", ".gitlab/CODEOWNERS"), "@docs/CODEOWNERS"),
        ((".gitlab/CODEOWNERS",), "@.gitlab/CODEOWNERS"),
        ((".github/CODEOWNERS", "CODEOWNERS"), "@.github/CODEOWNERS"),
    ],
)
def test_the_first_place_where_a_host_looks_is_the_one(tmp_path: Path, places: tuple[str, ...], owner: str) -> None:
    here = made(tmp_path)
    here.git("checkout", "--quiet", "main")
    here.git("rm", "--quiet", ".github/CODEOWNERS")
    for place in places:
        (here.top / place).parent.mkdir(exist_ok=True)
        (here.top / place).write_text(f"/db/ @{place.replace('/', '-').replace('.', '')}\n")
    here.git("add", "--all")
    here.git("commit", "--quiet", "--message=owned")
    told = said(owners(here))
    name = owner.replace("/", "-").replace(".", "").lower()
    assert [owner for owner, by in told if by == "CODEOWNERS"] == [name]


def test_a_tracking_branch_is_shown_where_its_remote_is(tmp_path: Path) -> None:
    here = made(tmp_path, GITHUB)
    here.git("config", "remote.upstream.url", "git@gitlab.com:acme/app.git")
    here.git("update-ref", "refs/remotes/upstream/main", "main")
    report = owners(here, "--trusted", "refs/remotes/upstream/main")
    links = {step["link"] for one in report["owners"] for step in one["stopped"]}
    assert links and all(link.startswith("https://gitlab.com/acme/app/-/commit/") for link in links)


@pytest.mark.later
def test_what_a_landing_calls_itself_is_one_plain_line(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.git("checkout", "--quiet", "main")
    (here.top / "db/migrations/0004.sql").write_text("DROP TABLE users;\n")
    here.git("add", "--all")
    here.git("commit", "--quiet", f"--message=\x1b[2K\u202e{'x' * 300}")
    report = owners(here)
    subject = said(report)["@dana", "CODEOWNERS"][0][0]
    assert subject.startswith("\\x1b[2K\\u202exxx") and subject.endswith("x...") and len(subject) == 100
    for format in ENDINGS:  # noqa: A001
        assert "\x1b" not in told(here, format) and "\u202e" not in told(here, format)


def test_the_address_that_was_said_is_the_one_that_is_shown(here: Place) -> None:
    report = owners(here, "--link", "https://git.example.org:8443/r/?id={commit}")
    links = {step["link"] for one in report["owners"] for step in one["stopped"]}
    assert links and all(link.startswith("https://git.example.org:8443/r/?id=") for link in links)


@pytest.mark.parametrize(
    "link",
    [
        *("https://git.example.org/", "{commit}", "javascript:alert({commit})", "https://a:b@h.example/{commit}"),
        *("https://h.example/{commit} x", "https://h.example/{commit})", "https://h.example/<{commit}>"),
        *("https://h.example/{commit}\n", 'https://h.example/"{commit}', "https://h.example/\x1b[2K{commit}"),
        *("file:///{commit}", "https://h.example/ä{commit}", "https://h.example/&lt;{commit}"),
    ],
)
def test_an_address_that_could_be_more_is_refused(here: Place, link: str) -> None:
    answer = here.guard("check", "--last", "1", "--link", link)
    assert (answer.code, answer.out) == (2, "")
    assert "--link takes an address with {commit} in it" in answer.err
    assert "\x1b" not in answer.err


def test_an_address_is_of_the_report_alone(here: Place) -> None:
    answer = here.guard("check", "--link", "https://h.example/{commit}")
    assert (answer.code, answer.out) == (2, "")
    assert "--link is for the report of --last" in answer.err


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://github.com/acme/app.git", "https://github.com/acme/app/commit/{commit}"),
        ("https://token@github.com/acme/app/", "https://github.com/acme/app/commit/{commit}"),
        ("git@github.com:acme/app.git", "https://github.com/acme/app/commit/{commit}"),
        ("ssh://git@ssh.github.com:443/acme/app.git", "https://github.com/acme/app/commit/{commit}"),
        ("https://github.acme.example:8443/acme/app", "https://github.acme.example:8443/acme/app/commit/{commit}"),
        ("git@gitlab.com:acme/deep/er/app.git", "https://gitlab.com/acme/deep/er/app/-/commit/{commit}"),
        ("https://codeberg.org/acme/app.git", "https://codeberg.org/acme/app/commit/{commit}"),
        ("git@bitbucket.org:acme/app.git", "https://bitbucket.org/acme/app/commits/{commit}"),
        ("git@git.sr.ht:~acme/app", "https://git.sr.ht/~acme/app/commit/{commit}"),
        *(
            (address, "")
            for address in (
                *("", "/srv/git/app.git", "../app", "file:///srv/github/app", "https://git.example.org/acme/app"),
                *("git@host:app.git", "https://github.com/app", "https://github.com/acme/../app", "github.com"),
                *("https://github.com/acme/app](x)", "https://github.com/acme/app app", "https://github.com/a/b?c"),
                *("https://notgithub.com/acme/app", "ext::sh -c x% github.com/a/b", "https://github.com/a/\x1b[2K"),
                *("https://github.com/<b>/app", "git@github.com:/acme/app", "https://github.com\n/acme/app"),
            )
        ),
    ],
)
def test_where_a_forge_shows_a_commit(address: str, shown: str) -> None:
    assert page_of(address) == shown


@pytest.mark.parametrize(
    ("text", "path", "owned"),
    [
        ("* @a\n/db/ @b @c\n", b"db/1.sql", ["@b", "@c"]),
        ("/db/ @b\n* @a\n", b"db/1.sql", ["@a"]),
        ("* @a\n/db/\n", b"db/1.sql", []),
        ("/db/ @b\n", b"src/a", []),
        ("", b"src/a", []),
        ("[Data] @d\n/db/\n[All]\n* @a\n", b"db/1.sql", ["@d", "@a"]),
        ("[Data] @d\n/db/\n!/db/x\n", b"db/x", []),
        ("*.sql @b\n", b"db/\xff.sql", ["@b"]),
    ],
)
def test_who_owns_a_path(text: str, path: bytes, owned: list[str]) -> None:
    assert list(codeowners(text.encode(), "CODEOWNERS").of(path)) == owned


# What no repository of a test has enough of


def step(number: int, *findings: Finding, by: bytes = b"Ada", adopted: bool = True) -> Step:
    paths = tuple([b"f%d" % at for at in range(PATHS + 5)])
    return Step(f"{number:040x}", f"step {number}", paths, by, weigh("merge", findings, adopted=adopted))


def of(*steps: Step, listed: Listed | None = None) -> Past:
    trusted = Trusted("refs/heads/main", b"a" * 40, False, default_policy(""), ())
    return past(Under(trusted, "init"), list(steps), "https://h.example/{commit}", listed or Listed(nobody))


def stopped(path: bytes | None, rule: str = "G101") -> Finding:
    return finding(rule, "something is found", "why", (Next("you", "mend it"),), path)


def test_where_no_policy_stands_the_rule_says_what_would_stop() -> None:
    told = of(step(1, stopped(b"a"), stopped(b"a", "G102"), stopped(b"a", "G716"), adopted=False))
    (share,) = told.shares
    assert [[found.rule for found in findings] for _, findings in share.lacks_plan] == [["G102"]]
    assert [[found.rule for found in findings] for _, findings in share.stopped] == [["G101"]]


def test_where_the_history_begins_is_told_apart_and_counted_nowhere() -> None:
    """Nothing was there before it, so it changed nothing; one that cannot be read is told as any other."""
    first = step(1, stopped(b"a"), stopped(b"a", "G102"))._replace(begins=True)
    told = of(step(2, stopped(b"a")), first)
    assert (told.quiet(), [len(share.stopped) for share in told.shares]) == (0, [1])
    for written in (text(told), page(told)):
        (line,) = [line for line in written.splitlines() if "is where the history begins" in line]
        assert f"{1:040x}"[:12] in line and line.endswith("from the start: G101, G102")
        assert "0 would have needed a plan, 1 would have been stopped" in written
        assert "a plan is needed" not in written
    assert of(first._replace(verdict=weigh("merge", ()))).quiet() == 0
    unread = of(first._replace(verdict=not_judged("merge", GuardError("G804", "it is gone", "there", "fetch it"))))
    assert "is where the history begins" not in text(unread) and "G804" in text(unread)


@pytest.mark.parametrize("format", ["sarif", "gitlab", "junit", "github"])
def test_no_machine_is_told_of_where_the_history_begins(here: Place, format: str) -> None:  # noqa: A002
    """The first landing of the story brings CODEOWNERS; another one changes what steers CI."""
    told = here.guard("check", "--last", "20", "--format", format).out
    assert ".github/workflows/ci.yml" in told and "CODEOWNERS is changed" not in told


def test_the_sums_come_to_the_landings_that_were_looked_at() -> None:
    both, told_only = step(2, stopped(b"a"), stopped(b"a", "G102")), step(3, stopped(b"a", "G716"))
    begins = step(1, stopped(b"a", "G102"))._replace(begins=True)
    settled_one = step(5, settled(stopped(b"a", "G107"), "dana approved it"))
    shown = of(settled_one, step(4), told_only, both, begins)
    for written in (text(shown), page(shown)):
        assert "1 would have passed without a word" in written
        assert "1 would have needed a plan, 1 would have been stopped by another rule (1 of them both)" in written
        assert "2 would have passed with something said of them" in written
    for written in (text(of(step(4), step(2, stopped(b"a")))), page(of(step(4)))):
        assert "of them both" not in written and "something said" not in written


def test_the_days_between_which_they_landed_are_told() -> None:
    day = 86_400
    some = [step(number)._replace(at=at) for number, at in enumerate((3 * day + 7, 1 * day, 2 * day, 0))]
    for written in (text(of(*some)), page(of(*some))):
        assert "landed from 1970-01-02 to 1970-01-04 (UTC), as their commits say" in written
    assert "landed on 1970-01-04 (UTC), as their commits say" in text(of(some[0]))
    assert "as their commits say" not in text(of(step(1)))


def test_what_was_settled_stopped_nobody() -> None:
    assert of(step(1, settled(stopped(b"a", "G107"), "dana approved it"))).shares == ()


def test_who_is_not_named_is_still_told() -> None:
    (share,) = of(step(1, stopped(None), by=b"")).shares
    assert share.owner == (NOBODY, "committer")


def test_what_is_about_no_path_is_of_all_who_own_some_of_it() -> None:
    asked: list[bytes] = []

    def owner(path: bytes) -> list[str]:
        asked.append(path)
        return ["@b"] if path == b"f3" else []

    told = of(step(1, stopped(None)), listed=Listed(owner))
    assert {share.owner for share in told.shares} == {("@b", "CODEOWNERS"), ("Ada", "committer")}
    assert len(asked) == PATHS


def test_a_long_past_is_cut_and_says_so() -> None:
    crowd = [step(number, stopped(b"a"), by=b"P%04d" % number) for number in range(3000)]
    long = of(*crowd)
    written = page(long)
    assert len(written.encode()) <= COMMENT
    shares = written.count("\n## `P")
    assert f"And {3000 - shares:,} more owners" in written
    assert f"- and {3000 - LISTED:,} more\n" in written
    lines = text(long)
    assert f"and {3000 - OWNERS:,} more" in lines and len(lines.splitlines()) < 120


def test_of_one_owner_the_first_landings_are_told() -> None:
    busy = of(*[step(number, *[stopped(b"a", "G105")] * 7) for number in range(50)])
    written = page(busy)
    assert "Would have been stopped: 50 landings" in written
    assert f"- and {50 - LISTED} more\n" in written
    assert written.count("  - and 4 more") == LISTED
    assert f"      and {50 - SHARES} more\n" in text(busy)


def test_the_story_is_the_one_that_is_told(here: Place) -> None:
    subjects = here.git("log", "--format=%s", "--reverse", "main").splitlines()
    assert subjects == [message.partition("\n")[0] for _, _, message, _ in STORY]
