"""Which names of code have members that this tree cannot tell: written `NAME.*` in the register of symbols.

A name that is imported from outside has them, and so has a class that stands on one which is not of this tree.
"""

from __future__ import annotations

from itertools import pairwise

from guard.escape import shown
from guard.inventories.where import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from guard.inventories.tree import Told, Tree

MORE = "*"
SOURCES = ("src", "lib", "python", "app", "backend", "server")  # folders that a path of modules may begin below


def open_names(tree: Tree, told: list[tuple[Told, str]], names: Collection[str]) -> dict[str, str]:
    """Each with its place: `AbstractUser.*` of what is imported, `shop.accounts.models.Customer.*` of a class."""
    tops = _tops(tree)
    own = {name.rpartition(".")[2] for name in names}
    found: dict[str, str] = {}
    standing: list[tuple[str, str, str]] = []  # a class in full, what it stands on, its place
    for one, before in told:
        outside = set()
        for row, line in one.of("import"):
            module, _, name = row.rpartition(":")
            if (module.partition(".")[0] not in tops) if one.how == "python" else (name not in own):
                outside.add(name)
                found.setdefault(f"{shown(name)}.{MORE}", place(one.path, line))
        for row, line in one.of("base"):
            name, _, base = row.partition(":")
            full = shown(f"{before}.{name}" if before else name)
            if base.partition(".")[0] in outside or base.rpartition(".")[2] not in own:
                found.setdefault(f"{full}.{MORE}", place(one.path, line))
            else:
                standing.append((full, base.rpartition(".")[2], place(one.path, line)))
    _handed_on(found, standing)
    return found


def _handed_on(found: dict[str, str], standing: list[tuple[str, str, str]]) -> None:
    """What stands on such a class has the same members."""
    heirs: dict[str, list[tuple[str, str]]] = {}
    for full, base, where in standing:
        heirs.setdefault(base, []).append((full, where))
    rest = [name.removesuffix(f".{MORE}").rpartition(".")[2] for name in found]
    while rest:
        for full, where in heirs.pop(rest.pop(), ()):
            found.setdefault(f"{full}.{MORE}", where)
            rest.append(full.rpartition(".")[2])


def _tops(tree: Tree) -> frozenset[str]:
    """By which first names Python imports what is of this tree."""
    paths = [way.path.decode("utf-8", "surrogateescape") for way in tree.ways.get("code", ()) if way.how == "python"]
    packages = {path.rpartition("/")[0] for path in paths if path.endswith("/__init__.py")}
    found = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        parts = path.split("/")
        found.add(parts[0].removesuffix(".py"))
        found.update([below.removesuffix(".py") for at, below in pairwise(parts) if at in SOURCES])
        if folder not in packages:
            found.add(name.removesuffix(".py"))
        elif folder.rpartition("/")[0] not in packages:
            found.add(folder.rpartition("/")[2])
    return frozenset(found)
