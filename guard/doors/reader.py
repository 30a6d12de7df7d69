"""The reading process of a change set, from outside: what files are sent to it, and what its answers come to."""

from __future__ import annotations

from guard.doors.process import Process, framed, spawned
from guard.doors.scanner import load
from guard.doors.succession import Succession
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.model.vocabulary import TRAITS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from guard.model.reading import Context, Source

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


class Reader(Succession):
    """One change set's reading process. It loads while the first files are fetched, and reads while others are.

    `names` are the detectors it will probably ask.
    """

    too_many = TOO_MANY

    def __init__(self, context: Context, names: Iterable[str] = (), process: Process | None = None) -> None:
        super().__init__(process)
        patterns, *rest = context
        self._names = names
        self._context = (tuple([tuple(pattern) for pattern in patterns]), *rest)
        self._house = frozenset([pattern.name for pattern in patterns if pattern.of == "detect"])
        self._operations = 0  # of all files so far

    def first(self) -> tuple[object, ...]:
        return tuple(self._names), self._context

    def send(self, jobs: Sequence[Job]) -> None:
        """Give it more to read."""
        self.ask([framed((job.detectors, (*job.source,))) for job in jobs])

    def readings(self) -> list[Reading]:
        """What each file does that was sent, in order, once all is read; what could not be read says so."""
        self.finish()
        return self.taken()

    def unread(self, why: str) -> Reading:
        return unread(why)

    def answer(self, line: bytes) -> Reading:
        try:
            answer: Any = load(line.decode())
            operations, accounted = answer
            told = tuple([_operation(*fields) for fields in operations])
        except (ValueError, TypeError, StopIteration):
            return unread("the process that read it gave no answer that can be understood")
        if any([operation.id not in TRAITS and operation.id not in self._house for operation in told]):
            return unread("its reader told of an operation nobody knows")
        if self._operations + len(told) > MOST:
            return unread(TOO_MUCH)
        self._operations += len(told)
        return Reading(told, accounted is True)


def _operation(
    id_: str, line: int | None, of: str | None, direction: str | None, columns: list[str], told: Any, *rest: Any
) -> Operation:
    pairs = tuple([(str(name), str(value)) for name, value in told])
    return Operation(id_, line, of, direction, tuple(columns), pairs, *rest)
