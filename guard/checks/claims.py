"""Claims of a landing that do not come to one phase that stands (G408)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """All of a landing belongs to one phase of a plan on the trusted branch."""
    if case.binding.apart:
        told = ", ".join([shown(claim) for claim in case.binding.apart])
        one = len(case.binding.apart) == 1
        what = (
            f"it claims {told}, which no plan on the trusted branch has" if one else f"it claims several phases: {told}"
        )
        why = "a landing belongs to one phase; a claim only says which rules hold it"
        mend = "claim one phase that stands, in every commit: guard next --take PLAN/PHASE, then git rebase"
        split = "bring what belongs to another phase in a landing of its own"
        yield finding("G408", what, why, (Next("you", mend), Next("you", split)))
