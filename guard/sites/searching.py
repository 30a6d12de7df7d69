"""Searching in processes of its own: a file that crashes, hangs or fills its reader is told as not read, and no more.

What is searched was written by anybody, as what detectors read (docs/adr/0011-reading-what-changes-do.md). The process
that looks has the limits of the one that reads changes; many files are divided between two.
"""

from __future__ import annotations

from guard.doors.process import Process, framed, spawned
from guard.doors.scanner import load
from guard.doors.succession import Succession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from guard.sites.query import Query

    Of = tuple[str, str]  # what a file is read as, and its blob
    Row = list[Any]  # places, what is worked off, and why there may be more

CODE = (
    "import sys; sys.dont_write_bytecode = True; sys.path[:] = sys.argv[1:]; "
    "from guard.sites.searching import main; main()"
)
MANY = 64  # files, from which on two processes look
BATCH = 1 << 19  # bytes sent at a time: fits into a pipe, so that neither of two waits for the other
LARGEST = 4 << 20  # bytes of an answer
TOO_MANY = "too many files stopped the process that looks into them"
TOO_MUCH = "it holds more places than guard takes from one file"
_TEXTS = (str,) * 6


def main() -> None:
    """In the process: answer every file in order. The first request is the query."""
    from guard import worker
    from guard.sites.query import Query
    from guard.sites.search import Search

    out, requests = worker.begun()
    careful, told, others = next(requests)
    search = Search(Query(*told))
    worker.ready(out)
    worker.serve(requests, out, careful, others, lambda job: _line(search, *job))


def _line(search: Any, language: str, data: bytes) -> bytes:
    """What one file answers. Parsers fail in ways of their own, even outside Exception: all mean it was not read."""
    import json

    try:
        places, worked, unread = search.file(data, language)
        row: Row = [[list(place) for place in places], [list(place) for place in worked], unread]
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        row = [[], [], f"its reader failed ({type(error).__name__})"]
    line = json.dumps(row if any(row) else None).encode() + b"\n"
    return line if len(line) <= LARGEST else json.dumps([[], [], TOO_MUCH]).encode() + b"\n"


def searched(query: Query, files: Iterable[tuple[Of, bytes]], many: bool) -> Iterator[tuple[Of, Row | None]]:
    """What each file answers, None where it holds nothing; nothing is started where there is no file."""
    searchers: list[_Searcher] = []
    batches = _batches(files)
    try:
        for number, batch in enumerate(batches):
            if not searchers:
                searchers = [_Searcher(query, one) for one in spawned(2 if many else 1, CODE)]
            one = searchers[number % len(searchers)]
            one.send(batch)
            yield from one.rows()
        for one in searchers:
            one.finish()
            yield from one.rows()
    finally:
        for one in searchers:
            one.close()


def _batches(files: Iterable[tuple[Of, bytes]]) -> Iterator[list[tuple[Of, bytes]]]:
    batch: list[tuple[Of, bytes]] = []
    size = 0
    for of, data in files:
        batch.append((of, framed((of[0], data))))
        size += len(data)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Searcher(Succession):
    """One process, or those that follow it, and which files it was sent."""

    too_many = TOO_MANY

    def __init__(self, query: Query, process: Process) -> None:
        super().__init__(process)
        self._query = tuple(query)
        self._of: list[Of] = []  # what stands behind each answer that is not taken yet

    def code(self) -> str:
        return CODE

    def first(self) -> tuple[object, ...]:
        return (self._query,)

    def send(self, jobs: Sequence[tuple[Of, bytes]]) -> None:
        self._of += [of for of, _ in jobs]
        self.ask([request for _, request in jobs])

    def rows(self) -> list[tuple[Of, Row | None]]:
        """What was answered meanwhile, each with its file."""
        rows = self.taken()
        of, self._of = self._of[: len(rows)], self._of[len(rows) :]
        return list(zip(of, rows, strict=True))

    def answer(self, line: bytes) -> Row | None:
        return _row(line)

    def unread(self, why: str) -> Row:
        return [[], [], why]


def _row(line: bytes) -> Row | None:
    """An answer, believed only as far as it is one."""
    try:
        row: Any = load(line.decode())
        if row is None:
            return None
        places, worked, unread = row
        for line_, *texts in [*places, *worked]:
            if not isinstance(line_, int) or tuple(map(type, texts)) != _TEXTS:
                raise ValueError("no place")
        return [places, worked, str(unread)]
    except (ValueError, TypeError, StopIteration):
        return [[], [], "the process that read it gave no answer that can be understood"]
