"""The reading process, from outside: started when a file has to be read, watched, and replaced when it stops.

One process for all files of a change set. It answers in order; the file it was at when it died, or when it took too
long, counts as not readable, and another process goes on behind it.
"""

from __future__ import annotations

import marshal
import os
import select
import sys

from guard.doors.scanner import load
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.model.vocabulary import TRAITS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from guard.model.reading import Context, Source

PATIENCE = 20_000  # milliseconds without an answer or a request taken, after which a file has taken too long
STARTS = 9  # processes one change set may use up, the first of them in a hurry; files after that are not read
LARGEST_ANSWER = 32 << 20
SIGKILL = 9
CODE = "import sys; sys.path[:] = sys.argv[1:]; from guard.worker import main; main()"
GAVE_UP = "reading it took too long, or stopped the process that read it"
TOO_MANY = "too many files of this change stopped the process that reads them"


class Job(NamedTuple):
    """One file to read, and by which detectors."""

    detectors: tuple[str, ...]
    source: Source


class Reader:
    """One change set's reading process. It loads while the first files are fetched, and reads while others are.

    At first answers come together. Should it die, nobody knows at which file; the next one is careful and tells.
    """

    def __init__(self, context: Context) -> None:
        patterns, *rest = context
        self._context = (tuple([tuple(pattern) for pattern in patterns]), *rest)
        self._house = frozenset([pattern.name for pattern in patterns if pattern.of == "detect"])
        self._jobs: list[Job] = []  # sent, and not answered yet
        self._answers: list[Reading] = []
        self._starts = 0
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
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _talk(self, request: bytes, wait: bool) -> None:
        """Until all is sent, or all is answered. Where it stops at a file, another one goes on behind that file."""
        while self._jobs:
            if self._process is None:
                self._take([unread(TOO_MANY)] * len(self._jobs))
                return
            for line in self._process.answers(request, len(self._jobs) if wait else 0):
                self._take([self._reading(line)])
            if self._process.well:
                return
            if self._starts > 1:
                self._take([unread(GAVE_UP)])
            self.close()
            self._process = self._start() if self._starts < STARTS else None
            request = _requests(self._jobs)

    def _take(self, answers: list[Reading]) -> None:
        """What is answered is held no longer."""
        self._answers += answers
        del self._jobs[: len(answers)]

    def _start(self) -> _Process | None:
        self._starts += 1
        return _Process(_framed((self._starts > 1, self._context)))

    def _reading(self, line: bytes) -> Reading:
        """An answer, believed only as far as it is one."""
        try:
            answer: Any = load(line.decode())
            operations, accounted = answer
            told = tuple([_operation(*fields) for fields in operations])
        except (ValueError, TypeError, StopIteration):
            return unread("the process that read it gave no answer that can be understood")
        strange = [operation.id for operation in told if operation.id not in TRAITS and operation.id not in self._house]
        return unread("its reader told of an operation nobody knows") if strange else Reading(told, accounted is True)


def _operation(
    id_: str,
    line: int | None,
    of: str | None,
    direction: str | None,
    columns: list[str],
    attributes: list[list[str]],
    via: str,
    confidence: str,
    mirrors: bool,
) -> Operation:
    pairs = tuple([(str(name), str(value)) for name, value in attributes])
    return Operation(id_, line, of, direction, tuple(columns), pairs, via, confidence, mirrors)


class _Process:
    """One running `python -I -S -c ...`, a pipe to it and one from it."""

    def __init__(self, first: bytes) -> None:
        self._due = first  # goes before the first request
        self._held = b""  # the beginning of an answer
        self.well = True
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        os.set_blocking(self._to, False)
        _widen(self._to)
        _widen(self._from)
        argv = [sys.executable, "-I", "-S", "-c", CODE, *[path for path in sys.path if path]]
        actions = [(os.POSIX_SPAWN_DUP2, theirs_in, 0), (os.POSIX_SPAWN_DUP2, theirs_out, 1)]
        try:
            self._pid = os.posix_spawn(sys.executable, argv, {"LC_ALL": "C.UTF-8"}, file_actions=actions)
        finally:
            os.close(theirs_in)
            os.close(theirs_out)

    def answers(self, requests: bytes, wanted: int) -> Iterator[bytes]:
        """Its lines as they come, until all is sent and so many came. `well` says whether it got that far."""
        self.well = False
        poll, view = select.poll(), memoryview(self._due + requests)
        self._due = b""
        poll.register(self._from, select.POLLIN)
        if view:
            poll.register(self._to, select.POLLOUT)
        while view or wanted > 0:
            events = poll.poll(PATIENCE)
            if not events or len(self._held) > LARGEST_ANSWER:
                return
            for descriptor, _ in events:
                if descriptor == self._to:
                    view = self._send(view)
                    if not view:
                        poll.unregister(self._to)
                    continue
                chunk = os.read(self._from, 1 << 16)
                if not chunk:
                    return
                *lines, self._held = (self._held + chunk).split(b"\n")
                wanted -= len(lines)
                yield from lines
        self.well = True

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
        os.kill(self._pid, SIGKILL)
        os.waitpid(self._pid, 0)


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
