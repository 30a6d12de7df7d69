"""The reading process, from outside: asked, believed as far as it can be, and replaced when it stops.

It answers in order; the file it was at when it died, or when it took too long, counts as not readable, and another
process goes on behind it.
"""

from __future__ import annotations

from guard.doors.process import Process, framed, spawned
from guard.doors.scanner import load
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.model.vocabulary import TRAITS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from guard.model.reading import Context, Source

STARTS = 9  # processes one change set may use up, the first of them in a hurry; files after that are not read
MOST = 200_000  # operations of all files of one process; they are held until all is judged
TOO_MUCH = f"the files before it do {MOST:,} operations, and no more are held"
TOO_MANY = "too many files of this change stopped the process that reads them"


class Job(NamedTuple):
    """One file to read, and by which detectors."""

    detectors: tuple[str, ...]
    source: Source


def side_by_side(context: Context, names: Iterable[str], number: int) -> list[Reader]:
    """So many readers of one change set: one process, and what it forks off once all that they need is loaded."""
    return [Reader(context, names, process) for process in spawned(number)]


class Reader:
    """One change set's reading process. It loads while the first files are fetched, and reads while others are.

    At first answers come together. Should it die, nobody knows at which file; the next one is careful and tells.
    `names` are the detectors it will probably ask.
    """

    def __init__(self, context: Context, names: Iterable[str] = (), process: Process | None = None) -> None:
        patterns, *rest = context
        self._names = names
        self._context = (tuple([tuple(pattern) for pattern in patterns]), *rest)
        self._house = frozenset([pattern.name for pattern in patterns if pattern.of == "detect"])
        self._jobs: list[Job] = []  # sent, and not answered yet
        self._answers: list[Reading] = []
        self._told = 0  # operations
        self._starts = 1
        self._process: Process | None = process or spawned(1)[0]

    def load(self) -> None:
        """What is named so far, while the first files are fetched."""
        if self._process is not None:
            list(self._process.answers(self._first(self._process), 0))

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
            for line in self._process.answers(self._first(self._process) + request, len(self._jobs) if wait else 0):
                self._take([self._reading(line)])
            if not self._process.fault:
                return
            if self._starts > 1:
                self._take([unread(self._process.fault)])
            self.close()
            self._process = spawned(1)[0] if self._starts < STARTS else None
            self._starts += 1
            request = _requests(self._jobs)

    def _first(self, process: Process) -> bytes:
        """What it is told before its first file, as long as it was not."""
        return process.first(self._starts > 1, tuple(self._names), self._context)

    def _take(self, answers: list[Reading]) -> None:
        """What is answered is held no longer."""
        self._answers += answers
        del self._jobs[: len(answers)]

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


def _requests(jobs: Sequence[Job]) -> bytes:
    return b"".join([framed((job.detectors, (*job.source,))) for job in jobs])
