"""Refs of branches exactly as they stand: plain, whole, naming a commit, or not there at all.

git itself is of two minds about a ref that is damaged: it warns, and goes on as if there were none. Here that is an
error, and so is every ref that leads elsewhere.
"""

from __future__ import annotations

import os

from guard.doors.git.refs import EXPRESSION, GUESSES
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.objects import Objects
    from guard.doors.git.place import Place
    from guard.doors.git.run import Runner

FORM = "--format=%(refname) %(objectname) %(objecttype) %(symref)"
ODD = b"?"
NEVER = frozenset((*range(0x21), 0x7F, *b"~^:?*[\\"))  # in the name of a ref
MEND = "git fsck and git for-each-ref tell what is wrong with it"


def standing(runner: Runner, place: Place, objects: Objects, names: list[bytes]) -> dict[bytes, bytes]:
    """The commit each of these full names is at, b"" where no such ref stands; G804 for one that is damaged or odd.

    The git that runs anyway is asked; where its answer could mean anything else, the refs themselves are listed.
    """
    quick = _quick(place, objects, names)
    return _exact(runner, place, names) if quick is None else quick


def _quick(place: Place, objects: Objects, names: list[bytes]) -> dict[bytes, bytes] | None:
    """The same, where nothing at all is odd; else None."""
    if EXPRESSION & set(b"".join(names)) or not _free(os.path.join(os.fsencode(place.common_dir), b"reftable")):
        return None
    if any(objects.headers([guess % name for guess in GUESSES for name in names])):
        return None
    found = dict.fromkeys(names, b"")
    for name, blob in zip(names, objects.contents(names), strict=True):
        loose = _content(os.path.join(os.fsencode(place.common_dir), name))
        # After the ref's own file, as git does: what is packed in between is found here.
        packed = b"" if loose else _content(os.path.join(os.fsencode(place.common_dir), b"packed-refs")) or b""
        if blob is None:
            if loose is not None or packed == ODD or b" " + name in packed:
                return None
            continue
        # A git that has run for a while may still go by packed refs that were written anew within one second.
        stands = b"\n" + blob.oid + b" " + name + b"\n" in packed if loose is None else loose == blob.oid + b"\n"
        if blob.kind != b"commit" or not stands:
            return None
        found[name] = blob.oid
    return found


def _content(path: bytes) -> bytes | None:
    """What a file of git's holds; None where nothing stands there, ODD where it cannot be read."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return ODD


def _exact(runner: Runner, place: Place, names: list[bytes]) -> dict[bytes, bytes]:
    found = _listed(runner, names)
    if _taken(place, found):  # perhaps it was born between the two looks
        found = _listed(runner, names)
    damaged = _taken(place, found)
    if damaged:
        raise odd(damaged[0], "something stands in its place that names no commit")
    for name in _passed_over(place, [name for name, oid in found.items() if not oid]):
        raise odd(name, "a line of packed-refs names it, with more in the name than git reads")
    return found


def _passed_over(place: Place, names: list[bytes]) -> Iterator[bytes]:
    """Names that stand in packed-refs within a name that is none: git warns of such a line, and goes on without it."""
    if not names or _free(path := os.path.join(os.fsencode(place.common_dir), b"packed-refs")):
        return
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        text = file.read()
    for name in names:
        if name in text and any([name in line and _broken(line[place.width + 1 :]) for line in text.split(b"\n")]):
            yield name


def _broken(name: bytes) -> bool:
    """No name of a ref, as git has it."""
    parts = name.split(b"/")
    bad = [not part or part.startswith(b".") or part.endswith(b".lock") for part in parts]
    return any(bad) or bool(NEVER & set(name)) or b".." in name or b"@{" in name or name.endswith(b".")


def _taken(place: Place, found: dict[bytes, bytes]) -> list[bytes]:
    """Names under which git finds no ref, and that are not free."""
    top = os.fsencode(place.common_dir)
    return [name for name, oid in found.items() if not oid and not _free(os.path.join(top, name))]


def _free(path: bytes) -> bool:
    """Nothing stands there; a disk that does not answer has not said so."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    return False


def _listed(runner: Runner, names: list[bytes]) -> dict[bytes, bytes]:
    words = ("for-each-ref", FORM, *(os.fsdecode(name) for name in names))
    found = dict.fromkeys(names, b"")
    for line in runner.read(words).split(b"\n")[:-1]:
        name, oid, kind, target = line.split(b" ", 3)
        if name not in found:
            above = next(one for one in names if name.startswith(one + b"/"))
            raise odd(above, "refs stand below it, as if it were a folder")
        if target:
            raise odd(name, f"it only leads to {shown(target)}")
        if kind != b"commit":
            raise odd(name, f"it names a {shown(kind)}, no commit")
        found[name] = oid
    return found


def odd(name: bytes, why: str) -> GuardError:
    """The error for a ref that is there and cannot be gone by."""
    return GuardError("G804", f"a ref is damaged: {why}", shown(name), MEND)


def checked_out(runner: Runner, place: Place, name: bytes) -> bytes:
    """A work tree that has this branch checked out, born or not; b"" where none has."""
    if os.path.lexists(os.path.join(place.common_dir, "reftable")):  # then no file says what HEAD is
        block = runner.read(("worktree", "list", "--porcelain", "-z")).split(b"\0\0")
        return next((one[9:].partition(b"\0")[0] for one in block if b"\0branch " + name + b"\0" in one + b"\0"), b"")
    linked = os.path.join(place.common_dir, "worktrees")
    try:
        names = sorted(os.listdir(linked))
    except FileNotFoundError:
        names = []
    for folder in (place.common_dir, *[os.path.join(linked, one) for one in names]):
        try:
            with open(os.path.join(folder, "HEAD"), "rb") as file:
                if file.read(4096).strip() == b"ref: " + name:
                    return os.fsencode(folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
    return b""
