"""Migrations by their names alone: released ones that change or go, new ones out of order, one half of a pair.

What a migration does is told by the detector that reads it; here stands what no file says of itself.
"""

from __future__ import annotations

from guard.model.migration import CODE, certain, home_of, migration_of, order
from guard.model.operation import Operation
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.change import FileChange
    from guard.model.migration import Migration

    Folders = dict[bytes, frozenset[bytes]]
    Found = tuple[FileChange, Migration]

TWO_FILES = {  # the end of the file that does, and of the one that undoes; Flyway says it at the start
    "golang-migrate": (b".up.sql", b".down.sql"),
    "diesel": (b"/up.sql", b"/down.sql"),
    "prisma": (b"/migration.sql", b"/down.sql"),
}
ASKED = ("golang-migrate", "diesel")  # of these tools every migration is a pair; of Flyway where some U stands


class Standing(NamedTuple):
    """The names in each folder, those of folders in it included."""

    released: Folders  # on the trusted branch
    landed: Folders  # once the changes have landed


def homes(changes: Iterable[FileChange]) -> frozenset[bytes]:
    """The folders whose names `detect` asks for."""
    found: set[bytes] = set()
    for change, migration in _migrations(changes):
        found.update((change.path.rpartition(b"/")[0], home_of(change.path, migration)))
    return frozenset(found)


def detect(changes: tuple[FileChange, ...], standing: Standing) -> dict[bytes, tuple[Operation, ...]]:
    """What the names of changed migrations tell, by path; nothing for most."""
    found: dict[bytes, tuple[Operation, ...]] = {}
    highest: dict[tuple[bytes, str], tuple[tuple[int, ...], str]] = {}
    for one in _migrations(changes):
        told = (_of_released(one, standing), _order(one, standing, highest), _alone(one, standing), _unread(one))
        operations = tuple([operation for some in told for operation in some])
        if operations:
            found[one[0].path] = operations
    return found


def pairs(changes: Iterable[FileChange]) -> tuple[tuple[bytes, bytes], ...]:
    """The files that do and that undo the same migration, where both stand changed in this set."""
    ups: dict[tuple[bytes, str, str], bytes] = {}
    downs: dict[tuple[bytes, str, str], bytes] = {}
    for change, (tool, version, direction, name) in _migrations(changes):
        if change.status != b"D" and (tool in TWO_FILES or tool == "flyway") and version:
            of = (change.path.rpartition(b"/")[0], version, "" if tool == "flyway" else name)
            (downs if direction == "down" else ups)[of] = change.path
    return tuple([(up, downs[of]) for of, up in ups.items() if of in downs])


def up_of(path: bytes) -> bytes:
    """The file whose way back this one is, by the tools that keep two files; b"" where it is no such file."""
    migration = migration_of(path)
    if migration is None or migration.direction != "down" or migration.tool not in TWO_FILES:
        return b""
    up, down = TWO_FILES[migration.tool]
    return path[: -len(down)] + up


def _migrations(changes: Iterable[FileChange]) -> Iterator[Found]:
    for change in changes:
        migration = migration_of(change[0])
        if migration is not None and certain(migration):
            yield change, migration


def _of_released(one: Found, standing: Standing) -> Iterator[Operation]:
    """A released migration has run somewhere: what it says may not change. Flyway's R may; a mode is none of it."""
    change, migration = one
    repeats = migration.tool == "flyway" and not migration.version
    folder, _, name = change.path.rpartition(b"/")
    if name not in standing.released.get(folder, ()):
        return
    if change.status == b"D":
        yield _told("migration.deleted", one, "it is released: databases have run it")
    elif not repeats and (change.old != change.new or change.status != b"M"):
        yield _told("migration.edited_after_release", one, "it is released: databases that ran it will not again")


