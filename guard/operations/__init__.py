"""Family: detectors, one file each; each tells what changes of one kind do.

A detector is a function from a kind and the changes of that kind to the operations of each path. The tuple below is
the whole list: order is visible, removal shows in review, and nothing in a guarded repository can add itself.
"""

from __future__ import annotations

from guard.model.operation import Judged, by_folder, by_kind
from guard.model.protected import protected_paths
from guard.operations import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.change import ChangeSet, FileChange
    from guard.model.operation import Kind, Operation

    Detector = Callable[[Kind, list[FileChange]], dict[bytes, tuple[Operation, ...]]]

DETECTORS: tuple[Detector, ...] = (files.detect,)


def describe(changes: ChangeSet, binary: frozenset[bytes] | None) -> Judged:
    """Ask every detector about every change."""
    kinds = by_kind(changes.changes, binary)
    folders = by_folder(changes.changes)
    operations: dict[bytes, tuple[Operation, ...]] = {}
    for kind, group in kinds.items():
        first, *others = [detect(kind, group) for detect in DETECTORS]
        operations.update(first)
        for found in others:
            operations.update({path: operations[path] + more for path, more in found.items()})
    return Judged(changes, kinds, folders, operations, protected_paths(folders))
