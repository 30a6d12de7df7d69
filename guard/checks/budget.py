"""Budgets of one landing (G105): files, lines, bytes, commits."""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding

SPLIT = Next("you", "split the work: commit the part that stands for itself, and leave the rest for the next landing")


def check(case: Case) -> Iterator[Finding]:
    """Between bounds the lower one is what is certain; an upper bound that does not fit is over as well, for nobody could read it."""
    plan, measure = case.binding.plan, case.measure
    if plan is None:
        return
    low_high = {
        "files": (len(case.landing.changes.changes),) * 2,
        "commits": (len(case.commits),) * 2,
        "lines": (measure.lines_low, measure.lines_high) if measure else None,
        "bytes": (measure.bytes_low, measure.bytes_high) if measure else None,
    }
    for name, bounds in low_high.items():
        limit = getattr(plan.budget, name)
        if limit is None or bounds is None or bounds[1] <= limit:
            continue
        low, high = bounds
        amount = (
            f"{high:,}"
            if low == high
            else f"at least {low:,}"
            if low > limit
            else f"between {low:,} and {high:,} (files too large to compare)"
        )
        said = (
            plan.at(f"/scope/max/{name}")
            if name in plan.said
            else f"{plan.where} states none, so the strict default holds"
        )
        yield finding(
            "G105",
            f"{amount} {name} changed; the budget is {limit:,}",
            f"plan {plan.id}: scope.max.{name} is {limit}  ({said})",
            (SPLIT,),
        )
