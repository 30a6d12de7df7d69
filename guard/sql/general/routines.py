"""Triggers, procedures, functions and events: the head is told, and each statement of the body that is known."""

from __future__ import annotations

from guard.sql.general.lexer import END, WORD
from guard.sql.general.query import expression
from guard.sql.general.words import Unread, Words, attributed, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

    Read = Callable[[list[Token], str], list[Operation]]


def trigger(words: Words, read: Read) -> list[Operation]:
    """CREATE TRIGGER, the word TRIGGER taken."""
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name()
    while not words.done and words.said() != "ON":
        words.at += 1
    words.need("ON")
    table = words.name()
    words.take("FOR", "EACH", "ROW")
    told = operation("schema.trigger.create", f"table:{table}", name=name, if_not_exists=missing)
    if words.take("WHEN"):
        condition = []
        while not words.done and words.said() != "BEGIN":
            condition.append(words.stream[words.at])
            words.at += 1
        inner = _checked(condition, words.dialect, "trigger")
        return [told, *inner, *_body(words, "trigger", read)]
    if words.any_of("FOLLOWS", "PRECEDES"):
        words.name()
    return [told, *_body(words, "trigger", read)]


def _checked(condition: list[Token], dialect: str, where: str) -> list[Operation]:
    try:
        expression(condition, dialect)
    except Unread as error:
        return [procedural(str(error), where)]
    return []


def routine(words: Words, kind: str, replaces: bool, read: Read) -> list[Operation]:
    """CREATE PROCEDURE or FUNCTION, that word taken."""
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name()
    told = operation("schema.function.create", f"function:{name}", replace=replaces, if_not_exists=missing)
    where = kind.lower()
    if words.said() == "(":
        words.group()
    while not words.done and words.said() not in _STARTS:
        words.at += 1
    if words.take("RETURN"):
        return [told, *_checked(words.rest(), words.dialect, where)]
    if words.done:
        return [told, procedural("its body is not written here", where)]
    return [told, *_body(words, where, read)]


_STARTING = "BEGIN RETURN SELECT INSERT UPDATE DELETE REPLACE CALL SET DROP TRUNCATE ALTER CREATE"
_STARTS = frozenset(_STARTING.split())


def event(words: Words, read: Read) -> list[Operation]:
    """CREATE EVENT, the word EVENT taken: statements that the server runs by itself."""
    missing = words.take("IF", "NOT", "EXISTS")
    name = words.name()
    told = operation("schema.trigger.create", f"trigger:{name}", type="event", if_not_exists=missing)
    while not words.done and words.said() != "DO":
        words.at += 1
    words.need("DO")
    return [told, *_body(words, "event", read)]


def _body(words: Words, where: str, read: Read) -> list[Operation]:
    """What the statements of a body do. One that is not known makes the body opaque, and the others still count."""
    rest = words.rest()
    while rest and rest[-1].kind == END:
        rest = rest[:-1]
    if rest and rest[0].said == "BEGIN":
        if rest[-1].said != "END":
            return [procedural("the end of its body cannot be told", where)]
        rest = rest[1:-1]
    told: list[Operation] = []
    unread = ""
    for stream in _statements(rest):
        try:
            found = _assigns(stream, words.dialect) or read(stream, words.dialect)
        except Unread as error:
            unread = unread or str(error)
            continue
        told += [attributed(one, "in", where) for one in found if one.id != "data.read"]
    return [*told, procedural(unread, where)] if unread else told


def _statements(stream: list[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in stream:
        if token.kind == END:
            found.append([])
        else:
            found[-1].append(token)
    return [one for one in found if one]


def _assigns(stream: list[Token], dialect: str) -> list[Operation]:
    """`SET NEW.name = ...` in a trigger changes the row that is being written; it is told as a look, and left out."""
    said = [token.said or token.text for token in stream[:5]]
    if (
        dialect != "mysql"
        or said[:3] != ["SET", "NEW", "."]
        or said[4:5] != ["="]
        or stream[3].kind not in (WORD, "quoted")
    ):
        return []
    expression(stream[5:], dialect)
    return [operation("data.read", None)]


def procedural(why: str, where: str) -> Operation:
    return operation("opaque.procedural", None, why=why, in_=where)
