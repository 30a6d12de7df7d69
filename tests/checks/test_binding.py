"""Work that needs a plan and is held to none (G102), or could be held to several (G108)."""

from __future__ import annotations

import pytest

from guard.checks.binding import check
from guard.model.approving import Given
from guard.model.case import Binding
from guard.model.change import EXECUTABLE, FILE
from guard.model.finding import Next
from guard.model.world import State, Wait
from tests.cases import added, case, deleted, findings, first_commit, modified, only, places, plan, policy
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
YES = Wait("approval", "missing", "work/one", "the approval of plan work", "", ("kim",), 0, "guard approve work")
STANDS: dict[str, tuple[State, bytes, bool]] = {
    "it waits for a yes": (state(YES, node="work/one"), b"src/a", True),
    "its yes has expired": (state(YES._replace(state="expired"), node="work/one"), b"src/a", True),
    "it waits for evidence, too": (state(YES, wait(), node="work/one"), b"src/a", False),
    "it is over": (state(YES, over="work/two", node="work/one"), b"src/a", False),
    "it waits for nothing": (state(node="work/one"), b"src/a", False),
    "it does not cover the file": (state(YES, node="work/one"), b"lib/a", False),
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


def test_the_plans_to_choose_from_are_told_with_the_words_to_type() -> None:
    found = only(check, case(modified(b"a"), others=("move", "split")))
    assert found.what.endswith(": move, split")
    assert "guard next --take move/PHASE" in found.next[0].run
    phases = only(check, case(modified(b"a"), others=("move/expand", "split/expand")))
    assert phases.what == "several phases could hold it: move/expand, split/expand"
    assert "guard next --take move/expand" in phases.next[0].run
