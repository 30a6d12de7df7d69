"""The types of the columns of a new table, as its statement writes them.

Read for what stands in a tree alone: no operation of a change tells them. Where the dialect is not known, a type counts
where all readers that take the statement read the same.
"""

from __future__ import annotations

from guard.sql.agreed import DIALECTS
from guard.sql.reading import with_attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.statement import Statement

MAKES = ("schema.table.create", "schema.table.rebuild")
APART = ("\t", "\n")  # what parts the rows of the attribute, and a column from its type


def typed(statement: Statement, dialect: str) -> Statement:
    """The same statement, the operation that makes a table with one attribute more; as it was where nothing is sure."""
    makes = [at for at, one in enumerate(statement.operations) if one.id in MAKES]
    if len(makes) != 1:
        return statement
    types = _types(statement.text, dialect)
    rows = [f"{column}\t{words}" for column, words in types.items() if not any([sign in column for sign in APART])]
    if not rows:
        return statement
    told = list(statement.operations)
    told[makes[0]] = with_attribute(told[makes[0]], "types", "\n".join(rows))
    return statement._replace(operations=tuple(told))


def _types(text: str, dialect: str) -> dict[str, str]:
    if dialect:
        return _of(text, dialect) if dialect in DIALECTS else {}
    from guard.grammar.column_type import meaning

    found = [types for one in DIALECTS if (types := _of(text, one))]
    first = found[0] if found else {}
    return {
        column: words
        for column, words in first.items()
        if all([meaning(types.get(column, "")) == meaning(words) for types in found])
    }


def _of(text: str, dialect: str) -> dict[str, str]:
    """Column -> type, by one reader; nothing where it does not take the statement."""
    return _of_postgres(text) if dialect == "postgres" else _of_general(text, dialect)


def _of_postgres(text: str) -> dict[str, str]:
    from guard.sql.postgres import libpg
    from guard.sql.postgres.names import type_

    try:
        statements = libpg.parse(text.encode("utf-8"))
    except (libpg.Refused, RecursionError, UnicodeEncodeError, OSError):
        return {}
    made = [one["stmt"]["CreateStmt"] for one in statements if "CreateStmt" in one["stmt"]]
    columns = [part["ColumnDef"] for part in made[0].get("tableElts", ()) if "ColumnDef" in part] if made else []
    return {column["colname"]: type_(column["typeName"]) for column in columns if "typeName" in column}


def _of_general(text: str, dialect: str) -> dict[str, str]:
    from guard.sql.general.columns import Definition
    from guard.sql.general.create import NO_COLUMN
    from guard.sql.general.lexer import tokens
    from guard.sql.general.words import Unread, parts, unquoted

    stream = tokens(text, dialect)
    start = next((at for at, token in enumerate(stream) if token.text == "("), len(stream))
    depth, end = 0, start
    for end in range(start, len(stream)):
        depth += {"(": 1, ")": -1}.get(stream[end].text, 0)
        if not depth:
            break
    try:
        columns = [part for part in parts(stream[start + 1 : end]) if part and part[0].said not in NO_COLUMN]
        return {unquoted(part[0]): words for part in columns if (words := Definition(part[1:]).type)}
    except Unread:
        return {}
