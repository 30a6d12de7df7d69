"""Flags: what flag files define, and what code asks for."""

from __future__ import annotations

from guard.inventories.gathered import names_of, unread_of
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("flags", "asks")
NONE = "no flag file and no read of a flag is in this tree"
ELSEWHERE = "flags that are only defined outside of the tree, and that no code here asks for"


def register(kind: str, tree: Tree) -> Register:
    """A flag file comes first: it says more than code that asks."""
    names = names_of(tree, "flag", READS)
    files = tree.reads("flags")
    partial = unread_of(tree, ("flags",)) + (() if files or not names else (ELSEWHERE,))
    return Register(kind, names, "" if names or files else NONE, partial)
