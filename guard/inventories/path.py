"""Paths: every file of the tree, links and submodules too. Folders are told from them."""

from __future__ import annotations

from guard.escape import shown
from guard.model.change import SUBMODULE
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS: tuple[str, ...] = ()


def register(kind: str, tree: Tree) -> Register:
    """Each path with itself for its place; the tree is asked anew each time, as that costs least."""
    names = {name: name for name in [shown(path) for _, _, path in tree.rows]}
    partial = [f"{shown(path)}: what a submodule holds" for mode, _, path in tree.rows if mode == SUBMODULE]
    return Register(kind, names, "" if names else "the tree is empty", tuple(partial))
