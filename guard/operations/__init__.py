"""Family: detectors, one file each; each tells what a file change does.

A detector is a function from a change (and whether its content is binary, None when nobody had to know) to operations. The
tuple below is the whole list: order is visible, removal shows in review, and nothing in a guarded repository can add itself.
"""

from __future__ import annotations

from guard.model.change import ChangeSet
from guard.model.operation import Judged
from guard.operations import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.change import FileChange
    from guard.model.operation import Operation

    Detector = Callable[[FileChange, "bool | None"], tuple[Operation, ...]]

DETECTORS: tuple[Detector, ...] = (files.detect,)


def describe(changes: ChangeSet, binary: frozenset[bytes] | None) -> Judged:
    """Ask every detector about every change."""
    operations: dict[bytes, tuple[Operation, ...]] = {}
    for change in changes.changes:
        is_binary = None if binary is None else change.path in binary
        operations[change.path] = sum((detect(change, is_binary) for detect in DETECTORS), ())
    return Judged(changes, operations)
