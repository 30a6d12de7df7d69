"""Job check, driven by a forge: what happens to branches happens there, and the job fetches over file://."""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import http_git
from tests.conftest import examples
from tests.forge import Forge, Work, claiming, forge
from tests.hooks.hosts.played import FILES, TOKEN, Host, Ran, pull, said_by, served
from tests.replay.stories import (
    ADD,
    ADDING,
    CHANGING,
    DOCS,
    PLAN,
    PLAN_FILE,
    POLICY,
    POLICY_FILE,
    STANDING,
    TOP,
    approves,
    replaced,
)  # fmt: skip
from tests.repos import new_repository
from tests.signed import BEGUN, SignedLog, policy
from tests.signing import key

LATER = f"--now={2026}-01-10T00:00:00Z"


class Played(Host):
    """A forge with a host in front of it; nobody signs here, but all that a log can say is in it."""

    def __init__(self, folder: Path, made: Forge) -> None:
        super().__init__(folder, served(made.bare.git_dir))
        self.made = made

    def check(self, branch: str, **more: str) -> Ran:
        """The pull request of a branch, as of a moment later."""
        return self.pull(self.made.tips[branch], LATER, **more)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Played]:
    with hosting(tmp_path) as played:
        yield played


@contextmanager
def hosting(folder: Path, algorithm: str = "sha1") -> Iterator[Played]:
    with forge(STANDING, algorithm) as made, made.looking():
        yield Played(folder, made)


# pull requests


def test_a_pull_request_is_judged_as_a_landing_on_main(host: Played) -> None:
    """Good, bad, asking for a person: the code, the report, the outputs and the log of the job say the same."""
    host.made.pull("good", ADDING)
    good = host.check("good")
    assert (good.code, good.rules(), good.outputs["verdict"], good.outputs["exit-code"]) == (0, [], "pass", "0")
    assert (good.outputs["findings"], good.outputs["waits"]) == ("0", "0")
    report = good.report()
    assert report["trusted"] == {"ref": "refs/remotes/origin/main", "id": host.made.tips["main"].decode()}
    assert (report["tip"], report["plan"]) == (host.made.tips["good"].decode(), "work version 1")
    assert good.outputs["landing"] == host.made.landing(host.made.start, host.made.tips["good"])
    assert Path(good.outputs["report-file"]).is_file()

    host.made.pull("asks", Work(TOP))
    asks = host.check("asks")
    assert (asks.code, asks.rules(), asks.outputs["verdict"], asks.outputs["waits"]) == (
        3,
        ["G102"],
        "needs-person",
        "1",
    )
    assert "[G102]" in asks.out and "::warning file=top" in asks.out and "G102" in asks.summary

    host.made.pull("bad", Work({**ADD, **TOP}, claiming("work/add")))
    bad = host.check("bad")
    assert (bad.code, bad.outputs["verdict"], "G101" in bad.rules()) == (1, "violation", True)
    assert "::error file=top" in bad.out


def test_both_kinds_of_ids(tmp_path: Path) -> None:
    with hosting(tmp_path, "sha256") as host:
        host.made.pull("good", ADDING)
        host.made.pull("asks", Work(TOP))
        assert (host.check("good").code, host.check("asks").code) == (0, 3)


def test_red_then_a_yes_then_green(host: Played) -> None:
    """Nothing but the log changed: the same event is judged again."""
    host.made.pull("work", Work(TOP))
    assert host.check("work").rules() == ["G102"]
    approves("work")(host.made)
    assert (host.check("work").code, host.check("work").rules()) == (0, [])


def test_the_branch_that_it_asks_for_counts_for_nothing(host: Played) -> None:
    """Merged into a side branch with a policy of its own making, or retargeted later: the same is said."""
    loose = replaced(POLICY, (b'needs_plan: ["*"]', b"needs_plan: []"))
    host.made.pull("side", Work({POLICY_FILE: loose}))
    host.made.pull("work", Work(TOP), base="side")
    aside = host.pull(host.made.tips["work"], LATER, base="side")
    onto = host.pull(host.made.tips["work"], LATER, base="main")
    assert aside.report() == onto.report()
    assert "G102" in onto.rules() and onto.code != 0
    assert "asks to be merged into side, and is judged as a landing on main" in aside.out


