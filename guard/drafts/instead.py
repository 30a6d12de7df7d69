"""A file in the place of the one that was read: whole or not at all, with its mode, and while that still stands."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager

from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_BOTH = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ODD = (errno.ELOOP, errno.EMLINK, errno.ENOTDIR, errno.EISDIR, errno.ENXIO)  # a link, a folder, a socket


class Moved(Exception):
    """Something else stands there than was read."""


class _ReadOnly(OSError):
    """Whoever made it so did not mean it to change; to put another in its place would go round that."""


def put(root: str, path: bytes, read: bytes, text: bytes) -> None:
    """The new text where `read` stands: below the root, and behind no link. Moved where that is not so any more."""
    with _beside(root, path) as (at, last):
        _replace(at, last, read, text)


def able(root: str, path: bytes, read: bytes) -> None:
    """Nothing, where `put` could do its work now; else what it would raise."""
    with _beside(root, path) as (at, last):
        _stands(at, last, read)
        if not os.access(b".", os.W_OK | os.X_OK, dir_fd=at):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def _beside(root: str, path: bytes) -> Iterator[tuple[int, bytes]]:
    """The folder of a file, and its name there; what is in the way, in words."""
    folder, _, last = path.rpartition(b"/")
    try:
        at = _folder(root, folder)
        try:
            yield at, last
        finally:
            os.close(at)
    except OSError as error:
        if error.errno in _ODD:
            what, mend = "a document is a plain file in plain folders, not a link", "put the file itself there"
        elif isinstance(error, _ReadOnly):
            what, mend = "the file is read-only", "if it is to change, let it be written to first: chmod u+w"
        else:
            what, mend = f"it could not be written: {error.strerror}", "make its folder one you can write to"
        raise GuardError("G820", f"{what}; nothing was written", shown(path), mend) from error


def _folder(root: str, path: bytes) -> int:
    """Step by step, so that no folder on the way can be swapped for a link."""
    at = os.open(root, _FOLDER)
    for name in path.split(b"/") if path else ():
        try:
            below = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
        finally:
            os.close(at)
        at = below
    return at


def _replace(at: int, last: bytes, read: bytes, text: bytes) -> None:
    """Beside it first, and then in its place: nobody ever reads half of it."""
    partial = b".%s.%s" % (last, os.urandom(6).hex().encode())
    handle = os.open(partial, _NEW, 0o600, dir_fd=at)
    try:
        with open(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fchmod(handle, _stands(at, last, read))
        os.replace(partial, last, src_dir_fd=at, dst_dir_fd=at)
    except BaseException:
        os.unlink(partial, dir_fd=at)
        raise


def _stands(at: int, last: bytes, read: bytes) -> int:
    """The mode of the file, which must hold what was read."""
    try:
        handle = os.open(last, _BOTH, dir_fd=at)
    except FileNotFoundError as error:
        raise Moved from error
    except PermissionError as error:
        raise _ReadOnly(*error.args) from error
    with open(handle, "rb") as file:
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode):
            raise OSError(errno.ELOOP, "not a plain file")
        if not told.st_mode & _WRITES:  # whoever may do everything could open it
            raise _ReadOnly(errno.EACCES, os.strerror(errno.EACCES))
        if file.read(len(read) + 1) != read:
            raise Moved
    return stat.S_IMODE(told.st_mode)
