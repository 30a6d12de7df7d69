"""Budgets of all landings of a plan taken together (G430): landings, files, lines, bytes."""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding

STOP = "leave it out, and end your turn: the plan is used up, and its owner must look at what it has become"


def check(case: Case) -> Iterator[Finding]:
    """The lower bound is certain; where only the higher one is over, files were too large to compare."""
    plan, spent = case.binding.plan, case.progress.spent if case.progress is not None else None
    if plan is None or spent is None or all([case.free(case.landing, path) for path in case.landing.operations]):
        return
    measure = spent.measure
    amounts = {"landings": (spent.landings, spent.landings), "files": (spent.files, spent.files)}
    if measure is not None:
        amounts["lines"] = (measure.lines_low, measure.lines_high)
        amounts["bytes"] = (measure.bytes_low, measure.bytes_high)
    for name, (low, high) in amounts.items():
        limit = getattr(plan.total, name)
        if limit is not None and high > limit:
            told = f"{low:,}" if low == high else f"at least {low:,}" if low > limit else f"up to {high:,}"
            what = f"with this landing, plan {plan.id} comes to {told} {name}; {limit:,} is the most for all of it"
            why = f"plan {plan.id}: scope.total.{name} is {limit}  ({plan.at(f'/scope/total/{name}')})"
            owner = Next(plan.owner, "says why it takes more, and how much, in the plan, in a commit of its own")
            yield finding("G430", what, why, (Next("you", STOP), owner))
