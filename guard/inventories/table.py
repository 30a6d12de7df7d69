"""Tables and columns: what migrations come to, and what dumps of a schema have. Views are named as tables are.

What nobody can be sure of counts as there: that a table is not there is said only where nothing tells of it, or what
tells of it says that it is gone.
"""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.where import few, place
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("dumps",)
NONE = "no migration that is read and no dump of a schema is in this tree"
DIALECTS = {"prisma": "prisma", "rails": "rails"}


def beside(tree: Tree) -> object:
    """What it looks at beside what is read."""
    return tree.made


def register(kind: str, tree: Tree) -> Register:
    """Those of this kind, each at what made it."""
    names = dict(tree.made.names[kind])
    covers = {"migrations"} if kind in tree.made.tells else set()
    unread = list(tree.made.unread)
    for told in tree.told("dumps"):
        covers.add("dumps")
        for name, line in told.of(kind):
            names.setdefault(shown(name), place(told.path, line))
        if told.unread:
            unread.append(f"{place(told.path)}: {told.unread}")
    partial = (few("what is not read may make or drop any", unread),) if unread else ()
    return Register(kind, names, "" if covers else NONE, partial, tuple(sorted(covers)))
