"""Texts so plain that a semicolon outside quotes can only end a statement: told apart in one pass, in any dialect.

Most of what changes in a large change set is such text, and of it only the changed statements have to be read. What is
not surely plain (comments, escapes, dollar quotes, bodies of routines, commands of a client) is left to its dialect.
"""

from __future__ import annotations

import re

from guard.sql.statement import Piece
from guard.value import NamedTuple

_STATEMENT = re.compile(r"""[^;'"]*(?:(?:'[^']*'|"[^"]*")[^;'"]*)*;""")
# Any of these may change what a quote or a semicolon means, or what stands around a statement.
_SIGNS = ("\\", "$", "`", "--", "/*", "#", "{", "<%", "\0", "\ufeff")
_WORDS = (
    *("begin", "start", "commit", "rollback", "abort", "atomic", "delimiter", "copy"),
    *("trigger", "procedure", "function", "event", "rule"),
)


class Plain(NamedTuple):
    """The statements of a plain text, without blanks around them and the semicolon, and the line of each."""

    texts: list[str]
    raw: list[str]  # the same as they stand, all of the text but blanks at its end

    def piece(self, at: int) -> Piece:
        raw = self.raw[at]
        before = "".join(self.raw[:at]) + raw[: len(raw) - len(raw.lstrip())]
        return Piece(self.texts[at], 1 + before.count("\n"))


def statements(text: str) -> Plain | None:
    """None where the text is not surely plain."""
    lower = text.lower()
    if any([sign in text for sign in _SIGNS]) or any([word in lower for word in _WORDS]):
        return None
    if "'" not in text and '"' not in text:
        *found, rest = text.split(";")
        return None if rest.strip() else Plain([one.strip() for one in found], [one + ";" for one in found])
    found = _STATEMENT.findall(text)
    left = text[sum([len(one) for one in found]) :]
    if left.strip() or "".join(found) + left != text:
        return None
    return Plain([one[:-1].strip() for one in found], found)
