"""The order of a migration as twelve facts, in one place; and which operations of one change set break them.

Operations alone decide only a part: two that one thing suffers too near each other. The rest (consumers, the way back,
down files, rebuilds) stands here as data for whoever asks it, so that the list is whole.
"""

from __future__ import annotations

from guard.model.composition import home, made
from guard.model.vocabulary import FILLS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.operation import Operation

    Kind = str  # pair | meaning | consumers | floor | direction | marker | turn | apart | composite
    Joint = str  # release | soak | transaction | set | order
    Scope = str  # column | table | name | file | object | any
    Made = dict[bytes, frozenset[str]]


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
CREATE, ADD_VALUE = "schema.table.create", "schema.enum.add_value"
CONCURRENT = ("schema.index.create_concurrent", "schema.index.drop_concurrent")
IDENTITY = ("identity.iam", "identity.rbac", "identity.vault", "identity.workflow_permission")
CONTRACT = (DROP, DROP_TABLE)
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
    Fact(5, "pair", (ADD_VALUE,), (*FILLS, FILL), "transaction", "file", "a new enum value needs a commit before use"),
    Fact(6, "consumers", (), (DROP, DROP_TABLE, STOP), "release", "any", "unused in every consumer's release"),
    Fact(7, "floor", CONTRACT, (), "release", "any", "revisions before the writes stopped can no longer be deployed"),
    Fact(8, "direction", (), (), "order", "any", "a down file is the way back and no step of the way forward"),
    Fact(9, "marker", CONCURRENT, (), "transaction", "file", "it cannot run inside a transaction"),
    Fact(10, "turn", IDENTITY, IDENTITY, "set", "object", "the new right must be in use before the old one goes"),
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
    fresh = made(up)
    told: list[Told] = []
    for fact in FACTS:
        if fact.joined_by != "order" and fact.kind in _KINDS:
            held = [one for one in up if not _free(fact, one, fresh)] if fresh else up
            told += _KINDS[fact.kind](fact, held)
    return told


def _free(fact: Fact, one: Placed, fresh: Made) -> bool:
    """A new table has no readers, but a transaction is one all the same; values of a new type can be used at once.

    Code lives elsewhere than the migrations it works with: it may be about what any of them makes.
    """
    path, operation = one
    if fact.kind == "marker" or (fact.scope == "file" and operation.id not in fact.first):
        return False
    if operation.id.startswith("code."):
        return any([operation.object in made_there for made_there in fresh.values()])
    return operation.object in fresh.get(home(path), ())


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
    transaction = fact.joined_by == "transaction"
    if transaction and "no_transaction" in dict(operation.attributes):
        return []
    if fact.scope == "file":
        return [(path,)]
    if operation.object is None:
        return []
    place: tuple[object, ...] = (path, operation.object) if transaction else (operation.object,)
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
    for path, operation in placed:
        files[path] = files.get(path, 0) + (operation.line is not None)  # what has none is no statement of the file
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
