"""What counts: policy and plans as they stand on the trusted branch, or in a directory outside the work tree.

Never as the change set under judgement rewrites them. The trusted ref is found in one fixed order (ref.py), resolved
once to an object id, and that id is what every report prints; the documents are read there (documents.py).
"""

from __future__ import annotations

from guard.trust.documents import Trusted, keep, read
from guard.trust.ref import INSTALLED, trusted_commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.trigger import Trigger

__all__ = ["INSTALLED", "Trusted", "counting", "keep", "read", "trusted_commit"]


def counting(repository: Repository, trigger: Trigger) -> Trusted:
    """The documents that count for a trigger: of its trust directory, else of the trusted branch."""
    if trigger.trust is not None:
        from guard.trust.directory import read_directory

        return read_directory(repository, trigger)
    return read(repository, trigger, *trusted_commit(repository, trigger))
