"""The order of a migration as twelve facts, in one place; and which operations of one change set break them.

Operations alone decide only a part: two that one thing suffers too near each other. The rest (consumers, the way back,
down files, rebuilds) stands here as data for whoever asks it, so that the list is whole.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.operation import Operation

    Kind = str  # pair | meaning | consumers | floor | direction | marker | turn | apart | composite
    Joint = str  # release | soak | transaction | set | order
    Scope = str  # column | table | name | file | object | any


class Fact(NamedTuple):
    """What must lie between two operations, and why; or another kind of fact, and who asks it.

    `joined_by`: "release" means that what comes first runs everywhere before the other lands; "soak", that it has
    for a time; "transaction", that they share none; "set", that they share no change set; "order", only which is first.
    `scope`: how near both must be to count: the same column, table, name on one table, file, or object.
    """

    number: int
    kind: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    joined_by: str
    scope: str
    why: str


class Placed(NamedTuple):
    """An operation and the path it belongs to."""

    path: bytes
    operation: Operation


ADD = ("schema.column.add", "schema.column.add_required")
DROP, DROP_TABLE, NOT_NULL = "schema.column.drop", "schema.table.drop", "schema.column.set_not_null"
DUAL, FILL, READ, STOP = "code.write.dual", "data.backfill", "code.read.switch", "code.write.stop"
NOT_VALID, VALIDATE = "schema.constraint.add_not_valid", "schema.constraint.validate"
CREATE, CREATE_TYPE, ADD_VALUE = "schema.table.create", "schema.type.create", "schema.enum.add_value"
WRITES = ("data.insert", "data.insert_select", "data.update", "data.merge", "data.copy", FILL)
CONCURRENT = ("schema.index.create_concurrent", "schema.index.drop_concurrent")
IDENTITY = ("identity.iam", "identity.rbac", "identity.vault", "identity.workflow_permission")
CONTRACT = (DROP, DROP_TABLE)
ARRIVES, LEAVES = (
    ("access.grant", "access.role.create", "secret.add"),
    ("access.revoke", "access.role.drop", "secret.remove"),
)
GUARDS = ("guard.config.change", "ci.change", "owner.change")

# Fact 1 is a chain: add, write to both, backfill, constrain, forbid nulls, switch reads, soak, stop writes, drop. Here
# it stands pair by pair, as far as a pair holds whatever the plan is: a NOT VALID constraint may well come with its
# column. Up to the switch all is about the new column; stop and drop are about the old one, in the same table.
FACTS: tuple[Fact, ...] = (
    Fact(1, "pair", ADD, (DUAL, FILL, READ), "release", "column", "code meets a database without the column"),
    Fact(1, "pair", (DUAL,), (READ,), "release", "column", "rows written before are not in the new place yet"),
    Fact(1, "pair", (FILL,), (NOT_VALID, VALIDATE, NOT_NULL, READ), "order", "column", "rows without a value fail"),
    Fact(1, "pair", (NOT_VALID, VALIDATE), (NOT_NULL,), "order", "column", "a validated check spares the scan"),
    Fact(1, "pair", (NOT_NULL,), (READ,), "order", "column", "readers would meet rows without a value"),
    Fact(1, "pair", (*ADD, DUAL), (STOP, *CONTRACT), "release", "table", "code in use still needs the old place"),
    Fact(1, "pair", (FILL,), CONTRACT, "release", "table", "what the backfill read is gone before anybody has looked"),
    Fact(1, "pair", (READ,), (STOP, *CONTRACT), "soak", "table", "going back to the old reads would find stale values"),
    Fact(1, "pair", (STOP,), CONTRACT, "release", "table", "code in use still writes to what is dropped"),
    Fact(2, "meaning", (), (), "release", "any", "two operations joined by a release share no change set"),
    Fact(3, "pair", (DUAL,), (FILL,), "release", "column", "rows written during the backfill would be missed"),
    Fact(4, "pair", (NOT_VALID,), (VALIDATE,), "transaction", "name", "the scan would run under its lock"),
    Fact(5, "pair", (ADD_VALUE,), WRITES, "set", "file", "a new enum value cannot be used where it is added"),
    Fact(6, "consumers", (), (DROP, DROP_TABLE, STOP), "release", "any", "unused in every consumer's release"),
    Fact(7, "floor", CONTRACT, (), "release", "any", "revisions before the writes stopped can no longer be deployed"),
    Fact(8, "direction", (), (), "order", "any", "a down file is the way back and no step of the way forward"),
    Fact(9, "marker", CONCURRENT, (), "transaction", "file", "it cannot run inside a transaction"),
    Fact(10, "turn", IDENTITY, IDENTITY, "set", "object", "the new right must be in use before the old one goes"),
    Fact(10, "principal", ARRIVES, LEAVES, "release", "any", "the new one must be in use before the old one goes"),
    Fact(11, "apart", GUARDS, (), "set", "any", "what steers the checks changes alone (G106 asks it)"),
    Fact(12, "composite", (CREATE, "data.insert_select", DROP_TABLE, "schema.table.rename"), (), "order", "file",
         "in SQLite these four are one schema.table.rebuild"),
)  # fmt: skip
# How a tool runs a file: each in a transaction unless it is told otherwise, or as one query, which is a transaction as
# soon as there are two statements in it. Others run each statement by itself.
WRAPS = frozenset(("alembic", "django", "goose", "rails"))
ONE_QUERY = frozenset(("golang-migrate", "prisma"))

Told = tuple[Fact, Placed, Placed]


def together(placed: Iterable[Placed]) -> list[Told]:
    """Each pair of one change set that a fact keeps apart: the fact, what comes first, what comes then.

    Down operations and mirrors are no step of the way. What names no object is about no other thing that is known, so
    nothing is told of it. A table made in the same set frees all that is done to it: nobody reads or writes it yet.
    For each later operation the first that it meets is told, and not all.
    """
    up = [one for one in placed if one.operation.direction != "down" and not one.operation.mirrors]
    made = _made(up)
    told: list[Told] = []
    for fact in FACTS:
        if fact.joined_by != "order" and fact.kind in _KINDS:
            held = [one for one in up if not _free(fact, one.operation, made)] if made else up
            told += _KINDS[fact.kind](fact, held)
    return told


def _free(fact: Fact, operation: Operation, made: frozenset[str | None]) -> bool:
    """A new table has no readers, but a transaction is one all the same; values of a new type can be used at once."""
    if operation.object not in made or fact.kind == "marker":
        return False
    return fact.scope != "file" or operation.id in fact.first


def _made(up: list[Placed]) -> frozenset[str | None]:
    """Tables and types that this set makes, and that cannot have been there before under the same name."""
    made: dict[str | None, None] = {}
    stood: set[str | None] = set()
    for _, operation in up:
        attributes = dict(operation.attributes)
        if operation.id in (CREATE, CREATE_TYPE) and "if_not_exists" not in attributes:
            made[operation.object] = None
        elif operation.id in (DROP_TABLE, "schema.table.rename", "schema.type.drop", "schema.type.rename"):
            stood.add(operation.object)
    return frozenset(made) - stood - {None}


def _pairs(fact: Fact, placed: list[Placed]) -> Iterator[Told]:
    """Both operations near enough to each other, whichever stands first in the files."""
    first: dict[tuple[object, ...], Placed] = {}
    for one in placed:
        if one.operation.id in fact.first:
            for key in _keys(fact, one):
                first.setdefault(key, one)
    for one in placed if first else ():
        if one.operation.id in fact.then:
            found = next((first[key] for key in _keys(fact, one, asking=True) if key in first), None)
            if found is not None:
                yield fact, found, one


def _keys(fact: Fact, one: Placed, asking: bool = False) -> list[tuple[object, ...]]:
    """Under what an operation is found: by all it may be about. One that says no column or name is about any."""
    path, operation = one
    if fact.scope == "file":
        return [(path,)]
    if operation.object is None:
        return []
    place: tuple[object, ...] = (operation.object,)
    if fact.joined_by == "transaction":
        if "no_transaction" in dict(operation.attributes):
            return []
        place = (path, operation.object)
    if fact.scope == "table":
        return [place]
    said = operation.columns
    if fact.scope == "name":
        said = tuple([value for key, value in operation.attributes if key == "name"])
    if asking:
        return [(*place, "is", word) for word in (*said, "")] if said else [(*place, "any")]
    return [*((*place, "is", word) for word in said or ("",)), (*place, "any")]


def _marked(fact: Fact, placed: list[Placed]) -> Iterator[Told]:
    """What runs in a transaction, though it cannot: said in the file, or because the tool wraps it in one."""
    files: dict[bytes, int] = {}
    for path, _ in placed:
        files[path] = files.get(path, 0) + 1
    for one in placed:
        attributes = dict(one.operation.attributes)
        if one.operation.id in fact.first or _concurrent(one.operation, attributes):
            wrapped = one.operation.via in WRAPS or (one.operation.via in ONE_QUERY and files[one.path] > 1)
            if "in_transaction" in attributes or (wrapped and "no_transaction" not in attributes):
                yield fact, one, one


def _concurrent(operation: Operation, attributes: dict[str, str]) -> bool:
    """Of these the attribute says it; the index operations say it by their id."""
    return "concurrently" in attributes and operation.id in ("schema.index.rebuild", "schema.partition.detach")


def _turned(fact: Fact, placed: list[Placed]) -> Iterator[Told]:
    """Rights of one holder that become more and less at once: the old goes before the new is in use."""
    wider: dict[tuple[str, str], Placed] = {}
    for one in placed:
        if one.operation.id in fact.first and one.operation.object and "widens" in dict(one.operation.attributes):
            wider.setdefault((one.operation.id, one.operation.object), one)
    for one in placed if wider else ():
        found = wider.get((one.operation.id, one.operation.object or ""))
        if found is not None and "narrows" in dict(one.operation.attributes):
            yield fact, found, one


_KINDS = {"marker": _marked, "pair": _pairs, "turn": _turned}
