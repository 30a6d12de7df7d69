"""The log that counts: every entry of branch `guard-log`, held against who was listed when it was made."""

from __future__ import annotations

from guard.model.log import NO_LOG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.log import Log
    from guard.trust.documents import Trusted


def read(repository: Repository, trusted: Trusted) -> Log:
    """Every entry that counts, in order; what counts for nothing is told beside them."""
    del repository, trusted
    return NO_LOG


def read_at(repository: Repository, trusted: Trusted, tip: bytes) -> Log:
    """The same as it stood when this commit was its newest; b"" is no log at all."""
    del repository, trusted, tip
    return NO_LOG
