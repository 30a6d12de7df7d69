"""INSERT of plain values, the most common statement of all: read word by word, without the parser."""

from __future__ import annotations

from guard.sql.general.lexer import NUMBER, STRING, Token
from guard.sql.general.words import Unread, Words, columns_of, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation

_CONSTANTS = frozenset(("NULL", "TRUE", "FALSE", "DEFAULT"))


def plain(stream: list[Token], dialect: str) -> list[Operation] | None:
    """What INSERT INTO t (a) VALUES (1, 'x') does; None for anything that is not exactly of this form."""
    words = Words(stream, dialect)
    if not words.take("INSERT", "INTO"):
        return None
    try:
        of = f"table:{words.name()}"
        columns = columns_of(words.group(), dialect) if words.said() == "(" else ()
    except Unread:
        return None
    if not words.take("VALUES") or not _rows(stream, words.at):
        return None
    return [operation("data.insert", of, columns)]


def _rows(stream: list[Token], at: int) -> bool:
    """Whether only rows of constants follow, with commas between them."""
    wanted = "("
    while at < len(stream):
        token = stream[at]
        text = token.text if token.kind == "symbol" else ""
        if wanted == "value":
            if text == "-" and at + 1 < len(stream) and stream[at + 1].kind == NUMBER:
                at += 1
            elif token.kind not in (NUMBER, STRING) and token.said not in _CONSTANTS:
                return False
            wanted = "more"
        elif (wanted, text) not in _NEXT:
            return False
        else:
            wanted = _NEXT[wanted, text]
        at += 1
    return wanted == "rows"


_NEXT = {("(", "("): "value", ("more", ","): "value", ("more", ")"): "rows", ("rows", ","): "("}
