"""Every file that the next commit would hold: those of the index, or of HEAD where there is no index yet."""

from __future__ import annotations

import os

from guard.doors.git import index
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.repository import Repository


class Tracked(NamedTuple):
    """One file: its path, its mode and its content by id."""

    path: bytes
    mode: bytes
    oid: bytes


def tracked(repository: Repository) -> tuple[Tracked, ...]:
    """By path; of a file in conflict the side that was here."""
    copy = index.copy_index(repository.runner, repository.place)
    if os.path.exists(copy):
        return tuple(_of_index(repository, copy))
    head = repository.refs.head()
    rows = repository.listing(repository.tree(head)) if head else []
    return tuple([Tracked(path, head.split(b" ")[0], head.split(b" ")[2]) for head, _, path in _parted(rows)])


def _of_index(repository: Repository, copy: str) -> Iterator[Tracked]:
    rows = repository.runner.read(("ls-files", "--stage", "-z"), index=copy).split(b"\0")[:-1]
    for head, _, path in _parted(rows):
        mode, oid, stage = head.split(b" ")
        if stage in (b"0", b"2"):
            yield Tracked(path, mode, oid)


def _parted(rows: list[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    for row in rows:
        yield row.partition(b"\t")
