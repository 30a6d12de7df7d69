"""One file of settings of a harness, as it stands in a work tree: found, written, and put back."""

from __future__ import annotations

import os
import sys

from guard.errors import GuardError
from guard.model.harness import HARNESSES
from guard.value import NamedTuple
from guard_hooks import shims
from guard_hooks.agents.settings import before
from guard_hooks.agents.settings.merging import without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.place import Place
    from guard.model.harness import Kind

STEPS = 8  # writings of guard that are taken back one by one, at most


class Settings(NamedTuple):
    """One file of settings."""

    name: str
    file: str  # in the repository
    path: str
    how: Kind
    text: str | None  # None: there is none


def found(place: Place, name: str, how: Kind) -> Settings:
    """What stands there; a link may lead to another file of this work tree, and nowhere else."""
    from guard.doors.files import content, within

    harness = HARNESSES[name]
    file = harness.local if how == "absolute" else harness.file
    path = os.path.realpath(os.path.join(place.top, *file.split("/")))
    if not within(path, (place.top,)) or within(path, (place.git_dir, place.common_dir)):
        what = "a symbolic link leads out of this work tree, and guard writes through none"
        raise GuardError("G820", what, file, "put a file there in place of the link")
    try:
        text = content(path, before.MOST + 1)
    except FileNotFoundError:
        return Settings(name, file, path, how, None)
    except OSError as error:
        mend = "put a plain file there that can be read"
        raise GuardError("G820", f"it cannot be read: {error.strerror}", file, mend) from error
    if len(text) > before.MOST:
        raise GuardError("G820", "it is too large for settings", file, "make it smaller")
    try:
        return Settings(name, file, path, how, text.decode())
    except UnicodeDecodeError:
        raise GuardError("G820", "it is no UTF-8", file, "write it as UTF-8") from None


def left(place: Place, stands: Settings) -> str | None:
    """What stands there without guard: as it was before, if guard alone has written since; else what is left of it."""
    if stands.text is None:
        return None
    now: str | None = stands.text
    for _ in range(STEPS):
        if now is None or now == without(stands.name, now):
            return now
        made, earlier = before.remembered(place.common_dir, stands.name, now.encode(errors="surrogateescape"))
        if not made:
            break
        now = None if earlier is None else earlier.decode(errors="surrogateescape")
    return without(stands.name, stands.text)


def write(place: Place, stands: Settings, text: str) -> None:
    """Put this text there; what stood there before is kept."""
    stood = None if stands.text is None else stands.text.encode()
    before.remember(place.common_dir, stands.name, stood, text.encode())
    _put(stands, text)


def put_back(place: Place, stands: Settings, text: str | None) -> str:
    """Put there what stands there without guard; in words, what was done."""
    if text is not None:
        _put(stands, text)
        return f"guard: taken out of {stands.file}\n"
    try:
        os.unlink(stands.path)
        folder = os.path.dirname(stands.path)
        while folder != os.path.realpath(place.top) and not os.listdir(folder):
            os.rmdir(folder)
            folder = os.path.dirname(folder)
    except OSError as error:
        mend = "mend the permissions of its folder"
        raise GuardError("G820", f"it cannot be removed: {error.strerror}", stands.file, mend) from error
    return f"guard: removed {stands.file}, which held guard's entries alone\n"


def absolute(name: str, git: str) -> str:
    """The call of guard by absolute paths: isolated, and as quick as an installed hook of git."""
    from shlex import quote

    entry = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "entry.py")
    words = [sys.executable, "-I", "-S", entry, *shims.folders(), "--", name, "--git", git]
    return " ".join([quote(word) for word in words])


def _put(stands: Settings, text: str) -> None:
    mode = 0o644 if stands.text is None else os.stat(stands.path).st_mode & 0o777
    shims.put(stands.path, text, mode)
