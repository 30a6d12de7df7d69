"""Two readers of one statement: where sqlglot has a tree of its own for it, the words say the same."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from guard.sql.general import operations
from tests.sql.test_general import FINDS, LEAVES_ALONE, rows

ROOTS = {
    "Insert": "data.",
    "Update": "data.update",
    "Delete": "data.delete",
    "Drop": ("schema.", "session.temp_table"),
    "Alter": "schema.",
    "Create": ("schema.", "session.temp_table", "access."),
    "TruncateTable": "data.truncate",
    "Select": ("data.read", "schema.function"),
    "Union": "data.read",
    "Values": "data.read",
    "Subquery": "data.read",
    "Transaction": "session.transaction",
    "Commit": "session.transaction",
    "Rollback": "session.transaction",
    "Grant": "access.grant",
    "Revoke": "access.revoke",
    "Set": ("session.", "access.role.alter"),
    "Use": "session.set",
    "Pragma": ("session.", "data.read"),
    "Describe": "data.",
    "Show": "data.read",
    "LoadData": "data.copy",
    "Analyze": ("schema.statistics", "data."),
}


def tree_of(statement: str, dialect: str) -> Any:
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL + 1)
    try:
        trees = sqlglot.parse(statement, dialect=dialect)
    except sqlglot.errors.SqlglotError:
        return None
    return trees[0] if len(trees) == 1 and not isinstance(trees[0], (exp.Command, exp.Alias, exp.Column)) else None


def names(tree: exp.Expression) -> set[str]:
    """Every table that stands in it, without what it is qualified by."""
    return {table.name.lower() for table in tree.find_all(exp.Table) if table.name}


ROWS = [row for row in rows(FINDS) + rows(LEAVES_ALONE) if tree_of(row[1], row[0]) is not None and "/*" not in row[1]]


@pytest.mark.parametrize(("dialect", "statement", "_"), ROWS)
def test_both_see_the_same(dialect: str, statement: str, _: list[str]) -> None:
    tree = tree_of(statement, dialect)
    told = operations(statement, dialect)
    assert told[0].id.startswith(ROOTS[type(tree).__name__]), type(tree).__name__
    for one in told:
        kind, _colon, name = (one.object or "").partition(":")
        if kind == "table" and "in" not in dict(one.attributes) and isinstance(tree, (exp.DML, exp.Drop, exp.Alter)):
            assert name.rpartition(".")[2].lower() in names(tree)
    if isinstance(tree, exp.Create) and tree.kind == "TABLE" and isinstance(tree.this, exp.Schema):
        columns = [
            column.name for column in tree.this.expressions if isinstance(column, (exp.ColumnDef, exp.Identifier))
        ]
        assert list(told[-1].columns) == columns
    if isinstance(tree, exp.Alter):
        dropped = [one for one in tree.args["actions"] if isinstance(one, exp.Drop) and one.kind == "COLUMN"]
        assert len(dropped) <= len([one for one in told if one.id == "schema.column.drop"])
        added = [one for one in tree.args["actions"] if isinstance(one, exp.ColumnDef)]
        assert [one.name for one in added] == [
            one.columns[0] for one in told if one.id.startswith("schema.column.add") for _ in one.columns[:1]
        ] or not added


def test_enough_are_compared() -> None:
    assert len(ROWS) > 100
