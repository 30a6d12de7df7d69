"""Jobs: workflows and jobs of GitHub, GitLab and CircleCI, by id and name; a workflow by that of its file too."""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.gathered import names_of, unread_of
from guard.inventories.where import place
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("jobs",)
NONE = "no workflow and no pipeline that is read is in this tree"


def register(kind: str, tree: Tree) -> Register:
    """Ids come before the names of files."""
    names = names_of(tree, kind, READS)
    for way in tree.ways.get("jobs", ()):
        if way.how == "github":
            name = shown(way.path.rpartition(b"/")[2])
            names.setdefault(name, place(way.path))
            names.setdefault(name.rpartition(".")[0], place(way.path))
    return Register(kind, names, "" if names else NONE, unread_of(tree, READS))