def test_a_fork_needs_no_branch_here(host: Played) -> None:
    """Its commits are at the host under refs/pull alone, and `full_name` of another is told as what it is."""
    made = host.made
    tip = made.on(made.tips["main"], ADDING)
    made.bare.ref(b"refs/pull/7/head", tip)
    data = pull(tip)
    data["pull_request"]["head"]["repo"]["full_name"] = "mallory/shop"
    found = host.runs("pull_request", data, LATER)
    assert (found.code, found.report()["tip"]) == (0, tip.decode())


def test_pushed_over_by_force(host: Played) -> None:
    """The event's own commit is judged while it is there, and said to be an old one; once it is gone, nothing is."""
    made = host.made
    old = made.pull("work", Work(TOP))
    new = made.pull("work", ADDING)
    made.bare.ref(b"refs/pull/7/head", new)
    found = host.pull(old, LATER)
    assert (found.code, found.report()["tip"]) == (3, old.decode())
    assert f"refs/pull/7/head is at {new[:12].decode()} by now; judged is {old[:12].decode()}" in found.out
    assert "by now" not in host.pull(new, LATER).out
    os.unlink(made.bare.loose(old))
    gone = host.pull(old, LATER)
    assert (gone.code, gone.rules()) == (5, ["G605"])
    assert f"is at {new[:12].decode()} by now" in gone.out


def test_documents_come_from_main_and_from_nowhere_else(host: Played) -> None:
    """A pull request that loosens the policy, or takes it away, is held to the one that stands."""
    host.made.pull("loose", Work({POLICY_FILE: replaced(POLICY, (b'needs_plan: ["*"]', b"needs_plan: []")), **TOP}))
    assert "G106" in host.check("loose").rules()
    host.made.pull("none", Work({POLICY_FILE: None, PLAN_FILE: None}))
    assert host.check("none").code != 0


def test_the_branch_may_be_named(host: Played) -> None:
    """The input says it, and then that one has to be there, with a policy."""
    host.made.pull("work", ADDING)
    assert host.check("work", INPUT_BRANCH="main").code == 0
    missing = host.check("work", INPUT_BRANCH="trunk")
    assert (missing.code, missing.rules()) == (5, ["G812"])
    empty = host.made.bare.commit(host.made.bare.tree({}), ())
    host.made.move("trunk", empty)
    bare = host.check("work", INPUT_BRANCH="trunk")
    assert (bare.code, bare.rules(), bare.outputs["verdict"]) == (5, ["G606"], "cannot-establish")


def test_the_command_that_is_named_is_of_what_was_judged(signed: tuple[SignedLog, Host], tmp_path: Path) -> None:
    """Given in a clone that has only main, of a fork: the bytes to sign are of that landing."""
    log, host = signed
    head = log.beside()
    log.made.ref(b"refs/pull/7/head", head)
    red = host.pull(head)
    named = re.search(
        r"(git fetch origin refs/pull/7/head) && guard (approve [0-9a-f]{12} --unplanned) \"WHY\"", red.out
    )
    assert named is not None
    clone, request = tmp_path / "clone", tmp_path / "request"
    log.made.git("clone", "--quiet", "--single-branch", os.fsdecode(log.made.top), str(clone))
    log.made.git("-C", str(clone), *named[1].split()[1:])
    with chdir(clone):
        code, _, said = said_by([*named[2].split(), "WHY", "--as", "dana", "--request", str(request)])
    assert (code, red.outputs["landing"] in request.read_text()) == (0, True), said


# merge queues


@pytest.mark.later
def test_a_queue_of_three(host: Played) -> None:
    """Each on those before it: they count as landed, for the order too; main stays where it is meanwhile."""
    made = host.made
    made.pull("a", ADDING)
    begin = made.tips["main"]
    made.queue(["a"])
    made.pull("b", Work(TOP))
    made.pull("c", CHANGING)
    second, third = made.queue(["b", "c"])
    first = made.parents[second][0]
    made.move("main", begin)
    assert host.queued(first, begin, LATER).code == 0
    assert host.queued(second, first, LATER).rules() == ["G102"]
    last = host.queued(third, second, LATER)
    assert last.rules() == ["G402"]  # its phase comes after one that has landed by then
    (beside,) = [one for one in last.report()["not_established"] if one["what"].startswith("what stands before")]  # type: ignore[attr-defined]
    assert beside["why"].startswith("2 commits not landed yet, judged in other runs") and beside["why"] in last.summary
    assert "stands before it in the queue" not in host.queued(first, begin, LATER).everything()
    assert "G402" not in host.queued(third, begin, LATER).rules()
    made.move("main", first)
    assert host.queued(first, begin, LATER).code == 0, "run once more when it has landed"
    made.move("main", begin)
    alone = host.pull(third, LATER)
    assert alone.code == 1, "all of them as one landing: their claims are of two phases"


