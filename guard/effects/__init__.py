"""What changes do, read from their content: which files, by whom, with what at hand. Thousands of files cost one
process more; a change with none that a detector reads costs none."""

from __future__ import annotations

from guard.effects.picking import asked, beside, context_of, everybody, picked
from guard.model.change import EXECUTABLE, FILE
from guard.model.operation import QUIET
from guard.model.reading import unread
from guard.operations import ANYWHERE, BINARY, DETECTORS, MOST_LOOKED_INTO
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.doors.reader import Job
    from guard.effects.readers import Readers, Wanted
    from guard.effects.standing import Standing
    from guard.model.case import Binding
    from guard.model.change import Change, FileChange
    from guard.model.operation import Judged, Operation
    from guard.model.reading import Reading
    from guard.operations.migrations import Standing as Names
    from guard.trust import Trusted


LARGEST = 4 << 20  # bytes of a file that is read; a larger one is told as not read
TOO_LARGE = f"larger than {LARGEST:,} bytes"
FILES = 24  # sent at a time; so many of the largest is the most that is held
PLAIN = (FILE, EXECUTABLE)
REPLACED = frozenset(("file.add", "file.modify", "file.delete"))  # what an effect that is all of a change stands for


class Seen(NamedTuple):
    """All that reading told, for the landing and every step to it."""

    readings: dict[FileChange, Reading]
    migrations: frozenset[bytes]  # paths that are migrations, by their names
    names: Names | None  # which names stand beside each other; None: nothing was read
    ups: dict[bytes, tuple[Operation, ...]]  # what migrations of the branch do, for ways back that come without them


def read(repository: Repository, sets: Iterable[Judged], trusted: Trusted, change: Change) -> Seen:
    """What every changed file says that some detector reads. A file that a later commit changes again is read again."""
    context, sets = context_of(trusted), tuple(sets)
    named = (
        (file, detectors)
        for judged in sets
        for file, detectors in picked(judged, context)
        if file.old != file.new and (file.old_mode in PLAIN or file.new_mode in PLAIN)
    )
    files = beside(named, _unnamed(repository, sets, change))
    first = next(files, None)
    if first is None:
        return Seen({}, frozenset(), None, {})
    from itertools import chain

    from guard.effects.readers import Readers
    from guard.effects.standing import Standing

    readers = Readers(context)
    try:
        wanted = readers.expect(chain((first,), files))
        standing = Standing(repository, trusted, change, wanted)
        migrations = frozenset([file.path for file, found in wanted.items() if any([one.asks for one in found])])
        more = {up: wanted[down] for down, up in standing.ups(wanted)} if migrations else {}
        readings = dict(_readings(repository, readers, wanted | more, standing))
        landing = [file for file in change.landing.changes if file.path in migrations]
        ups = {file.path: readings[file].operations for file in (*more, *landing) if file in readings}
        return Seen(readings, migrations, standing.names(change.landing.changes), ups)
    finally:
        readers.close()


def _unnamed(repository: Repository, sets: Iterable[Judged], change: Change) -> dict[FileChange, None]:
    """Files that hold a word with which a secret begins, whatever they are called, unless by name they are no text.

    Not of a commit of very many files; the merge door looks into all that lands, and each commit on the way.
    """
    others = next(one.endings for one in DETECTORS if one.name == "secrets") + BINARY
    files: dict[bytes, list[FileChange]] = {}
    for judged in sets:
        if change.new is None and len(judged.changes.changes) > MOST_LOOKED_INTO:
            return {}
        for file in judged.changes.changes:
            if file.new_mode in PLAIN and file.new != file.old and not file.path.lower().endswith(others):
                files.setdefault(file.new, []).append(file)
    found: dict[FileChange, None] = {}
    ids = list(files)
    for at in range(0, len(ids), FILES):
        for oid, text in repository.up_to(ids[at : at + FILES], LARGEST):
            if text is not None and holds(text):
                found |= dict.fromkeys(files[oid])
    return found


def holds(text: bytes) -> bool:
    """Whether it may hold a secret that is one in any file."""
    return any([word in text for word in ANYWHERE])


