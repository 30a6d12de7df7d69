"""MySQL and SQLite: what each statement does. Queries are parsed by sqlglot, all else is read word by word."""

from __future__ import annotations

from guard.sql.general.pieces import groups, split
from guard.sql.general.reading import read
from guard.sql.general.words import operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation

__all__ = ["operations", "split"]


def operations(text: str, dialect: str) -> tuple[Operation, ...]:
    """What a text does, statement by statement; lines are those of the text, from 1."""
    told: list[Operation] = []
    line, at = 1, 0
    for group in groups(text, dialect):
        line += text.count("\n", at, group[0].at)
        at = group[0].at
        try:
            found = read(group, dialect)
        except RecursionError:
            found = [operation("opaque.unparsed", None, why="it is nested too deeply")]
        told += [one._replace(line=line) for one in found]
    return tuple(told)
