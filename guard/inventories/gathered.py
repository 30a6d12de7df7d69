"""What several registers do alike: names that readers told of files, each at the first place that tells of it."""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.where import few, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.inventories.tree import Tree


def names_of(tree: Tree, kind: str, readers: Iterable[str]) -> dict[str, str]:
    """Names of a kind, the readers in their order, and of each its files in the order of paths."""
    names: dict[str, str] = {}
    for reader in readers:
        for told in tree.told(reader):
            for name, line in told.of(kind):
                said = shown(name)
                if said not in names:
                    names[said] = place(told.path, line)
    return names


def unread_of(tree: Tree, readers: Iterable[str], what: str = "not read") -> tuple[str, ...]:
    """What those readers could not read, in one line; nothing where they read all."""
    found = {
        f"{place(told.path)} ({told.unread})": None for reader in readers for told in tree.told(reader) if told.unread
    }
    return (few(what, list(found)),) if found else ()
