"""A text of SQL as statements, each with what it does: where it stands, what surrounds it, what it is a part of."""

from __future__ import annotations

import re

from guard.model.operation import Operation
from guard.sql.agreed import operations, split
from guard.sql.rebuild import rebuilt
from guard.sql.statement import Piece, Statement

_BLANK = r"(?:\s|--[^\n]*(?:\n|\Z)|\#[^\n]*(?:\n|\Z)|/\*.*?\*/)*"
_BEGINS = re.compile(_BLANK + r"(?:BEGIN|START\s+TRANSACTION)\b", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(_BLANK + r"(?:COMMIT|END|ABORT|ROLLBACK(?!\s+(?:WORK\s+|TRANSACTION\s+)?TO\b))\b", re.I | re.DOTALL)

_HINTS = ("{", "<%", "%(")
_TEMPLATE = re.compile(r"\{\{[-~]?\s*[.$A-Za-z_#/][^{}]*\}\}|\{%.*?%\}|<%.*?%>|\$\{[^}]*\}|%\(\w+\)s", re.DOTALL)
_WHY_TEMPLATE = "it is a template: values are filled in before it runs"


def read(text: str, dialect: str, first_line: int = 1) -> tuple[Statement, ...]:
    """Every statement of a text and what it does. `first_line` is the line of the file that the text starts on."""
    found = read_pieces(split(text, dialect), dialect, first_line)
    if any([one.id == "opaque.unparsed" for statement in found for one in statement.operations]):
        return found
    return (*found, *templates(text, first_line))


def read_pieces(
    pieces: list[Piece], dialect: str, first_line: int = 1, wanted: frozenset[int] | None = None
) -> tuple[Statement, ...]:
    """The wanted of these statements (all without `wanted`), as they stand among the others."""
    found: list[Statement] = []
    within = False
    for at, piece in enumerate(pieces):
        line = piece.line + first_line - 1
        marks = _BEGINS.match(piece.text) or _ENDS.match(piece.text)
        if wanted is None or at in wanted:
            told = [_placed(one, line) for one in operations(piece.text, dialect)]
            if within and not marks:
                told = [with_attribute(one, "in_transaction", "true") for one in told]
            found.append(Statement(piece.text, line, tuple(told)))
        if marks:
            within = _BEGINS.match(piece.text) is not None
    if dialect != "sqlite":
        return tuple(found)
    whole = rebuilt(tuple(found))
    if wanted is not None and whole != tuple(found) and len(found) < len(pieces):
        among = read_pieces(pieces, dialect, first_line)  # what is not wanted may stand in its way
        if tuple([among[at] for at in sorted(wanted)]) != whole:
            return tuple(found)
    return whole


def templates(text: str, first_line: int = 1) -> tuple[Statement, ...]:
    """Where the text shows that it is a template: what runs is another text, and may be anything."""
    if not any([hint in text for hint in _HINTS]):
        return ()
    match = _TEMPLATE.search(text)
    if match is None:
        return ()
    line = first_line + text.count("\n", 0, match.start())
    return (Statement(match[0], line, (Operation("opaque.unparsed", line, attributes=(("why", _WHY_TEMPLATE),)),)),)


def _placed(told: Operation, line: int) -> Operation:
    if line == 1 and told.line:
        return told
    return told._replace(line=line + (told.line or 1) - 1)


def with_attribute(told: Operation, name: str, value: str) -> Operation:
    """The same operation with one attribute more."""
    return told._replace(attributes=tuple(sorted({**dict(told.attributes), name: value}.items())))
