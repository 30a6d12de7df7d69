"""Appending one entry: objects, then the branch, both on the disk before anybody is told that it is recorded."""

from __future__ import annotations

import os

from guard.doors.git.write import Made, made, move, store
from guard.doors.log.chain import LARGEST, PAYLOAD, RECORD, SIGNATURE
from guard.doors.log.faults import BRANCH, unrecorded
from guard.doors.log.lock import Held
from guard.doors.log.tips import both, remote_of
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

WHO = b"guard <guard@localhost>"


class Moved(Exception):
    """The log has another tip than the one given: read it again, see whether the entry still holds, and try again."""


def append(
    repository: Repository,
    payload: bytes,
    signature: bytes,
    record: bytes,
    tip: bytes,
    words: str,
    at: int,
    trusted_ref: str = "",
) -> bytes:
    """Put one entry on top of `tip` (b"": the first one) and return its commit; Moved where the tip is another by now.

    Once it returns the entry is on the disk, whatever happens to this machine.
    """
    files = [(PAYLOAD, payload), (SIGNATURE, signature), *([(RECORD, record)] if record else [])]
    _check_sizes(files)
    objects = _objects(repository.place.width, files, tip, shown(words), at)
    try:
        with Held(repository.place):
            local = _stands(repository, tip, remote_of(trusted_ref))
            store(repository.runner, repository.place, objects)
            move(repository.runner, repository.place, BRANCH, objects[-1].oid, local, f"append: {shown(words)}")
    except OSError as error:
        where = os.fsencode(error.filename) if isinstance(error.filename, str) else BRANCH
        mend = "mend what this says, then run the same command again"
        raise unrecorded(f"the entry is not written: {error.strerror}", where, mend) from error
    return objects[-1].oid


def _stands(repository: Repository, tip: bytes, remote: str) -> bytes:
    """What the branch here is at, once it is sure that `tip` is still the newest entry."""
    now = both(repository, remote)
    if now.tip != tip:
        raise Moved
    return now.local


def _check_sizes(files: list[tuple[bytes, bytes]]) -> None:
    for name, content in files:
        if len(content) > LARGEST[name]:
            what = f"{name.decode()} has {len(content):,} bytes; {LARGEST[name]:,} is the most an entry takes"
            raise unrecorded(what, name, "say less in it: split what is approved or attested")


def _objects(width: int, files: list[tuple[bytes, bytes]], tip: bytes, words: str, at: int) -> list[Made]:
    blobs = [(name, made(b"blob", content, width)) for name, content in files]
    entries = [b"100644 %s\0%s" % (name, bytes.fromhex(blob.oid.decode())) for name, blob in blobs]
    tree = made(b"tree", b"".join(entries), width)
    lines = [b"tree " + tree.oid, *([b"parent " + tip] if tip else [])]
    lines += [b"%s %s %d +0000" % (role, WHO, at) for role in (b"author", b"committer")]
    commit = made(b"commit", b"\n".join(lines) + b"\n\n" + words.encode() + b"\n", width)
    return [*[blob for _, blob in blobs], tree, commit]
