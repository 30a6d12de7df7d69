"""The log of approvals and evidence, as it stands beside the trusted branch."""

from __future__ import annotations

from guard.model.log import NO_LOG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.log import Log
    from guard.model.policy import Policy


def read(repository: Repository, policy: Policy) -> Log:
    """Every entry, verified. This version keeps no log yet: nothing is approved by it, and nothing attested."""
    del repository, policy
    return NO_LOG
