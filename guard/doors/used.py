"""Receipts that have been used: each opens once, whatever happens in between.

A plain file beside whoever verifies, changed under a lock and written whole. What is over by itself is forgotten, so
the file also keeps the latest time it has seen: a clock that is set back would bring back what was forgotten.
"""

from __future__ import annotations

import errno
import os

from guard.doors.files import content
from guard.doors.git.write import sync_folder
from guard.errors import GuardError
from guard.escape import shown

LARGEST = 8 << 20
DIGITS = frozenset("0123456789abcdef")
KEPT = 60 * 60  # seconds that one is kept beyond its end
BEHIND = 60  # seconds that the clock may go back
AGAIN = "mend what this says, and leave the list as it is; then verify the receipt again: it is not used up"
ALONE = "name a list that has one name: keep it in a folder of its own, and share that, or a link to it"
NEW = "once an hour has passed since it was lost, and so every receipt of then is over, begin a new one: : > {}"


class Behind(GuardError):
    """The clock is behind what this file has seen."""


def use(path: str, nonce: str, expires: int, now: int) -> bool:
    """Whether it is used now for the first time; from then on it has been. GuardError where nobody can tell.

    A link leads to one list, with one lock, whoever names it how.
    """
    import fcntl

    path = os.path.realpath(path)
    try:
        with open(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600), "rb") as lock:
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
            latest, used = _kept(path)
            if now + BEHIND < latest:
                what = f"the clock is behind: receipts were used {latest - now:,} seconds later than it is now"
                raise Behind("G638", what, shown(os.fsencode(path)), "set the clock of this machine right")
            if nonce in used:
                return False
            kept = {of: over for of, over in used.items() if over + KEPT > max(now, latest)}
            _write(path, max(now, latest), {**kept, nonce: expires})
    except OSError as error:
        raise _unknown(path, error.strerror or "", AGAIN) from error
    return True


def _kept(path: str) -> tuple[int, dict[str, int]]:
    """What the list says; of one that is gone, or is none, nobody can tell any more."""
    try:
        found = _read(path)
    except FileNotFoundError as error:
        raise _unknown(path, error.strerror or "", NEW) from error
    except OSError as error:
        raise _unknown(path, error.strerror or "", NEW if error.errno == errno.EINVAL else AGAIN) from error
    if os.lstat(path).st_nlink != 1:  # what is written anew would stand under one of its names
        raise _unknown(path, "the list has several names (hard links)", ALONE)
    return found


def _read(path: str) -> tuple[int, dict[str, int]]:
    """The latest time seen, and what was used; an empty file begins a list. One that is gone does not: it was lost."""
    import json

    text = content(path, LARGEST + 1)
    if not text:
        return 0, {}
    try:
        data = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        data = None
    used = data.get("used") if isinstance(data, dict) else None
    latest = data.get("latest") if isinstance(data, dict) else None
    if not isinstance(used, dict) or type(latest) is not int:
        raise OSError(errno.EINVAL, "it is no list of used receipts")
    if not all([DIGITS.issuperset(of) and type(over) is int for of, over in used.items()]):
        raise OSError(errno.EINVAL, "it is no list of used receipts")
    return latest, used


def _write(path: str, latest: int, used: dict[str, int]) -> None:
    """Whole or not at all, and on the disk before anybody is let in."""
    import json

    partial = f"{path}.{os.getpid()}.part"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(partial, flags, 0o600), "wb") as file:
            file.write(json.dumps({"latest": latest, "used": used}, sort_keys=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        sync_folder(os.path.dirname(path) or ".")
    except BaseException:
        if os.path.lexists(partial):
            os.unlink(partial)
        raise


def _unknown(path: str, why: str, mend: str) -> GuardError:
    what = f"which receipts have been used cannot be told: {why}"
    place = shown(os.fsencode(path))
    return GuardError("G638", what, place, mend.format(place))
