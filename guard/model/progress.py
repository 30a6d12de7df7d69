"""What the merge door is asked beside the change itself: where the phases stand, and what a person has said of it."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.model.approving import Given
    from guard.model.assumption import Settled
    from guard.model.case import Measure
    from guard.model.change import FileChange
    from guard.model.doubt import Raised, Text, Unasked
    from guard.model.draft import Flaw
    from guard.model.evidence import Facts
    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan
    from guard.model.site_facts import SiteFacts
    from guard.model.step import Step
    from guard.model.world import State, World


WITHIN = 7 * 24 * 60 * 60  # seconds in which a landing may be taken back where its plan says nothing
RIGHTS = ("access.", "identity.", "secret.")


class Back(NamedTuple):
    """A change set that is the exact inverse of what landed in a phase, and why it does not pass as one."""

    landing: Landing
    node: str
    late: str  # "" where it is a way back that is open
    who: tuple[str, ...]


class Spent(NamedTuple):
    """What all landings of the plan come to, with this one."""

    landings: int
    files: int
    measure: Measure | None  # None: no limit depends on it


class Covered(NamedTuple):
    """What approvals cover of one protected file that a landing brings."""

    given: Given
    run: str  # the one command that approves it
    accepted: Mapping[str, tuple[str, str]]  # questions of the document, by fingerprint: who accepts them, and why
    readings: tuple[tuple[str, ...], ...] = ()  # by a model, as approvals of it have them


class Progress(NamedTuple):
    """Where everything stands as this change set comes; nothing of it is kept anywhere."""

    world: World
    states: Mapping[str, State]
    beside: Mapping[str, tuple[str, ...]]  # a resource of the phase -> phases of other plans, without an order to it
    digest: str  # of the landing under judgement
    approved: Given  # what a person has said of that digest
    back: Back | None
    behind: str  # why the time cannot be believed; "" where it can
    flaws: tuple[Flaw, ...] = ()  # what makes the order of the plan itself unsafe
    spent: Spent | None = None  # None: its plan limits no total
    accepted: Mapping[str, tuple[str, str]] = {}  # questions, by fingerprint: who accepted them, and why
    covered: Mapping[bytes, Covered] = {}  # of each protected file that it brings
    readings: Mapping[str, tuple[tuple[str, ...], ...]] = {}  # of this very landing, in approvals of each phase
    meanwhile: tuple[bytes, ...] = ()  # its files that changed on the branch since: what will land nobody has seen


class Beyond(NamedTuple):
    """What the merge door asks beyond the change itself."""

    progress: Progress
    settled: tuple[Settled, ...]
    sites: tuple[SiteFacts, ...]
    raised: tuple[Raised, ...] = ()
    texts: tuple[Text, ...] = ()
    unasked: tuple[Unasked, ...] = ()


def way_back(changes: tuple[FileChange, ...], steps: tuple[Step, ...], states: Mapping[str, State]) -> Step | None:
    """The landing that this takes back whole and exactly, the last one if several."""
    from guard.model.landing import inverse, shape

    form = shape(changes)
    standing = {of.commit for state in states.values() for of in state.landings}
    found = [step for step in steps if step.node and step.landing.commit in standing]
    return next((step for step in reversed(found) if form and inverse(step.landing.changes) == form), None)


def too_late(plan: Plan, phase: Phase, state: State, landing: Landing, facts: Facts) -> str:
    """Why a landing of this phase can no longer simply be taken back; "" where it can."""
    if state.over:
        return f"{state.over} has landed since, and rests on it"
    env = _ran(landing, state.node, facts)
    if env and any([one.startswith(("schema.", "data.", "*", "opaque.")) for one in phase.does]):
        return f"it was deployed in {env}, so what it made stands in the database: a phase that goes down is due"
    if any([one.startswith(RIGHTS) for one in phase.does]):
        return "it changes back who may do what: that is settled by a plan, not by taking a landing back"
    said = phase.rollback.within if phase.rollback is not None else None
    if landing.at > facts.now:
        return "it says that it was made later than now, so nobody knows how long ago it landed"
    if facts.now > landing.at + (WITHIN if said is None else said):
        given = "is seven days where its plan gives none" if said is None else "its plan gives"
        return f"the time for going back, which {given}, is over"
    return ""


def _ran(landing: Landing, node: str, facts: Facts) -> str:
    """Where it was ever deployed; older code that came after it does not take back what it made in a database.

    Nor does a revocation of what was said: nobody knows then what ran, and made something there.
    """
    from guard.model.evidence import heard
    from guard.model.log import Evidence

    for entry in facts.entries:
        said = entry.act
        if isinstance(said, Evidence) and said.fact == "deployed" and heard(entry, facts.policy):
            held = facts.contains(said.commit, landing.commit)
            if held or (held is None and f"{said.plan}/{said.phase}" == node):
                return said.env
    return ""
