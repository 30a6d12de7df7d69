"""What a change does: `file.modify` now, `schema.column.drop` where a detector can tell."""

from __future__ import annotations

from guard.model.change import ChangeSet
from guard.value import NamedTuple


class Operation(NamedTuple):
    """One effect of one change."""

    id: str
    path: bytes
    line: int | None = None
    object: str | None = None
    direction: str | None = None  # "up" or "down" where the change is a migration


class Judged(NamedTuple):
    """A change set with what it does: for each path, at least one operation."""

    changes: ChangeSet
    operations: dict[bytes, tuple[Operation, ...]]
