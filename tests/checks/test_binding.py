"""Work that needs a plan and is held to none (G102), or could be held to several (G108)."""

from __future__ import annotations

import pytest

from guard.checks import examine
from guard.checks.binding import check
from guard.model.approving import Given
from guard.model.case import Binding, Case
from guard.model.change import EXECUTABLE, FILE, FileChange
from guard.model.finding import Next
from guard.model.operation import Operation
from guard.model.world import State, Wait
from tests.cases import (
    ONE,
    TWO,
    ZERO,
    added,
    case,
    deleted,
    findings,
    first_commit,
    modified,
    only,
    places,
    plan,
    policy,
)
from tests.checks.held import held, state, wait
from tests.model.standing import plan as standing_plan
from tests.model.standing import world

ALL = policy(needs_plan=["*"])
ADDS = policy(needs_plan=["file.add"])
ROUTINE = policy(needs_plan=["*"], routine=[{"paths": ["/docs/**"], "does": ["file.modify"]}])
SQUASH = policy(needs_plan=["*"], merges="squash")
FIRST = first_commit()

FINDS = {
    "whatever it does": (case(modified(b"a"), policy=ALL), [("G102", b"a", b"")]),
    "one of several does it": (case(modified(b"a"), added(b"b"), policy=ADDS), [("G102", b"b", b"")]),
    "one of two operations of a path": (
        case(modified(b"a", FILE, EXECUTABLE), policy=policy(needs_plan=["file.mode"])),
        [("G102", b"a", b"")],
    ),
    "every path": (case(added(b"a"), deleted(b"b"), policy=ALL), [("G102", b"a", b""), ("G102", b"b", b"")]),
    "a routine path, and more than is routine": (case(added(b"docs/a"), policy=ROUTINE), [("G102", b"docs/a", b"")]),
    "gone again before it lands": (
        case(steps=((added(b"a"),), (deleted(b"a"),)), policy=ADDS),
        [("G102", b"a", FIRST)],
    ),
    "with squash, what lands": (case(added(b"a"), steps=((added(b"a"),),), policy=SQUASH), [("G102", b"a", b"")]),
    "several plans": (case(modified(b"a"), others=("move", "split")), [("G108", None, b"")]),
    "several plans, and it needs one": (
        case(modified(b"a"), others=("move", "split"), policy=ALL),
        [("G108", None, b"")],
    ),
}
LEAVES_ALONE = {
    "held to a plan": case(modified(b"a"), plan=plan(), policy=ALL),
    "held to one of several plans": case(modified(b"a"), plan=plan(), others=("split",), policy=ALL),
    "files, by default": case(added(b"a"), modified(b"b"), deleted(b"c")),
    "other operations": case(modified(b"a"), deleted(b"b"), policy=ADDS),
    "nothing needs a plan": case(added(b"a"), policy=policy(needs_plan=[])),
    "routine": case(modified(b"docs/a"), policy=ROUTINE),
    "protected files, which have rules of their own": case(modified(b".guard/policy.yaml"), policy=ALL),
    "with squash, gone before it lands": case(steps=((added(b"a"),), (deleted(b"a"),)), policy=SQUASH),
    "nothing": case(policy=ALL),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert places(check, asked) == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


@pytest.mark.parametrize(
    ("path", "people"), [(b"invoices/a", ["omar", "kim"]), (b"nobody/owns/this", ["dana"]), (b"void/a", [])]
)
def test_the_owners_of_the_path_are_named(path: bytes, people: list[str]) -> None:
    found = only(check, case(modified(path), policy=ALL))
    you, *others = found.next
    assert you.who == "you"
    assert "guard plan new NAME" in you.run
    assert others == [Next(name, "reads the plan and merges it") for name in people]


def test_who_has_a_key_approves() -> None:
    people = {"dana": {"teams": ["platform"], "key": "ssh-ed25519 a"}, "rosa": {"teams": ["platform"]}}
    asked = policy(people=people, needs_plan=["*"])
    _, dana, rosa = only(check, case(modified(b"nobody/owns/this"), policy=asked)).next
    assert dana.run.endswith('this very landing: guard approve HEAD --unplanned "WHY"')
    assert rosa.run == "reads the plan and merges it"


def test_the_operations_and_the_policy_are_told() -> None:
    needs = policy(needs_plan=["schema.*", "file.mode"])
    found = only(check, case(modified(b"a\nb", FILE, EXECUTABLE), policy=needs))
    assert found.what == "a\\x0ab: file.modify, file.mode"
    assert "needs_plan is schema.*, file.mode;" in found.why
    assert ".guard/policy.yaml" in found.why


MOVE = standing_plan({"one": {"does": ["schema.*"]}}, "move", scope={"paths": ["/move/**"]})
SPLIT = standing_plan({"one": {"does": ["schema.*"]}}, "split", scope={"paths": ["/split/**", "/both/**"]})
PARTS: dict[str, tuple[tuple[bytes, ...], str]] = {
    "a part of each": ((b"move/a", b"split/a"), "move/a lies in plan move, split/a lies in plan split"),
    "more of one": ((b"move/a", b"split/a", b"move/b"), "move/a lies in plan move, split/a lies in plan split"),
    "all in one plan": ((b"split/a", b"both/a"), ""),
    "a part in none": ((b"move/a", b"split/a", b"else"), ""),
}


@pytest.mark.parametrize("others", [(), ("move", "split")], ids=["none", "several"])
@pytest.mark.parametrize("name", PARTS)
def test_parts_that_belong_to_several_plans_come_one_by_one(name: str, others: tuple[str, ...]) -> None:
    paths, told = PARTS[name]
    asked = held(*map(modified, paths), plan=None, policy=ALL)
    assert asked.progress is not None
    progress = asked.progress._replace(world=world(MOVE, SPLIT), states={"move/one": state(), "split/one": state()})
    asked = asked._replace(binding=Binding(None, (), others), progress=progress)
    found = findings(check, asked)
    words = f"bring what belongs to each plan in a landing of its own: {told}"
    assert found and all((one.next == (Next("you", words),)) == bool(told) for one in found)


OPEN = standing_plan({"one": {"does": ["file.*"]}}, "work", scope={"paths": ["/src/**"]})
WAITS = Wait("approval", "missing", "work/one", "the approval of plan work", "", ("kim",), 0, "guard approve work")
STANDS: dict[str, tuple[State, bytes, bool]] = {
    "it waits for a yes": (state(WAITS, node="work/one"), b"src/a", True),
    "its yes has expired": (state(WAITS._replace(state="expired"), node="work/one"), b"src/a", True),
    "it waits for evidence, too": (state(WAITS, wait(), node="work/one"), b"src/a", False),
    "it is over": (state(WAITS, over="work/two", node="work/one"), b"src/a", False),
    "it waits for nothing": (state(node="work/one"), b"src/a", False),
    "it does not cover the file": (state(WAITS, node="work/one"), b"lib/a", False),
}


@pytest.mark.parametrize("name", STANDS)
def test_a_plan_that_covers_it_and_waits_for_a_yes_is_named(name: str) -> None:
    stands, path, named = STANDS[name]
    asked = held(modified(path), plan=None, policy=ALL)
    assert asked.progress is not None
    progress = asked.progress._replace(world=world(OPEN), states={"work/one": stands})
    found, *_ = findings(check, asked._replace(progress=progress))
    ask = "end your turn and ask for the approval of plan work: this work is held to it from then on"
    assert (found.next == (Next("you", ask), Next("kim", "guard approve work"))) == named
    assert ("plan work covers it, and waits for a person's yes" in found.why) == named
    assert ("guard plan new" in found.next[0].run) != named


PEOPLE = {
    "dana": {"teams": ["platform"], "key": "ssh-ed25519 a"},
    "kim": {"teams": ["platform"], "key": "ssh-ed25519 b"},
    "rosa": {"teams": ["platform"]},
}
UNFIT = {"stale": "bring the branch up to date, ", "expired": ""}


@pytest.mark.parametrize("state_", UNFIT)
def test_who_looks_again_is_who_is_asked_beside_it(state_: str) -> None:
    """What is over, or landed once and was taken back, fits no better on top of the branch."""
    asks = policy(people=PEOPLE, needs_plan=["*"])
    approved = Given(state_, ("kim",), ("dana",), "an approval of it has expired")
    needed, *_, unfit = findings(check, held(modified(b"src/a"), plan=None, policy=asks, approved=approved))
    assert (needed.rule, unfit.rule) == ("G102", "G404")
    assert unfit.next[0].run.startswith(f"{UNFIT[state_]}end your turn and ask for another look")
    assert ("git rebase" in unfit.next[0].run) == (state_ == "stale")
    again = 'looks at the landing as it is now: guard approve HEAD --unplanned "WHY"'
    assert unfit.next[1:] == (Next("dana", again), Next("kim", again)), "rosa has no key"
    assert [step.who for step in needed.next] == ["you", "dana", "kim", "rosa"]


YES = Given("given", ("dana", "kim"), (), "")
COMES = added(b"db/a")
ON_THE_WAY: dict[str, tuple[tuple[FileChange, ...], tuple[tuple[FileChange, ...], ...], list[tuple[bytes, bytes]]]] = {
    "the landing itself, in one commit": ((COMES,), ((COMES,),), []),
    "a part in each commit": ((COMES, added(b"db/b")), ((COMES,), (added(b"db/b"),)), []),
    "edited twice": ((modified(b"a", old=ZERO),), ((modified(b"a", old=ZERO, new=ONE),), (modified(b"a"),)), []),
    "a file that comes and goes": (
        (COMES,),
        ((COMES, added(b"q")), (deleted(b"q"),)),
        [(b"q", first_commit(0)), (b"q", first_commit(1))],
    ),
    "a file that lands changed, gone on the way": (
        (modified(b"a"),),
        ((deleted(b"a"),), (added(b"a", oid=TWO),)),
        [(b"a", first_commit(0)), (b"a", first_commit(1))],
    ),
    "added otherwise, and changed to what lands": (
        (added(b"a", oid=TWO),),
        ((added(b"a"),), (modified(b"a"),)),
        [(b"a", first_commit(1))],
    ),
    "what is routine comes and goes": ((COMES,), ((COMES, added(b"docs/d")), (deleted(b"docs/d"),)), []),
}
FREE = policy(needs_plan=["*"], routine=[{"paths": ["/docs/**"], "does": ["file.*"]}], people=PEOPLE)


def stand(asked: Case) -> list[tuple[bytes | None, bytes]]:
    """Path and commit of what an approval of the landing leaves standing."""
    return [(found.path, found.commit) for found in check(asked) if not found.settled]


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_an_approval_of_a_landing_covers_what_lands(name: str) -> None:
    lands, steps, wanted = ON_THE_WAY[name]
    asked = held(*lands, steps=steps, plan=None, policy=FREE, approved=YES)
    assert stand(asked) == wanted
    for found in check(asked):
        fold = Next("you", "fold the commits into one (git rebase -i), so that what was approved is all there is")
        assert (found.next == (fold,)) == (found.blocks == "merge") == (not found.settled)
        assert ("dana and kim approved what lands" in found.why) == (not found.settled)
    assert stand(asked._replace(policy=FREE._replace(squash=True))) == []


DROPS = Operation("schema.table.drop", 3, "table:old", "up", via="sql")
DOES: dict[str, tuple[Operation, Operation, bool]] = {
    "the same on another line": (DROPS, DROPS._replace(line=9), True),
    "the same to another table": (DROPS, DROPS._replace(object="table:users"), False),
    "the same, of every row": (
        Operation("data.delete", 1, "table:users", attributes=(("where", "true"),)),
        Operation("data.delete", 1, "table:users"),
        False,
    ),
    "something else": (DROPS, Operation("schema.table.truncate", 3, "table:old"), False),
    "what asks for nothing": (DROPS, Operation("data.read", 3, "table:users"), True),
    "what cannot be read": (DROPS, Operation("opaque.procedural", 3), False),
}


@pytest.mark.parametrize("name", DOES)
def test_it_covers_a_commit_that_does_what_the_landing_does(name: str) -> None:
    lands, before, seen = DOES[name]
    asked = held(added(COMES.path, oid=TWO), steps=((COMES,),), plan=None, policy=FREE, approved=YES)
    (step,) = asked.steps
    landing = asked.landing._replace(operations={COMES.path: (lands,)})
    asked = asked._replace(landing=landing, steps=(step._replace(operations={COMES.path: (before,)}),))
    assert stand(asked) == ([] if seen else [(COMES.path, first_commit())])
    whole = examine(asked)
    assert any([found.blocks != "nothing" for found in whole if found.rule == "G102"]) != seen, "told in the same words"


def test_the_same_file_change_is_covered_whatever_is_told_of_it() -> None:
    """A way back is told as what it does in a commit of its own, and mirrors what lands with it."""
    asked = held(COMES, steps=((COMES,),), plan=None, policy=FREE, approved=YES)
    landing = asked.landing._replace(operations={COMES.path: (DROPS._replace(mirrors=True),)})
    step = asked.steps[0]._replace(operations={COMES.path: (DROPS,)})
    assert stand(asked._replace(landing=landing, steps=(step,))) == []


def test_the_plans_to_choose_from_are_told_with_the_words_to_type() -> None:
    found = only(check, case(modified(b"a"), others=("move", "split")))
    assert found.what.endswith(": move, split")
    assert "guard next --take move/PHASE" in found.next[0].run
    phases = only(check, case(modified(b"a"), others=("move/expand", "split/expand")))
    assert phases.what == "several phases could hold it: move/expand, split/expand"
    assert "guard next --take move/expand" in phases.next[0].run
