"""Where one statement of MySQL or SQLite ends and the next begins.

A piece holds everything between two separators that is not blank or comment. A body of a trigger or procedure stays
with its head; where its end cannot be told, the piece reaches too far or not far enough, and is then opaque.
"""

from __future__ import annotations

from guard.sql.general.lexer import BREAK, BROKEN, CLIENT, CLOSE, END, OPEN, Token, tokens
from guard.sql.general.modes import Modes
from guard.sql.statement import Piece

_ROUTINES = frozenset(("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"))
_BEFORE_ROUTINE = frozenset(("OR", "REPLACE", "AGGREGATE", "TEMP", "TEMPORARY", "DEFINER"))
_NO_BLOCK = frozenset(("IF", "LOOP", "WHILE", "REPEAT"))  # END of which closes no BEGIN and no CASE


def split(text: str, dialect: str) -> list[Piece]:
    """The statements of a text, without their separators."""
    found, line, at = [], 1, 0
    for group in groups(text, dialect):
        first, last = group[0], group[-1]
        line += text.count("\n", at, first.at)
        at = first.at
        found.append(Piece(text[at : last.at + len(last.text)], line))
    return found


def groups(text: str, dialect: str) -> list[list[Token]]:
    """The tokens of each statement; none is empty."""
    found: list[list[Token]] = []
    group: list[Token] = []
    depth, routine = 0, False
    stream, modes = tokens(text, dialect), Modes()
    for index, token in enumerate(stream):
        if token.kind in (BREAK, CLIENT) or (token.kind == END and not token.within and depth <= 0):
            if group and dialect == "mysql" and modes.turned_by(group) and _more(stream, index):
                return [*found, [*group, Token(BROKEN, text[token.at :], token.at)]]
            found += [group] if group else []
            found += [[token]] if token.kind == CLIENT else []
            group, depth = [], 0
            continue
        if not group:
            routine, depth = _is_routine(stream, index), 0
        if routine:
            depth += _deeper(stream, index)
        group.append(token)
    return [*found, group] if group else found


def _is_routine(stream: list[Token], index: int) -> bool:
    """Whether a statement that starts here is a trigger, procedure, function or event."""
    head = [token for token in stream[index : index + 24] if token.kind not in (OPEN, CLOSE)]
    if not head or head[0].said not in ("CREATE", "ALTER"):
        return False
    for at, token in enumerate(head[1:], 1):
        if token.said in _ROUTINES:
            return True
        if token.said == "DEFINER":
            return any([later.said in _ROUTINES for later in head[at + 1 : at + 8]])
        if token.said not in _BEFORE_ROUTINE:
            return False
    return False


def _deeper(stream: list[Token], index: int) -> int:
    """How much deeper in BEGIN and CASE this token leads."""
    said = stream[index].said
    if said not in ("BEGIN", "CASE", "END") or stream[index - 1].text == ".":
        return 0
    if said == "END":
        after = stream[index + 1].said if index + 1 < len(stream) else ""
        return 0 if after in _NO_BLOCK else -1
    return 0 if index and stream[index - 1].said == "END" else 1


def _more(stream: list[Token], index: int) -> bool:
    """Whether anything but separators stands behind."""
    return any([token.kind not in (END, BREAK) for token in stream[index:]])
