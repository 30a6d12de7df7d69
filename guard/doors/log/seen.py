"""What was seen of the log here: the newest tip that held, and of each remote the newest one fetched.

A log that does not descend from it lost entries, and no empty log can pass for one that never was. Only what was
verified is written here, so a log that is malformed never moves the mark.
"""

from __future__ import annotations

import os

from guard.doors.git.write import flush, sync_folder
from guard.doors.log.chain import first
from guard.doors.log.faults import unreadable
from guard.errors import GuardError
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

FOLDER = "guard/log"  # below the common git directory
NAME = "seen"
LARGEST = 1 << 16
MORE = ("beside", "first")  # fields of the file that stand there only where they say something
HEX = frozenset("0123456789abcdef")
WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
OWN = "make guard/log in the git directory a folder of its own, not a link"
MEND = (
    "a person makes sure that guard-log is the one everybody has (git ls-remote origin guard-log), then moves this file"
    " aside: guard writes it again"
)


class Seen(NamedTuple):
    """The newest tip verified here, and the newest one fetched of each remote; b"" where there was none.

    `beside` is a second tip that counts as well while own entries are put on top of fetched ones. `first` is the entry
    with which the log up to `tip` begins, so that nobody has to walk there again.
    """

    tip: bytes = b""
    remotes: tuple[tuple[str, bytes], ...] = ()
    beside: bytes = b""
    first: bytes = b""

    def of(self, remote: str) -> bytes:
        return dict(self.remotes).get(remote, b"")


def folder(common_dir: str) -> str:
    """The log's own folder, which need not be there yet; G501 where a link leads elsewhere, to another log's."""
    path = os.path.join(common_dir, FOLDER)
    if os.path.realpath(path) != os.path.join(os.path.realpath(common_dir), FOLDER):
        raise unreadable("the log's own folder leads elsewhere", os.fsencode(path), OWN)
    return path


def read(common_dir: str) -> Seen:
    """What was seen; nothing at all only where no file is there."""
    path = os.path.join(folder(common_dir), NAME)
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            text = file.read(LARGEST)
    except FileNotFoundError:
        return Seen()
    except OSError as error:
        raise _damaged(path, error.strerror or "") from error
    from guard.doors.scanner import load

    try:
        data = load(text.decode("ascii").strip())
    except (ValueError, StopIteration, RecursionError) as error:
        raise _damaged(path, "it is no JSON") from error
    found = _seen(data)
    if found is None:
        raise _damaged(path, "it names no tip")
    return found


def _seen(data: object) -> Seen | None:
    """The value, where the file holds exactly what guard writes."""
    if not isinstance(data, dict) or not {"tip", "remotes"} <= data.keys() <= {"tip", "remotes", *MORE}:
        return None
    tip, remotes = data["tip"], data["remotes"]
    more = [data.get(name, "") for name in MORE]
    if not isinstance(remotes, dict) or not all([_is_oid(one) for one in (tip, *more, *remotes.values())]):
        return None
    fetched = tuple([(name, oid.encode()) for name, oid in sorted(remotes.items())])
    return Seen(tip.encode(), fetched, *[one.encode() for one in more])


def _is_oid(text: object) -> bool:
    return isinstance(text, str) and len(text) in (0, 40, 64) and HEX.issuperset(text)


def write(repository: Repository, tip: bytes, remote: str = "") -> None:
    """Move the mark to a tip that was verified, or with `remote` the mark of what was fetched from there.

    A mark only moves on: to what descends from it. Where it cannot be written, as in a clone that is read only, it
    stays where it was.
    """
    common_dir = repository.place.common_dir
    try:
        with Changing(common_dir):
            was = read(common_dir)
            mark = was.of(remote) if remote else was.tip
            if mark == tip:
                return
            known = [one for one in (mark, b"" if remote else was.beside) if one]
            here = [one for one, header in zip(known, repository.headers(known), strict=True) if header is not None]
            if known and not any([repository.contains(tip, one) for one in here]):
                return  # somebody else read on since
            if remote:
                put(common_dir, was._replace(remotes=tuple(sorted({**dict(was.remotes), remote: tip}.items()))))
            else:
                start = was.first if was.tip in here and repository.contains(tip, was.tip) else b""
                put(common_dir, Seen(tip, was.remotes, first=start or first(repository, tip)))
    except OSError:
        return


def grow(repository: Repository, new: bytes, before: bytes) -> None:
    """Move the mark on to an entry that was just put on top of what was seen, and is on the disk; never before it is.

    Where it was cut short in between, or cannot be written, it stays behind: whoever reads the log next moves it.
    """
    try:
        with Changing(repository.place.common_dir):
            was = read(repository.place.common_dir)
            if before == was.tip or (before and before == was.beside):
                start = (was.first if before == was.tip else b"") if before else new
                put(repository.place.common_dir, Seen(new, was.remotes, first=start))
                return
        write(repository, new)
    except (OSError, GuardError):
        return


class Changing:
    """Nobody else changes what was seen meanwhile; OSError where that cannot be had."""

    def __init__(self, common_dir: str) -> None:
        import fcntl

        own = folder(common_dir)
        os.makedirs(own, exist_ok=True)
        self._descriptor = os.open(os.path.join(own, f"{NAME}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except BaseException:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> Changing:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


class Moving:
    """While own entries are put on top of fetched ones the branch is at the old tip or at the new: both count.

    Where that was cut short before, once the branch had moved, the old tip is the one that was beside then.
    """

    def __init__(self, repository: Repository, old: bytes, new: bytes) -> None:
        self._common_dir = repository.place.common_dir
        self._old, self._new = old, new

    def __enter__(self) -> None:
        with Changing(self._common_dir):
            was = read(self._common_dir)
            if was.beside and was.beside == self._old:
                was = Seen(self._old, was.remotes)
            if was.tip:
                put(self._common_dir, was._replace(beside=self._new))

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            with Changing(self._common_dir):
                was = read(self._common_dir)
                if was.beside == self._new:
                    put(self._common_dir, Seen(self._new, was.remotes))


def put(common_dir: str, seen: Seen) -> None:
    """Write it whole or not at all, and on the disk before this returns."""
    import json

    own = folder(common_dir)
    os.makedirs(own, exist_ok=True)
    data: dict[str, object] = {"tip": seen.tip.decode(), "remotes": {name: oid.decode() for name, oid in seen.remotes}}
    data |= {name: oid.decode() for name, oid in zip(MORE, (seen.beside, seen.first), strict=True) if oid}
    partial = os.path.join(own, f"{NAME}.part")  # one name, under the lock: what was cut short is written over
    try:
        with open(os.open(partial, WRITE, 0o666), "wb") as file:
            file.write(json.dumps(data, sort_keys=True).encode() + b"\n")
            file.flush()
            flush(file.fileno())
        os.replace(partial, os.path.join(own, NAME))
    except BaseException:
        drop(partial)
        raise
    sync_folder(own)


def drop(path: str) -> None:
    """Leave nothing of a file that was begun."""
    try:
        os.unlink(path)
    except OSError:
        pass


def _damaged(path: str, why: str) -> GuardError:
    return unreadable(f"what was seen of the log cannot be read: {why}", os.fsencode(path), MEND)
