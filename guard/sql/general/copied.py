"""What a copy of a table keeps of each column: INSERT INTO new (a) SELECT a FROM old, of SQLite."""

from __future__ import annotations

from guard.sql.general.lexer import tokens
from guard.sql.general.query import parsed, rendered
from guard.sql.general.words import Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def carried(text: str, columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the columns that are written, those that take the values of the same column, and those that change them.

    None of either where it cannot be told which value goes where.
    """
    stream = tokens(text, "sqlite")
    try:
        source = parsed(rendered(stream), stream, "sqlite").expression
    except Unread:
        return (), ()
    values = source.expressions
    kinds = [type(value).__name__ for value in values]
    if kinds == ["Star"]:
        return columns, ()
    if "Star" in kinds or len(values) != len(columns) or len({name.lower() for name in columns}) < len(columns):
        return (), ()
    pairs = list(zip(columns, values, strict=True))
    kept = tuple([name for name, value in pairs if _keeps(value, name.lower())])
    return kept, tuple([name for name, value in pairs if name not in kept and name.lower() in _read(value)])


def _keeps(value: Any, name: str) -> bool:
    """Whether a value is that of the column, in another type perhaps, or with something in place of NULL."""
    while type(value).__name__ in ("Alias", "Paren", "Cast", "Coalesce"):
        value = value.this
    return type(value).__name__ == "Column" and str(value.name).lower() == name


def _read(value: Any) -> set[str]:
    """The columns that an expression reads."""
    from sqlglot import exp

    return {column.name.lower() for column in value.find_all(exp.Column)}
