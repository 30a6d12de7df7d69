"""The reading process, from outside: started when a file has to be read, watched, and replaced when it stops.

It answers in order; the file it was at when it died, or when it took too long, counts as not readable, and another
process goes on behind it.
"""

from __future__ import annotations

import marshal
import os
import select
import sys

from guard.doors.scanner import load
from guard.errors import GuardError
from guard.escape import shown
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.model.vocabulary import TRAITS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from guard.model.reading import Context, Source

# Milliseconds without an answer or a request taken, for one that waits; one that works reaches its own limit first.
PATIENCE = 120_000
STARTS = 9  # processes one change set may use up, the first of them in a hurry; files after that are not read
MOST = 200_000  # operations of all files of one process; they are held until all is judged
LARGEST_ANSWER = 8 << 20  # bytes; the process itself keeps to less
SIGKILL = 9
# No .pyc is written: under its limits every attempt would fail, and might leave a part of one behind.
CODE = "import sys; sys.dont_write_bytecode = True; sys.path[:] = sys.argv[1:]; from guard.worker import main; main()"
GAVE_UP = "reading it took too long, or stopped the process that read it"
TOO_LARGE = "the process that read it told more than guard takes"
TOO_MUCH = f"the files before it do {MOST:,} operations, and no more are held"
TOO_MANY = "too many files of this change stopped the process that reads them"


class Job(NamedTuple):
    """One file to read, and by which detectors."""

    detectors: tuple[str, ...]
    source: Source


class Reader:
    """One change set's reading process. It loads while the first files are fetched, and reads while others are.

    At first answers come together. Should it die, nobody knows at which file; the next one is careful and tells.
    `names` are the detectors it will probably ask.
    """

    def __init__(self, context: Context, names: Iterable[str] = ()) -> None:
        patterns, *rest = context
        self._names = tuple(names)
        self._context = (tuple([tuple(pattern) for pattern in patterns]), *rest)
        self._house = frozenset([pattern.name for pattern in patterns if pattern.of == "detect"])
        self._jobs: list[Job] = []  # sent, and not answered yet
        self._answers: list[Reading] = []
        self._starts = 0
        self._told = 0  # operations
        self._process = self._start()

    def send(self, jobs: Sequence[Job]) -> None:
        """Give it more to read; what it has answered meanwhile is taken."""
        self._jobs += jobs
        self._talk(_requests(jobs), wait=False)

    def readings(self) -> list[Reading]:
        """What each file does that was sent, in order, once all is read; what could not be read says so."""
        self._talk(b"", wait=True)
        found, self._answers = self._answers, []
        return found

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def _talk(self, request: bytes, wait: bool) -> None:
        """Until all is sent, or all is answered. Where it stops at a file, another one goes on behind that file."""
        while self._jobs:
            if self._process is None:
                self._take([unread(TOO_MANY)] * len(self._jobs))
                return
            for line in self._process.answers(request, len(self._jobs) if wait else 0):
                self._take([self._reading(line)])
            if not self._process.fault:
                return
            if self._starts > 1:
                self._take([unread(self._process.fault)])
            self.close()
            self._process = self._start() if self._starts < STARTS else None
            request = _requests(self._jobs)

    def _take(self, answers: list[Reading]) -> None:
        """What is answered is held no longer."""
        self._answers += answers
        del self._jobs[: len(answers)]

    def _start(self) -> _Process | None:
        self._starts += 1
        return _Process(_framed((self._starts > 1, self._names, self._context)))

    def _reading(self, line: bytes) -> Reading:
        """An answer, believed only as far as it is one."""
        try:
            answer: Any = load(line.decode())
            operations, accounted = answer
            told = tuple([_operation(*fields) for fields in operations])
        except (ValueError, TypeError, StopIteration):
            return unread("the process that read it gave no answer that can be understood")
        if any([operation.id not in TRAITS and operation.id not in self._house for operation in told]):
            return unread("its reader told of an operation nobody knows")
        if self._told + len(told) > MOST:
            return unread(TOO_MUCH)
        self._told += len(told)
        return Reading(told, accounted is True)


def _operation(
    id_: str, line: int | None, of: str | None, direction: str | None, columns: list[str], told: Any, *rest: Any
) -> Operation:
    pairs = tuple([(str(name), str(value)) for name, value in told])
    return Operation(id_, line, of, direction, tuple(columns), pairs, *rest)


