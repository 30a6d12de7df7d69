"""One append at a time: a lock that outlives whoever is killed, and what a killed append left behind, taken away."""

from __future__ import annotations

import os
import time

from guard.doors.log.faults import BRANCH, unrecorded
from guard.doors.log.seen import FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.place import Place

PATIENCE = 60.0  # seconds to wait for other appends; one takes some hundredths
OLD = 600  # seconds after which a lock of nobody guard knows is nobody's


class Held:
    """The lock of the log, held until `close`."""

    def __init__(self, place: Place, pause: Callable[[float], None] = time.sleep, patience: float = PATIENCE) -> None:
        import fcntl

        self.folder = os.path.join(place.common_dir, FOLDER)
        self.marker = os.path.join(self.folder, "appending")
        self.stale = os.path.join(place.common_dir, BRANCH.decode() + ".lock")
        os.makedirs(self.folder, exist_ok=True)
        path = os.path.join(self.folder, "lock")
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        # The children of this append share the lock: where it is killed and its git still works, the lock is not free.
        os.set_inheritable(self._descriptor, True)
        waited, each = 0.0, 0.002
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if waited >= patience:
                    self.close()
                    what = f"another append has held the log for {patience:.0f} seconds"
                    raise unrecorded(what, os.fsencode(path), "see which one hangs: fuser -v on that file") from None
            except BaseException:
                self.close()
                raise
            pause(each)
            waited += each
            each = min(each * 1.5, 0.02)

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closed and not unlocked: a child that still lives keeps it."""
        os.close(self._descriptor)
