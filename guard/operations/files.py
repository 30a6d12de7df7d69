"""File operations: what happened to the file itself. Every change yields at least one; changes of kind always show."""

from __future__ import annotations

from guard.model.change import EXECUTABLE, FILE, SUBMODULE, SYMLINK
from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.change import FileChange
    from guard.model.operation import Kind

IDS = (
    "file.add",
    "file.modify",
    "file.delete",
    "file.mode",
    "file.symlink",
    "file.submodule",
    "file.type",
    "file.binary",
)
BY_STATUS = {b"A": "file.add", b"D": "file.delete", b"T": "file.type"}
PLAIN = frozenset((FILE, EXECUTABLE))


def detect(kind: Kind, changes: list[FileChange]) -> dict[bytes, tuple[Operation, ...]]:
    """One operation for most changes, more where kind, mode and content change together; the same for all of a kind."""
    return dict.fromkeys([change[0] for change in changes], tuple([Operation(id_) for id_ in ids_of(kind)]))


def ids_of(kind: Kind) -> tuple[str, ...]:
    """The file operations of a kind; never none."""
    modes = {kind.old_mode, kind.new_mode}
    found: list[str] = []
    if kind.status in BY_STATUS:
        found.append(BY_STATUS[kind.status])
    elif not kind.same_content:
        found.append("file.modify")
    if kind.status == b"M" and kind.old_mode != kind.new_mode:
        found.append("file.mode")
    if SYMLINK in modes:
        found.append("file.symlink")
    if SUBMODULE in modes:
        found.append("file.submodule")
    if kind.binary and PLAIN & modes:
        found.append("file.binary")
    return tuple(found) or ("file.modify",)