class _Process:
    """One running `python -I -S -c ...`, a pipe to it and one from it. Its first line says that it is ready to read."""

    def __init__(self, first: bytes) -> None:
        self._due = first  # goes before the first request
        self._held: list[bytes] = []  # the beginning of an answer
        self._ready = False
        self.fault = ""  # why it gives no more answers
        self._pid, self._to, self._from = _spawned()
        os.set_blocking(self._to, False)
        _widen(self._to)
        _widen(self._from)

    def answers(self, requests: bytes, wanted: int) -> Iterator[bytes]:
        """Its lines as they come, until all is sent and so many came. `fault` says that it did not get that far."""
        self.fault = GAVE_UP
        poll, view = select.poll(), memoryview(self._due + requests)
        self._due = b""
        poll.register(self._from, select.POLLIN)
        if view:
            poll.register(self._to, select.POLLOUT)
        while view or wanted > 0:
            able = dict(poll.poll(PATIENCE))
            if self._to in able and not (view := self._send(view)):
                poll.unregister(self._to)
            if able and self._from not in able:
                continue
            chunk = os.read(self._from, 1 << 16) if able else b""
            if not (chunk or self._ready):
                raise _unstarted("it ended, or hung, before it was ready")
            lines = self._lines(chunk)
            wanted -= len(lines)
            yield from lines
            if sum(map(len, self._held)) > LARGEST_ANSWER:
                self.fault = TOO_LARGE
                return
            if not chunk:
                return
        self.fault = ""

    def _lines(self, chunk: bytes) -> list[bytes]:
        """The answers that end in it; what is behind them is held."""
        head, end, tail = chunk.rpartition(b"\n")
        if not end:
            self._held.append(chunk)
            return []
        lines = b"".join([*self._held, head]).split(b"\n")
        self._held = [tail]
        if not self._ready:
            self._ready = True
            del lines[0]
        return lines

    def _send(self, view: memoryview) -> memoryview:
        """As much as fits now. One that is gone takes nothing more; that it is gone shows where it is read from."""
        try:
            return view[os.write(self._to, view[: 1 << 16]) :]
        except BlockingIOError:
            return view
        except OSError:
            return view[:0]

    def stop(self) -> None:
        """The end of it, whatever it is at."""
        os.close(self._to)
        os.close(self._from)
        try:
            os.kill(self._pid, SIGKILL)
            os.waitpid(self._pid, 0)
        except (ProcessLookupError, ChildProcessError):  # where nobody waits for children, they are gone at once
            pass


def _spawned() -> tuple[int, int, int]:
    """Its number, our end of the pipe to it, and our end of the one from it. It never sees the terminal."""
    # only absolute places to load from: any other would be a folder of the repository
    argv = [sys.executable, "-I", "-S", "-c", CODE, *[path for path in sys.path if path.startswith("/")]]
    pipes: list[int] = []
    try:
        pipes += os.pipe()
        pipes += os.pipe()
        theirs_in, to, from_, theirs_out = pipes
        unheard = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        actions = [(os.POSIX_SPAWN_DUP2, theirs_in, 0), (os.POSIX_SPAWN_DUP2, theirs_out, 1), unheard]
        pid = os.posix_spawn(sys.executable, argv, {"LC_ALL": "C.UTF-8"}, file_actions=actions)
    except (OSError, TypeError, ValueError) as error:  # not only OSError: Python may not know where it stands itself
        for descriptor in pipes:
            os.close(descriptor)
        raise _unstarted(getattr(error, "strerror", None) or "no Python is known") from error
    os.close(theirs_in)
    os.close(theirs_out)
    return pid, to, from_


def _unstarted(why: str) -> GuardError:
    python = shown(os.fsencode(sys.executable or "python"))
    mend = f"mend what this says, or whatever keeps {os.devnull}, memory or processes back: "
    what = f"the process that reads what changes do cannot be started: {why}"
    return GuardError("G821", what, python, f"{mend}{python} -I -c 'import guard.worker'")


def _widen(descriptor: int) -> None:
    """Room for some files more in a pipe, where the system gives it, so that neither side waits for the other."""
    import fcntl

    try:
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 1 << 20)
    except (AttributeError, OSError):
        pass


def _requests(jobs: Sequence[Job]) -> bytes:
    return b"".join([_framed((job.detectors, (*job.source,))) for job in jobs])


def _framed(request: tuple[Any, ...]) -> bytes:
    body = marshal.dumps(request)
    return len(body).to_bytes(8, "big") + body