def test_a_queue_on_other_documents_is_stale(host: Played) -> None:
    """Before it in the queue the plan changes; or it is put back; or main moved under the queue."""
    made = host.made
    begin = made.tips["main"]
    plan = made.on(begin, Work({PLAN_FILE: replaced(PLAN, (b"Rework the sources", b"Rework them"))}))
    found = host.queued(made.on(plan, ADDING), plan, LATER)
    assert (found.code, found.rules(), found.outputs["verdict"]) == (4, ["G603"], "stale")
    back = made.on(plan, Work({PLAN_FILE: PLAN}))
    assert host.queued(made.on(back, ADDING), back, LATER).code == 0
    other = made.on(begin, Work(DOCS))
    made.bypass(Work({b"docs/e": b"e\n"}))
    moved = host.queued(made.on(other, ADDING), other, LATER)
    assert (moved.code, moved.rules()) == (4, ["G603"])
    after = made.tips["main"]
    assert host.queued(made.on(after, ADDING), after, LATER).code == 0


def test_a_queue_of_another_branch_counts_for_nothing(host: Played) -> None:
    made = host.made
    side = made.pull("side", Work({POLICY_FILE: replaced(POLICY, (b'needs_plan: ["*"]', b"needs_plan: []"))}))
    head = made.on(side, Work(TOP))
    group = {"head_sha": head.decode(), "base_sha": side.decode(), "head_ref": "refs/heads/q/side/pr-1-x"}
    data = {"action": "checks_requested", "merge_group": {**group, "base_ref": "refs/heads/side"}}
    found = host.runs("merge_group", {**data, "repository": pull(head)["repository"]}, LATER)
    assert found.code == 1 and "G106" in found.rules()


# pushes


def test_what_landed_is_judged_step_by_step(host: Played) -> None:
    """Of a push of two landings the worse one is told; each is held to the documents before it."""
    made = host.made
    begin = made.tips["main"]
    first = made.bypass(ADDING)
    assert host.pushed(begin, first, LATER).code == 0
    second = made.bypass(Work(TOP))
    third = made.bypass(Work(DOCS))
    found = host.pushed(first, third, LATER)
    report = found.report()
    assert (found.code, found.rules(), report["tip"]) == (3, ["G102"], second.decode())
    assert report["trusted"] == {"ref": "refs/remotes/origin/main", "id": first.decode()}
    assert (host.pushed(second, third, LATER).code, host.pushed(begin, first, LATER).code) == (0, 0)
    both = host.pushed(begin, made.on(first, Work(DOCS)), LATER)
    assert (both.code, both.rules()) == (5, ["G605"]), "the branch is not there"
    rewritten = host.pushed(made.on(begin, Work({b"docs/e": b"e\n"})), third, LATER)
    assert (rewritten.code, rewritten.rules()) == (5, ["G605"])
    first_push = host.pushed(b"0" * 40, third, LATER)
    assert (first_push.code, first_push.rules()) == (3, ["G102"])


def test_of_landings_that_are_as_good_the_newest_is_told(host: Played) -> None:
    made = host.made
    begin = made.tips["main"]
    made.bypass(Work({b"docs/e": b"e\n"}))
    found = host.pushed(begin, made.bypass(Work({b"docs/f": b"f\n"})), LATER)
    assert (found.code, found.report()["tip"]) == (0, made.tips["main"].decode())


def test_a_push_to_any_other_branch_is_a_landing_to_be(host: Played) -> None:
    made = host.made
    begin, tip = made.tips["main"], made.pull("work", Work(TOP))
    assert host.pushed(begin, tip, LATER, ref="refs/heads/work").rules() == ["G102"]
    assert host.pushed(b"0" * 40, tip, LATER, ref="refs/tags/v1").rules() == ["G102"]
    assert host.pushed(b"0" * 40, begin, LATER, ref="refs/tags/v1").code == 0


