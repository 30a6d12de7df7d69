"""A text divided into its statements."""

from __future__ import annotations

import re

from guard.sql.postgres import lexing, libpg
from guard.sql.statement import Piece

_BLANK = b" \t\r\n\f\v"
# A statement after which psql reads rows, not SQL: up to a line with nothing but \.
_COPIES_IN = re.compile(rb"copy\b.*\bfrom\b.*\bstdin\b", re.I | re.S)
_LINE_END = re.compile(rb"[ \t]*;[ \t]*\r?\n")
_MOST_BLOCKS = 50  # each asks for the rest of the text once more
_ROWS_END = re.compile(rb"^\\\.[ \t]*\r?$", re.M)


def split(text: str) -> list[Piece]:
    """The statements of a text in their order, each without the comments before it and the semicolon after it.

    Where the grammar refuses a statement its scanner alone divides the text; what even that refuses is one piece.
    """
    text = text.removeprefix("\ufeff")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:  # bytes that are no UTF-8
        return [Piece(text, 1)]
    pieces, line, last = [], 1, 0
    for start, end in _found(data):
        line += data.count(b"\n", last, start)
        last = start
        pieces.append(Piece(data[start:end].decode("utf-8", "replace"), line))
    return pieces


def _found(data: bytes) -> list[tuple[int, int]]:
    """Where the statements stand; after one that reads rows, dividing begins anew behind them."""
    found: list[tuple[int, int]] = []
    at, blocks = 0, 0
    while at < len(data):
        rest, begun = data[at:], at
        for start, end in _spans(rest):
            if reads_rows(rest[start:end]):
                blocks += 1
                behind = _behind_rows(rest, end) if blocks < _MOST_BLOCKS else len(rest)
                found.append((begun + start, begun + behind))
                at = begun + behind
                break
            found.append((begun + start, begun + end))
        if at == begun:
            break
    return found


def reads_rows(statement: bytes) -> bool:
    """Whether psql takes the lines behind a statement for rows."""
    if not _COPIES_IN.match(statement):
        return False
    try:
        copied = libpg.parse(statement)[0]["stmt"]["CopyStmt"]
    except (libpg.Refused, RecursionError, LookupError):
        return True
    return bool(copied.get("is_from")) and "filename" not in copied


def _spans(data: bytes) -> list[tuple[int, int]]:
    """What the grammar, or else its scanner, takes for statements, from their first token on."""
    start = lexing.skipped(data, 0)
    if start == len(data):
        return []
    whole = [(start, len(data))]
    if lexing.unreadable(data):
        return whole
    try:
        raw = _by_grammar(data) or libpg.spans(data, by_scanner=True)
    except libpg.Refused:
        return whole
    found: list[tuple[int, int]] = []
    before = 0
    for start, end in [*raw, (len(data), len(data))]:
        found += _left_out(data, before, start)
        first = min(lexing.skipped(data, start), end)
        if lexing.template(data[before:first].decode("utf-8", "replace")):
            first = before + len(data[before:first]) - len(data[before:first].lstrip(_BLANK + b";"))
        if first < end:
            found.append((first, start + len(data[start:end].rstrip(_BLANK))))
        before = end
    return found


def _left_out(data: bytes, at: int, end: int) -> list[tuple[int, int]]:
    """What the scanner leaves out between two statements because no word of SQL is in it: pieces of their own."""
    found = []
    while (at := lexing.skipped(data, at, end)) < end:
        stop = data.find(b";", at, end)
        stop = end if stop < 0 else stop
        if data[at:stop].strip(_BLANK) not in (b"", b"\xef\xbb\xbf"):  # a mark of byte order, in files put together
            found.append((at, stop))
        at = stop + 1
    return found


def _by_grammar(data: bytes) -> list[tuple[int, int]]:
    """Nothing where the grammar refuses the text, or must not be asked."""
    if lexing.overflows(data):
        return []
    try:
        return libpg.spans(data)
    except libpg.Refused:
        return []


def _behind_rows(data: bytes, end: int) -> int:
    """The end of the rows that follow a statement which ends at `end`; of everything, where that is not plain."""
    ended = _LINE_END.match(data, end)
    rows = ended and _ROWS_END.search(data, ended.end())
    return rows.end() if rows else len(data)
