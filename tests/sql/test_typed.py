"""Types of the columns of a new table, by each reader, and where no reader is sure."""

from __future__ import annotations

import pytest

from guard.sql import read, typed

# dialect, statement, types by column; "" for none
TYPES: dict[str, tuple[str, str, str]] = {
    "of PostgreSQL": (
        "postgres",
        "CREATE TABLE a (x uuid PRIMARY KEY, y character varying(26) NOT NULL)",
        "x=uuid y=varchar(26)",
    ),
    "behind a comment": ("postgres", "-- a (b)\nCREATE TABLE a (x int8, CHECK (x > 0))", "x=bigint"),
    "of MySQL": (
        "mysql",
        "CREATE TABLE a (`x` char(26) NOT NULL, y bigint unsigned, KEY k (x), PRIMARY KEY (x)) ENGINE=InnoDB",
        "x=char(26) y=bigint_unsigned",
    ),
    "of SQLite": ("sqlite", 'CREATE TABLE a ("x" TEXT, y)', "x=text"),
    "where no dialect is known": ("", "CREATE TABLE a (x integer, y varchar(26))", "x=integer y=varchar(26)"),
    "of a query": ("postgres", "CREATE TABLE a AS SELECT 1 AS x", ""),
    "of a table like another": ("mysql", "CREATE TABLE a LIKE b", ""),
    "of a dialect nobody reads": ("other", "CREATE TABLE a (x int)", ""),
    "of another statement": ("postgres", "ALTER TABLE a ADD x int", ""),
}


@pytest.mark.parametrize("name", TYPES)
def test_types(name: str) -> None:
    dialect, text, wanted = TYPES[name]
    (statement,) = read(text, dialect)
    told = [one.attribute("types") for one in typed(statement, dialect).operations if one.attribute("types")]
    rows = [tuple(row.split("\t")) for one in told for row in one.split("\n")]
    assert rows == [tuple(pair.replace("_", " ").split("=")) for pair in wanted.split()]


def test_all_else_stays_as_it_was() -> None:
    (statement,) = read("CREATE TABLE a (x int)", "postgres")
    (before,), (after,) = statement.operations, typed(statement, "postgres").operations
    assert after._replace(attributes=()) == before._replace(attributes=())
    assert set(after.attributes) - set(before.attributes) == {("types", "x\tinteger")}
