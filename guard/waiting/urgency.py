"""How much something presses: overdue, stopping work that could go on now, or waiting behind something else."""

from __future__ import annotations

from guard.waiting.row import URGENCIES, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

RANK = {word: at for at, word in enumerate(URGENCIES)}
KINDS = {kind: at for at, kind in enumerate(("question", "approval", "landing", "evidence", "other"))}


def pressed(row: Row, now: int, within: int) -> Row:
    """With its urgency: what stops work now and is older than the policy lets an answer take is overdue."""
    if row.urgency == "now" and row.since and now - row.since > within:
        return row._replace(urgency="overdue")
    return row


def sorted_rows(rows: Iterable[Row]) -> list[Row]:
    """Most urgent first; of those alike, what has waited longest, questions before the yes that rests on them."""
    return sorted(rows, key=order)


def order(row: Row) -> tuple[object, ...]:
    """By what it is sorted; two of these can always be held against each other."""
    return (
        RANK[row.urgency],
        row.since or 1 << 40,
        int(row.lands),
        row.plan,
        KINDS[row.kind],
        row.path,
        row.line,
        row.id,
    )
