"""The line of a branch: its first-parent steps by their ids alone; no tree and no file is read."""

from __future__ import annotations

from guard.doors.git.history import start_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.child import Child
    from guard.doors.git.repository import Repository


def line(repository: Repository, tip: bytes) -> dict[bytes, int]:
    """Every commit the branch has been at, and how many came before it."""
    return places(start_line(repository.runner, repository.place, tip))


def places(started: Child) -> dict[bytes, int]:
    """The same, of a listing that was started earlier."""
    return {oid: place for place, oid in enumerate(reversed(started.answer().split()))}
