"""What landed past a phase, and concerns it: outside of every plan, or against the verdict that a record holds."""

from __future__ import annotations

from guard.escape import shown
from guard.model.change import ABSENT
from guard.model.landing import inverse, landing_digest, shape
from guard.model.log import Recorded
from guard.model.persons import by_machine
from guard.model.world import spelled
from guard.replay import held, objects, yeses
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.model.landing import Landing
    from guard.model.operation import Operation
    from guard.model.plan import Phase, Plan
    from guard.model.step import Step

EVERY_DAY = ("code.", "file.", "dep.")  # of a phase that does nothing else: its files are worked on like any other
UNASKED = "the policy asks for no plan for it"


class Past(NamedTuple):
    """One landing: how it concerns the phase, why it belongs to none, and what a record says of it, "" for none."""

    landing: Landing
    how: str
    why: str
    outcome: str = ""


def past(ground: Ground, plan: Plan, phase: Phase, place: int) -> tuple[Past, ...]:
    """All of it up to this step of the branch, each once; what a person has said yes to since is none of it."""
    state = ground.replay.states[f"{plan.id}/{phase.name}"]
    yes = yeses(ground.replay.world.facts.entries, ground.policy)
    looking = _Looking(ground, plan, phase, yes)
    outside = tuple(looking.outside([step for step in ground.replay.steps if step.landing.place <= place]))
    bound = [Past(landing, f"landed in {state.node}", "") for landing in state.landings]
    recorded = _recorded(ground)
    found = [one._replace(outcome=recorded.get(one.landing.commit, "")) for one in (*bound, *outside)]
    against = [one for one in found if one.outcome and not _settled(ground, one.landing, yes)]
    known = {one.landing.commit for one in against}
    return (*against, *[one for one in outside if one.landing.commit not in known])


def _spans(ground: Ground) -> Iterator[tuple[Recorded, range]]:
    """Each record of a machine, and the places of the steps that it is about."""
    places = {step.landing.commit: step.landing.place for step in ground.replay.steps}
    for entry in ground.replay.world.facts.entries:
        act = entry.act
        if isinstance(act, Recorded) and by_machine(entry, ground.policy):
            yield act, range(places.get(act.parent, -1) + 1, places.get(act.commit, -1) + 1)


def _recorded(ground: Ground) -> dict[bytes, str]:
    """What records say of steps that guard did not let pass: the last word of each."""
    steps = ground.replay.steps
    wrong = [(act, span) for act, span in _spans(ground) if act.outcome != "pass"]
    return {steps[place].landing.commit: act.outcome for act, span in wrong for place in span}


def _settled(ground: Ground, landing: Landing, yes: frozenset[str]) -> bool:
    """A person has said yes to it, or to the landing that it was part of as it was recorded."""
    of = [act.landing for act, span in _spans(ground) if act.outcome != "pass" and landing.place in span]
    return not yes.isdisjoint((*of, landing_digest(landing.changes)))


class _Looking:
    """What belongs to a phase, so that a landing can be held against it: its files, its tables, its name."""

    def __init__(self, ground: Ground, plan: Plan, phase: Phase, yes: frozenset[str]) -> None:
        state = ground.replay.states[f"{plan.id}/{phase.name}"]
        self._asked, self._yes = ground.replay.asked, yes
        self._plan, self._node = plan, state.node
        self._paths = {change.path for landing in state.ever for change in landing.changes}
        self._own = any([not one.startswith(EVERY_DAY) for one in phase.does])
        self._claims = {(plan.id, phase.name), (plan.id, ""), ("", phase.name)}
        self._named = {
            place for act, span in _spans(ground) if f"{act.plan}/{act.phase}" == self._node for place in span
        }
        begun = [
            landing.place
            for node, of in ground.replay.states.items()
            for landing in of.ever
            if node.startswith(f"{plan.id}/")
        ]
        # a trust directory has no history: its plan stands since it began to land
        self._since = 0 if ground.trusted.oid else min(begun, default=len(ground.replay.steps))
        named = [spelled(of) for of in ground.replay.world.changed(plan, phase)]
        self._tables = {*named, *[of for landing in state.ever for of in held(self._asked(landing).did)]}

    def outside(self, steps: list[Step]) -> Iterator[Past]:
        """What belongs to no phase and concerns this one, but for what was taken back exactly."""
        found: dict[frozenset[tuple[bytes, ...]], Past] = {}  # by what would take it back
        for step in steps:
            how = "" if found.pop(shape(step.landing.changes), None) else self._concerns(step)
            if how:
                found[inverse(step.landing.changes)] = Past(step.landing, how, step.why or UNASKED)
        yield from found.values()

    def _concerns(self, step: Step) -> str:
        """How; "" where it does not. What is routine, or the work of a plan, is none of it."""
        if step.how == "free":  # where nobody had to say yes to it, somebody may have since
            return "" if landing_digest(step.landing.changes) in self._yes else self._file(step.landing, self._own)
        if step.how != "outside":
            return ""
        if step.landing.place in self._named or not self._claims.isdisjoint(step.landing.claims):
            return f"says that it is of {self._node}"
        if self._node in step.perhaps:
            return f"may belong to {self._node}"
        return self._file(step.landing, True) or self._table(step.landing)

    def _file(self, landing: Landing, content: bool) -> str:
        """A file that the phase brought: its mode, or its content where that is nobody's daily work."""
        for change in landing.changes:
            mode = ABSENT not in (change.old_mode, change.new_mode) and change.old_mode != change.new_mode
            if change.path in self._paths and (content or mode):
                return f"changes {shown(change.path)}, which {self._node} brought"
        return ""

    def _table(self, landing: Landing) -> str:
        """A table that the phase works on, where the plan stood already: whoever wrote it knew what was before."""
        asked = self._asked(landing)
        stood = self._plan.id in asked.plans and landing.place >= self._since
        if not stood or not self._tables:
            return ""
        both = [of for of in objects(asked.did) if of in self._tables]
        if both:
            return f"changes {shown(both[0].encode())}, which {self._node} works on"
        unread = [path for path, done in asked.did.operations.items() if _opaque(done)]
        return (
            f"does in {shown(unread[0])} what cannot be read, perhaps to what {self._node} works on" if unread else ""
        )


def _opaque(done: tuple[Operation, ...]) -> bool:
    return any([one.id.startswith("opaque.") for one in done])
