"""Environment variables: what templates of environments list, what settings set, what code and scripts ask for."""

from __future__ import annotations

from guard.inventories.gathered import names_of, unread_of
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("asks",)
NONE = "no template of an environment and no read of an environment variable is in this tree"


def register(kind: str, tree: Tree) -> Register:
    """Every name that some file asks for or sets."""
    names = names_of(tree, kind, READS)
    return Register(kind, names, "" if names else NONE, unread_of(tree, READS))
