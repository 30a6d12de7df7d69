"""What an author changed: files, both sides, no rename detection; a move is a delete and an add."""

from __future__ import annotations

from guard.value import NamedTuple

ABSENT = b"000000"
FILE = b"100644"
EXECUTABLE = b"100755"
SYMLINK = b"120000"
SUBMODULE = b"160000"
FOLDER = b"040000"
PLAIN = (FILE, EXECUTABLE)  # a file itself, which leads nowhere else
MODES = frozenset((ABSENT, FILE, EXECUTABLE, SYMLINK, SUBMODULE))


class FileChange(NamedTuple):
    """One path, before and after. Modes are git's own six octal digits, ids are hex; absent sides are zeros."""

    path: bytes
    status: bytes  # A added, D deleted, M modified, T of another type
    old_mode: bytes
    new_mode: bytes
    old: bytes
    new: bytes


class ChangeSet(NamedTuple):
    """Changes that are judged together."""

    what: str  # "staged", "commit", "merge" (a merge's own edits), "landing"
    commit: bytes  # hex id of the commit, b"" for the index
    changes: tuple[FileChange, ...]


class Commit(NamedTuple):
    """One commit as its object says, not as configuration, grafts or replace refs would have it."""

    oid: bytes
    tree: bytes
    parents: tuple[bytes, ...]
    fault: str  # why the object is malformed, "" when it is not
    message: bytes = b""
    at: int = 0  # when, as the committer says


HEAD = "HEAD"


def revision(tip: bytes) -> str:
    """A commit as commands name it: another one than that somebody stands on is named by its id."""
    return tip[:12].decode()


class Change(NamedTuple):
    """What is judged: the landing, each step to it, and between which commits it lies."""

    landing: ChangeSet
    steps: tuple[ChangeSet, ...]
    commits: tuple[Commit, ...]
    old: bytes  # b"" where there is no commit yet: an empty tree
    new: bytes | None  # None: the index
    onto: bytes = b""  # the commit a range lands on; that may have moved on since `old`
    rev: str = HEAD  # how commands name what lands, wherever they are given


def own_change_set(what: str, commit: bytes, sides: list[list[FileChange]]) -> ChangeSet:
    """A merge is charged with the paths that differ from every parent: nobody but the merge itself made those."""
    if len(sides) == 1:
        return ChangeSet(what, commit, tuple(sides[0]))
    shared = set.intersection(*({change.path for change in side} for side in sides))
    return ChangeSet(what, commit, tuple(change for change in sides[0] if change.path in shared))
