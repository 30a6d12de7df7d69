"""Writing through git: objects in one process, a ref in another, both synced to the disk before they count.

Only the log is written. No hook runs, the old value of a ref is always given, and what git wrote is read back.
"""

from __future__ import annotations

import os

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

DURABLE = (*("-c", "core.fsync=all"), *("-c", "core.fsyncMethod=fsync"))
# The reflog is kept on purpose: a branch whose ref is damaged is mended from it. Without a name of ours git would look
# for one, and ask the network what this machine is called.
LOGGED = (
    *("-c", "core.logAllRefUpdates=true"),
    *("-c", "user.name=guard", "-c", "user.email=guard@localhost", "-c", "user.useConfigOnly=false"),
)
KINDS = {b"commit": 1, b"tree": 2, b"blob": 3}


class Made(NamedTuple):
    """An object to be written, and its id."""

    oid: bytes
    kind: bytes
    content: bytes


def made(kind: bytes, content: bytes, width: int) -> Made:
    """An object, with the id that git will give it."""
    import hashlib

    algorithm = hashlib.sha1 if width == 40 else hashlib.sha256
    stored = b"%s %d\0%s" % (kind, len(content), content)
    return Made(algorithm(stored, usedforsecurity=False).hexdigest().encode(), kind, content)


def store(runner: Runner, place: Place, objects: Sequence[Made]) -> None:
    """Write objects: one git unpacks all of them, each synced before it gets its name; then the names are synced."""
    child = runner.talk((*DURABLE, "unpack-objects", "-q"))
    try:
        child.hand(packed(objects, place.width))
    finally:
        child.stop()
    top = os.path.join(place.common_dir, "objects")
    for folder in sorted({one.oid[:2].decode() for one in objects}):
        if os.path.isdir(os.path.join(top, folder)):  # git does not write what it has packed already
            sync_folder(os.path.join(top, folder))
    sync_folder(top)


def packed(objects: Sequence[Made], width: int) -> bytes:
    """The objects as git hands them over: a header, each one compressed, a checksum."""
    import hashlib
    import zlib

    parts = [b"PACK\0\0\0\2", len(objects).to_bytes(4, "big")]
    for one in objects:
        size = len(one.content)
        byte, size = (KINDS[one.kind] << 4) | (size & 15), size >> 4
        head = bytearray()
        while size:
            head.append(byte | 128)
            byte, size = size & 127, size >> 7
        head.append(byte)
        parts += [bytes(head), zlib.compress(one.content)]
    body = b"".join(parts)
    algorithm = hashlib.sha1 if width == 40 else hashlib.sha256
    return body + algorithm(body, usedforsecurity=False).digest()


def move(runner: Runner, place: Place, ref: bytes, new: bytes, old: bytes, why: str) -> None:
    """Move a ref from exactly `old` (b"": it is not there yet) to `new`; from anything else nothing is moved."""
    words = ("update-ref", "--no-deref", "--create-reflog", "-m", why, ref.decode(), new.decode())
    runner.read((*DURABLE, *LOGGED, *words, old.decode() or "0" * place.width))
    folder = os.path.join(place.common_dir, os.path.dirname(ref.decode()))
    if os.path.isdir(folder):  # a table of refs has none
        sync_folder(folder)


def sync_folder(path: str) -> None:
    """Names in a folder outlive a power cut only when the folder itself is synced."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush(descriptor: int) -> None:
    """On the disk itself: where fsync only reaches the disk's own memory, as on macOS, there is another call for it."""
    import fcntl

    wholly = getattr(fcntl, "F_FULLFSYNC", None)
    if wholly is None:
        os.fsync(descriptor)
    else:
        fcntl.fcntl(descriptor, wholly)
