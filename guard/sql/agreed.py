"""One text in a dialect, or in a dialect that nobody has said: then every reader has to see the same in it."""

from __future__ import annotations

from guard.model.operation import QUIET, Operation
from guard.sql.statement import Piece

DIALECTS = ("postgres", "mysql", "sqlite")
UNKNOWN = (
    "the dialect of this SQL is not known, and the readers of PostgreSQL, MySQL and SQLite do not agree on it; "
    "say it in the policy: dialects: {/path/**: postgres}"
)
OTHER = "guard reads PostgreSQL, MySQL and SQLite, and this is none of them"
_TELLING = ("all", "cascade", "not_null", "where")  # attributes on which readers must agree


def split(text: str, dialect: str) -> list[Piece]:
    """The statements of a text; all of it is one where they cannot be told apart."""
    if dialect == "postgres":
        from guard.sql import postgres

        return postgres.split(text)
    if dialect in DIALECTS:
        from guard.sql import general

        return general.split(text, dialect)
    if dialect == "":
        pieces = _split_alike(text)
        if pieces is not None:
            return pieces
    return [Piece(text, 1)] if text.strip() else []


def operations(text: str, dialect: str) -> tuple[Operation, ...]:
    """What one statement does; lines are those of its text, from 1."""
    if dialect == "postgres":
        from guard.sql import postgres

        return postgres.operations(text)
    if dialect in DIALECTS:
        from guard.sql import general

        return general.operations(text, dialect) or (opaque("what is left of it says nothing"),)
    if dialect == "":
        return _alike(text)
    return (opaque(OTHER),)


def opaque(why: str) -> Operation:
    return Operation("opaque.unparsed", 1, attributes=(("why", why),))


def _split_alike(text: str) -> list[Piece] | None:
    """The statements, where all three readers see the same boundaries."""
    of_mysql = split(text, "mysql")
    of_sqlite = split(text, "sqlite")
    if of_mysql != of_sqlite:
        return None
    of_postgres = split(text, "postgres")
    if len(of_postgres) != len(of_mysql):
        return None
    for wide, narrow in zip(of_postgres, of_mysql, strict=True):
        if narrow.text not in wide.text:
            return None
    return of_mysql


def _alike(text: str) -> tuple[Operation, ...]:
    """What all three readers see, in the words of the first; where they differ, nothing is known."""
    told = operations(text, "postgres")
    essence = _essence(told)
    for dialect in ("sqlite", "mysql"):
        if essence is None or _essence(operations(text, dialect)) != essence:
            return (opaque(UNKNOWN),)
    return told


def _essence(told: tuple[Operation, ...]) -> list[tuple[object, ...]] | None:
    """What two readings must have in common; None where something could not be read."""
    found: list[tuple[object, ...]] = []
    for one in told:
        if one.id.startswith("opaque."):
            return None
        if one.id in QUIET:
            found.append((one.id,))
            continue
        telling = tuple([pair for pair in one.attributes if pair[0] in _TELLING])
        columns = tuple([column.lower() for column in one.columns])
        found.append((one.id, (one.object or "").lower(), columns, telling))
    return found
