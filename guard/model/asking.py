"""The yes that a phase waits for: to its plan, and once more where the phase stops; and whose it must be."""

from __future__ import annotations

from guard.model.approving import Asked, given, stronger
from guard.model.vocabulary import irreversible as cannot_be_taken_back
from guard.model.vocabulary import stops
from guard.model.world import NOTHING_ELSE, Wait, owners, resources, resources_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.plan import Phase, Plan
    from guard.model.policy import Policy
    from guard.model.world import Also, World


def approvals(world: World, plan: Plan, phase: Phase, node: str) -> Iterator[Wait]:
    """The yes that is still missing: to the plan, and once more where the phase stops."""
    policy = world.facts.policy
    if policy.approvals.plan:
        one = of_plan(world, plan, node)
        yield from _missing(world, one, node, f"the approval of plan {plan.id}", f"guard approve {plan.id}")
    why = stop(plan, phase, policy, world.also)
    again = of_phase(world, plan, phase, node) if why else None
    if again is not None and again.need:
        yield from _missing(world, again, node, f"a person's yes to {node}, which {why}", f"guard approve {node}")


def of_plan(world: World, plan: Plan, node: str) -> Asked:
    """What the approval of a plan takes, as far as it opens this phase."""
    policy = world.facts.policy
    teams, level = plan_teams(plan, policy, world.also), policy.approvals.presence.get("plan", "")
    return Asked("plan", node, world.digests.get(node, ""), policy.approvals.plan, teams, plan.owner, level)


def of_phase(world: World, plan: Plan, phase: Phase, node: str) -> Asked:
    """What the approval of a phase that stops takes; it is one beside that of the plan."""
    policy = world.facts.policy
    asked, levels = policy.approvals, policy.approvals.presence
    need, level = asked.plan, levels.get("stop", "")
    if irreversible(phase):
        need, level = asked.irreversible, stronger(level, levels.get("irreversible", ""))
    teams = tuple(dict.fromkeys([team for of in world.changed(plan, phase) for team in owners(policy, of)]))
    return Asked("phase", node, world.digests.get(node, ""), need, teams, plan.owner, level)


def _missing(world: World, asked: Asked, node: str, words: str, run: str) -> Iterator[Wait]:
    told = given(asked, world.facts.entries, world.facts.policy, world.facts.now)
    if told.state != "given":
        why = world.missing if world.missing and told.state == "missing" else told.why
        yield Wait("approval", told.state, node, words, why, told.who, 0, run)


def irreversible(phase: Phase) -> bool:
    """Its plan says so, or something it may do is."""
    return bool(phase.irreversible) or any([cannot_be_taken_back(pattern) for pattern in phase.does])


def stop(plan: Plan, phase: Phase, policy: Policy, also: Also = NOTHING_ELSE) -> str:
    """Why a person looks again before this phase; "" where nobody has to."""
    changed = resources(plan, phase, also.get(f"{plan.id}/{phase.name}", ()))
    both = [of for of in changed if len(owners(policy, of)) > 1]
    found = stops(phase.does, both)
    if phase.stop:
        found = (*found, f"stops: {phase.stop}")
    if phase.irreversible and not found:
        found = ("cannot be taken back",)
    return found[0] if found else ""


def plan_teams(plan: Plan, policy: Policy, also: Also = NOTHING_ELSE) -> tuple[str, ...]:
    """The teams that own something the plan changes: each must be among those who approve it."""
    from guard.model.meeting import meet

    teams = [team for one in resources_of(plan, also) for team in owners(policy, one)]
    for owner in policy.owners:
        if owner.paths is not None and any([meet(owner.of, pattern) for pattern in plan.patterns]):
            teams += owner.teams
    return tuple(dict.fromkeys(teams))
