"""Appending one entry: objects, then the branch, both on the disk before anybody is told that it is recorded."""

from __future__ import annotations

import os

from guard.doors.git import collecting
from guard.doors.git.standing import checked_out
from guard.doors.git.write import Made, made, move, sync_folder
from guard.doors.log import seen
from guard.doors.log.chain import LARGEST, PAYLOAD, RECORD, SIGNATURE
from guard.doors.log.faults import BRANCH, unrecorded
from guard.doors.log.lock import Held
from guard.doors.log.tips import both, remote_of, stand
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.repository import Repository

WHO = b"guard <guard@localhost>"
TRIES = 20
AGAIN = "mend what this says, then run the same command again: nothing is half written"


class Moved(Exception):
    """The log has another tip than the one given: read it again, see whether the entry still holds, and try again."""


def quiet(_: str) -> None:
    """Nobody is told."""


def append(
    repository: Repository,
    payload: bytes,
    signature: bytes,
    record: bytes,
    tip: bytes,
    words: str,
    at: int,
    trusted_ref: str = "",
    say: Callable[[str], None] = quiet,
) -> bytes:
    """Put one entry on top of `tip` (b"": the first one) and return its commit; Moved where the tip is another by now.

    Once it returns, the entry is on the disk, and was seen here: where it is gone again, that will be told. `say` is
    told what an earlier append left behind and this one took away.
    """
    files = [(PAYLOAD, payload), (SIGNATURE, signature), *([(RECORD, record)] if record else [])]
    for name, content in files:
        if len(content) > LARGEST[name]:
            what = f"{name.decode()} has {len(content):,} bytes; {LARGEST[name]:,} is the most an entry takes"
            raise unrecorded(what, name, "say less in it: split what is approved or attested")
    objects = _objects(repository.place.width, files, tip, shown(words), at)
    with Recording(), Held(repository.place, say) as held:
        now = both(repository, remote_of(trusted_ref))
        if now.tip != tip:
            raise Moved
        advance(repository, held, objects, objects[-1].oid, now.local, f"append: {shown(words)}")
        seen.grow(repository, objects[-1].oid, tip)
    return objects[-1].oid


class Recording:
    """What git or the disk refuses while an entry is written, told as one error: it is not recorded."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, OSError):
            where = os.fsencode(error.filename) if isinstance(error.filename, str) else BRANCH
            raise unrecorded(f"the entry is not written: {error.strerror}", where, AGAIN) from error
        if isinstance(error, GuardError) and not error.rule.startswith("G5"):
            raise unrecorded(f"the entry is not written: {error.what}", error.where, AGAIN) from error


def advance(repository: Repository, held: Held, objects: list[Made], new: bytes, local: bytes, why: str) -> None:
    """Write these objects, and move the branch from exactly `local` to `new`; Moved where it is elsewhere by now."""
    top = checked_out(repository.runner, repository.place, BRANCH)
    if top:
        mend = "switch that work tree to another branch: the log is read with guard log show"
        raise unrecorded("the branch guard-log is checked out, and would no longer fit its work tree", top, mend)
    for left in reversed(range(TRIES)):
        if objects:
            _write(repository, objects, held.pause)
        held.begin(new)
        try:
            move(repository.runner, repository.place, BRANCH, new, local, why)
        except GuardError:
            held.end(well=False)
            at = stand(repository, [BRANCH])[BRANCH]
            if at == new:  # git was ended once it had moved the branch
                sync_folder(os.path.join(repository.place.common_dir, "refs", "heads"))
            elif at != local:
                raise Moved from None
            elif left and _passing(repository, held, objects):
                continue
            else:
                raise
        else:
            held.end()
        break
    collecting.settle(repository, objects, held.pause)


def _write(repository: Repository, objects: list[Made], pause: Callable[[float], None]) -> None:
    """Write objects, and read them back: git leaves one alone that is there already, whatever is in its file.

    A collection beside it may take a file as soon as it is written, half of it even: so while one is at work, and a
    little longer, it is tried again.
    """
    wanted = [(one.kind, len(one.content), one.content) for one in objects]
    largest = max([len(one.content) for one in objects])
    found: list[tuple[bytes, int, bytes]] = []
    left = TRIES
    while True:
        left -= 1 if collecting.running(repository.place.common_dir) else 7
        try:
            collecting.put(repository, objects)
            found = list(repository.objects.small([one.oid for one in objects], largest))
            if found == wanted:
                return
        except GuardError:
            if left <= 0:
                raise
        else:
            if left <= 0:
                break
        pause(0.02)
    damaged = next(one.oid for one, want, read in zip(objects, wanted, found, strict=True) if read != want)
    mend = "git fsck names its file: move that aside, then run the same command again"
    raise unrecorded("an object of the new entry is here already, and damaged", damaged, mend)


def _passing(repository: Repository, held: Held, objects: list[Made]) -> bool:
    """git did not move the branch, for a reason that passes: a lock, or a collection that took the new objects."""
    if os.path.lexists(held.stale):
        held.clear()
        return True
    return None in list(repository.headers([one.oid for one in objects]))


def _objects(width: int, files: list[tuple[bytes, bytes]], tip: bytes, words: str, at: int) -> list[Made]:
    blobs = [(name, made(b"blob", content, width)) for name, content in files]
    entries = [b"100644 %s\0%s" % (name, bytes.fromhex(blob.oid.decode())) for name, blob in blobs]
    tree = made(b"tree", b"".join(entries), width)
    lines = [b"tree " + tree.oid, *([b"parent " + tip] if tip else [])]
    lines += [b"%s %s %d +0000" % (role, WHO, at) for role in (b"author", b"committer")]
    commit = made(b"commit", b"\n".join(lines) + b"\n\n" + words.encode() + b"\n", width)
    return [*[blob for _, blob in blobs], tree, commit]
