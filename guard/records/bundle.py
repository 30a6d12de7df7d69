"""A bundle: all that replaying takes, in one file, for somebody who has no part of the repository.

Of files only those go along that judging read. What an auditor reads first is decisions.md.
"""

from __future__ import annotations

import json
import os
from tempfile import TemporaryDirectory

from guard import __version__, trust
from guard.acts.words import short
from guard.doors import shelf
from guard.doors.git import pack
from guard.doors.git.noting import noted
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.model.log import Recorded
from guard.records.branch import branch_at, branch_of
from guard.records.replaying import GONE, kept, replayed
from guard.records.sentences import decisions
from guard.records.unpacking import CONTENTS, DECISIONS, PACK, unpacked
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.trigger import Trigger
    from guard.records.branch import Branch
    from guard.records.replaying import Kept, Replayed


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
        texts = _texts(branch, every) | {DECISIONS: decisions(branch, every, told).encode()}
        texts[CONTENTS] = _contents(branch, every, objects)
        shelf.put(output, texts, {PACK: path})
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
    with unpacked(path, trigger.git) as ref, Repository(trigger.git) as repository:
        branch = branch_of(repository, trigger._replace(trusted=ref))
        every = kept(repository, branch, wanted)
        return tuple([replayed(repository, branch, one) for one in every])


def _contents(branch: Branch, every: list[Kept], objects: int) -> bytes:
    named = [(one.entry.id, one.entry.act) for one in every]
    data = {
        "schema_version": 1,
        "guard": __version__,
        "repository": branch.trusted.policy.id,
        "trusted": {"ref": branch.name, "commit": branch.trusted.oid.decode()},
        "log": {
            "tip": branch.log.tip.decode(),
            "first": branch.chain[0].commit.decode() if branch.chain else "",
            "entries": len(branch.chain),
        },
        "objects": objects,
        "records": [{"entry": of, "commit": act.commit.decode()} for of, act in named if isinstance(act, Recorded)],
    }
    return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode()


def _texts(branch: Branch, every: list[Kept]) -> dict[str, bytes]:
    """Every payload of the log with its signature, as ssh-keygen -Y verify takes them; and the records."""
    ids = {one.commit: one.id for one in branch.log.entries} | {one.commit: one.id for one in branch.log.void}
    records = {one.entry.commit: one.text for one in every}
    found: dict[str, bytes] = {}
    for number, link in enumerate(branch.chain, 1):
        name = f"log/{number:06}-{short(ids[link.commit])}"
        found[f"{name}.payload.json"] = link.payload
        found[f"{name}.payload.json.sig"] = link.signature
        if link.commit in records:
            found[f"{name}.record.json"] = records[link.commit]
    return found
