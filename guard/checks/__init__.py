"""Family: checks, one file each: Case -> Iterable[Finding], pure.

The tuple below is the whole list: order is the order of the report, removal shows in review, and nothing in a guarded
repository can add itself.
"""

from __future__ import annotations

from guard.checks import binding, budget, collisions, documents, edits, history, links, names, protected, scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.model.case import Case
    from guard.model.finding import Finding

    Check = Callable[[Case], Iterable[Finding]]

CHECKS: tuple[Check | str, ...] = (
    names.check,
    collisions.check,
    links.check,
    documents.check,
    edits.check,
    "guard.checks.secrets:check",  # by name: loaded where something was read, or the policy asks for an order
    protected.check,
    binding.check,
    scope.check,
    "guard.checks.order:check",
    "guard.checks.migrations:check",
    budget.check,
    history.check,
)


def examine(case: Case) -> tuple[Finding, ...]:
    """Every finding of every check, in the order of the list; what a landing and its commits share is told once."""
    told: dict[tuple[str, bytes | None, str], Finding] = {}
    read = bool(case.policy.order) or any([judged.effects for judged in case.judged()])
    for listed in CHECKS:
        if isinstance(listed, str) and not read:
            continue
        for found in loaded(listed)(case):
            told.setdefault((found.rule, found.path, found.what), found)
    return tuple(told.values())


def loaded(listed: Check | str) -> Check:
    """The check itself, also of a name in the list above."""
    if not isinstance(listed, str):
        return listed
    module, _, name = listed.partition(":")
    check: Check = getattr(__import__(module, fromlist=(name,)), name)
    return check
