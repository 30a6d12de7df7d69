"""A bundle: all that replaying takes, in one file, for somebody who has no part of the repository.

Of files only those go along that judging read. What an auditor reads first is decisions.md.
"""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

from guard import __version__, trust
from guard.doors import shelf
from guard.doors.git import pack
from guard.doors.git.noting import noted
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.records.branch import branch_at, branch_of
from guard.records.holding import held
from guard.records.replaying import GONE, kept, replayed
from guard.records.texts import texts
from guard.records.unpacking import PACK, unpacked
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.trigger import Trigger
    from guard.records.replaying import Replayed


class Bundled(NamedTuple):
    """What went into a bundle."""

    replayed: tuple[Replayed, ...]
    objects: int
    files: int
    size: int


def bundle(repository: Repository, trigger: Trigger, wanted: frozenset[str] | None, output: str) -> Bundled:
    """Write it, with all the log and the records of these entries (None: all), each replayed to see what it takes."""
    ref, oid = trust.trusted_commit(repository, trigger)
    noting = noted(repository)
    branch = branch_at(repository, trigger, ref, oid)
    every = kept(repository, branch, wanted)
    told = tuple([replayed(repository, branch, one) for one in every])
    for one in told:
        if one.state == GONE:
            raise GuardError("G804", f"{one.commit[:12]} cannot be replayed: {one.why}", one.entry, one.mend)
    with TemporaryDirectory(prefix="guard-") as folder:
        path = os.path.join(folder, PACK)
        objects = pack.write(repository, branch.trusted.oid, branch.log.tip, noting.noted, path)
        shelf.put(output, texts(branch, every, told, objects, __version__), {PACK: path})
    _tried(trigger, wanted, output, told)
    return Bundled(told, objects, len(noting.noted), os.path.getsize(output))


def _tried(trigger: Trigger, wanted: frozenset[str] | None, output: str, told: tuple[Replayed, ...]) -> None:
    """An auditor has nothing but this file: what it gives is seen before it is handed over."""
    again: tuple[Replayed, ...] = ()
    try:
        again = replayed_there(output, trigger, wanted)
    finally:
        if again != told:
            os.unlink(output)
    if again != told:
        raise RuntimeError("a bundle gives another replay than the repository it was made of")


def replayed_there(path: str, trigger: Trigger, wanted: frozenset[str] | None = None) -> tuple[Replayed, ...]:
    """What a bundle gives, without the repository."""
    with unpacked(path, trigger.git) as one, Repository(trigger.git) as repository:
        branch = branch_of(repository, trigger._replace(trusted=one.ref))
        told = {record.entry: record for record in held(repository, branch, one).told}
        every = kept(repository, branch, wanted)
        return tuple([told.get(record.entry.id) or replayed(repository, branch, record) for record in every])
