"""CREATE and ALTER: which kind of thing is meant, and what is done to it."""

from __future__ import annotations

from guard.sql.general import access, create, routines
from guard.sql.general.alter import alter_table
from guard.sql.general.words import Unread, Words, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.operation import Operation
    from guard.sql.general.routines import Read

    Form = Callable[[Words], list[Operation]]


def define(words: Words, read: Read) -> list[Operation]:
    replaces = words.take("OR", "REPLACE")
    mysql = words.dialect == "mysql"
    if mysql:
        _preamble(words)
    temporary = bool(words.any_of("TEMPORARY") if mysql else words.any_of("TEMP", "TEMPORARY"))
    kinds: dict[str, Form] = {
        "TABLE": lambda words: create.table(words, temporary, replaces),
        "VIEW": lambda words: create.view(words, replaces, temporary),
        "INDEX": lambda words: create.key(words, False),
        "UNIQUE": lambda words: create.key(_past(words, "INDEX"), True),
        "TRIGGER": lambda words: routines.trigger(words, read),
    }
    if mysql:
        kinds |= {
            "FULLTEXT": lambda words: create.full_text(_past(words, "INDEX"), "fulltext"),
            "SPATIAL": lambda words: create.full_text(_past(words, "INDEX"), "spatial"),
            "PROCEDURE": lambda words: routines.routine(words, "PROCEDURE", replaces, read),
            "FUNCTION": lambda words: routines.routine(words, "FUNCTION", replaces, read),
            "EVENT": lambda words: routines.event(words, read),
            "DATABASE": _namespace,
            "SCHEMA": _namespace,
            "USER": lambda words: access.users(words, "access.role.create"),
            "ROLE": lambda words: access.users(words, "access.role.create"),
            "SEQUENCE": _sequence,
        }
    else:
        kinds["VIRTUAL"] = lambda words: create.virtual(_past(words, "TABLE"))
    kind = words.any_of(*kinds)
    if not kind:
        raise Unread(f"CREATE {words.said()} is not known")
    return kinds[kind](words)


def _preamble(words: Words) -> None:
    """ALGORITHM = x, DEFINER = user, SQL SECURITY x, AGGREGATE."""
    while kind := words.any_of("ALGORITHM", "DEFINER", "SQL", "AGGREGATE"):
        if kind == "SQL":
            words.need("SECURITY")
            words.at += 1
        elif kind != "AGGREGATE":
            words.need("=")
            access.person(words)


def _past(words: Words, word: str) -> Words:
    if not words.take(word):
        raise Unread(f"{word} was expected")
    return words


def _namespace(words: Words) -> list[Operation]:
    missing = words.take("IF", "NOT", "EXISTS")
    told = [operation("schema.namespace.create", f"schema:{words.name()}", if_not_exists=missing)]
    words.rest()
    return told


def _sequence(words: Words) -> list[Operation]:
    missing = words.take("IF", "NOT", "EXISTS")
    told = [operation("schema.sequence.create", f"sequence:{words.name()}", if_not_exists=missing)]
    words.rest()
    return told


def alter(words: Words) -> list[Operation]:
    if words.dialect == "mysql":
        words.any_of("ONLINE")
        if words.take("IGNORE"):
            raise Unread("ALTER IGNORE deletes rows that clash")
    if words.take("TABLE"):
        return alter_table(words)
    if words.dialect == "mysql" and words.any_of("USER", "ROLE"):
        return access.users(words, "access.role.alter")
    if words.dialect == "mysql" and words.any_of("DATABASE", "SCHEMA"):
        of = None if words.said() in ("CHARACTER", "DEFAULT", "COLLATE", "CHARSET") else f"schema:{words.name()}"
        words.rest()
        return [operation("schema.namespace.alter", of)]
    if words.dialect == "mysql":
        _preamble(words)
        if words.take("VIEW"):
            return create.view(words, True)
    raise Unread(f"ALTER {words.said()} is not known")
