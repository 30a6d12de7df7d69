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
        wrong = case.binding.misnamed
        if len(case.binding.apart) == 1:
            what = f"it claims {told}, {wrong.what or 'which no plan on the trusted branch has'}"
        else:
            what = f"it claims several phases: {told}"
        why = "a landing belongs to one phase; a claim only says which rules hold it"
        mend = "claim one phase that stands, in every commit: guard next --take PLAN/PHASE, then git rebase"
        split = "bring what belongs to another phase in a landing of its own"
        alone = bool(wrong.mend) and len(case.binding.apart) == 1
        steps = [*([wrong.mend] if wrong.mend else []), *([] if alone else [mend, split])]
        yield finding("G408", what, why, tuple([Next("you", step) for step in steps]))
