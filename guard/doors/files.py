"""Plain files that somebody named, or that lie where guard looks: whatever else stands there makes nobody wait."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import BufferedReader

_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC  # a pipe or a device opens at once, or not at all
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def opened(path: str) -> BufferedReader:
    """The file, to be read; OSError for anything that is no plain file."""
    handle = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        import errno

        os.close(handle)
        raise OSError(errno.EINVAL, "it is no plain file", path)
    return open(path, "rb", opener=lambda *_: handle)  # by its name, which errors tell


def content(path: str, most: int) -> bytes:
    """The first bytes of a plain file, so many at most."""
    with opened(path) as file:
        return file.read(most)


def put(path: str, text: bytes) -> None:
    """Write a file that is not there yet; OSError where anything is, even a link that leads nowhere."""
    with open(os.open(path, _NEW, 0o666), "wb") as file:
        file.write(text)


def other(path: str, begins: bytes) -> bool:
    """Whether a plain file of this name is there that does not begin so: it is something else than we would write."""
    try:
        return not content(path, len(begins)).startswith(begins)
    except OSError:  # nothing, or what is no file and is written to as it is
        return False


def within(path: str, folders: tuple[str, ...]) -> bool:
    """Whether a file of this name would lie in one of these folders, by whatever links or letters lead there."""
    place = os.path.realpath(path)
    while place != os.path.dirname(place):
        if os.path.exists(place) and any([os.path.samefile(place, folder) for folder in folders]):
            return True
        place = os.path.dirname(place)
    return False
