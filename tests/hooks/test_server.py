"""What a server says to a push: each row of two tables, and what no row can show."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.doors.git.bare import open_bare
from guard.errors import GuardError
from guard_hooks.server import branch
from guard_hooks.server.branch import MOST
from guard_hooks.server.judging import judged
from guard_hooks.server.pushed import Update, read
from tests.conftest import share
from tests.doors.test_ancestry import AHEAD, ONCE, commit
from tests.forge import Edit, claiming
from tests.forked import Forked
from tests.hooks.pushes import (
    HOUSE,
    LOG,
    MAIN,
    NOW,
    REFUSED,
    TAKEN,
    TOPIC,
    Row,
    Shop,
    approved,
    plan_and_phase,
    rules,
    shop,
    some,
    text,
    yes,
)
from tests.running import PLAN
from tests.signed import policy

pytestmark = pytest.mark.usefixtures("read_here")


@pytest.mark.fuzz
@pytest.mark.parametrize("row", some(TAKEN, 4), ids=lambda row: row.name)
def test_taken(row: Row) -> None:
    with shop() as of:
        answer = of.hears(*row.push(of))
    assert answer.code == 0, answer.text
    assert row.says in answer.text


@pytest.mark.fuzz
@pytest.mark.parametrize("row", some(REFUSED, 5), ids=lambda row: row.name)
def test_refused(row: Row) -> None:
    with shop() as of:
        answer = of.hears(*row.push(of))
    assert answer.code != 0
    assert tuple(rules(answer.text)) == row.refused, answer.text
    assert row.says in answer.text
    assert all(char == "\n" or char.isprintable() for char in answer.text)


# the documents that a push leaves


KEYLESS = {name: {"teams": ["platform"]} for name in ("dana", "omar")}
SHADOW = {**HOUSE, "mode": "shadow"}
LEFT = [
    ("of another branch", HOUSE, {"branch": "trunk"}, "G812", "branch: main, which is the trusted one on this server"),
    ("with a log that is not this one", HOUSE, {"log": "a" * 40}, "G504", "or is left out"),
    ("in which nobody has a key", HOUSE, {"people": KEYLESS}, "G647", "guard enroll NAME"),
    ("measured from a commit that is not here", HOUSE, {"since": "a" * 40}, "G816", "guard"),
    ("no longer shadow, without keys", {**SHADOW, "people": KEYLESS}, {"mode": "enforce"}, "G647", "guard enroll NAME"),
    ("in shadow, with an unknown key", SHADOW, {"bogus": 1}, "G813", "mend it in the commit that brings it"),
    ("in shadow, for another guard", SHADOW, {"guard": ">=9"}, "G814", "mend it in the commit that brings it"),
    ("in shadow, of another branch", SHADOW, {"branch": "trunk"}, "G812", "branch: main"),
    ("in shadow, with a broken plan", SHADOW, b".guard/plans/x.yaml", "G813", "mend it in the commit that brings it"),
    ("in shadow, gone", SHADOW, b".guard/policy.yaml", "G644", "git restore"),
]


@pytest.mark.fuzz
@pytest.mark.parametrize(("name", "house", "edit", "rule", "says"), share(LEFT, 4))
def test_no_push_leaves_documents_that_nobody_could_go_by(
    name: str, house: dict[str, object], edit: dict[str, object] | bytes, rule: str, says: str
) -> None:
    """An approved one no more than one in shadow mode: nothing could land after it, its own mend included."""
    with shop() as of:
        of.stand(of.on({b".guard/policy.yaml": text(house)}))
        if isinstance(edit, bytes):
            tip = of.on({edit: None if edit.endswith(b"policy.yaml") else b"plan: x\n"}, message=b"x\n")
        else:
            tip = of.on({b".guard/policy.yaml": text({**house, "version": 2, **edit})}, message=b"x\n")
        log = of.log()
        for who in ("dana", "omar") if house is HOUSE else ():
            yes(of, log, of.main, tip, who)
        answer = of.hears((MAIN, of.main, tip))
        assert rules(answer.text) == [rule], answer.text
        assert answer.code and says in answer.text
        assert f"guard: what comes after {tip[:12].decode()} could not be judged\n" in answer.text


def test_documents_that_can_be_gone_by_are_left_as_they_were_approved() -> None:
    with shop() as of:
        log = of.log()
        edit = {**HOUSE, "version": 2, "log": log.commits[0].decode(), "since": of.main.decode()}
        tip = of.on({b".guard/policy.yaml": text(edit)}, message=b"x\n")
        for who in ("dana", "omar"):
            yes(of, log, of.main, tip, who)
        answer = of.hears((MAIN, of.main, tip))
        assert answer.code == 0, answer.text
        of.stand(tip)
        assert of.hears((MAIN, tip, of.good())).code == 0


# the branch before guard came


def _empty(of: Shop) -> None:
    """The server has no branch yet."""
    os.unlink(os.path.join(of.made.top, MAIN))


def _with(rules_: object, **files: bytes) -> Edit:
    return {b".guard/policy.yaml": text(rules_), **{os.fsencode(name): content for name, content in files.items()}}


UNSIGNED = {**policy({}), "people": {"dana": {"teams": ["platform"]}}}
TIDY = {b".guard/plans/tidy.yaml": PLAN.encode()}
ADOPTIONS = [
    (
        "the first push, with a policy",
        b"",
        _with(HOUSE),
        (),
        "adopted: policy version 1 on refs/heads/main; people of it: dana, omar",
    ),
    ("the first push, without", b"", {b"a": b"a\n"}, ("G644",), "writes .guard/policy.yaml"),
    ("a policy for a branch that had none", b"stands", _with(HOUSE), (), "adopted: policy version 1"),
    ("work on a branch that has none", b"stands", {b"a": b"a\n"}, ("G644",), "there is no policy to judge by"),
    ("a policy with an unknown key", b"stands", _with({**HOUSE, "bogus": 1}), ("G813",), "unknown key bogus"),
    ("a policy of another branch", b"stands", _with({**HOUSE, "branch": "trunk"}), ("G812",), "trunk"),
    (
        "a policy with a team that nobody is in",
        b"stands",
        _with({**HOUSE, "owners": {"/.guard/**": "platfrom"}}),
        ("G234",),
        "platfrom",
    ),
    ("a plan with a fault in it", b"stands", {**_with(HOUSE), b".guard/plans/x.yaml": b"plan: x\n"}, ("G813",), ""),
    ("a policy in which nobody has a key", b"stands", _with(UNSIGNED), ("G647",), "guard enroll NAME"),
    ("the same, to look on", b"stands", _with({**UNSIGNED, "mode": "shadow"}), (), "adopted"),
    (
        "a policy that counts from nowhere",
        b"stands",
        {**_with({**HOUSE, "since": "a" * 40}), **TIDY},
        ("G816",),
        "--first-parent",
    ),
    ("a policy that names a log nobody has", b"stands", _with({**HOUSE, "log": "a" * 40}), ("G504",), "guard log sync"),
]


@pytest.mark.parametrize(
    ("name", "stands", "edit", "refused", "says"), ADOPTIONS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_adopting(name: str, stands: bytes, edit: Edit, refused: tuple[str, ...], says: str) -> None:
    with shop() as of:
        of.stand(of.before)
        tip = of.on(edit, of.before)
        if not stands:
            _empty(of)
        answer = of.hears((MAIN, of.before if stands else b"", tip))
    assert tuple(rules(answer.text)) == refused, answer.text
    assert says in answer.text
    assert bool(answer.code) == bool(refused)


def test_what_comes_behind_the_policy_is_judged_by_it() -> None:
    with shop() as of:
        adopting = of.main
        of.stand(of.before)
        assert "adopted" in of.hears((MAIN, of.before, of.good(onto=adopting))).text
        answer = of.hears((MAIN, of.before, of.bad(adopting)))
        assert rules(answer.text) == ["G101"]


def test_before_the_trusted_branch_is_there_nothing_else_is_taken() -> None:
    with shop() as of:
        _empty(of)
        assert rules(of.hears((TOPIC, b"", of.good())).text) == ["G644"]
        assert rules(of.hears((b"refs/tags/v1", b"", of.good())).text) == ["G644"]
        assert of.hears((TOPIC, b"", of.bad()), (MAIN, b"", of.main), (b"refs/tags/v1", b"", of.good())).code == 0
        log = of.log()
        os.unlink(os.path.join(of.made.top, LOG))
        assert of.hears((LOG, b"", log.commits[0])).code == 0


def test_beside_a_branch_without_a_policy_others_are_taken() -> None:
    with shop() as of:
        of.stand(of.before)
        answer = of.hears((TOPIC, b"", of.bad()), (b"refs/tags/v1", b"", of.bad()))
        assert (answer.code, answer.text) == (
            0,
            "guard: no .guard/policy.yaml on refs/heads/main yet; what is pushed beside it is taken\n",
        )


# who runs it looks at the log


def test_who_runs_a_server_looks_at_the_log_there_and_says_that_it_is_one(tmp_path: Path) -> None:
    guard = Forked(tmp_path)
    try:
        with shop() as of:
            log = of.log()
            of.made.git("config", "guard.trusted", "refs/heads/trunk")
            of.made.ref(b"refs/heads/trunk", of.main)
            of.made.ref(b"refs/heads/main", of.before)  # there is no policy on it
            top = Path(os.fsdecode(of.made.top))
            for word, told in (("verify", b"guard: 1 entry verified, 1 counts"), ("show", log.ids[0][7:15].encode())):
                assert told in guard.ask(["log", word, "--server"], top, dict(os.environ)).out
                said = guard.ask(["log", word], top, dict(os.environ))
                assert said.code == 5 and b"[G802]" in said.out + said.err
            words = ["log", "verify", "--server", "--trusted", "refs/heads/main"]
            assert guard.ask(words, top, dict(os.environ)).code == 5
    finally:
        guard.close()


# what rows cannot show


@pytest.mark.later
def test_the_plan_its_yes_and_its_first_phase_come_in_one_push() -> None:
    with shop() as of:
        tip = plan_and_phase(of)
        plan = of.forge.parents[tip][0]
        log = of.log()
        entry = yes(of, log, of.main, plan)
        os.unlink(os.path.join(of.made.top, LOG))
        refs = [(MAIN, of.main, tip), (LOG, b"", entry)]
        for push in (refs, refs[::-1]):
            answer = of.hears(*push)
            assert answer.code == 0, answer.text
            assert "guard: landing 2 of 2" in answer.text
        assert rules(of.hears(refs[0]).text) == ["G264", "G107"]


def test_a_protected_file_is_a_landing_of_its_own_between_two_others() -> None:
    with shop() as of:
        first = of.good("a")
        second = of.on({b".github/workflows/ci.yml": b"on: push\n"}, first, b"ci\n")
        tip = of.good("b", second)
        log = of.log()
        entry = yes(of, log, first, second)
        os.unlink(os.path.join(of.made.top, LOG))
        assert rules(of.hears((MAIN, of.main, tip)).text) == ["G107"]
        answer = of.hears((MAIN, of.main, tip), (LOG, b"", entry))
        assert answer.code == 0 and "guard: landing 3 of 3" in answer.text, answer.text


def test_a_yes_that_is_taken_back_in_the_same_push_opens_nothing() -> None:
    with shop() as of:
        work, entry = approved(of)
        log = of.log()
        yes(of, log, of.main, work[2])
        log.put(log.revocation(log.ids[-1], "omar", at=NOW - 30))
        os.unlink(os.path.join(of.made.top, LOG))
        assert of.hears(work, (LOG, b"", entry[2])).code == 0
        assert rules(of.hears(work, (LOG, b"", log.commits[-1])).text) == ["G102"]


def test_a_branch_approved_whole_is_brought_step_by_step() -> None:
    """Two steps that claim no phase: apart they are not what was approved."""
    with shop() as of:
        first = of.on({b"migrations/1.sql": b"ALTER TABLE users ADD a int;\n"}, message=b"x\n")
        second = of.on({b"migrations/2.sql": b"ALTER TABLE users ADD b int;\n"}, first, b"y\n")
        tip = of.merged(first, second)
        log = of.log()
        entry = yes(of, log, of.main, tip)
        os.unlink(os.path.join(of.made.top, LOG))
        assert rules(of.hears((MAIN, of.main, tip)).text) == ["G102"]
        answer = of.hears((MAIN, of.main, tip), (LOG, b"", entry))
        assert answer.code == 0 and "guard: all of it, as one landing" in answer.text, answer.text


HOTFIX = {b"migrations/1.sql": b"ALTER TABLE users ADD a int;\n"}


def test_steps_that_would_pass_one_by_one_pass_together() -> None:
    with shop() as of:
        first = of.on(HOTFIX, message=b"x\n")
        second = of.on({b"migrations/2.sql": b"ALTER TABLE users ADD b int;\n"}, first, b"y\n")
        tip = of.good(onto=second)
        log = of.log()
        yes(of, log, of.main, first)
        assert rules(of.hears((MAIN, of.main, second)).text) == ["G102"]
        yes(of, log, first, second)
        answer = of.hears((MAIN, of.main, tip))
        assert answer.code == 0, answer.text
        assert answer.text.count(", for itself\n") == 3
        assert of.hears((MAIN, of.main, of.bad(tip))).code == 1


@pytest.mark.later
def test_more_steps_than_are_asked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "MOST", 3)
    with shop() as of:
        tip = first = of.on(HOTFIX, message=b"x\n")
        log = of.log()
        yes(of, log, of.main, first)
        for at in range(3):
            tip = of.good(f"n{at}", tip)
        assert of.hears((MAIN, of.main, tip)).code == 1
        assert of.hears((MAIN, of.main, of.forge.parents[tip][0])).code == 0


def test_a_push_squashes_nothing_whatever_the_house_does_elsewhere() -> None:
    with shop() as of:
        of.stand(of.on({b".guard/policy.yaml": text({**HOUSE, "merges": "squash"})}))
        evil = of.on({b"migrations/1.sql": b"DROP TABLE users;\n", b"src/n": b"x\n"})
        back = of.on({b"migrations/1.sql": None}, evil)
        answer = of.hears((MAIN, of.main, back), (b"refs/tags/v1", b"", evil))
        assert answer.code == 1 and set(rules(answer.text)) == {"G101", "G104"}, answer.text
        assert f"schema.table.drop on table:users   (commit {evil[:12].decode()})" in answer.text
        merged = of.merged(of.merged(of.main, evil), of.on({b"migrations/1.sql": None}, evil))
        assert of.hears((MAIN, of.main, merged)).code == 1
        assert of.hears((TOPIC, b"", back)).text == ""  # it may be squashed by hand, and pushed as that
        assert of.hears((MAIN, of.main, of.on({b"src/n": b"x\n"}))).code == 0


def test_a_tag_names_what_landed_whatever_its_date() -> None:
    with shop() as of:
        flat = of.forge.flats[of.main]
        first = tip = commit(of.made, of.made.tree(flat), (), AHEAD)
        for at in range(9):
            tip = commit(of.made, of.made.tree(flat), (tip,), ONCE + at)
        of.stand(tip)
        other = commit(of.made, of.made.tree(flat), (first,), ONCE + 50)
        assert of.hears((b"refs/tags/v0", b"", first)).code == 0
        assert rules(of.hears((b"refs/tags/v0", b"", first), (b"refs/tags/v1", b"", other)).text) == ["G643"]


def test_so_many_landings_and_no_more() -> None:
    with shop() as of:
        tip = of.main
        tips = []
        for at in range(MOST + 1):
            tip = of.on({b"src/b": b"%d\n" % at}, tip, claiming("tidy/only") if at % 2 else claiming("tidy"))
            tips.append(tip)
        answer = of.hears((MAIN, of.main, tip))
        assert rules(answer.text) == ["G645"]
        assert f"git push origin {tips[MOST - 1].decode()}:refs/heads/main" in answer.text


def test_a_policy_that_only_tells_lets_landings_in_and_keeps_the_log() -> None:
    with shop() as of:
        of.stand(of.on({b".guard/policy.yaml": text({**HOUSE, "mode": "shadow"})}))
        answer = of.hears((MAIN, of.main, of.bad()))
        assert (answer.code, rules(answer.text)) == (0, ["G101"])
        answer = of.hears((MAIN, of.main, of.before))
        assert (answer.code, rules(answer.text)) == (0, ["G640"])
        answer = of.hears((b"refs/tags/v1", b"", of.bad()))
        assert (answer.code, rules(answer.text)) == (0, ["G643"])
        log = of.log()
        assert rules(of.hears((LOG, log.commits[0], b"")).text) == ["G641"]
        assert rules(of.hears((b"refs/replace/x", b"", of.main)).text) == ["G642"]


def test_the_server_says_which_branch_is_trusted_and_which_tags_come() -> None:
    with shop() as of:
        of.made.git("config", "guard.trusted", "refs/heads/trunk")
        of.made.git("config", "guard.tags", "any")
        of.made.ref(b"refs/heads/trunk", of.main)
        assert of.hears((MAIN, of.main, b"")).code == 0
        assert rules(of.hears((b"refs/heads/trunk", of.main, of.bad())).text) == ["G101"]
        assert of.hears((b"refs/tags/v1", b"", of.bad())).code == 0
        for name, value in (("guard.tags", "some"), ("guard.trusted", "refs/tags/v1"), ("guard.trusted", "main")):
            of.made.git("config", name, value)
            assert rules(of.hears((TOPIC, b"", of.main)).text) == ["G812"]


def test_a_head_that_is_no_branch_says_nothing() -> None:
    with shop() as of:
        with open(os.path.join(of.made.top, b"HEAD"), "wb") as file:
            file.write(of.main + b"\n")
        assert rules(of.hears((TOPIC, b"", of.main)).text) == ["G812"]


def test_a_ref_that_stands_for_another_is_judged_as_that() -> None:
    with shop() as of:
        of.made.git("symbolic-ref", "refs/heads/master", "refs/heads/main")
        assert rules(of.hears((b"refs/heads/master", of.main, of.bad())).text) == ["G101"]
        good = of.good()
        both = (b"refs/heads/master", of.main, good), (MAIN, of.main, good)
        assert of.hears(*both).code == 0
        assert rules(of.hears(both[0], (MAIN, of.main, of.good("else"))).text) == ["G646"]
        of.made.git("symbolic-ref", "refs/heads/log", "refs/heads/guard-log")
        assert rules(of.hears((b"refs/heads/log", b"", of.main)).text) == ["G804"]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_an_object_that_is_not_here_is_no_landing(algorithm: str) -> None:
    with shop(algorithm) as of:
        tip = of.good()
        assert of.hears((MAIN, of.main, tip)).code == 0
        assert rules(of.hears((MAIN, of.main, b"1" * of.made.width)).text) == ["G804"]
        os.unlink(of.made.loose(of.forge.flats[tip][b"src/new"][1]))
        assert of.hears((MAIN, of.main, tip)).code == 5


def test_nothing_is_written_and_few_processes_are_started() -> None:
    with shop() as of:
        push = approved(of)
        before = _state(of)
        with open_bare(None, os.fsdecode(of.made.top)) as repository:
            assert judged(repository, tuple([Update(*one) for one in push])).code == 0
            assert repository.processes <= 20
        with open_bare(None, os.fsdecode(of.made.top)) as repository:
            assert judged(repository, (Update(MAIN, of.main, of.good()),)).code == 0
            assert repository.processes <= 13
        assert of.hears((MAIN, of.main, of.bad())).code == 1
        assert {name for name in _state(of) ^ before if not name.startswith(b"objects")} == set()


def _state(of: Shop) -> set[bytes]:
    return {
        os.path.join(folder, name)[len(of.made.top) + 1 :]
        for folder, _, names in os.walk(of.made.top)
        for name in names
    }


GOOD = b"1" * 40 + b" " + b"2" * 40 + b" refs/heads/x\n"


@pytest.mark.parametrize(
    "text_",
    [
        *(
            b"",
            b"\n",
            GOOD[:-1],
            GOOD + GOOD,
            GOOD + b"\n",
            GOOD.replace(b" refs", b"  refs"),
            GOOD.replace(b"refs/", b""),
        ),
        *(GOOD.replace(b"1", b"g"), GOOD.replace(b"1", b"A"), GOOD.replace(b"2" * 40, b"2" * 64), GOOD[41:]),
    ],
)
def test_lines_that_are_no_push(text_: bytes) -> None:
    with pytest.raises(GuardError) as caught:
        read(text_, 40)
    assert caught.value.rule == "G646"


def test_lines_of_a_push() -> None:
    zero = b"0" * 40
    assert read(GOOD + GOOD.replace(b"1" * 40, zero).replace(b"/x", b"/y z"), 40) == (
        Update(b"refs/heads/x", b"1" * 40, b"2" * 40),
        Update(b"refs/heads/y z", b"", b"2" * 40),
    )
