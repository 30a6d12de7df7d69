"""The twelve order facts: the list is whole and names what there is, and which operations of one set break them."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from guard.model.operation import Operation
from guard.model.order_facts import FACTS, Placed, together
from guard.model.vocabulary import TRAITS

USERS, ORDERS = "table:users", "table:orders"
Row = tuple[bytes, Operation]


def op(
    id_: str,
    of: str | None = USERS,
    columns: str = "",
    attributes: str = "",
    via: str = "sql",
    direction: str | None = "up",
    mirrors: bool = False,
) -> Operation:
    """An operation in short: columns and attributes are words, `name=value` or plain."""
    pairs = [(word.partition("=")[0], word.partition("=")[2] or "true") for word in attributes.split()]
    return Operation(id_, 1, of, direction, tuple(columns.split()), tuple(sorted(pairs)), via, mirrors=mirrors)


def told(*operations: Operation | Row) -> list[tuple[int, str, str]]:
    placed = [Placed(b"m/1.sql", one) if isinstance(one, Operation) else Placed(*one) for one in operations]
    return [(fact.number, first.operation.id, then.operation.id) for fact, first, then in together(placed)]


ADD, DROP = op("schema.column.add", columns="a"), op("schema.column.drop", columns="b")
FILL, DUAL = op("data.backfill", columns="a"), op("code.write.dual", columns="a", direction=None)
SWITCH, STOP = op("code.read.switch", columns="a", direction=None), op("code.write.stop", columns="b", direction=None)
ENUM = op("schema.enum.add_value", "type:mood", attributes="name=calm")
NOT_VALID = op("schema.constraint.add_not_valid", attributes="name=c")
VALIDATE = op("schema.constraint.validate", attributes="name=c")
CONCURRENT = "schema.index.create_concurrent"
WIDER, NARROWER = (
    op("identity.rbac", "rbac:Role/app", attributes=word, direction=None) for word in ("widens", "narrows")
)


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([ADD, DUAL], [1]),
        ([FILL, ADD], [1]),  # whichever stands first in the files
        ([ADD, SWITCH], [1]),
        ([op("schema.column.add_required", columns="a"), FILL], [1]),
        ([ADD, STOP], [1]),
        ([ADD, DROP], [1]),
        ([ADD, op("schema.table.drop")], [1]),
        ([DUAL, SWITCH], [1]),
        ([DUAL, STOP], [1]),
        ([DUAL, DROP], [1]),
        ([FILL, DROP], [1]),
        ([SWITCH, STOP], [1]),
        ([SWITCH, DROP], [1]),
        ([STOP, DROP], [1]),
        ([STOP, op("schema.table.drop")], [1]),
        ([DUAL, FILL], [3]),
        ([DUAL._replace(columns=()), FILL], [3]),  # one that says no column is about any
        ([DUAL, FILL._replace(columns=())], [3]),
        ([DUAL._replace(columns=("z", "a")), FILL], [3]),
        ([ADD, FILL, DUAL], [1, 1, 3]),
        ([(b"a.sql", ADD), (b"b.sql", FILL)], [1]),
        ([NOT_VALID, VALIDATE], [4]),
        ([NOT_VALID._replace(attributes=()), VALIDATE], [4]),
        ([ENUM, op("data.insert")], [5]),
        ([ENUM, op("data.update", ORDERS)], [5]),
        ([ENUM, FILL], [5]),
        ([ENUM, op("schema.table.create", ORDERS), op("data.insert", ORDERS)], [5]),
        ([ENUM, op("schema.table.create", ORDERS), FILL._replace(object=ORDERS)], [5]),
        ([op(CONCURRENT, attributes="in_transaction")], [9]),
        ([op("schema.table.create", attributes="replace"), ADD, FILL], [1]),
        ([(b"docs/a.sql", op("schema.table.create")), (b"m/1.sql", ADD), (b"m/1.sql", FILL)], [1]),
        (
            [
                (b"a/migrations/1_a.sql", op("schema.table.create")),
                *[(b"b/migrations/1_a.sql", _) for _ in (ADD, FILL)],
            ],
            [1],
        ),
        ([op("schema.table.create", ORDERS), DUAL, SWITCH], [1]),
        ([op("schema.table.create", direction="down"), ADD, FILL], [1]),
        ([op(CONCURRENT, attributes="in_transaction no_transaction")], [9]),
        ([op(CONCURRENT, via="rails")], [9]),
        ([op("schema.index.drop_concurrent", "index:i", via="goose")], [9]),
        ([op(CONCURRENT, via="prisma"), op("schema.comment", via="prisma")], [9]),
        ([op("schema.index.rebuild", "index:i", attributes="concurrently", via="django")], [9]),
        ([op("schema.partition.detach", attributes="concurrently in_transaction")], [9]),
        ([op("schema.table.create"), op(CONCURRENT, via="alembic")], [9]),  # a new table makes no difference to that
        ([WIDER, NARROWER], [10]),
        ([op("identity.iam", "iam:a", attributes="narrows widens")], [10]),
        ([op("schema.table.create", attributes="if_not_exists"), ADD, FILL], [1]),  # it may have stood there
        ([op("schema.table.drop"), op("schema.table.create"), ADD, FILL], [1, 1, 1]),
        ([op("schema.table.rename"), op("schema.table.create"), ADD, FILL], [1]),
        ([op("schema.type.drop", "type:mood"), op("schema.type.create", "type:mood"), ENUM, op("data.copy")], [5]),
        ([op("schema.type.rename", "type:mood"), op("schema.type.create", "type:mood"), ENUM, op("data.merge")], [5]),
        ([op(CONCURRENT, via="golang-migrate"), op("schema.comment", via="golang-migrate")], [9]),
    ],
)
def test_finds(operations: list[Operation | Row], expected: list[int]) -> None:
    assert [number for number, _, _ in told(*operations)] == expected


@pytest.mark.parametrize(
    "operations",
    [
        [],
        [ADD],
        [ADD, FILL._replace(object=ORDERS)],
        [ADD, FILL._replace(columns=("z",))],
        [ADD, DROP._replace(object=ORDERS)],
        [ADD, FILL._replace(direction="down")],
        [ADD, DROP._replace(mirrors=True)],
        [ADD, DUAL._replace(object=None)],  # nothing says that it is about the same
        [ADD._replace(object=None), FILL._replace(object=None)],
        [op("schema.table.create"), ADD, FILL],
        [op("schema.table.create"), ADD, DROP],
        [FILL, NOT_VALID],  # only their order counts, and it is the plan's
        [FILL, op("schema.column.set_not_null", columns="a")],
        [op("schema.column.set_not_null", columns="a"), SWITCH],
        [op("data.update", columns="a"), ADD],  # no backfill by its role
        [(b"a.sql", NOT_VALID), (b"b.sql", VALIDATE)],
        [NOT_VALID, VALIDATE._replace(attributes=(("name", "other"),))],
        [NOT_VALID, VALIDATE._replace(object=ORDERS)],
        [NOT_VALID._replace(attributes=(("name", "c"), ("no_transaction", "true"))), VALIDATE],
        [op("schema.table.create"), NOT_VALID, VALIDATE],
        [(b"a.sql", ENUM), (b"b.sql", op("data.insert"))],
        [op("schema.type.create", "type:mood"), ENUM, op("data.insert")],
        [ENUM, op("data.delete")],
        [ENUM._replace(attributes=(("no_transaction", "true"),)), op("data.insert", attributes="no_transaction")],
        [(b"a/migrations/1_a.sql", op("schema.table.create")), *[(b"a/migrations/2_b.sql", _) for _ in (ADD, FILL)]],
        [(b"a/migrations/1_a.sql", op("schema.table.create")), (b"app/a.go", DUAL), (b"app/a.go", SWITCH)],
        [op(CONCURRENT, via="prisma"), op("file.modify", None, via="prisma")._replace(line=None)],
        [op(CONCURRENT)],
        [op(CONCURRENT, attributes="no_transaction", via="rails")],
        [op(CONCURRENT, via="prisma")],  # alone in its file
        [op(CONCURRENT, via="flyway"), op("schema.comment", via="flyway")],
        [op("schema.index.create", attributes="in_transaction")],
        [op("schema.index.rebuild", "index:i", via="rails")],
        [WIDER, WIDER],
        [WIDER, NARROWER._replace(object="rbac:Role/other")],
        [WIDER, NARROWER._replace(id="identity.iam")],
        [WIDER._replace(object=None), NARROWER._replace(object=None)],
        [op("guard.config.change", None), ADD],  # another rule asks that
    ],
)
def test_leaves_alone(operations: list[Operation | Row]) -> None:
    assert told(*operations) == []


def test_what_is_told_says_both_ends_and_why() -> None:
    placed = [Placed(b"a.sql", ADD), Placed(b"b.sql", ADD), Placed(b"c.sql", FILL), Placed(b"d.sql", FILL)]
    found = together(placed)
    assert [(first, then) for _, first, then in found] == [(placed[0], placed[2]), (placed[0], placed[3])]
    assert {fact.joined_by for fact, _, _ in found} == {"release"}
    assert all(fact.why for fact, _, _ in found)


def test_all_twelve_facts_stand_there_with_ids_of_the_vocabulary() -> None:
    assert sorted({fact.number for fact in FACTS}) == list(range(1, 13))
    assert {fact.joined_by for fact in FACTS} == {"release", "soak", "transaction", "set", "order"}
    assert {fact.scope for fact in FACTS} == {"column", "table", "name", "file", "object", "any"}
    kinds = {number: {fact.kind for fact in FACTS if fact.number == number} for number in range(1, 13)}
    assert [sorted(kinds[number]) for number in kinds] == [
        *(["pair"], ["meaning"], ["pair"], ["pair"], ["pair"], ["consumers"], ["floor"], ["direction"], ["marker"]),
        *(["turn"], ["apart"], ["composite"]),
    ]
    assert set(_ids()) <= TRAITS.keys()
    told = {"pair", "turn", "marker"}  # what two operations of one set can break; of the file, they share a transaction
    assert all([fact.joined_by in ("transaction", "order") for fact in FACTS if fact.scope == "file"])
    assert all([fact.first and (fact.then or fact.kind == "marker") for fact in FACTS if fact.kind in told])
    assert len({(fact.kind, first, then) for fact in FACTS for first in fact.first for then in fact.then}) == sum(
        len(fact.first) * len(fact.then) for fact in FACTS
    ), "two rows say the same"


def _ids() -> Iterable[str]:
    for fact in FACTS:
        yield from fact.first
        yield from fact.then


def test_many_operations_take_no_time() -> None:
    placed = [Placed(b"a.sql", op("schema.column.add", columns=f"c{n}")) for n in range(3000)]
    placed += [Placed(b"a.sql", op("data.backfill", columns=f"d{n}")) for n in range(3000)]
    started = time.perf_counter()
    assert together(placed) == []
    assert time.perf_counter() - started < 2