def told(judged: Judged, seen: Seen, created: Iterable[str] = ()) -> Judged:
    """The change set with what was read in it, each operation in its role; `created` is what its plan has created."""
    if seen.names is None:
        return judged
    from guard.model.composition import compose
    from guard.operations import migrations

    changes = judged.changes.changes
    operations = dict(judged.operations)
    seen_here = [(file.path, reading) for file in changes if (reading := seen.readings.get(file)) is not None]
    for path, reading in seen_here:
        operations[path] = (*_left(operations[path], reading), *reading.operations)
    of_tools = tuple([file for file in changes if file.path in seen.migrations])
    named = migrations.detect(of_tools, seen.names)
    for path, found in named.items():
        operations[path] = (*operations[path], *found)
    paths = [path for path, _ in seen_here]
    effects = tuple(dict.fromkeys([*(path for path, reading in seen_here if reading.operations), *named]))
    judged = judged._replace(operations=operations, effects=effects)
    alone = [(up, path) for path in paths if (up := migrations.up_of(path)) in seen.ups and up not in judged.operations]
    pairs = (*migrations.pairs(of_tools), *alone)
    return compose(judged, paths, created, pairs, seen.ups)


def created(binding: Binding) -> tuple[str, ...]:
    """What the phases it may belong to create, and those they come after; a later phase has created nothing yet."""
    if binding.plan is None:
        return ()
    phases = {phase.name: phase for phase in binding.plan.phases}
    waiting, known = [phase.name for phase in binding.phases], dict.fromkeys(phase.name for phase in binding.phases)
    while waiting:
        for after in phases[waiting.pop()].after:
            if not after.plan and after.phase in phases and after.phase not in known:
                known[after.phase] = None
                waiting.append(after.phase)
    return tuple([resource for name in known for resource in phases[name].creates])


def _left(operations: tuple[Operation, ...], reading: Reading) -> tuple[Operation, ...]:
    """What is told of the file beside what it does: all, or no more than changes of kind, which always show."""
    if not (reading.accounted and any([operation.id not in QUIET for operation in reading.operations])):
        return operations
    return tuple([operation for operation in operations if operation.id not in REPLACED])


def _readings(
    repository: Repository, readers: Readers, wanted: Wanted, standing: Standing
) -> Iterator[tuple[FileChange, Reading]]:
    """A few files at a time: while they are read, more are fetched, and no change set is ever held whole."""
    from guard.doors.reader import Job
    from guard.effects.readers import FEW

    few = len(wanted) <= FEW
    all_of = {found: everybody(found) for found in wanted.values()}
    jobs: dict[FileChange, Job] = {}
    for file, old, new in _texts(repository, [file for file in wanted if all_of[wanted[file]]]):
        if old is None or new is None:
            yield file, unread(TOO_LARGE)
            continue
        names = asked(wanted[file], old, new) if few else all_of[wanted[file]]
        if names:
            sides = [text if oid else None for text, oid in zip((old, new), _sides(file), strict=True)]
            jobs[file] = Job(names, standing.source(file, wanted[file], *sides))
        if len(jobs) == FILES:
            readers.send(jobs)
            jobs = {}
    if jobs:
        readers.send(jobs)
    yield from readers.readings()


def _texts(repository: Repository, files: list[FileChange]) -> Iterator[tuple[FileChange, bytes | None, bytes | None]]:
    """Both sides of each file, b"" where there is none, None where it is too large; one question to git for all."""
    uses: dict[bytes, int] = {b"": len(files)}
    for file in files:
        for oid in _sides(file):
            uses[oid] = uses.get(oid, 0) + 1
    stream = repository.objects.files([oid for oid in uses if oid], LARGEST)
    held: dict[bytes, bytes | None] = {b"": b""}
    for file in files:
        sides = _sides(file)
        for oid in sides:
            if oid not in held:
                held[oid] = next(stream)  # in the order in which they are first needed
        yield file, held[sides[0]], held[sides[1]]
        for oid in sides:
            uses[oid] -= 1
            if not uses[oid]:
                held.pop(oid, None)


def _sides(file: FileChange) -> tuple[bytes, bytes]:
    """The blobs before and after; b"" where there is no plain file."""
    return file.old if file.old_mode in PLAIN else b"", file.new if file.new_mode in PLAIN else b""
