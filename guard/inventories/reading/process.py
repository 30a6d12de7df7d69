"""Reading in processes of its own: a file that crashes, hangs or fills its reader is told as not read, and no more.

As places of plans are searched (guard.sites.searching): the process has the limits of the one that reads changes, and
many files are divided between two.
"""

from __future__ import annotations

from guard.doors.process import Process, framed, spawned
from guard.doors.scanner import load
from guard.doors.succession import Succession
from guard.inventories.reading.readers import LARGEST, READERS, TOO_LARGE
from guard.inventories.reading.rows import checked, packed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.inventories.reading.readers import Answer
    from guard.model.known import Progress

    Rows = dict[str, list[tuple[str, int]]]  # kind -> names with their lines
    Ways = tuple[tuple[str, str], ...]  # readers, each with what it reads a file as
    Reply = tuple[str, tuple[str, str], Answer]

CODE = (
    "import sys; sys.dont_write_bytecode = True; sys.path[:] = sys.argv[1:]; "
    "from guard.inventories.reading.process import main; main()"
)
MANY = 64  # files, from which on two processes read
BATCH = 1 << 19  # bytes sent at a time
LONGEST_ANSWER = 4 << 20  # bytes
LONGEST_NAME = 400
NAMES = 20_000  # of one file, by one reader
TOO_MANY = "too many files stopped the process that reads them"
TOO_MUCH = "it holds more names than guard takes from one file"
NO_ANSWER = "the process that read it gave no answer that can be understood"
ELSEWHERE = "its content is kept elsewhere (Git LFS)"
_POINTER = b"version https://git-lfs.github.com/spec/v1"


class UnreadError(Exception):
    """A reader cannot tell what a file holds, or not all of it; its text says why, and shows nothing of the file."""


def main() -> None:
    """In the process: answer every file in order."""
    from guard import worker

    out, requests = worker.begun()
    careful, others = next(requests)
    worker.ready(out)
    worker.serve(requests, out, careful, others, lambda job: _line(*job))


def _line(ways: Ways, data: bytes) -> bytes:
    """What each reader tells of one file."""
    import json

    told = [(packed(rows), why) for rows, why in [_told(reader, how, data) for reader, how in ways]]
    line = json.dumps(told).encode() + b"\n"
    return line if len(line) <= LONGEST_ANSWER else json.dumps([[{}, TOO_MUCH] for _ in ways]).encode() + b"\n"


def _told(reader: str, how: str, data: bytes) -> tuple[Rows, str]:
    """One reader. Parsers fail in ways of their own, even outside Exception: all mean that it was not read."""
    import importlib

    rows: Rows = {}
    if data.startswith(_POINTER):
        return rows, ELSEWHERE
    number = 0
    seen: set[tuple[str, str]] = set()
    try:
        for kind, name, line in importlib.import_module(READERS[reader]).read(data, how):
            if (kind, name) in seen or not name or len(name) > LONGEST_NAME:
                continue
            seen.add((kind, name))
            number += 1
            if number > NAMES:
                return rows, TOO_MUCH
            rows.setdefault(kind, []).append((name, line))
    except UnreadError as error:
        return rows, str(error)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return rows, f"its reader failed ({type(error).__name__})"
    return rows, ""


def read(repository: Repository, asked: Mapping[str, Ways], progress: Progress | None) -> Iterator[Reply]:
    """What each blob answers to each of its readers; nothing is started where there is no blob."""
    readers: list[_Reader] = []
    large: list[str] = []
    total = len(asked)
    done = 0
    try:
        for number, batch in enumerate(_batches(repository, asked, large)):
            if not readers:
                readers = [_Reader(one) for one in spawned(2 if total > MANY else 1, CODE)]
            one = readers[number % len(readers)]
            one.send(batch)
            done += len(batch)
            if progress is not None:
                progress("files", min(done, total - 1), total)
            yield from one.replies()
        for one in readers:
            one.finish()
            yield from one.replies()
    finally:
        for one in readers:
            one.close()
        if progress is not None and total:
            progress("files", total, total)
    for oid in large:
        yield from [(oid, way, ({}, TOO_LARGE)) for way in asked[oid]]


def _batches(
    repository: Repository, asked: Mapping[str, Ways], large: list[str]
) -> Iterator[list[tuple[str, Ways, bytes]]]:
    batch: list[tuple[str, Ways, bytes]] = []
    size = 0
    contents = repository.objects.files([oid.encode() for oid in asked], LARGEST)
    for (oid, ways), data in zip(asked.items(), contents, strict=True):
        if data is None:
            large.append(oid)
            continue
        batch.append((oid, ways, framed((ways, data))))
        size += len(data)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Reader(Succession):
    """One process, or those that follow it, and which files it was sent."""

    too_many = TOO_MANY

    def __init__(self, process: Process) -> None:
        super().__init__(process)
        self._of: list[tuple[str, Ways]] = []  # what stands behind each answer that is not taken yet

    def code(self) -> str:
        return CODE

    def first(self) -> tuple[object, ...]:
        return ()

    def send(self, jobs: Sequence[tuple[str, Ways, bytes]]) -> None:
        self._of += [(oid, ways) for oid, ways, _ in jobs]
        self.ask([request for _, _, request in jobs])

    def replies(self) -> Iterator[Reply]:
        """What was answered meanwhile, each with its blob and its reader."""
        told = self.taken()
        of, self._of = self._of[: len(told)], self._of[len(told) :]
        for (oid, ways), answers in zip(of, told, strict=True):
            some = answers if isinstance(answers, list) and len(answers) == len(ways) else [answers] * len(ways)
            for way, answer in zip(ways, some, strict=True):
                yield oid, way, believed(answer)

    def answer(self, line: bytes) -> Any:
        try:
            return load(line.decode())
        except (ValueError, StopIteration):
            return self.unread(NO_ANSWER)

    def unread(self, why: str) -> Any:
        return {}, why


def believed(answer: Any) -> Answer:
    """An answer, believed only as far as it is one."""
    try:
        rows, why = answer
        return checked(rows), str(why)
    except (TypeError, ValueError, AttributeError):
        return {}, NO_ANSWER