def _order(
    one: Found, standing: Standing, highest: dict[tuple[bytes, str], tuple[tuple[int, ...], str]]
) -> Iterator[Operation]:
    """A new migration whose version is not above every released one of its tool and folder."""
    change, migration = one
    if change.status == b"D" or migration.direction == "down" or not migration.version:
        return  # without a version: each revision of Alembic names the one before it
    if migration.tool == "django" and migration.name.startswith("squashed_"):
        return  # it takes the place of those it names, and the number of the first
    home = home_of(change.path, migration)
    released = standing.released.get(home, frozenset())
    of_itself = change.path if home == change.path.rpartition(b"/")[0] else change.path.rpartition(b"/")[0]
    if of_itself.rpartition(b"/")[2] in released:
        return
    key = home, migration.tool
    if key not in highest:
        highest[key] = _highest(home, migration.tool, change.path, released)
    numbers, version = highest[key]
    if numbers and order(migration.version) <= numbers:
        yield _told(
            "migration.reordered", one, f"version {migration.version} is not above {version}, which is released"
        )


def _highest(home: bytes, tool: str, path: bytes, released: Iterable[bytes]) -> tuple[tuple[int, ...], str]:
    """The highest version of a tool among the names of a folder; () where there is none."""
    inside = b"/" + path.rpartition(b"/")[2] if tool in ("prisma", "diesel") else b""
    best: tuple[tuple[int, ...], str] = ((), "")
    for name in released:
        migration = migration_of(home + b"/" + name + inside)
        if migration is not None and migration.tool == tool and migration.direction != "down":
            best = max(best, (order(migration.version), migration.version))
    return best


def _alone(one: Found, standing: Standing) -> Iterator[Operation]:
    """Half of a pair: it comes without the other, or the other stays when it goes."""
    change, migration = one
    folder, _, name = change.path.rpartition(b"/")
    landed = standing.landed.get(folder, frozenset())
    if change.status not in (b"A", b"D"):
        return
    others = _others(migration, name, landed)
    if others is None:
        return
    stands = any([other in landed for other in others])
    if change.status == b"A" and not stands:
        yield _told("migration.pair.missing", one, f"no {others[0].decode('utf-8', 'replace')} stands beside it")
    elif change.status == b"D" and stands and name not in landed:
        yield _told("migration.pair.missing", one, "its other half stays")


def _others(migration: Migration, name: bytes, landed: Iterable[bytes]) -> tuple[bytes, ...] | None:
    """The names its other half may have; None where none is asked for."""
    if migration.tool in ASKED:
        up, down = [end.lstrip(b"/") for end in TWO_FILES[migration.tool]]
        mine, other = (down, up) if migration.direction == "down" else (up, down)
        also = (b"migration.sql",) if name == b"down.sql" else ()  # Prisma's, whatever the folder above is called
        return (name[: -len(mine)] + other, *also)
    if migration.tool != "flyway" or not migration.version or name[:1] == b"B":
        return None
    mates = [other for other in landed if other[:1] in (b"U", b"V") and migration_of(other) is not None]
    if migration.direction == "up" and not any([other[:1] == b"U" for other in mates]):
        return None
    wanted = "up" if migration.direction == "down" else "down"
    same = [other for other in mates if _version(other) == (wanted, order(migration.version))]
    usual = (b"V" if wanted == "up" else b"U") + name[1:]
    return (usual, *same)


def _version(name: bytes) -> tuple[str, tuple[int, ...]]:
    migration = migration_of(name)
    return (migration.direction, order(migration.version)) if migration is not None else ("", ())


def _unread(one: Found) -> Iterator[Operation]:
    """A migration in a language of which guard reads no framework does what it likes."""
    change, _ = one
    if change.status != b"D" and change.old != change.new and change.path.rpartition(b".")[2] in CODE:
        yield _told("opaque.code", one, "a migration in a language that is not read")


def _told(id_: str, one: Found, why: str) -> Operation:
    migration = one[1]
    direction = migration.direction or None
    return Operation(id_, direction=direction, attributes=(("why", why),), via=migration.tool, confidence="pattern")
