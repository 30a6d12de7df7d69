"""What the gate judges by: the trusted branch and the log replayed now, and where a phase stands in an environment."""

from __future__ import annotations

from guard import trust
from guard.acts.ground import Ground, adopted
from guard.gate.past import Past, past
from guard.model.case import Binding
from guard.model.evidence import clock, heard
from guard.model.graph import around
from guard.model.log import Evidence
from guard.model.said import Said
from guard.model.state import derive
from guard.replay import replay
from guard.replay.progress import beside_of, flaws, now_of
from guard.trust import log as log_door
from guard.trust.directory import read_directory
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.doors.git.repository import Repository
    from guard.gate.asked import Asked
    from guard.model.draft import Flaw
    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan
    from guard.model.trigger import Trigger
    from guard.model.world import State, Wait, World

RAN = ("complete", "deployed", "backfilled", "drained")  # facts of a phase that has been at work somewhere


class Here(NamedTuple):
    """One phase in one environment, with what is to run: all facts that open or shut the gate, but for the tree's."""

    asked: Asked
    plan: Plan
    phase: Phase
    now: int
    clock: int  # the latest time a machine has signed
    at: bytes  # the commit that is to run
    place: int  # where it stands among the steps of the branch; -1 where it is none of them
    waits: tuple[Wait, ...]
    state: State
    lacking: tuple[Landing, ...]  # landings of the phase that what is to run does not hold
    past: tuple[Past, ...]  # what it holds that no plan explains, or no pass, and that concerns this phase
    brings: tuple[str, ...]  # other phases of which it holds a landing, that are not open, and never ran there
    over: str  # the phase after it that is at work already; "" while there is none
    floor: tuple[str, bytes]  # a phase, and the commit before which nothing may run any more; "" where it holds that
    undone: tuple[tuple[Landing, Landing], ...]  # landings of the phase, and what took each back
    holds: tuple[tuple[Landing, Landing], ...]  # those of the plan that what is to run holds, and not what took it back
    flaws: tuple[Flaw, ...]
    beside: Mapping[str, tuple[str, ...]]
    ahead: bytes
    where: str  # the branch, for people
    fetch: Mapping[Wait, str]  # of what waits because there is no log here: the command that may bring one

    @property
    def node(self) -> str:
        return self.state.node

    @property
    def lands(self) -> bool:
        """It has change sets of its own, and runs what they brought."""
        return bool(self.phase.does) and not self.phase.outside


def opened(repository: Repository, trigger: Trigger) -> Ground:
    """What counts now. Every signature of the log is verified in this run: no index decides what may run."""
    ref, oid = trust.trusted_commit(repository, trigger)
    trusted = read_directory(repository, trigger) if trigger.trust else trust.read(repository, trigger, ref, oid)
    log, now = log_door.verify(repository, trusted), now_of(trigger)
    stands = replay(repository, trigger, trusted, log, oid, now)
    ground = Ground(repository, trigger, trusted, ref, log, stands, now)
    adopted(ground)
    return ground


def commit_of(ground: Ground, word: str) -> bytes:
    """What is to run: the commit that is named, or the tip of the trusted branch."""
    return ground.repository.resolve(word) if word else ground.replay.at


def here(ground: Ground, asked: Asked, plan: Plan, phase: Phase, at: bytes) -> Here:
    """Everything about this phase, as it stands in that environment."""
    stands, world = ground.replay, ground.replay.world
    steps = {step.landing.commit: step.landing.place for step in stands.steps}
    place = len(stands.steps) if at == stands.at else steps.get(at, -1)
    state, binding = stands.states[asked.node], Binding(plan, (phase,), ())
    there = derive(elsewhere(world, plan, phase, asked.env))[asked.node]
    waits = tuple(dict.fromkeys([*state.waits, *there.waits]))
    return Here(
        asked=asked,
        plan=plan,
        phase=phase,
        now=ground.now,
        clock=clock(world.facts.entries, world.facts.policy),
        at=at,
        place=place,
        waits=waits,
        state=state,
        lacking=tuple([one for one in state.landings if one.place > place]),
        past=past(ground, plan, phase, place),
        brings=tuple([node for node in stands.states if _brings(ground, asked, node, place)]),
        over=_over(ground, asked, place),
        floor=_floor(ground, asked.env, place),
        undone=world.undone.get(asked.node, ()),
        holds=tuple([pair for pair in _undone(world, plan) if pair[0].place <= place < pair[1].place]),
        flaws=flaws(stands, binding),
        beside=beside_of(stands, binding),
        ahead=world.ahead,
        where=f"{ground.ref} {stands.at[:12].decode()}",
        fetch={wait: run for wait in waits if (run := world.brings(wait))},
    )


def elsewhere(world: World, plan: Plan, phase: Phase, env: str) -> World:
    """The same where edges to this phase that name no environment are asked of this one."""

    def asked(one: Phase) -> Phase:
        if one.name != phase.name:
            return one
        after = [of._replace(edges=tuple([e if e.env else e._replace(env=env) for e in of.edges])) for of in one.after]
        return one._replace(after=tuple(after))

    there = plan._replace(phases=tuple([asked(one) for one in plan.phases]))
    return world._replace(plans=tuple([there if one.id == plan.id else one for one in world.plans]))


def _undone(world: World, plan: Plan) -> list[tuple[Landing, Landing]]:
    return [pair for phase in plan.phases for pair in world.undone.get(f"{plan.id}/{phase.name}", ())]


def _brings(ground: Ground, asked: Asked, node: str, place: int) -> bool:
    state = ground.replay.states[node]
    if node == asked.node or not state.waits or not any([landing.place <= place for landing in state.landings]):
        return False
    return not _has_run(ground, node, asked.env)


def _over(ground: Ground, asked: Asked, place: int) -> str:
    """A phase after this one of which what is to run holds a landing, or which somebody has said to be at work there.

    That is held against this one whoever stands by it today: a word taken back opens nothing.
    """
    after = around([asked.node], ground.trusted.plans)[asked.node].after
    for node, state in ground.replay.states.items():
        brought = any([landing.place <= place for landing in state.landings])
        if node in after and (brought or _has_run(ground, node, asked.env)):
            return node
    return ""


def _has_run(ground: Ground, node: str, env: str) -> bool:
    """Somebody who may say so has said it, whether anybody stands by that today or not."""
    said = [
        entry for _, entry in Said.by(ground.replay.world.facts.entries).evidence(node) if heard(entry, ground.policy)
    ]
    return any([isinstance(act := entry.act, Evidence) and act.env == env and act.fact in RAN for entry in said])


def _floor(ground: Ground, env: str, place: int) -> tuple[str, bytes]:
    """The oldest commit that may still run there, where what is to run is older.

    In the policy's own environment a phase that takes something away counts from its landing; elsewhere once it ran.
    """
    places = {step.landing.commit: step.landing.place for step in ground.replay.steps}
    for node, state in ground.replay.states.items():
        bound, commit = state.floor
        if not bound or not state.landings or places.get(commit, -1) <= place:
            continue
        if env == ground.policy.environment or _has_run(ground, node, env):
            return node, commit
    return "", b""
