"""What an answer to a question about a plan does once it has landed: whose yes is out of date, and what waits next."""

from __future__ import annotations

from guard.model.approving import given
from guard.model.asking import of_phase, of_plan, stop
from guard.model.digests import phase_digests
from guard.model.plan import plan_from
from guard.model.state import derive
from guard.trust.beside import beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.plan import Plan
    from guard.model.world import World
    from guard.waiting.one.source import Source

MOST = 12


def answered(of: Source) -> Iterator[tuple[str, str]]:
    """The plan with the answer in it is another one; what it leaves open is told with it."""
    row, world = of.row, of.ground.replay.world
    plan = next(one for one in of.ground.trusted.plans if one.id == row.plan)
    then = _world(of, plan) if row.settles else world
    left = [one for one in of.others if one.kind == "question" and one.plan == plan.id and not one.lands]
    held = [node.partition("/")[2] for node in row.holds if node.startswith(f"{plan.id}/")]
    held = [name for name in held if name in [phase.name for phase in plan.phases]]  # a branch may be called like one
    what = (
        f"{row.name} of {plan.id}" if row.settles or not row.name else f"what was asked about {row.name} of {plan.id}"
    )
    yield "answers", f"{what}, once the plan that says it has landed, for {', '.join(held)}"
    states = derive(then)
    ready = [name for name in held if not states[f"{plan.id}/{name}"].waits]
    if ready and not left:
        yield "opens", ", ".join(ready)
    yield from [("open", f"{one.settles or one.name}: {one.quote or one.says}") for one in left[:MOST]]
    yield from dict.fromkeys([("stale", words) for name in held for words in _stale(plan, name, world, then)])
    waits = [wait for name in held for wait in states[f"{plan.id}/{name}"].waits]
    told = dict.fromkeys([(wait.words, ", ".join(wait.who) or "whoever works on it", wait.run) for wait in waits])
    yield from [("in turn", f"{words}: {who}: {run}") for words, who, run in list(told)[:MOST]]


def _world(of: Source, plan: Plan) -> World:
    """As it will be with some answer in the plan: every digest that covers it is another one."""
    world, trusted = of.ground.replay.world, of.ground.trusted
    assume = plan.data["assume"]
    assert isinstance(assume, dict)
    says = of.row.answered or f"{of.row.who[0] if of.row.who else plan.owner}: answered"
    data = {**plan.data, "assume": {**assume, of.row.settles: {**assume[of.row.settles], "settled_by": says}}}
    after = plan_from(data, plan.where, plan.lines)
    if not trusted.oid:
        return world
    stands = beside(of.ground.repository, plan, of.ground.replay.at)
    signed = {f"{plan.id}/{name}": digest for name, digest in phase_digests(after, stands).items()}
    plans = tuple([after if one.id == plan.id else one for one in world.plans])
    return world._replace(plans=plans, digests={**world.digests, **signed})


def _stale(plan: Plan, name: str, before: World, after: World) -> Iterator[str]:
    """Whose yes counts now and does not then: to the plan, and to the phase where it stops."""
    node, policy = f"{plan.id}/{name}", before.facts.policy
    phase = next(one for one in plan.phases if one.name == name)
    entries, now = before.facts.entries, before.facts.now
    if policy.approvals.plan:
        both = [of_plan(world, plan, node) for world in (before, after)]
        yield from _lost(plan.id, [given(one, entries, policy, now).by for one in both])
    if stop(plan, phase, policy, before.also):
        both = [of_phase(world, plan, phase, node) for world in (before, after)]
        yield from _lost(node, [given(one, entries, policy, now).by for one in both])


def _lost(of: str, by: list[tuple[str, ...]]) -> Iterator[str]:
    lost = [name for name in by[0] if name not in by[1]]
    if lost:
        yield f"the yes of {' and '.join(lost)} to {of}: guard approve {of}"
