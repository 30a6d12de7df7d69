"""One job on one event of a host: what it was asked, where the repository is, and what it may write."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.fresh import Far
    from guard_hooks.hosts import Asked


class Options(NamedTuple):
    """What the job was told beside the event, by words or by the inputs of the action; "" where nothing was said."""

    job: str = "check"
    branch: str = ""
    plan: str = ""
    phase: str = ""
    lent: str = ""  # a clone at hand, whose objects need not be fetched
    git: str = ""
    mode: str = ""  # shadow: told as what it would have been, and exit 0
    now: int | None = None
    records: str = ""  # the folder of records, to be written or to be signed
    name: str = ""  # the machine whose key signs
    key: str = ""  # the file of that key
    files: tuple[tuple[str, str], ...] = ()  # format -> where that goes
    workflow: str = ""  # the check, for jobs that look for its runs: a workflow of GitHub by its file, a job of GitLab
    comment: bool = False  # one comment on the pull request says what waits for whom


class Task(NamedTuple):
    """All that a job has to go by."""

    host: str  # github or gitlab
    event: str  # as the host calls it
    asked: Asked
    far: Far
    options: Options
    temp: str  # a folder of the runner; "" for none
    repository: str  # as the host knows it, such as owner/name
    token: str = ""  # what lets us in at its API
    key: str = ""  # the private key of a machine

    def __repr__(self) -> str:
        return f"Task({self.host!r}, {self.event!r}, {self.asked!r})"
