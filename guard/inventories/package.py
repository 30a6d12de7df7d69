"""Packages: what manifests and lock files name, and what the packages of this tree are called themselves.

A package stands as its manifest writes it; of Python in the one spelling that all others stand for (PEP 503). No
registry is ever asked.
"""

from __future__ import annotations

from guard.inventories.gathered import names_of, unread_of
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("manifests",)
NONE = "no manifest and no lock file that is read is in this tree"
ECOSYSTEMS = {
    "npm": "npm",
    "yarn": "npm",
    "pypi": "pypi",
    "go": "go",
    "cargo": "cargo",
    "maven": "maven",
    "ruby": "rubygems",
}
LOCKS = {"locks:pipfile": "pypi", "locks:python": "pypi", "locks:cargo": "cargo", "gemspec": "rubygems", "mix": "hex"}


def register(kind: str, tree: Tree) -> Register:
    """Direct and locked ones alike."""
    names = names_of(tree, "package", READS)
    for name, where in names_of(tree, "own", READS).items():
        names.setdefault(name, where)
    covers = sorted({ecosystem(way.how) for way in tree.ways.get("manifests", ())})
    return Register(kind, names, "" if covers else NONE, unread_of(tree, READS), tuple(covers))


def ecosystem(how: str) -> str:
    """Of the reader of a manifest."""
    return LOCKS.get(how) or ECOSYSTEMS.get(how.partition(":")[0], how)
