"""What changes do, read from their content: which files, by whom, with what at hand. Thousands of files cost one
process more; a change with none that a detector reads costs none."""

from __future__ import annotations

from guard.effects.declared import context_of
from guard.effects.picking import picked
from guard.model.change import EXECUTABLE, FILE
from guard.model.operation import QUIET
from guard.model.reading import unread
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.doors.reader import Reader
    from guard.effects.standing import Standing
    from guard.model.change import Change, FileChange
    from guard.model.operation import Judged, Operation
    from guard.model.reading import Reading
    from guard.operations import Detector
    from guard.operations.migrations import Standing as Names
    from guard.trust import Trusted

    Wanted = dict[FileChange, tuple[Detector, ...]]

LARGEST = 8 << 20  # bytes of a file that is read; a larger one is told as not read
BATCH = 16 << 20  # bytes of content held at a time
PLAIN = (FILE, EXECUTABLE)
REPLACED = frozenset(("file.add", "file.modify", "file.delete"))  # what an effect that is all of a change stands for


class Seen(NamedTuple):
    """All that reading told, for the landing and every step to it."""

    readings: dict[FileChange, Reading]
    created: tuple[str, ...]  # what the plans that stand will create
    names: Names | None  # which names stand beside each other; None: nothing was read


def read(repository: Repository, sets: Iterable[Judged], trusted: Trusted, change: Change) -> Seen:
    """What every changed file says that some detector reads. A file that a later commit changes again is read again."""
    context = context_of(trusted)
    wanted = {
        file: detectors
        for judged in sets
        for file, detectors in picked(judged, context)
        if file.old != file.new and (file.old_mode in PLAIN or file.new_mode in PLAIN)
    }
    if not wanted:
        return Seen({}, (), None)
    from guard.doors.reader import Reader
    from guard.effects.standing import Standing

    reader = Reader(context)  # it loads while the files are read
    try:
        standing = Standing(repository, trusted, change, wanted)
        readings = dict(_readings(repository, reader, wanted, standing))
        return Seen(readings, context.created, standing.names(change.landing.changes))
    finally:
        reader.close()


def told(judged: Judged, seen: Seen) -> Judged:
    """The change set with what was read in it, each operation in its role."""
    if seen.names is None:
        return judged
    from guard.model.composition import compose
    from guard.operations import migrations

    changes = judged.changes.changes
    operations = dict(judged.operations)
    for file in changes:
        reading = seen.readings.get(file)
        if reading is not None:
            operations[file.path] = (*_left(operations[file.path], reading), *reading.operations)
    for path, found in migrations.detect(changes, seen.names).items():
        operations[path] = (*operations[path], *found)
    read_paths = [file.path for file in changes if file in seen.readings]
    return compose(judged._replace(operations=operations), read_paths, seen.created, migrations.pairs(changes))


def _left(operations: tuple[Operation, ...], reading: Reading) -> tuple[Operation, ...]:
    """What is told of the file beside what it does: all, or no more than changes of kind, which always show."""
    if not (reading.accounted and any([operation.id not in QUIET for operation in reading.operations])):
        return operations
    return tuple([operation for operation in operations if operation.id not in REPLACED])


def _readings(
    repository: Repository, reader: Reader, wanted: Wanted, standing: Standing
) -> Iterator[tuple[FileChange, Reading]]:
    """In batches, so that no change set is ever held whole."""
    from guard.doors.reader import Job

    for batch in _batches(repository, wanted):
        oids = list(dict.fromkeys(oid for file in batch for oid in _sides(file) if oid))
        texts = dict(repository.up_to(oids, LARGEST))
        jobs: dict[FileChange, Job] = {}
        for file in batch:
            names = tuple(dict.fromkeys([detector.name for detector in wanted[file] if detector.reads]))
            if not names:
                continue
            old, new = [texts[oid] if oid else b"" for oid in _sides(file)]
            if old is None or new is None:
                yield file, unread(f"larger than {LARGEST:,} bytes")
                continue
            sides = [text if oid else None for text, oid in zip((old, new), _sides(file), strict=True)]
            jobs[file] = Job(names, standing.source(file, wanted[file], *sides))
        yield from zip(jobs, reader.read(list(jobs.values())), strict=True)


def _sides(file: FileChange) -> tuple[bytes, bytes]:
    """The blobs before and after; b"" where there is no plain file."""
    return file.old if file.old_mode in PLAIN else b"", file.new if file.new_mode in PLAIN else b""


def _batches(repository: Repository, wanted: Wanted) -> Iterator[list[FileChange]]:
    """As many files at a time as may be held; one that is too large is never held at all."""
    oids = list(dict.fromkeys(oid for file in wanted for oid in _sides(file) if oid))
    sizes = {
        oid: header.size if header is not None else 0
        for oid, header in zip(oids, repository.headers(oids), strict=True)
    }
    batch: list[FileChange] = []
    held = 0
    for file in wanted:
        batch.append(file)
        held += sum([min(sizes.get(oid, 0), LARGEST) for oid in _sides(file)])
        if held > BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
