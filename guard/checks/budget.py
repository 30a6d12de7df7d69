"""Budgets of one landing (G105): files, lines, bytes, commits."""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.plan import Budget

SPLIT = Next("you", "split the work: commit the part that stands for itself, and leave the rest for the next landing")


def check(case: Case) -> Iterator[Finding]:
    """Budgets that are broken.

    Amounts may be known between bounds: the lower one is certain. Once one budget is certainly broken, the others are
    not counted on.
    """
    plan = case.binding.plan
    if plan is None:
        return
    over = {name: bounds for name, bounds in _amounts(case).items() if _over(plan.budget, name, bounds)}
    certain = {name: bounds for name, bounds in over.items() if bounds[0] > getattr(plan.budget, name)}
    for name, bounds in (certain or over).items():
        limit = getattr(plan.budget, name)
        unsaid = f"{plan.where} states none, so the strict default holds"
        place = plan.at(f"/scope/max/{name}") if name in plan.said else unsaid
        why = f"plan {plan.id}: scope.max.{name} is {limit}  ({place})"
        yield finding(
            "G105", f"{_told(bounds, limit)} {_word(name, bounds)} changed; the budget is {limit:,}", why, (SPLIT,)
        )


def _amounts(case: Case) -> dict[str, tuple[int, int]]:
    """Each amount as what it is at least and at most."""
    files, commits = len(case.landing.changes.changes), len(case.commits)
    amounts = {"files": (files, files), "commits": (commits, commits)}
    if case.measure is not None:
        amounts["lines"] = (case.measure.lines_low, case.measure.lines_high)
        amounts["bytes"] = (case.measure.bytes_low, case.measure.bytes_high)
    return amounts


def _over(budget: Budget, name: str, bounds: tuple[int, int]) -> bool:
    limit = getattr(budget, name)
    return limit is not None and bounds[1] > limit


def _word(name: str, bounds: tuple[int, int]) -> str:
    return name.removesuffix("s") if bounds == (1, 1) else name


def _told(bounds: tuple[int, int], limit: int) -> str:
    low, high = bounds
    if low == high:
        return f"{high:,}"
    return f"at least {low:,}" if low > limit else f"between {low:,} and {high:,} (files too large to compare)"
