"""Documents that the change set itself carries must be readable and safe before they can count (G201 to G250)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    for fault in case.faults:
        place = f"{shown(fault.path)}:{fault.line}:{fault.column}"
        mend = (Next("you", fault.hint or "write it as the schema says: guard schema shows it"),)
        yield finding(fault.rule, f"{place}: {fault.message}", fault.frame, mend, fault.path, fault.line)
