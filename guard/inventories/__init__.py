"""What a tree knows by name (guard.model.known): one file a register, each made of blobs of that tree and no others.

The table below is the whole list. Nothing of the guarded repository is run, and nothing is read from the work tree;
what was written by anybody is read in a process of its own (guard.inventories.reading). A register says where each name
stands, why there is none where there is none, and what it does not cover.
"""

from __future__ import annotations

import importlib

from guard.model.known import KINDS, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.inventories.tree import Tree
    from guard.model.known import Progress, Register
    from guard.trust import Trusted

# A register, and the module that makes it: `register(kind, tree)`, of the answers of the readers named in `READS`.
REGISTERS = {
    "path": "guard.inventories.path",
    "symbol": "guard.inventories.symbol",
    "module": "guard.inventories.module",
    "table": "guard.inventories.table",
    "column": "guard.inventories.table",
    "flag": "guard.inventories.flag",
    "environment": "guard.inventories.environment",
    "service": "guard.inventories.service",
    "package": "guard.inventories.package",
    "command": "guard.inventories.command",
    "job": "guard.inventories.job",
    "owner": "guard.inventories.owner",
    "term": "guard.inventories.term",
    "external": "guard.inventories.term",
}


def known_at(
    repository: Repository,
    trusted: Trusted,
    commit: bytes,
    kinds: Collection[str] = KINDS,
    hint: bool = False,
    progress: Progress | None = None,
) -> Known:
    """What the tree of this commit knows, of these kinds alone; `hint`: answers of before may be used, and are kept.

    A hint is for speed alone, as all that is kept below the git directory: nobody gives it in CI, or for a range.
    """
    import gc

    from guard.inventories.tree import Tree

    where = f"the tree of {commit.decode()[:8]}" if commit else "an empty tree"
    collects = gc.isenabled()
    gc.disable()  # a million names, and hardly a value that refers to itself
    try:
        found = _registers(Tree(repository, trusted, commit, hint, progress), kinds)
    finally:
        if collects:
            gc.enable()
    return Known(where, {kind: found[kind] for kind in KINDS if kind in found})


def _registers(tree: Tree, kinds: Collection[str]) -> dict[str, Register]:
    """Each from before where that may be, in the order in which it was kept; the others made, all in one pass."""
    from guard.inventories.kept import Kept

    kept = Kept(tree) if tree.hint else None
    found: dict[str, Register] = {}
    for kind in [kind for kind in KINDS if kind in kinds]:
        register = kept.register(kind) if kept is not None else None
        if register is not None:
            found[kind] = register
    missing = [kind for kind in KINDS if kind in kinds and kind not in found]
    makers: dict[str, Any] = {kind: importlib.import_module(REGISTERS[kind]) for kind in missing}
    tree.wanted = _readers([makers[kind] for kind in missing])
    rests = {kind: _rests(makers[kind], tree) for kind in missing} if kept is not None else {}
    for kind in rests:  # another tree, and perhaps alike in all that counts
        register = kept.register(kind, rests[kind]) if kept is not None else None
        if register is not None:
            found[kind] = register
    missing = [kind for kind in missing if kind not in found]
    tree.asked = _readers([makers[kind] for kind in missing])
    for kind in missing:
        found[kind] = _sorted(makers[kind].register(kind, tree))
        if kept is not None:
            kept.store(found[kind], rests[kind])
    return found


def _readers(makers: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([one for maker in makers for one in maker.READS]))


def _rests(maker: Any, tree: Tree) -> str:
    """All of the tree that a register rests on: what its readers read, and what it looks at beside that."""
    from guard.digest import sha256_of

    read = [(reader, tree.read_by(reader)) for reader in maker.READS]
    beside = maker.beside(tree) if hasattr(maker, "beside") else ()
    policy = tree.trusted.policy  # its words count for all that is kept, and here its lines as well
    told = repr((read, beside, policy.where, sorted(policy.lines.items())))
    return sha256_of(told.encode("utf-8", "surrogateescape"))


def _sorted(register: Register) -> Register:
    """Names in one order, whoever made them and from whatever they were loaded."""
    names = sorted(register.names)
    if names == list(register.names):
        return register
    return register._replace(names={name: register.names[name] for name in names})
