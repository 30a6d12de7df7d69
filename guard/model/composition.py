"""What operations come to together: a write that is a backfill, a down migration that mirrors its up, or does not.

Detectors see one file each. What is told here needs the whole change set, and what the plans that stand will create.
"""

from __future__ import annotations

from guard.model.migration import home_of, migration_of
from guard.model.operation import QUIET, Judged, Operation
from guard.model.undo import goes_with, gone_with, lasts, parts, undoes, undone_in
from guard.model.vocabulary import FILLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Operations = dict[bytes, tuple[Operation, ...]]
    Places = dict[tuple[object, ...], list[Operation]]

COMES = ("schema.column.add", "schema.column.add_required", "schema.table.create", "schema.type.create")
GOES = (
    *("schema.column.drop", "schema.column.rename", "schema.namespace.alter", "schema.namespace.drop"),
    *("schema.table.drop", "schema.table.rename", "schema.type.drop", "schema.type.rename"),
)
PERHAPS = frozenset((("if_not_exists", "true"), ("replace", "true"), ("change", "remove")))
# Tools that keep a way back for each migration, and do not tell by themselves that it does nothing.
TWO_FILES = frozenset(("diesel", "golang-migrate"))
ONE_FILE = frozenset(("dbmate", "goose", "sql-migrate"))
NOT_JUDGED = ("migration.pair.missing", "migration.edited_after_release")  # told already; read in part
ALIKE = 200  # operations in the same place that are compared with another; what comes after them undoes nothing


def compose(
    judged: Judged,
    read: Iterable[bytes],
    created: Iterable[str],
    pairs: Iterable[tuple[bytes, bytes]],
    others: Operations | None = None,
) -> Judged:
    """The same change set, operations of the paths read each in its role; `pairs` are up files and their down files.

    `others` is what up files do that are not in this change set but come with it.
    """
    told: Operations = {path: judged.operations[path] for path in read}
    planned = frozenset(created)
    fresh = {at: planned | come for at, come in made((path, one) for path in told for one in told[path]).items()}
    for path, operations in told.items():
        new = fresh.get(home(path), planned)
        told[path] = tuple([_role(one, new) for one in operations])
    apart = tuple(pairs)
    paired = {path for pair in apart for path in pair}
    for up, down in (*apart, *[(path, path) for path in told if path not in paired]):  # or both ways in one file
        forth, back = [told.get(path) or judged.operations.get(path, ()) for path in (up, down)]
        forth = forth or (others or {}).get(up, ())
        if back or forth:
            told[down] = tuple(_way_back(forth, back, TWO_FILES if up != down else ONE_FILE))
    more = [path for path, operations in told.items() if len(operations) > len(judged.operations.get(path, ()))]
    effects = tuple(dict.fromkeys((*judged.effects, *more)))
    return judged._replace(operations=judged.operations | told, effects=effects)


def home(path: bytes) -> bytes:
    """Where migrations share what they make: a folder of one tool; any other file is by itself."""
    migration = migration_of(path)
    return path if migration is None else b"%s\0%s" % (home_of(path, migration), migration.tool.encode())


def made(placed: Iterable[tuple[bytes, Operation]]) -> dict[bytes, frozenset[str]]:
    """Tables, types and columns that come with the change set itself, by home.

    What may have stood there under the same name is none of them: it would make a write into what is old look new.
    """
    come: dict[bytes, set[str]] = {}
    stood: set[str] = set()
    elsewhere: set[bytes] = set()  # files of which nobody knows where their names lead
    for path, one in placed:
        if one.direction == "down":
            continue
        if one.id in GOES:
            stood.update(_resources(one))
        elif one.id in COMES and PERHAPS.isdisjoint(one.attributes):
            come.setdefault(path, set()).update(_resources(one))
        elif one.id == "session.set" and one.attribute("name") == "search_path":
            elsewhere.add(path)
    homes: dict[bytes, set[str]] = {}
    for path in come.keys() - elsewhere:
        homes.setdefault(home(path), set()).update([of for of in come[path] if stood.isdisjoint(_within(of))])
    return {at: frozenset(resources) for at, resources in homes.items()}


def _resources(one: Operation) -> list[str]:
    """The thing itself, or columns of a table as a plan names them."""
    if one.object is None or not one.id.startswith("schema.column."):
        return [one.object] if one.object else []
    return [f"column:{one.object.partition(':')[2]}.{column}" for column in one.columns]


def _within(resource: str) -> tuple[str, ...]:
    """The resource, and what holds it: when that goes by another name, so does the resource."""
    kind, _, name = resource.partition(":")
    table = name.rpartition(".")[0] if kind == "column" else name
    return resource, f"table:{table}", f"schema:{table.rpartition('.')[0]}"


def _role(one: Operation, fresh: frozenset[str]) -> Operation:
    """A write into what is new, and nothing else, is a backfill: role, not form."""
    if one.id not in FILLS or not one.object or one.direction == "down":
        return one
    table = one.object.partition(":")[2]
    filled = [f"column:{table}.{column}" for column in one.columns]
    if not (one.object in fresh or (filled and fresh.issuperset(filled))):
        return one
    return one._replace(id="data.backfill", attributes=tuple(sorted((*one.attributes, ("form", one.id)))))


def _way_back(forth: tuple[Operation, ...], back: tuple[Operation, ...], tools: frozenset[str]) -> Iterator[Operation]:
    """The operations of a file with a way back, mirrors marked; and what that leaves, does beyond, or that it is none.

    Only its own way forward counts, in its up file or in the same one: what another migration does, it does not undo.
    """
    ups = [one for one in forth if one.direction == "up" and _does(one)]
    downs = [one for one in back if one.direction == "down" and _does(one)]
    done = _by(undone_in, ups)
    mirrors = {id(down) for down in downs if any([undoes(down, up) for up in _near(done, undone_in(down))])}
    yield from [one._replace(mirrors=True) if id(one) in mirrors else one for one in back]
    if not downs:
        if ups and ups[0].via in tools and not any([one.id in NOT_JUDGED for one in (*forth, *back)]):
            why = (("why", "its down does nothing"),)
            yield Operation("migration.pair.missing", None, None, "down", (), why, ups[0].via)
        return
    undone, gone = _by(undone_in, downs), _by(gone_with, downs)
    for up in ups:
        if lasts(up) and not (
            any([undoes(down, up) for down in _near(undone, undone_in(up))])
            or any([goes_with(down, up) for down in _near(gone, parts(up))])
        ):
            yield _mismatch(up, ("leaves", up.id), None)
    for down in downs:
        if id(down) not in mirrors and not down.id.startswith("opaque."):
            yield _mismatch(down, ("beyond", down.id), down.line)


def _does(one: Operation) -> bool:
    """Whether a migration does something by it. What is said of its file is none of that."""
    return one.id not in QUIET and not one.id.startswith("migration.")


def _by(places: Callable[[Operation], list[tuple[object, ...]]], operations: list[Operation]) -> Places:
    """The first operations of each place."""
    held: Places = {}
    for one in operations:
        for place in places(one):
            there = held.setdefault(place, [])
            if len(there) < ALIKE:
                there.append(one)
    return held


def _near(held: Places, places: list[tuple[object, ...]]) -> list[Operation]:
    return [one for place in places for one in held.get(place, ())]


def _mismatch(of: Operation, attribute: tuple[str, str], line: int | None) -> Operation:
    return Operation("migration.pair.mismatch", line, of.object, "down", of.columns, (attribute,), of.via)
