"""What migrations of the tree make by name: tables, columns, and what else a database has; each at what made it.

Kept from one tree to the next as long as no file counts that has changed: migrations, what lies beside them, and the
files above them that tell in which dialect they are.
"""

from __future__ import annotations

from guard import __version__
from guard.doors import cache
from guard.escape import shown
from guard.inventories.form import FORM, LARGEST
from guard.inventories.reading.rows import listed
from guard.inventories.where import place
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.inventories.tree import Tree
    from guard.model.inventory import Inventory

    Names = dict[str, dict[str, str]]

MADE = "inventory-made.json"
MADE_KINDS = ("table", "column", "symbol")
OF = {"table": "table", "view": "table", "column": "column"} | dict.fromkeys(
    ("function", "index", "trigger", "type", "sequence", "constraint", "policy", "schema", "extension"), "symbol"
)


class Made(NamedTuple):
    """Names by kind, and what nobody can be sure of."""

    names: Names
    tells: tuple[str, ...]  # kinds of which some migration tells, be they gone again
    unread: tuple[str, ...]  # what could not be read, each with why


def made_at(tree: Tree) -> Made:
    """Of this tree; from before where that is known."""
    if not tree.hint or not tree.commit:
        return _made(tree.inventory)
    before = MadeBefore(tree, _counting(tree))
    found = before.load()
    if found is None:
        found = _made(tree.inventory)
        before.store(found)
    return found


class MadeBefore:
    """What the migrations of a tree came to; `counting` is all that counts for it, with what the policy says."""

    def __init__(self, tree: Tree, counting: bytes) -> None:
        from guard.digest import digest, sha256_of

        self._common = tree.repository.place.common_dir
        policy = digest("policy", tree.trusted.policy.data)
        self._stamp = f"{__version__} {FORM} {policy} {sha256_of(counting)}"

    def load(self) -> Made | None:
        kept: Any = cache.load_file(self._common, MADE, LARGEST)
        try:
            if kept["stamp"] != self._stamp:
                return None
            names = {kind: dict(zip(*map(listed, kept["names"][kind]), strict=True)) for kind in MADE_KINDS}
            return Made(names, tuple(listed(kept["tells"])), tuple(listed(kept["unread"])))
        except (TypeError, KeyError, ValueError):
            return None

    def store(self, made: Made) -> None:
        import json

        names = {kind: [list(some), list(some.values())] for kind, some in made.names.items()}
        cache.store_file(self._common, MADE, json.dumps({**made._asdict(), "stamp": self._stamp, "names": names}))


def _counting(tree: Tree) -> bytes:
    """Every row of the tree that counts for what its migrations come to; some more do no harm."""
    from guard.model.migration import migration_of
    from guard.operations import DIALECTS

    folders = {path.rpartition(b"/")[0] for _, _, path in tree.rows if migration_of(path) is not None}
    rows = [
        b"%b %b %b" % (mode, oid, path)
        for mode, oid, path in tree.rows
        if path.rpartition(b"/")[0] in folders or path.rpartition(b"/")[2] in DIALECTS
    ]
    return b"\0".join(rows)


def _made(inventory: Inventory) -> Made:
    """What nobody can be sure of counts as there, but not what is no table and surely gone."""
    names: Names = {"table": {}, "column": {}, "symbol": {}}
    tells: set[str] = set()
    for home in inventory.homes:
        for resource, fact in home.facts.items():
            of, _, name = resource.partition(":")
            kind = OF.get(of)
            if kind == "symbol":
                if fact.state != "no" and fact.where is not None:
                    last = shown(name.rpartition(".")[2])
                    names[kind].setdefault(last, place(fact.where.path, fact.where.line or 0))
            elif kind is not None and shown(name) not in names[kind]:
                tells.add(kind)
                if inventory.stands(resource).state != "no":
                    where = fact.where
                    at = place(where.path, where.line or 0) if where is not None else "its migrations"
                    names[kind][shown(name)] = at
    unread = [f"{where.words()}: {why}" for where, why in inventory.unread]
    return Made(names, tuple(sorted(tells)), tuple(unread))
