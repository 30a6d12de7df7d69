"""Job sign: records of the job before are looked up again, signed with the key of a machine, appended and pushed.

The one job that holds a key. It opens no file of a change set, runs nothing, and believes of a record only what it
looked up itself (guard.records.signing); whatever else a record says, it says as itself.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

from guard.acts import recording
from guard.acts.proposal import namespace, signed_bytes
from guard.acts.words import short
from guard.doors.files import content
from guard.doors.git.remote import Refused
from guard.doors.log import wake as waking
from guard.doors.log.sync import sync
from guard.doors.signatures import keygen
from guard.errors import GuardError
from guard.escape import shown
from guard.records.branch import branch_of
from guard.records.judging import MOST
from guard.records.order import Order
from guard.records.signing import checked, payload
from guard.trust import log as log_door
from guard_hooks.hosts import telling
from guard_hooks.hosts.judging import adopted, looking, nothing, question
from guard_hooks.hosts.record import ASKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.records.branch import Branch
    from guard_hooks.hosts.judging import Looked
    from guard_hooks.hosts.task import Task

NO_KEY = "hand the key of the machine to this job: guard explain G607"


def sign(task: Task) -> int:
    """One after another, in the order of their names; the first that cannot be signed ends it."""
    if task.asked.what not in ASKS:
        raise nothing(task)
    names = _records(telling.within(task.options.records or "guard-records", task.temp))
    with looking(task) as looked, _key(task, looked) as key:
        trigger = question(task.asked, task.options)
        adopted(looked.repository, trigger)
        branch = branch_of(looked.repository, trigger)
        if task.options.name not in branch.trusted.policy.machines:
            there = ", ".join([shown(name) for name in branch.trusted.policy.machines]) or "none"
            what = "the policy on the trusted branch lists no machine of this name"
            raise GuardError("G607", what, f"{shown(task.options.name) or 'no name'}; there is {there}", NO_KEY)
        order = Order(looked.repository, branch)
        try:
            for name in names:
                telling.note(_signed(looked, branch, name, order, (task.options.name, key)))
        finally:
            _bring(looked, branch)
    return 0


def _records(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".json")]
    except OSError as error:
        what = f"the folder of records cannot be read: {error.strerror}"
        mend = "hand over what job record wrote, as the input records"
        raise GuardError("G507", what, shown(os.fsencode(folder)), mend) from error


def _signed(looked: Looked, branch: Branch, name: str, order: Order, by: tuple[str, str]) -> str:
    """One record signed and appended, unless it stands in the log already; what is told of it."""
    where = shown(os.fsencode(os.path.basename(name)))
    try:
        text = content(name, MOST + 1)
    except OSError as error:
        what = f"the record cannot be read: {error.strerror}"
        raise GuardError("G507", what, where, "hand over the file that job record wrote") from error
    record = checked(looked.repository, branch, text, where)
    commit = record["judged"]["commit"].encode()
    told = f"{commit[:12].decode()}: {record['outcome']['outcome']}"
    if commit in order.entries:
        return f"{told}; it is recorded already  (entry {short(order.entries[commit])})"
    now = int(time.time())
    order.fits(record, now, where)
    data = payload(record, text, branch.trusted.oid, by[0], now)
    signature = keygen.sign(by[1], namespace(data), signed_bytes(data), quiet=True)
    entry = recording.record(looked.repository, branch.trusted, data, signature, text)
    order.signed(record, entry)
    return f"{told}; recorded by {by[0]}  (entry {short(entry.id)})"


def _bring(looked: Looked, branch: Branch) -> None:
    """What was signed goes to the host, also where a later record could not be."""
    repository, trusted = looked.repository, branch.trusted
    with looked.store.let_in():
        told = sync(repository, "origin", lambda tip: log_door.fetched(repository, trusted, tip))
        telling.note(f"the log is at {told.tip[:12].decode() or 'none'}: {told.pushed:,} pushed")
        if told.pushed:
            try:
                waking.wake(repository, "origin", trusted.ref, told.tip)
            except (GuardError, Refused) as error:
                telling.note(f"open pull requests are not judged again by this: {error}")


@contextmanager
def _key(task: Task, looked: Looked) -> Iterator[str]:
    """The file of the key; one that came as a variable lies in the private folder while it is needed."""
    if task.options.key or not task.key:
        if not task.options.key:
            raise GuardError("G607", "this job was given no key to sign with", "GUARD_KEY", NO_KEY)
        yield task.options.key
        return
    path = os.path.join(os.path.dirname(looked.store.git_dir), "key")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(task.key.replace("\r\n", "\n").rstrip("\n") + "\n")
    try:
        yield path
    finally:
        os.unlink(path)
