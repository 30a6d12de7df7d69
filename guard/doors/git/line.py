"""The line of a branch: its first-parent steps by their ids alone; no tree and no file is read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository


def line(repository: Repository, tip: bytes) -> dict[bytes, int]:
    """Every commit the branch has been at, and how many came before it."""
    printed = repository.runner.read(("rev-list", "--first-parent", "--reverse", tip.decode(), "--"))
    return {oid: place for place, oid in enumerate(printed.split())}
