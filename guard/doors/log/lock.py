"""One append at a time: a lock that outlives whoever is killed, and what a killed append left behind, taken away."""

from __future__ import annotations

import os
import time

from guard.doors.files import content, opened
from guard.doors.log.faults import BRANCH, unrecorded
from guard.doors.log.seen import folder
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.place import Place

PATIENCE = 60.0  # seconds to wait for other appends; one takes some hundredths
OLD = 600  # seconds after which a lock is nobody's, whoever made it
WHILE = 2.0  # seconds in which anybody else who works on the branch is done with it


class Held:
    """The lock of the log, held until `close`; `say` is told what was found and taken away."""

    def __init__(self, place: Place, say: Callable[[str], None], pause: Callable[[float], None] = time.sleep) -> None:
        self._say = say
        self.pause = pause
        self._folder = folder(place.common_dir)
        self._marker = os.path.join(self._folder, "appending")
        self._taken = False
        self.stale = os.path.join(place.common_dir, BRANCH.decode() + ".lock")
        os.makedirs(self._folder, exist_ok=True)
        path = os.path.join(self._folder, "lock")
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            # The gits of this append share the lock: where it is killed and they still work, the lock is not free. So
            # whoever gets it knows that nobody who held it before is at work.
            os.set_inheritable(self._descriptor, True)
            self._wait(path)
        except BaseException:
            self.close()
            raise

    def _wait(self, path: str) -> None:
        import fcntl

        waited, each = 0.0, 0.002
        while True:
            try:
                return fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waited >= PATIENCE:
                    what = f"another append has held the log for {PATIENCE:.0f} seconds"
                    mend = "see which program hangs (fuser -v on that file), end it, then run the same command again"
                    raise unrecorded(what, os.fsencode(path), mend) from None
            self.pause(each)
            waited += each
            each = min(each * 1.5, 0.02)

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closed and not unlocked: a child that still lives keeps it."""
        os.close(self._descriptor)

    def begin(self, oid: bytes) -> None:
        """From here on a lock of the branch may be left by us; one that was left by an append that died goes first."""
        if self._clear_ours():
            self._say("an append was cut short here before; the lock it left on guard-log is removed")
        self._taken = _look(self.stale) is not None
        descriptor = os.open(self._marker, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o666)
        try:
            os.write(descriptor, oid + b"\n")
        finally:
            os.close(descriptor)

    def end(self, well: bool = True) -> None:
        """git is done with the branch; where it was itself killed at that, its lock goes too."""
        try:
            if not well and not self._taken:
                self._clear_ours()
            os.unlink(self._marker)
        except OSError:  # a marker that stays makes the next append look twice
            pass

    def _clear_ours(self) -> bool:
        """A git that died while it moved the branch left its lock: the one that holds what was to be written."""
        try:
            left = content(self._marker, 80)
        except FileNotFoundError:
            return False
        found = _look(self.stale)
        if not found or not left.startswith(found.content):
            return False
        if not found.content:  # it may be of somebody who has just made it, and then it is not empty for long
            self.pause(0.05)
        if _look(self.stale) != found:
            return False
        _remove(self.stale)
        return True

    def clear(self) -> None:
        """Somebody else's lock on the branch: wait for its owner a while, take it away when it is old."""
        waited = 0.0
        while (found := _look(self.stale)) and waited < WHILE:
            self.pause(0.05)
            waited += 0.05
        if not found:
            return
        age = time.time() - found.at / 1e9
        if age > OLD:
            _remove(self.stale)
            self._say(f"a lock on guard-log was left {age / 60:.0f} minutes ago; it is removed")
            return
        what = f"git's lock on guard-log has been held for {max(age, 0):.0f} seconds by another program"
        mend = f"end the program that holds it, then run this again; after {OLD // 60} minutes guard removes it"
        raise unrecorded(what, os.fsencode(self.stale), mend)


class Look(NamedTuple):
    """A lock file as it was at one moment."""

    content: bytes
    number: int
    at: int


def _look(path: str) -> Look | None:
    try:
        with opened(path) as file:
            status = os.fstat(file.fileno())
            return Look(file.read(80), status.st_ino, status.st_mtime_ns)
    except FileNotFoundError:
        return None


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
