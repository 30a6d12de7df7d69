"""Texts so plain that a semicolon outside quotes can only end a statement: told apart in one pass, in any dialect.

Most of what changes in a large change set is such text, and of it only the changed statements have to be read. What is
not surely plain (comments, escapes, dollar quotes, bodies of routines, commands of a client) is left to its dialect.
"""

from __future__ import annotations

import re

from guard.sql.statement import Piece

_STATEMENT = re.compile(r"""[^;'"]*(?:(?:'[^']*'|"[^"]*")[^;'"]*)*;""")
# Any of these may change what a quote or a semicolon means, or what stands around a statement.
_SIGNS = ("\\", "$", "`", "--", "/*", "#", "{", "<%", "\0", "\ufeff")
_WORDS = (
    *("begin", "start", "commit", "rollback", "abort", "atomic", "delimiter", "copy"),
    *("trigger", "procedure", "function", "event", "rule"),
)


def surely(text: str) -> bool:
    """Whether nothing in it can change what a quote or a semicolon means."""
    lower = text.lower()
    return not (any([sign in text for sign in _SIGNS]) or any([word in lower for word in _WORDS]))


def parts(text: str) -> list[str] | None:
    """What stands before each semicolon that is in no quotes, blanks and all; None where more follows the last."""
    if "'" not in text and '"' not in text:
        *found, rest = text.split(";")
        return None if rest.strip() else found
    found = _STATEMENT.findall(text)
    left = text[sum([len(one) for one in found]) :]
    return None if left.strip() or "".join(found) + left != text else [one[:-1] for one in found]


def piece(found: list[str], at: int) -> Piece:
    """The statement of a part, with the line it begins on."""
    blank = found[at][: len(found[at]) - len(found[at].lstrip())]
    return Piece(found[at].strip(), 1 + sum([one.count("\n") for one in (*found[:at], blank)]))
