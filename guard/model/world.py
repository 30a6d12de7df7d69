"""What the state of every phase is derived from, and what it comes to, as values; and who is asked about what."""

from __future__ import annotations

from guard.grammar import moment
from guard.model.persons import keyed
from guard.model.policy import POLICY_FILE
from guard.model.vocabulary import touched
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.grammar.edge import Edge
    from guard.model.evidence import Facts
    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan
    from guard.model.policy import Policy

    Also = Mapping[str, tuple[str, ...]]  # phase by its whole name -> what else its landings changed


NOTHING_ELSE: Also = {}


class Exit(NamedTuple):
    """Whether what a phase brings about shows on the trusted branch: yes, no, unknown; "none" where nothing would."""

    state: str
    why: str
    where: str = ""  # path:line
    run: str = ""  # what would tell more


NO_EXIT = Exit("none", "nothing in the tree would show it")


class Wait(NamedTuple):
    """One thing a phase waits for."""

    kind: str  # "edge", "approval", "landing", "exit" or "circle"
    state: str  # "unmet", "unknown", "missing", "stale" or "expired"
    of: str  # the phase it is about, by its whole name
    words: str  # what is waited for
    why: str  # what is known instead
    who: tuple[str, ...]  # whose turn it is; empty: whoever works on the plan
    since: int  # 0 where nothing tells
    run: str  # the one command
    until: int = 0  # of a time that runs: when it is over

    def when(self) -> str:
        """Until when it lasts at least, or else since when it is so."""
        since = f", since {moment.said(self.since)}" if self.since else ""
        return f", until {moment.said(self.until)}" if self.until else since


class World(NamedTuple):
    """All that the state of every phase is derived from."""

    plans: tuple[Plan, ...]
    facts: Facts
    missing: str  # why there is no log to read; "" where there is one
    landings: Mapping[str, tuple[Landing, ...]]  # phase by its whole name -> what landed in it and stands
    undone: Mapping[str, tuple[tuple[Landing, Landing], ...]]  # what landed in it, and what took that back
    exits: Mapping[str, Exit]
    digests: Mapping[str, str]  # phase by its whole name -> what an approval of it signs
    back: frozenset[bytes] = frozenset()  # commits that a later landing took back whole and exactly
    perhaps: Mapping[str, tuple[Landing, ...]] = {}  # what landed outside of guard and may belong to a phase
    edited: Mapping[str, tuple[Landing, ...]] = {}  # what belongs to no phase, and changed the files of one since
    also: Also = NOTHING_ELSE  # what landings of a phase changed that their plan does not name
    ahead: bytes = b""  # a landing that the log records, and the branch as it stands here does not hold
    fetch: str = ""  # where there is no log to read: the command that may bring one

    def brings(self, wait: Wait) -> str:
        """What would bring the log that something waits for only because there is none here; "" for any other."""
        return self.fetch if self.missing and self.missing in wait.why else ""

    def ever(self, node: str) -> tuple[Landing, ...]:
        """All that landed in a phase, but for what was taken back exactly: a word alone takes nothing away."""
        undone = [landing for landing, _ in self.undone.get(node, ()) if landing.commit not in self.back]
        return (*self.landings.get(node, ()), *undone)

    def changed(self, plan: Plan, phase: Phase) -> tuple[str, ...]:
        """What a phase changes: what its plan names, and what its landings changed."""
        return resources(plan, phase, self.also.get(f"{plan.id}/{phase.name}", ()))

    def held(self, node: str) -> tuple[Landing, ...]:
        """What evidence of a phase must hold: all that landed in it, and what may belong to it."""
        return (*self.ever(node), *self.perhaps.get(node, ()))


class State(NamedTuple):
    """One phase: where it stands, what it waits for before it is open, and what before it is complete."""

    node: str
    name: str  # "waiting", "unknown", "ready", "open", "landed" or "complete"
    waits: tuple[Wait, ...]
    leaves: tuple[Wait, ...]
    landings: tuple[Landing, ...]
    facts: tuple[str, ...]  # what evidence says of it, in words
    floor: tuple[str, bytes]  # the phase and its last landing: nothing older may run once this one has landed
    over: str = ""  # the phase after it in which something has landed already; "" while there is none
    ever: tuple[Landing, ...] = ()  # all that landed in it, but for what was taken back exactly

    @property
    def is_open(self) -> bool:
        """Work may land in it."""
        return not self.waits


def spelled(resource: str) -> str:
    """One spelling for a resource: without the schema that goes without saying, and as databases fold names."""
    from guard.model.inventory import plain

    return plain(resource).lower()


def owners(policy: Policy, resource: str) -> tuple[str, ...]:
    """The teams that own a resource, however it is spelled; all of them must agree."""
    name = spelled(resource)
    every = [owner for owner in policy.owners if owner.paths is None and spelled(owner.of) == name]
    return tuple(dict.fromkeys([team for owner in every for team in owner.teams]))


def consumers(policy: Policy, resource: str) -> tuple[str, ...]:
    """The services that use a resource, however it is spelled."""
    name = spelled(resource)
    every = [services for of, services in policy.consumers.items() if spelled(of) == name]
    return tuple(dict.fromkeys([service for services in every for service in services]))


def resources(plan: Plan, phase: Phase, also: Iterable[str] = ()) -> tuple[str, ...]:
    """What a phase changes, as far as its plan says, and what its landings change beside that.

    One that writes data or schema and names nothing: everything that the plan names.
    """
    own = dict.fromkeys(touched(phase))
    if not own and _writes(phase):
        own = dict.fromkeys([of for other in plan.phases for of in touched(other)])
    return tuple(dict.fromkeys([spelled(of) for of in (*own, *also)]))


def resources_of(plan: Plan, also: Also = NOTHING_ELSE) -> tuple[str, ...]:
    """The same of all phases, one after the other; in one pass, for it is asked of each phase."""
    found: dict[str, None] = {}
    named = [touched(phase) for phase in plan.phases]
    rest = [of for each in named for of in each]  # for the first phase that names nothing; then they are all found
    for phase, own in zip(plan.phases, named, strict=True):
        changed = list(own)
        if not own and _writes(phase):
            changed, rest = rest, []
        found.update(dict.fromkeys([spelled(of) for of in (*changed, *also.get(f"{plan.id}/{phase.name}", ()))]))
    return tuple(found)


def _writes(phase: Phase) -> bool:
    return any([one.startswith(("schema.", "data.", "*")) for one in phase.does])


def services(plan: Plan, edge: Edge, policy: Policy, also: Also = NOTHING_ELSE) -> tuple[str, ...]:
    """Whose word is needed: every consumer of what the plan changes, each for itself, of facts about running code."""
    if edge.fact not in ("deployed", "drained"):
        return ()
    return tuple(dict.fromkeys([service for of in resources_of(plan, also) for service in consumers(policy, of)]))


def witnesses(policy: Policy, fact: str) -> tuple[str, ...]:
    """Who can attest a fact: the machines that do, else the people who have a key."""
    machines = tuple([name for name, machine in policy.machines.items() if fact in machine.attests])
    return machines or keyed(policy)


def attesting(policy: Policy, fact: str, run: str) -> tuple[tuple[str, ...], str, str]:
    """Who attests a fact, with what; and where no listed key can, whose turn it is to list one, and that it is so."""
    who = witnesses(policy, fact)
    if who:
        return who, run, ""
    lands = f"guard enroll NAME    and land the line it prints in {POLICY_FILE}; once it is so: {run}"
    return policy.people_for(POLICY_FILE.encode()), lands, "; no key that the policy lists can say so"
