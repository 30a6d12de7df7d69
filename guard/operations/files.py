"""File operations: what happened to the file itself. Every change yields at least one; changes of kind always show."""

from __future__ import annotations

from guard.model.change import EXECUTABLE, FILE, MODES, SUBMODULE, SYMLINK
from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.change import FileChange

IDS = ("file.add", "file.modify", "file.delete", "file.mode", "file.symlink", "file.submodule", "file.type", "file.binary")
BY_STATUS = {b"A": "file.add", b"D": "file.delete", b"T": "file.type"}
PLAIN = frozenset((FILE, EXECUTABLE))

_known: dict[tuple[bytes, bytes, bytes, bool, bool | None], tuple[str, ...]] = {}  # thousands of changes, a handful of kinds


def detect(change: FileChange, binary: bool | None) -> tuple[Operation, ...]:
    """One operation for most changes; more where kind, mode and content change together."""
    key = (change.status, change.old_mode, change.new_mode, change.old == change.new, binary)
    ids = _known.get(key)
    if ids is None:
        ids = _known[key] = tuple(_ids(*key))
    if len(ids) == 1:
        return (Operation(ids[0], change.path),)
    return tuple(Operation(id_, change.path) for id_ in ids)


def _ids(status: bytes, old: bytes, new: bytes, same_content: bool, binary: bool | None) -> list[str]:
    found: list[str] = []
    if status in BY_STATUS:
        found.append(BY_STATUS[status])
    elif not same_content:
        found.append("file.modify")
    if status == b"M" and old != new:
        found.append("file.mode")
    if SYMLINK in (old, new):
        found.append("file.symlink")
    if SUBMODULE in (old, new):
        found.append("file.submodule")
    if old not in MODES or new not in MODES:
        found.append("file.type")  # a mode git would not write; G123 names it
    if binary and PLAIN & {old, new}:
        found.append("file.binary")
    return found or ["file.modify"]
