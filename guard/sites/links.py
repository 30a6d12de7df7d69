"""Symbolic links under names that a query would read: what they lead to is what runs, and nobody looks there.

A link to a file that the query looks at under its own name leads to nothing unseen. Every other one is told as not
read, whatever it leads to today: the file behind it changes without it.
"""

from __future__ import annotations

from guard.model.change import SYMLINK
from guard.sites.query import where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.doors.git.repository import Repository
    from guard.model.change import FileChange
    from guard.sites.query import Query

LONGEST = 4_096  # bytes of a target


def unread_links(repository: Repository, changes: Sequence[FileChange], query: Query) -> tuple[tuple[bytes, str], ...]:
    """Those that a landing brings or changes, each with why."""
    return links(repository, [(one.path, one.new) for one in changes if one.new_mode == SYMLINK], query)


def links(repository: Repository, found: Iterable[tuple[bytes, bytes]], query: Query) -> tuple[tuple[bytes, str], ...]:
    """Of these links, paths with blobs, those that lead out of sight."""
    places = where(query)
    asked = [(path, oid) for path, oid in found if query.read_as(path) and places.inside.matches(path)]
    asked = [(path, oid) for path, oid in asked if not places.beside.matches(path)]
    if not asked:
        return ()
    targets = repository.objects.files([oid for _, oid in asked], LONGEST)
    told = []
    for (path, _), target in zip(asked, targets, strict=True):
        end = _end(path, target) if target is not None else b""
        seen = end and places.inside.matches(end) and not places.beside.matches(end)
        if not seen or query.read_as(end) != query.read_as(path):
            told.append((path, "it is a symlink to what is not looked at under its own name"))
    return tuple(told)


def _end(path: bytes, target: bytes) -> bytes:
    """The path a link leads to by its words; b"" where that is none of the tree."""
    parts = path.split(b"/")[:-1]
    if target.startswith(b"/") or b"\0" in target:
        return b""
    for part in target.split(b"/"):
        if part == b"..":
            if not parts:
                return b""
            parts.pop()
        elif part not in (b"", b"."):
            parts.append(part)
    return b"/".join(parts)
