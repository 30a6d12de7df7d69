"""MySQL and SQLite as tokens: what is a word, a name, a string or a comment, as the server itself would have it.

Strings and comments decide where a statement ends, so they are told apart here and nowhere else. The parser is later
handed what these tokens say, written so that it cannot see anything else in it.
"""

from __future__ import annotations

import re
from functools import cache

from guard.value import NamedTuple

WORD, QUOTED, STRING, NUMBER, SYMBOL = "word", "quoted", "string", "number", "symbol"
END, BREAK = "end", "break"  # `;`, and what ends a statement for the client only
CLIENT = "client"  # a command for the client, on a line of its own
OPEN, CLOSE = "open", "close"  # of a comment whose content the server runs
BROKEN = "broken"  # nothing behind it can be trusted

_NAME = "[0-9A-Za-z_$\u0080-\U0010ffff]+"
_NUMBER = rf"(?:0[xX][0-9A-Fa-f]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)(?!{_NAME})"
_MYSQL = rf"""
  (?P<blank>[\t-\r ]+|(?:--(?=[\0-\x20]|\Z)|\#)[^\n]*|/\*(?!M?!).*?\*/)
 |(?P<open>/\*M?!(?:\d{{5,6}})?)
 |(?P<close>\*/)
 |(?P<string>(?:[nNxXbB]|_[A-Za-z0-9]+)?'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'|"[^"\\]*(?:(?:\\.|"")[^"\\]*)*")
 |(?P<quoted>`[^`]*(?:``[^`]*)*`)
 |(?P<number>{_NUMBER})
 |(?P<word>{_NAME})
 |(?P<end>;)
 |(?P<broken>['"`].*|/\*.*|\x00.*)
 |(?P<symbol>.)
"""
_SQLITE = rf"""
  (?P<blank>[\t-\r ]+|--[^\n]*|/\*.*?(?:\*/|\Z))
 |(?P<string>[xX]?'[^']*(?:''[^']*)*')
 |(?P<quoted>"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\])
 |(?P<number>{_NUMBER})
 |(?P<word>{_NAME})
 |(?P<end>;)
 |(?P<broken>['"`\[].*|\x00.*)
 |(?P<symbol>.)
"""
_DELIMITER = re.compile(r"delimiter(?:[ \t]+([/$|;@~^%&]{1,4})[ \t\r]*(?=\n|\Z)|(?=\s|\Z))", re.IGNORECASE)
_SHELL = re.compile(r"\.[^\n]*")  # a command of the sqlite3 shell: one line


class Token(NamedTuple):
    """One token as it is written, and where it stands."""

    kind: str
    text: str
    at: int
    within: bool = False  # of a comment whose content the server runs
    said: str = ""  # a word in capitals; "" for anything else


@cache
def _pattern(dialect: str) -> re.Pattern[str]:
    return re.compile(_MYSQL if dialect == "mysql" else _SQLITE, re.VERBOSE | re.DOTALL)


def tokens(text: str, dialect: str) -> list[Token]:
    """Every token that is not blank or comment, in order."""
    found: list[Token] = []
    match_at = _pattern(dialect).match
    at, delimiter, within = 0, "", False
    while at < len(text):
        special = _of_client(text, at, dialect, delimiter, found)
        if special is not None:
            token, delimiter = special
            found.append(token)
            at += len(token.text)
            continue
        match = match_at(text, at)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            raise AssertionError(f"no token at {at}")
        piece, start, at = match[0], at, match.end()
        if kind == "blank":
            if piece[0] in "-#" and "\r" in piece.removesuffix("\r"):  # a line ends there for some, not for the server
                found.append(Token(BROKEN, text[start:], start))
                break
            continue
        if kind == WORD and delimiter and delimiter in piece:
            piece = piece[: piece.index(delimiter)]
            at = start + len(piece)
        within = (within or kind == OPEN) and kind != CLOSE
        found.append(Token(kind, piece, start, within, piece.upper() if kind == WORD else ""))
    return found


def _of_client(text: str, at: int, dialect: str, delimiter: str, found: list[Token]) -> tuple[Token, str] | None:
    """What is meant for the client and not for the server, and the delimiter from here on."""
    if delimiter and text.startswith(delimiter, at):
        return Token(BREAK, delimiter, at), delimiter
    if found and found[-1].kind not in (END, BREAK, CLIENT):
        return None
    char = text[at]
    if dialect == "mysql" and char in "dD":
        match = _DELIMITER.match(text, at)
        if match is None:
            return None
        if match[1] is None:
            return Token(BROKEN, text[at:], at), ""
        return Token(BREAK, match[0], at), "" if match[1] == ";" else match[1]
    if dialect == "sqlite" and char == "." and text[at - 1 : at] in ("", "\n"):
        line = _SHELL.match(text, at)
        return Token(CLIENT, line[0] if line else char, at), delimiter
    return None
