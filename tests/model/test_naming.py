"""What a phase names that it creates and drops, and what stands beside that."""

from __future__ import annotations

import pytest

from guard.model.naming import unnamed
from guard.model.operation import Operation
from guard.model.plan import Phase


def phase(creates: tuple[str, ...] = (), drops: tuple[str, ...] = ()) -> Phase:
    return Phase("expand", ("schema.*",), creates=creates, drops=drops)


def add(table: str, *columns: str, id_: str = "schema.column.add", **more: object) -> Operation:
    return Operation(id_, 1, f"table:{table}", "up", columns)._replace(**more)


ONE = phase(creates=("column:users.given_name",))
GONE = phase(drops=("column:users.display_name",))
FINDS = {
    "another column": (ONE, add("users", "title")),
    "another table": (ONE, add("orders", "given_name")),
    "one of two columns": (ONE, add("users", "given_name", "title")),
    "a required column": (ONE, add("users", "title", id_="schema.column.add_required")),
    "a table beside it": (ONE, add("plans", id_="schema.table.create")),
    "a type beside it": (ONE, Operation("schema.type.create", 1, "type:mood", "up")),
    "a column that is not told": (ONE, add("users")),
    "a table that is not told": (ONE, Operation("schema.table.create", 1, None, "up")),
    "in a schema": (ONE, add("audit.users", "given_name")),
    "another column goes": (GONE, add("users", "email", id_="schema.column.drop")),
    "the whole table goes": (GONE, add("users", id_="schema.table.drop")),
    "a table beside it goes": (phase(drops=("table:a",)), add("b", id_="schema.table.drop")),
}
LEAVES_ALONE = {
    "what it names": (ONE, add("users", "given_name")),
    "in the schema that goes without saying": (ONE, add("public.users", "given_name")),
    "a column of a table it names": (phase(creates=("table:users",)), add("users", "anything")),
    "the table of a column it names": (ONE, add("users", id_="schema.table.create")),
    "the table it names goes": (phase(drops=("table:users",)), add("users", id_="schema.table.drop")),
    "a phase that names nothing": (phase(), add("users", "title")),
    "a phase that names only an index": (phase(creates=("index:users.i",)), add("users", "title")),
    "what it drops, where only what it creates is named": (ONE, add("users", "email", id_="schema.column.drop")),
    "a way back": (ONE, add("users", "title", direction="down")),
    "an undo of its own landing": (ONE, add("users", "title", mirrors=True)),
    "an index": (ONE, add("users", "title", id_="schema.index.create")),
    "what was read of it": (ONE, add("users", "title", id_="data.read")),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    of, operation = FINDS[name]
    assert unnamed(of, [operation]) == [operation]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    of, operation = LEAVES_ALONE[name]
    assert unnamed(of, [operation]) == []
