"""Garbage collection beside a write: what is new and not yet named by a ref may be thrown away under our hands.

`git gc --prune=now` drops whatever no ref named when it looked. While one is at work, new objects are put into a pack
that git is told to keep; and those that one took between two looks are written again.
"""

from __future__ import annotations

import os
import time

from guard.doors.files import opened
from guard.doors.git.write import DURABLE, Made, packed, store
from guard.errors import GuardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guard.doors.git.repository import Repository

SIGN = "guard-log"
TRIES = 20
LONGEST = 12 * 3600  # seconds after which git itself takes a collection for dead


def running(common_dir: str) -> bool:
    """A collection is at work here; told as git tells it, by the process in gc.pid."""
    try:
        with opened(os.path.join(common_dir, "gc.pid")) as file:
            words = file.read(300).split()
            age = time.time() - os.fstat(file.fileno()).st_mtime
    except FileNotFoundError:
        return False
    if len(words) != 2 or not words[0].isdigit() or age > LONGEST:
        return False
    if words[1] != os.fsencode(os.uname().nodename):
        return True
    try:
        os.kill(int(words[0]), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def put(repository: Repository, objects: Sequence[Made]) -> None:
    """Write objects so that no collection takes them before a ref names them."""
    if running(repository.place.common_dir):
        _keep(repository, objects)
    else:
        store(repository.runner, repository.place, objects)


def settle(repository: Repository, objects: Sequence[Made], pause: Callable[[float], None]) -> None:
    """Make sure of objects that a ref names by now: a collection that began before may not know it.

    It may take the file of a pack, too, while that is still being written; so it is tried again.
    """
    for left in reversed(range(TRIES if objects else 0)):
        try:
            if running(repository.place.common_dir):
                return _keep(repository, objects)
            if None not in list(repository.headers([one.oid for one in objects])):
                return _let_go(repository.place.common_dir)
            store(repository.runner, repository.place, objects)
        except GuardError:
            if not left:
                raise
            pause(0.02)
    return None


def _keep(repository: Repository, objects: Sequence[Made]) -> None:
    child = repository.runner.talk((*DURABLE, "index-pack", "--stdin", f"--keep={SIGN}"))
    try:
        child.hand(packed(objects, repository.place.width))
    finally:
        child.stop()


def _let_go(common_dir: str) -> None:
    """Packs that were kept from a collection that is over are like any other; where that fails, they stay kept."""
    folder = os.path.join(common_dir, "objects", "pack")
    try:
        for name in os.listdir(folder):
            if name.endswith(".keep"):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    ours = file.read(64).strip() == SIGN.encode()
                if ours:
                    os.unlink(path)
    except OSError:
        return
