"""Which plan and phase a change is held to: what it claims, else what covers all of it, else nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from guard.binding import bind
from guard.errors import GuardError
from guard.model.case import Binding
from guard.model.change import ChangeSet, FileChange
from guard.model.claim import Claim
from guard.model.policy import Policy
from guard.model.trigger import Selector, Trigger
from guard.model.world import State, Wait
from guard.operations import describe
from guard.trust import Trusted
from tests.cases import added, deleted, modified
from tests.model.standing import plan, policy

SRC = {"paths": ["/src/**"], "never": ["/src/frozen/**"]}
P = plan(
    {
        "one": {"does": ["file.add"]},
        "two": {"does": ["file.modify"], "after": {"one": "deployed"}},
        "three": {"does": ["file.modify", "file.delete"], "after": {"two": "deployed"}},
        "vault": {"outside": "rotate it"},
        "look": {"does": []},
    },
    scope=SRC,
)
Q = plan({"add": {"does": ["file.add"]}}, "q", scope=SRC)
DB = plan({"all": {"does": ["*"]}}, "db", scope={"paths": ["/db/**"]})
HOUSE = policy(routine=[{"paths": ["/docs/**"], "does": ["file.*"]}])
ADD, EDIT, DROP = added(b"src/a"), modified(b"src/b"), deleted(b"src/c")
OUTSIDE, FROZEN, GUARDS, DOCS = added(b"other/x"), added(b"src/frozen/x"), modified(b".guard/x"), added(b"docs/x")
WAITING = (Wait("edge", "unmet", "", "", "", (), 0, ""),)
LEFT = (Wait("landing", "unmet", "", "", "", (), 0, ""),)


def bound(
    *commits: Iterable[FileChange],
    plans: tuple[Any, ...] = (P,),
    claims: Iterable[Claim] = (),
    turns: dict[str, str] | None = None,
    house: Policy = HOUSE,
    **words: str,
) -> Binding:
    """What a range of these commits is held to; its landing is all of them together."""
    landing = {change.path: change for changes in commits for change in changes}
    sets = (
        describe(ChangeSet("landing", b"", tuple(landing.values())), None),
        *[describe(ChangeSet("commit", b"1" * 40, tuple(changes)), None) for changes in commits],
    )
    states = None if turns is None else standing(plans, turns)
    trusted = Trusted("main", b"7" * 40, True, house, plans)
    return bind(Trigger("range", **words), trusted, sets, lambda _: sets, claims, states)


def standing(plans: tuple[Any, ...], turns: dict[str, str]) -> dict[str, State]:
    """Each phase as `turns` has it: open, done (open, and nothing is left), over, or else it waits."""
    found = {}
    for node in [f"{one.id}/{phase.name}" for one in plans for phase in one.phases]:
        turn = turns.get(node, "waits")
        waits, leaves = (() if turn != "waits" else WAITING), (() if turn in ("done", "over") else LEFT)
        found[node] = State(node, turn, waits, leaves, (), (), ("", b""), "p/later" if turn == "over" else "")
    return found


def words(of: Binding) -> str:
    """PLAN: PHASES, or what else it came to."""
    if of.plan is not None:
        return f"{of.plan.id}: {' '.join([phase.name for phase in of.phases])}"
    if of.apart:
        return f"apart: {', '.join(of.apart)}"
    return f"which: {', '.join(of.others)}" if of.others else "unplanned"


ALL = "p: one two three vault look"
AT_THE_COMMIT: dict[str, tuple[Binding, str]] = {
    "one phase covers it": (bound([ADD]), "p: one"),
    "two phases of one plan cover it": (bound([EDIT]), "p: two three"),
    "one of them covers all of it": (bound([EDIT], [DROP]), "p: three"),
    "no phase does both": (bound([ADD, EDIT]), "unplanned"),
    "no phase does both, in two commits": (bound([ADD], [EDIT]), "unplanned"),
    "a file outside": (bound([ADD, OUTSIDE]), "unplanned"),
    "a file outside, in a commit": (bound([ADD], [OUTSIDE], [ADD]), "unplanned"),
    "what is never touched": (bound([ADD, FROZEN]), "unplanned"),
    "beside routine work": (bound([ADD, DOCS]), "p: one"),
    "beside protected files": (bound([ADD, GUARDS]), "p: one"),
    "routine work alone": (bound([DOCS]), "unplanned"),
    "protected files alone": (bound([GUARDS]), "unplanned"),
    "nothing": (bound([]), "unplanned"),
    "two plans": (bound([ADD], plans=(P, Q)), "which: p, q"),
    "two plans, one covers it": (bound([EDIT], plans=(P, Q)), "p: two three"),
    "two plans, each covers a part": (bound([EDIT, added(b"db/x")], plans=(P, DB)), "unplanned"),
    "no plan": (bound([ADD], plans=()), "unplanned"),
}
CLAIMED: dict[str, tuple[Binding, str]] = {
    "a phase": (bound([EDIT], claims=[Claim("p", "three")]), "p: three"),
    "a phase that does not do it": (bound([EDIT], claims=[Claim("p", "one")]), "p: one"),
    "a phase, with a file outside": (bound([OUTSIDE], claims=[Claim("p", "one")]), "p: one"),
    "a plan": (bound([ADD, EDIT], claims=[Claim("p", "")]), ALL),
    "a phase alone": (bound([EDIT], claims=[Claim("", "three")], plans=(P, Q)), "p: three"),
    "of two plans that cover it": (bound([ADD], claims=[Claim("q", "")], plans=(P, Q)), "q: add"),
    "two phases": (bound([EDIT], claims=[Claim("p", "two"), Claim("p", "three")]), "apart: p/two, p/three"),
    "what does not stand": (bound([ADD], claims=[Claim("gone", "x")]), "apart: gone/x"),
    "what does not stand, of routine work": (bound([DOCS], claims=[Claim("gone", "x")]), "apart: gone/x"),
    "routine work of a phase": (bound([DOCS], claims=[Claim("p", "one")]), "unplanned"),
    "nothing, of a phase": (bound([], claims=[Claim("p", "one")]), "p: one"),
    "outright": (bound([EDIT], plan="p", phase="two"), "p: two"),
    "outright, the phase alone": (bound([EDIT], phase="two"), "p: two"),
    "outright and in a message": (bound([EDIT], claims=[Claim("p", "two")], plan="p"), "p: two"),
    "outright, and another in a message": (
        bound([EDIT], claims=[Claim("p", "two")], plan="p", phase="three"),
        "apart: p/three, p/two",
    ),
}
OPEN, DONE, OVER = "open", "done", "over"
AT_THE_MERGE: dict[str, tuple[Binding, str]] = {
    "the one whose turn it is": (bound([EDIT], turns={"p/two": OPEN}), "p: two"),
    "the one before it is done": (bound([EDIT], turns={"p/two": DONE, "p/three": OPEN}), "p: three"),
    "both are open": (bound([EDIT], turns={"p/two": OPEN, "p/three": OPEN}), "which: p/three, p/two"),
    "nobody's turn: files change as on every day": (bound([EDIT], turns={}), "unplanned"),
    "the first is over, the other waits": (bound([EDIT], turns={"p/two": OVER}), "unplanned"),
    "all is over": (bound([EDIT], turns={"p/two": OVER, "p/three": OVER}), "unplanned"),
    "one phase covers it, and waits": (bound([ADD], turns={}), "unplanned"),
    "a plan claimed, one phase of it in turn": (
        bound([EDIT], claims=[Claim("p", "")], turns={"p/two": OPEN}),
        "p: two",
    ),
    "a plan claimed, nobody's turn: the next in line": (bound([EDIT], claims=[Claim("p", "")], turns={}), "p: two"),
    "a plan claimed, the first is over": (bound([EDIT], claims=[Claim("p", "")], turns={"p/two": OVER}), "p: three"),
    "a plan claimed, all is over": (
        bound([EDIT], claims=[Claim("p", "")], turns={"p/two": OVER, "p/three": OVER}),
        "p: two",
    ),
    "a plan claimed, no phase covers it": (bound([ADD, EDIT], claims=[Claim("p", "")], turns={}), ALL),
    "a phase claimed, another in turn": (
        bound([EDIT], claims=[Claim("p", "three")], turns={"p/two": OPEN}),
        "p: three",
    ),
    "two plans, one in turn": (bound([ADD], plans=(P, Q), turns={"q/add": OPEN}), "q: add"),
    "two plans, both in turn": (
        bound([ADD], plans=(P, Q), turns={"q/add": OPEN, "p/one": OPEN}),
        "which: p/one, q/add",
    ),
    "two plans, one done and one in turn": (bound([ADD], plans=(P, Q), turns={"q/add": OPEN, "p/one": DONE}), "q: add"),
    "two plans, neither in turn": (bound([ADD], plans=(P, Q), turns={}), "unplanned"),
    "no phase covers it": (bound([OUTSIDE], turns={}), "unplanned"),
}


@pytest.mark.parametrize("name", AT_THE_COMMIT)
def test_what_claims_nothing_at_the_commit(name: str) -> None:
    found, wanted = AT_THE_COMMIT[name]
    assert words(found) == wanted


@pytest.mark.parametrize("name", CLAIMED)
def test_what_is_claimed(name: str) -> None:
    found, wanted = CLAIMED[name]
    assert words(found) == wanted


@pytest.mark.parametrize("name", AT_THE_MERGE)
def test_whose_turn_it_is(name: str) -> None:
    found, wanted = AT_THE_MERGE[name]
    assert words(found) == wanted


@pytest.mark.parametrize("selector", ["staged", "auto", "range"])
@pytest.mark.parametrize("change", [DOCS, GUARDS])
def test_under_a_phase_that_changes_nothing_a_commit_is_held_to_it_whatever_it_brings(
    selector: Selector, change: FileChange
) -> None:
    one = describe(ChangeSet("staged", b"", (change,)), None)
    trusted = Trusted("main", b"7" * 40, True, HOUSE, (P,))
    for phase in ("look", "vault", "one"):
        found = bind(Trigger(selector), trusted, (one,), lambda _: (one,), [Claim("p", phase)])
        held = selector != "range" and phase != "one"
        assert words(found) == (f"p: {phase}" if held else "unplanned")


def test_with_squash_what_lands_alone_is_asked() -> None:
    """The caller gives only the landing then; a commit of it that went outside is no commit that lands."""
    one = describe(ChangeSet("landing", b"", (ADD,)), None)
    trusted = Trusted("main", b"7" * 40, True, HOUSE, (P,))
    assert words(bind(Trigger("range"), trusted, (one,), lambda _: (one,))) == "p: one"


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ((P,), {"plan": "none"}),
        ((P,), {"plan": ""}),
        ((P,), {"plan": "p", "phase": "none"}),
        ((P,), {"phase": "none"}),
        ((P, Q), {"phase": "one"}),
        ((), {"plan": "p"}),
        ((), {"phase": "one"}),
    ],
)
def test_what_is_said_outright_must_stand(plans: tuple[Any, ...], said: dict[str, str]) -> None:
    with pytest.raises(GuardError) as told:
        bound([ADD], plans=plans, **said)
    assert told.value.rule == "G819"
