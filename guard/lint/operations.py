"""Operations that guard does not know (G235): no change is ever told by that name."""

from __future__ import annotations

from guard.model.draft import Flaw
from guard.model.vocabulary import known, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.draft import Draft
    from guard.model.policy import Order, Policy

_WHY = "no change is ever told by this name, so what the line allows or asks for never applies"


def check(draft: Draft) -> Iterator[Flaw]:
    """What the phases of a plan do; or what a policy says of operations."""
    policy, plan = draft.policy, draft.plan
    if plan is not None:
        for phase in plan.phases:
            yield from _unknown(policy, f"/phases/{phase.name}/does", f"phase {phase.name} does", phase.does)
        return
    yield from _unknown(policy, "/needs_plan", "needs_plan names", policy.needs_plan)
    for entry in policy.routine:
        yield from _unknown(policy, "/routine", "routine names", entry.does)
    for rule in policy.order:
        yield from _unknown(policy, "/order", "order names", _of_rule(rule))


def _of_rule(rule: Order) -> tuple[str, ...]:
    return rule.apart or (rule.first, rule.then)


def _unknown(policy: Policy, place: str, who: str, patterns: Iterable[str]) -> Iterator[Flaw]:
    for pattern in patterns:
        if not known(pattern, policy.detects):
            near = nearest(pattern, policy.detects)
            mend = f"did you mean {near}? " if near else ""
            mend += (
                "write an operation that guard knows, or let the owner of the policy say under detect: how it is found"
            )
            yield Flaw("G235", place, f"{who} {pattern}, which is no operation", _WHY, mend)
