"""What the tree that is to run says: what the plan takes for granted holds, and what must be absent is."""

from __future__ import annotations

from guard.checks.assumptions import held_up
from guard.escape import shown
from guard.model.approving import Asked as Approval
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.finding import Next, finding, settled
from guard.model.question import RULES as QUESTIONS
from guard.model.question import accepted_by, fingerprint
from guard.replay.approved import questions
from guard.replay.places import Places, begun
from guard.sites.standing import drained

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.gate.standing import Here
    from guard.model.finding import Finding

NOBODYS = Approval("landing", "", "", 1, (), "")


def speaks(ground: Ground, here: Here) -> Iterator[Finding]:
    """Asked of what is to run; where that is no step of the branch, nothing is asked of it."""
    if here.place < 0:
        return
    yield from _assumed(ground, here)
    yield from _absent(ground, here)


def _assumed(ground: Ground, here: Here) -> Iterator[Finding]:
    """A question that a person has accepted with the plan or the phase stays to be seen, and shuts nothing."""
    binding = Binding(here.plan, (here.phase,), ())
    change = Change(ChangeSet("landing", here.at, ()), (), (), here.at, here.at)
    places = Places(ground.repository, ground.trusted, ground.replay.states, ground.replay.at, change)
    accepted = questions(ground.replay, binding, NOBODYS)
    for one in places.settled(binding, ground.replay.exits):
        if not one.holds_up:
            continue
        found = held_up(one)
        name = fingerprint(QUESTIONS[one.state], one.says) if one.state in QUESTIONS else ""
        if name:
            found = found._replace(fingerprint=name)
        yield settled(found, accepted_by(*accepted[name])) if name in accepted else found


def _absent(ground: Ground, here: Here) -> Iterator[Finding]:
    """A late writer where none may be makes what runs now incomplete, whoever let it in."""
    held = begun(here.plan, ground.replay.states, Binding(here.plan, (here.phase,), ()))
    for pattern in here.plan.absent:
        if pattern.since is not None and pattern.since not in held:
            continue
        told = drained(ground.repository, here.at, here.plan, pattern, None, absent=True)
        if told.state == "yes":
            continue
        place = here.plan.at(f"/absent/{pattern.name}")
        first = next((f"{shown(one.path)}:{one.line}" for one in told.grown), "")
        known = told.state == "no"
        what = f"{pattern.name} of {here.plan.id} " + (f"stands at {first}" if known else f"is not known: {told.why}")
        step = Next("you", f"run nothing; it is to be gone first: {told.run}")
        yield finding("G413" if known else "G415", what, f"none may stand while this runs  ({place})", (step,))
