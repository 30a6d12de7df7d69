"""A text of SQL as statements, each with what it does: where it stands, what surrounds it, what it is a part of."""

from __future__ import annotations

import re

from guard.model.operation import Operation
from guard.sql.agreed import operations, split
from guard.sql.hidden import exposed
from guard.sql.rebuild import rebuilt
from guard.sql.statement import Piece, Statement

_BLANK = r"(?:\s|--[^\n]*(?:\n|\Z)|\#[^\n]*(?:\n|\Z)|/\*.*?\*/)*"
_EDGE = re.compile(
    _BLANK
    + r"""(?:(?P<begins>BEGIN|START\s+TRANSACTION)
    |(?P<back>ROLLBACK\s+(?:WORK\s+|TRANSACTION\s+)?TO)
    |(?P<undoes>ROLLBACK|ABORT|PREPARE\s+TRANSACTION)
    |(?P<ends>COMMIT|END))\b""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)

_HINTS = ("{", "<%", "%(")
_TEMPLATE = re.compile(r"\{\{[-~]?\s*[.$A-Za-z_#/][^{}]*\}\}|\$\{[^}]*\}|%\(\w+\)s", re.DOTALL)
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
    within, edges = False, _edges(pieces)
    maybe = _undone(edges)
    for at, piece in enumerate(pieces):
        line = piece.line + first_line - 1
        marks = edges[at] not in ("", "back")
        if wanted is None or at in wanted:
            told = [_placed(one, line) for one in operations(piece.text, dialect)]
            if within and not marks:
                told = [with_attribute(one, "in_transaction", "true") for one in told]
            if at in maybe and not edges[at]:
                told = [with_attribute(one, "maybe", "true") for one in told]
            found.append(Statement(piece.text, line, tuple(told)))
        if marks:
            within = edges[at] == "begins"
    if dialect != "sqlite":
        return exposed(pieces, tuple(found), wanted) if dialect == "postgres" else tuple(found)
    whole = rebuilt(tuple(found))
    if wanted is not None and whole != tuple(found) and len(found) < len(pieces):
        among = read_pieces(pieces, dialect, first_line)  # what is not wanted may stand in its way
        if tuple([among[at] for at in sorted(wanted)]) != whole:
            return tuple(found)
    return whole


def _edges(pieces: list[Piece]) -> list[str]:
    """Of each statement, what it does to a transaction; "" for nothing."""
    matches = [_EDGE.match(piece.text) for piece in pieces]
    return [match.lastgroup or "" if match else "" for match in matches]


def _undone(edges: list[str]) -> frozenset[int]:
    """Which statements may be undone: those before a ROLLBACK, and those of a transaction that nothing ends.

    From the last COMMIT on, whatever begins between: a tool may have begun a transaction around it all.
    """
    found: set[int] = set()
    start, begun = 0, -1
    for at, edge in enumerate(edges):
        if edge in ("undoes", "back"):
            found.update(range(start, at))
        if edge in ("undoes", "back", "ends"):
            start = at + 1
        begun = at if edge == "begins" else begun if edge in ("", "back") else -1
    if begun >= 0:
        found.update(range(begun, len(edges)))
    return frozenset(found)


def templates(text: str, first_line: int = 1) -> tuple[Statement, ...]:
    """Where the text shows that it is a template: what runs is another text, and may be anything."""
    if not any([hint in text for hint in _HINTS]):
        return ()
    match = _TEMPLATE.search(text)
    found = [match.span()] if match else []
    for opened, closed in (("{%", "%}"), ("<%", "%>")):  # only the first: time would be squared
        start = text.find(opened)
        end = text.find(closed, start + 2) if start >= 0 else -1
        found += [(start, end + 2)] if end >= 0 else []
    if not found:
        return ()
    start, end = min(found)
    line = first_line + text.count("\n", 0, start)
    return (
        Statement(text[start:end], line, (Operation("opaque.unparsed", line, attributes=(("why", _WHY_TEMPLATE),)),)),
    )


def _placed(told: Operation, line: int) -> Operation:
    if line == 1 and told.line:
        return told
    return told._replace(line=line + (told.line or 1) - 1)


def with_attribute(told: Operation, name: str, value: str) -> Operation:
    """The same operation with one attribute more."""
    return told._replace(attributes=tuple(sorted({**dict(told.attributes), name: value}.items())))
