"""Family: checks, one file each: Case -> Iterable[Finding], pure.

The tuple below is the whole list: order is the order of the report, removal shows in review, and nothing in a guarded
repository can add itself.
"""

from __future__ import annotations

from guard.checks import (
    binding,
    budget,
    collisions,
    documents,
    edits,
    history,
    links,
    migrations,
    names,
    order,
    protected,
    scope,
    secrets,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.model.case import Case
    from guard.model.finding import Finding

    Check = Callable[[Case], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    names.check,
    collisions.check,
    links.check,
    documents.check,
    edits.check,
    secrets.check,
    protected.check,
    binding.check,
    scope.check,
    order.check,
    migrations.check,
    budget.check,
    history.check,
)


def examine(case: Case) -> tuple[Finding, ...]:
    """Every finding of every check, in the order of the list; what a landing and its commits share is told once."""
    told: dict[tuple[str, bytes | None, str], Finding] = {}
    for check in CHECKS:
        for found in check(case):
            told.setdefault((found.rule, found.path, found.what), found)
    return tuple(told.values())
