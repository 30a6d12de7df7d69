"""Plain files below a folder, read and begun: no link on the way is followed, nothing is read beyond its bound."""

from __future__ import annotations

import errno
import os
import stat

from guard.errors import GuardError
from guard.escape import shown
from guard.grammar.way import LARGEST as PROSE  # bytes of a narrative or a runbook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING = (errno.ENOENT, errno.ENAMETOOLONG)
_ODD = (errno.ELOOP, errno.EMLINK, errno.ENOTDIR, errno.EISDIR, errno.ENXIO)  # a link, a folder, a socket


def contents(root: str, path: bytes, size: int) -> bytes | None:
    """A file up to its bound and one byte more; None where nothing stands, an error where anything else does."""
    try:
        handle = _opened(root, path, os.O_NONBLOCK)  # so that a pipe in its place makes nobody wait
        with open(handle, "rb") as file:
            return _plain(handle, file.read, size)
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise unreadable(path, error) from error


def prose(root: str, path: bytes) -> bytes | None:
    """The whole of a file that is prose. Behind a link it is not the repository's, and so not there."""
    try:
        handle = _opened(root, path, os.O_NONBLOCK)
        with open(handle, "rb") as file:
            text = _plain(handle, file.read, PROSE)
    except OSError as error:
        if error.errno in _NOTHING + _ODD:
            return None
        raise unreadable(path, error) from error
    if len(text) > PROSE:
        raise GuardError("G813", f"more than {PROSE:,} bytes of prose", shown(path), "split the file")
    return text


def outright(path: str, size: int) -> bytes:
    """A file that was named on the command line, wherever it stands and whatever leads to it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(handle, "rb") as file:
            return _plain(handle, file.read, size)
    except OSError as error:
        raise unreadable(os.fsencode(path), error) from error


def names(root: str, path: bytes) -> list[bytes]:
    """What stands in a folder, in order; nothing where there is none."""
    try:
        handle = _opened(root, path, os.O_DIRECTORY)
    except OSError as error:
        if error.errno == errno.ENOENT:
            return []
        raise unreadable(path, error) from error
    try:
        return sorted(os.fsencode(name) for name in os.listdir(handle))
    finally:
        os.close(handle)


def there(root: str, path: bytes) -> bool:
    """Whether anything stands at a path, be it a link that leads nowhere."""
    folder, _, last = path.rpartition(b"/")
    try:
        at = _opened(root, folder, os.O_DIRECTORY)
        try:
            os.stat(last, dir_fd=at, follow_symlinks=False)
        finally:
            os.close(at)
    except OSError as error:
        if error.errno in _NOTHING:
            return False
        raise unreadable(path, error) from error
    return True


def create(root: str, path: bytes, text: bytes) -> None:
    """A file that was not there, and the folders on the way that were not. OSError where something is in the way."""
    *folders, last = path.split(b"/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in folders:
            try:
                os.mkdir(name, dir_fd=at)
            except FileExistsError:
                pass
            below = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY, dir_fd=at)
            os.close(at)
            at = below
        handle = os.open(last, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666, dir_fd=at)
        try:
            with open(handle, "wb") as file:
                file.write(text)
        except OSError:
            os.unlink(last, dir_fd=at)
            raise
    finally:
        os.close(at)


def replace(root: str, path: bytes, text: bytes) -> None:
    """A file as it is to stand, whole or not at all. OSError where something else than a plain file is in the way."""
    folder, _, last = path.rpartition(b"/")
    partial = b".%s.%d" % (last, os.getpid())
    create(root, folder + b"/" + partial, text)
    at = _opened(root, folder, os.O_DIRECTORY)
    try:
        os.rename(partial, last, src_dir_fd=at, dst_dir_fd=at)
    except OSError:
        os.unlink(partial, dir_fd=at)
        raise
    finally:
        os.close(at)


def remove(root: str, path: bytes) -> None:
    """Take a file away again."""
    folder, _, last = path.rpartition(b"/")
    at = _opened(root, folder, os.O_DIRECTORY)
    try:
        os.unlink(last, dir_fd=at)
    finally:
        os.close(at)


def unreadable(path: bytes, error: OSError) -> GuardError:
    """What is said of a document that stands there and cannot be read."""
    if error.errno in _ODD:
        what, mend = "a document is a plain file in plain folders, not a link", "put the file itself there"
    else:
        what, mend = f"it cannot be read: {error.strerror}", "mend the path or its permissions"
    return GuardError("G813", what, shown(path), mend)


def _opened(root: str, path: bytes, how: int) -> int:
    """Step by step below the root, so that no folder on the way can be swapped for a link."""
    *folders, last = path.split(b"/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    for name, flags in [*((folder, os.O_DIRECTORY) for folder in folders), (last, how)]:
        try:
            below = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | flags, dir_fd=at)
        finally:
            os.close(at)
        at = below
    return at


def _plain(handle: int, read: Callable[[int], bytes], size: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise OSError(errno.ELOOP, "not a plain file")
    return read(size + 1)
