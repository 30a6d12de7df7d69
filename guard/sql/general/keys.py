"""Keys of a table: constraints and indexes, as they stand in CREATE TABLE and ALTER TABLE."""

from __future__ import annotations

from guard.sql.general.words import Words, columns_of, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation

CONSTRAINTS = ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK")
_KINDS = {"PRIMARY": "primary_key", "UNIQUE": "unique"}


def constraint(words: Words, table: str, name: str) -> Operation:
    """A constraint of a table, without the word CONSTRAINT and its name."""
    kind = words.any_of(*CONSTRAINTS)
    if kind == "CHECK":
        words.group()
        words.rest()
        return operation("schema.constraint.add", table, type="check", name=name)
    if kind != "UNIQUE":
        words.need("KEY")
    else:
        words.any_of("KEY", "INDEX")
    words.take("IF", "NOT", "EXISTS")
    if words.said() not in ("(", "USING"):
        name = name or words.name()
    if words.take("USING"):
        words.at += 1
    columns = columns_of(words.group(), words.dialect)
    if kind != "FOREIGN":
        words.rest()
        return operation("schema.constraint.add", table, columns, type=_KINDS[kind], name=name)
    words.need("REFERENCES")
    to = words.name()
    words.rest()  # ON DELETE, ON UPDATE, MATCH
    return operation("schema.constraint.add", table, columns, type="foreign_key", name=name, references=to)


def index(words: Words, table: str) -> Operation:
    """An index of a table that is no constraint."""
    kind = words.any_of("FULLTEXT", "SPATIAL").lower()
    words.any_of("INDEX", "KEY")
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name() if words.said() not in ("(", "USING") else ""
    using = ""
    if words.take("USING"):
        using = words.name().lower()
    columns = columns_of(words.group(), words.dialect)
    words.rest()
    return operation("schema.index.create", table, columns, name=name, using=using or kind, if_not_exists=missing)
