"""Documents that the change set itself carries must be readable and safe before they can count (G201 to G250).

An assumption that nothing settles may be accepted as it stands, in the approval of the document that makes it.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding, settled
from guard.model.question import accepted_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    for fault in case.faults:
        place = f"{shown(fault.path)}:{fault.line}:{fault.column}"
        mend = (Next("you", fault.hint or "write it as the schema says: guard schema shows it"),)
        found = finding(fault.rule, f"{place}: {fault.message}", fault.frame, mend, fault.path, fault.line)
        covered = case.covered(fault.path)
        if fault.question and covered is not None and case.approved(fault.path):
            by, why = covered.accepted.get(fault.question, ("", ""))
            found = settled(found, accepted_by(by, why)) if by else found
        yield found._replace(fingerprint=fault.question)
