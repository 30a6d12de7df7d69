"""Every finding of a proposed change: one edit is no landing, so nothing is known of a budget."""

from __future__ import annotations

from guard.checks import CHECKS
from guard.checks import asked as found_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def examine(case: Case) -> Iterator[Finding]:
    """Every finding of every check; of the budget nothing is known, and what is held to a plan lacks none."""
    for one in CHECKS:
        moot = one.name == "budget" or (one.name == "binding" and case.binding.plan is not None)
        if not moot and one.of(case):
            yield from found_by(one, case)
