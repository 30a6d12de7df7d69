"""Terms that a glossary of the tree defines; and names that it says are somebody else's, under a heading External.

A glossary counts as the tree has it, so whoever asks about a change asks the tree before it.
"""

from __future__ import annotations

from guard.inventories.gathered import names_of, unread_of
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("glossary",)
NONE = "no glossary is in this tree (docs/glossary.md, GLOSSARY.md, .guard/glossary.md)"
NO_SECTION = "no glossary of this tree has a section External"


def register(kind: str, tree: Tree) -> Register:
    """Terms, or external names."""
    names = names_of(tree, kind, READS)
    missing = "" if names or (kind == "term" and tree.reads("glossary")) else NONE
    if kind == "external" and not names and tree.reads("glossary"):
        missing = NO_SECTION
    return Register(kind, names, missing, unread_of(tree, READS))
