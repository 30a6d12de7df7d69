"""The yes that a phase waits for: to its plan, and once more where the phase stops; and whose it must be."""

from __future__ import annotations

from guard.model.approving import Asked, given
from guard.model.vocabulary import irreversible as cannot_be_taken_back
from guard.model.vocabulary import stops
from guard.model.world import Wait, resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.plan import Phase, Plan
    from guard.model.policy import Policy
    from guard.model.world import World


def approvals(world: World, plan: Plan, phase: Phase, node: str) -> Iterator[Wait]:
    """The yes that is still missing: to the plan, and once more where the phase stops."""
    policy = world.facts.policy
    asked = policy.approvals
    if asked.plan:
        one = Asked("plan", node, world.digests.get(node, ""), asked.plan, plan_teams(plan, policy), plan.owner)
        yield from _missing(world, one, node, f"the approval of plan {plan.id}", f"guard approve {plan.id}")
    needed = asked.irreversible if irreversible(phase) else asked.plan
    why = stop(plan, phase, policy)
    if why and needed:
        teams = tuple(dict.fromkeys([team for of in resources(plan, phase) for team in policy.owners_of(of)]))
        one = Asked("phase", node, world.digests.get(node, ""), needed, teams, plan.owner)
        yield from _missing(world, one, node, f"a person's yes to {node}, which {why}", f"guard approve {node}")


def _missing(world: World, asked: Asked, node: str, words: str, run: str) -> Iterator[Wait]:
    told = given(asked, world.facts.entries, world.facts.policy, world.facts.now)
    if told.state != "given":
        why = world.missing if world.missing and told.state == "missing" else told.why
        yield Wait("approval", told.state, node, words, why, told.who, 0, run)


def irreversible(phase: Phase) -> bool:
    """Its plan says so, or something it may do is."""
    return bool(phase.irreversible) or any([cannot_be_taken_back(pattern) for pattern in phase.does])


def stop(plan: Plan, phase: Phase, policy: Policy) -> str:
    """Why a person looks again before this phase; "" where nobody has to."""
    both = [of for of in resources(plan, phase) if len(policy.owners_of(of)) > 1]
    found = stops(phase.does, both)
    if phase.stop:
        found = (*found, f"stops: {phase.stop}")
    if phase.irreversible and not found:
        found = ("cannot be taken back",)
    return found[0] if found else ""


def plan_teams(plan: Plan, policy: Policy) -> tuple[str, ...]:
    """The teams that own something the plan changes: each must be among those who approve it."""
    from guard.model.meeting import meet

    of = dict.fromkeys([of for phase in plan.phases for of in resources(plan, phase)])
    teams = [team for one in of for team in policy.owners_of(one)]
    for owner in policy.owners:
        if owner.paths is not None and any([meet(owner.of, pattern) for pattern in plan.patterns]):
            teams += owner.teams
    return tuple(dict.fromkeys(teams))
