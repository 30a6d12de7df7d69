"""Job record: every landing that has no record is judged once more, each into a file of its own; takes no key."""

from __future__ import annotations

import os
import time

from guard.doors.files import other
from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import Claim
from guard.records.branch import branch_of, missing
from guard.records.branch import question as asking
from guard.records.judging import bytes_of
from guard.records.judging import judged as recorded
from guard.report import hand_over
from guard_hooks.hosts import telling
from guard_hooks.hosts.judging import adopted, looking, nothing, question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.records.branch import Branch
    from guard_hooks.hosts.task import Task

ASKS = ("record", "rejudge")  # a push to the branch; by the clock, or by hand: whatever a run before left out
BEGINS = b'{"documents":'  # a record, by the first of its keys


def record(task: Task) -> int:
    """A file for each landing, by its place on the branch; 0 whatever is said of it: it has landed."""
    if task.asked.what not in ASKS:
        raise nothing(task)
    folder = telling.within(task.options.records or "guard-records", task.temp)
    with looking(task) as looked:
        trigger = question(task.asked, task.options)
        adopted(looked.repository, trigger)
        branch = branch_of(looked.repository, trigger)
        commits = missing(looked.repository, branch)
        now = task.options.now if task.options.now is not None else int(time.time())
        _made(folder)
        for commit in commits:
            path = os.path.join(folder, f"{branch.places[commit]:06}-{commit[:12].decode()}.json")
            telling.note(_one(looked.repository, branch, commit, now, path))
    if not commits:
        telling.note("every landing of the trusted branch is recorded")
    if task.host == "github":
        telling.outputs({"records": folder if commits else "", "landings": str(len(commits))})
    return 0


def _one(repository: Repository, branch: Branch, commit: bytes, now: int, path: str) -> str:
    """One record, whole or not at all, and what is told of it."""
    if other(path, BEGINS):
        mend = "name a folder for records alone"
        raise GuardError("G820", "there is a file of this name that is no record", shown(os.fsencode(path)), mend)
    found = recorded(repository, asking(branch, commit, now, Claim("", "")))
    text = bytes_of(found)
    hand_over(text.decode(), path)
    outcome = found["outcome"]
    held = "/".join([word for word in ((outcome["plan"] or "").partition(" ")[0], outcome["phase"]) if word])
    of = f", {held}" if held else ""
    return f"{commit[:12].decode()}: {outcome['outcome']}{of}  ({len(text):,} bytes)"


def _made(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        what = f"the records could not be written: {error.strerror}"
        raise GuardError("G820", what, shown(os.fsencode(folder)), "name a folder you can write to") from error