def test_an_event_without_a_change_set_never_passes(host: Played) -> None:
    """And in no words of its own: a name from the event is told as a name."""
    made = host.made
    begin = made.tips["main"]
    for ran in (
        host.pushed(begin, b"0" * 40, ref="refs/heads/main"),
        host.pushed(begin, begin, ref="refs/heads/guard-log"),
        host.runs("schedule", {"repository": {"default_branch": "main", "full_name": "acme/shop"}}),
        host.runs("pull_request", {**pull(begin), "action": "closed"}),
        host.runs("::set-output name=verdict::pass\n##[error]x", {"repository": {"default_branch": "main"}}),
    ):
        assert (ran.code, ran.rules(), ran.outputs["verdict"]) == (5, ["G602"], "cannot-establish")
        assert all(re.match(ANNOTATION, line) for line in commands(ran.out))


# what is told, and to whom


ANNOTATION = r"::(error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]+::"


def commands(printed: str) -> list[str]:
    """The lines that a runner acts on: those that begin with `::`, or hold `##[` anywhere; none while it is stopped."""
    begin, rest = printed.split("::stop-commands::", 1)
    word, rest = rest.split("\n", 1)
    lines = (begin + rest.split(f"\n::{word}::\n", 1)[1]).split("\n")
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def test_the_token_is_nowhere(host: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in what is written, not in the words of any program; and in the environment of git alone that fetches."""
    made, started = host.made, []
    spawn = os.posix_spawn

    def seen(path: str, argv: list[str], env: dict[str, str], **more: object) -> int:
        started.append((argv, env))
        assert TOKEN not in os.environ.values()
        return spawn(path, argv, env, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "posix_spawn", seen)
    made.pull("work", Work(TOP))
    clone = os.fsdecode(made.clone.top)
    ran = host.check("work", GUARD_KEY="a key of a machine", INPUT_SARIF_FILE="guard.sarif", INPUT_CLONE=clone)
    assert ran.code == 3
    said = b64encode(f"x-access-token:{TOKEN}".encode()).decode()
    for secret in (TOKEN, said, "a key of a machine"):
        assert secret not in ran.everything()
        assert not [argv for argv, _ in started if secret in "\0".join(argv)]
    hold = [argv for argv, env in started if said in "\0".join(env.values())]
    assert len(hold) >= 2
    assert all({"ls-remote", "fetch"} & set(argv) and "/".join(host.at) in argv for argv in hold)
    asking = [env for argv, env in started if {"ls-remote", "fetch"} & set(argv)]
    assert len(asking) > len(hold), "the clone at hand is asked without it"
    assert {(env["GIT_ALLOW_PROTOCOL"], env["GIT_CONFIG_GLOBAL"]) for env in asking} == {("file", "/dev/null")}
    assert not [argv for argv, env in started if TOKEN in "\0".join(env.values())]


def test_hostile_names_change_their_own_text_alone(host: Played) -> None:
    """A file, a message, a branch and a person with commands of the runner for a name."""
    name = b"::error::x\n##[endgroup]\x1b[2J%0A"
    tip = host.made.on(host.made.tips["main"], Work({name: b"x\n"}, b"::set-output name=verdict::pass\n"))
    data = pull(tip, base="::add-mask::##[error]x")
    data["pull_request"]["head"]["ref"] = "$(touch pwned)"
    data["pull_request"]["user"]["login"] = "::notice::x"
    data["pull_request"]["title"] = "::stop-commands::x"
    ran = host.runs("pull_request", data, LATER, INPUT_SARIF_FILE="a.sarif")
    assert (ran.code, ran.outputs["verdict"]) == (1, "violation")
    acting = commands(ran.out)
    assert acting and all(re.match(ANNOTATION, line) for line in acting)
    assert set(ran.outputs) >= {"verdict", "findings", "report-file", "sarif-file"}
    json.loads((ran.folder / "a.sarif").read_text())


def test_files_go_where_the_job_says(host: Played, tmp_path: Path) -> None:
    """A relative name is one in the runner's folder; what cannot be written is no pass."""
    host.made.pull("work", ADDING)
    aside = tmp_path / "aside.xml"
    ran = host.check("work", INPUT_SARIF_FILE="s.sarif", INPUT_STATEMENT_FILE="s.json", INPUT_PREDICATE_FILE="p.json")
    assert {path.name for path in ran.folder.iterdir()} >= {"guard.json", "s.sarif", "s.json", "p.json"}
    assert json.loads((ran.folder / "s.json").read_text())["_type"] == "https://in-toto.io/Statement/v1"
    assert host.pull(host.made.tips["work"], LATER, f"--format=junit={aside}").code == 0
    assert aside.read_text().startswith("<?xml")
    for bad in (str(tmp_path / "none" / "x"), "a\nverdict=pass"):
        ran = host.check("work", INPUT_REPORT_FILE=bad)
        assert (ran.code, ran.outputs["verdict"], "[G820]" in ran.out) == (5, "cannot-establish", True)


def test_shadow_of_the_job_tells_and_passes(host: Played) -> None:
    host.made.pull("work", Work(TOP))
    ran = host.check("work", INPUT_MODE="shadow")
    told = [ran.outputs[name] for name in ("verdict", "exit-code", "would-exit")]
    assert (ran.code, told) == (0, ["needs-person", "0", "3"])
    report = ran.report()
    assert (report["exit_code"], report["would_exit"], report["may_merge"]) == (0, 3, False)
    assert ran.out.startswith("guard: mode: shadow, said by this job") and "this would exit 3" in ran.out
    assert ran.summary.startswith("> **mode: shadow, said by this job")
    assert "Exit code 0 (mode: shadow; else 3)" in ran.summary
    for loud in (host.check("work"), host.check("work", INPUT_MODE="")):
        assert (loud.code, "shadow" in loud.everything(), loud.outputs["would-exit"]) == (3, False, "3")


def test_a_file_of_the_runner_that_cannot_be_written(host: Played, tmp_path: Path) -> None:
    """The log, the report and what else can be written say what the job ends with."""
    host.made.pull("work", ADDING)
    for name in FILES:
        ran = host.check("work", **{name: str(tmp_path / "none" / "x")})
        assert (ran.code, ran.rules(), "guard: pass" in ran.out) == (5, ["G820"], False), name
        assert ran.out.count("[G820]") == 1 and name in ran.out
        assert "pass" not in (ran.outputs.get("verdict"), ran.summary.partition("\n")[0].rpartition(" ")[2])
    assert host.check("work").code == 0


def test_a_command_names_what_was_judged_and_fetches_it(host: Played) -> None:
    """Whoever reads it stands on another branch, and of a fork has nothing at all."""
    host.made.pull("work", Work(TOP))
    tip = host.made.tips["work"].decode()
    ran = host.check("work", number=7)
    assert f'git fetch origin refs/pull/7/head && guard approve {tip[:12]} --unplanned "WHY"' in ran.out
    assert "approve HEAD" not in ran.everything()
    pushed = host.pushed(host.made.start, host.made.tips["work"], LATER, ref="refs/heads/$(date)")
    assert f"git fetch origin && guard approve {tip[:12]} " in pushed.out and "origin refs/heads/$" not in pushed.out
    queued = host.queued(host.made.tips["work"], host.made.tips["main"], LATER)
    assert 'git fetch origin refs/pull/7/head && guard approve FETCH_HEAD --unplanned "WHY"' in queued.out


def test_a_bug_passes_nowhere(host: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where the job only tells, either; and all that was asked for says so."""
    monkeypatch.setattr("guard_hooks.hosts.judging.judged", lambda task: 1 // 0)
    host.made.pull("work", ADDING)
    ran = host.check("work", INPUT_MODE="shadow")
    assert (ran.code, ran.outputs["verdict"], ran.rules()) == (70, "bug", ["G899"])


def test_wrong_words_are_usage(host: Played) -> None:
    host.made.pull("work", ADDING)
    for words in (
        ("--job=chekc",),
        ("--mode=off",),
        ("--mode=enforce",),
        ("--format=sarf=x",),
        ("--now=yesterday",),
        ("--nothing",),
    ):
        ran = host.pull(host.made.tips["work"], *words)
        assert (ran.code, ran.out, "guard hook github --help" in ran.err) == (2, "", True)
    assert "did you mean check?" in host.pull(host.made.tips["work"], "--job=chekc").err
    assert host.pull(host.made.tips["work"], "--job=check", LATER, INPUT_JOB="sign").code == 0


def test_where_the_host_lacks_what_it_needs(host: Played) -> None:
    host.made.pull("work", ADDING)
    for env, rule in (
        ({"GITHUB_REPOSITORY": "no/such"}, "G604"),
        ({"GITHUB_SERVER_URL": "ftp://example.org"}, "G604"),
        ({"GITHUB_SERVER_URL": f"https://dana:{TOKEN}@example.org"}, "G604"),
        ({"GITHUB_EVENT_NAME": ""}, "G601"),
        ({"GITHUB_TOKEN": "a\nb"}, "G601"),
        ({"GITHUB_EVENT_PATH": ""}, "G601"),
        ({"INPUT_GIT": "/no/such/git"}, "G810"),
    ):
        ran = host.check("work", **env)
        assert (ran.code, ran.rules()) == (5, [rule]), env
        assert TOKEN not in ran.everything()


@pytest.mark.fuzz
@settings(max_examples=examples(30))
@given(
    data=st.binary(max_size=60)
    | st.sampled_from([b"", b"{}", b"null", b"[]", b'{"repository": {"default_branch": "main"}}'])
)
def test_any_bytes_for_an_event_never_pass(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Nor do they crash: a bug would end with 70."""
    nowhere = Host(tmp_path_factory.mktemp("any"), ("file:///nowhere", "acme/shop"))
    ran = nowhere.runs("pull_request", data)
    assert (ran.code, ran.outputs["verdict"]) == (5, "cannot-establish")


# signatures


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[tuple[SignedLog, Host]]:
    """A branch and a log with real signatures, on a host."""
    rules = policy(needs_plan=["*"], approvals={"plan": 1})
    with new_repository() as made:
        log = SignedLog(made, rules)
        yield log, Host(tmp_path, served(made.git_dir))


@pytest.mark.later
def test_a_yes_that_is_really_signed(signed: tuple[SignedLog, Host]) -> None:
    """By a person who is listed, over what the first run says would land; nobody else's counts."""
    log, host = signed
    begins = host.pushed(b"0" * 40, log.line[-1])
    assert (begins.code, begins.rules()) == (5, ["G602"])
    head = log.beside()
    now = "--now=2026-01-03T06:00:00Z"
    red = host.pull(head, now)
    assert (red.code, red.rules()) == (3, ["G102"])
    log.put(log.approval(digest=red.outputs["landing"], expires=BEGUN + 86400 * 20), by=key("ed25519", "mallory"))
    forged = host.pull(head, now)
    assert forged.code != 0
    log.put(log.approval(digest=red.outputs["landing"], expires=BEGUN + 86400 * 20))
    green = host.pull(head, now)
    assert (green.code, green.outputs["landing"]) == (0, red.outputs["landing"])
    yes = log.ids[-1]
    log.put(log.revocation(yes))
    assert host.pull(head, now).rules() == ["G102"]


def test_over_http_with_the_token_of_the_job(signed: tuple[SignedLog, Host], tmp_path: Path) -> None:
    """The host lets in whom it gave the token, and nobody else; what a clone at hand has is not fetched again."""
    log, _ = signed
    head = log.beside()
    top = Path(os.fsdecode(log.made.top))
    said = f"basic {b64encode(f'x-access-token:{TOKEN}'.encode()).decode()}"
    log.made.git("update-ref", "refs/heads/work", head.decode())
    log.made.git("clone", "--quiet", os.fsdecode(log.made.top), str(tmp_path / "clone"))
    with http_git.serving(top.parent.parent, push=False, authorization=said) as server:
        host = Host(tmp_path, (server.url, f"{top.parent.name}/{top.name}"))
        assert host.pull(head).rules() == ["G102"]
        fetched = len([one for one in server.requests if one.method == "POST"])
        assert host.pull(head, INPUT_CLONE=str(tmp_path / "clone")).rules() == ["G102"]
        posts = [one for one in server.requests if one.method == "POST"]
        assert len(posts) - fetched < fetched, "only what the host has is asked, nothing is fetched"
        for token in ("", TOKEN[:-1]):
            refused = host.pull(head, GITHUB_TOKEN=token)
            assert (refused.code, refused.rules()) == (5, ["G604"])
            assert TOKEN not in refused.everything()
