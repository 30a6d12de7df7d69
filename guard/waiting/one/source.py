"""What one thing that waits is told from."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.model.finding import Finding
    from guard.waiting.branches import Weighed
    from guard.waiting.row import Row


class Source(NamedTuple):
    """What a row was made of, beside what it says itself."""

    ground: Ground
    row: Row
    weighed: Weighed | None  # the branch, where it is still to land
    findings: tuple[Finding, ...]  # of that branch, those that the row tells of
    others: tuple[Row, ...]  # all that waits beside it
