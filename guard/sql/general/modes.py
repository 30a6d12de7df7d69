"""Settings of MySQL behind which quotes and backslashes may mean something else, so that nothing is told apart there.

What is known to leave them as they are is listed; anything else that sets the mode or the character set is not.
"""

from __future__ import annotations

from guard.sql.general.lexer import CLOSE, END, NUMBER, OPEN, QUOTED, STRING, WORD, Token
from guard.sql.general.words import Unread, parts, unquoted

_HARMLESS = """
DEFAULT ALLOW_INVALID_DATES ERROR_FOR_DIVISION_BY_ZERO NO_AUTO_CREATE_USER NO_AUTO_VALUE_ON_ZERO NO_DIR_IN_CREATE
NO_ENGINE_SUBSTITUTION NO_UNSIGNED_SUBTRACTION NO_ZERO_DATE NO_ZERO_IN_DATE ONLY_FULL_GROUP_BY PAD_CHAR_TO_FULL_LENGTH
REAL_AS_FLOAT STRICT_ALL_TABLES STRICT_TRANS_TABLES TIME_TRUNCATE_FRACTIONAL TRADITIONAL
"""
_MODES = frozenset((*_HARMLESS.split(), "", "0"))
_CHARSETS = frozenset(("DEFAULT", "UTF8", "UTF8MB3", "UTF8MB4", "LATIN1", "ASCII", "BINARY"))
_SETTINGS = {"SQL_MODE": _MODES, "CHARACTER_SET_CLIENT": _CHARSETS}
_BEFORE = frozenset(("@", ".", "GLOBAL", "SESSION", "LOCAL", "PERSIST", "PERSIST_ONLY"))


class Modes:
    """The modes of a text so far, as far as they matter to how it is told apart."""

    def __init__(self) -> None:
        self._saved: dict[str, str] = {}  # the setting whose value a variable keeps, to put it back; "" for any value

    def turned_by(self, group: list[Token]) -> bool:
        """Whether quotes may mean something else behind this statement; to be asked of each in turn."""
        whole = [token for token in group if token.kind not in (OPEN, CLOSE)]
        outside = [token for token in whole if not token.within]
        readings = [whole] if len(outside) == len(whole) else [whole, outside]
        turned = [self._turned(one) for stream in readings for one in _statements(stream)]
        return any(turned)

    def _turned(self, stream: list[Token]) -> bool:
        if stream[0].said != "SET":
            self._spoil(stream)
            return False
        try:
            found = parts(stream[1:])
        except Unread:
            found = [stream[1:]]
        return any([bool(part) and self._by(part) for part in found])

    def _by(self, part: list[Token]) -> bool:
        """Whether one setting of a SET turns the quotes."""
        said = [_said(token) for token in part]
        if said[0] == "@" and said[1:2] != ["@"]:
            self._keep(part, said)
            return False
        while said and said[0] in _BEFORE:
            del said[0]
        value = part[len(part) - len(said) :]
        for words in (("NAMES",), ("CHARSET",), ("CHARACTER", "SET"), ("CHAR", "SET")):
            if tuple(said[: len(words)]) == words:
                value = value[len(words) :]
                collated = len(value) == 3 and value[1].said == "COLLATE"
                return not _known(value[:1] if collated else value, _CHARSETS)
        name = said[0] if said else ""
        value = value[2:] if said[1:2] == ["="] else value[3:] if said[1:3] == [":", "="] else []
        if name in _SETTINGS:
            back = len(value) == 2 and value[0].text == "@" and self._saved.get(_said(value[1])) == name
            return not (back or _known(value, _SETTINGS[name]))
        self._spoil(part)
        return any([setting in word for setting in _SETTINGS for word in said])

    def _keep(self, part: list[Token], said: list[str]) -> None:
        """`@old = @@sql_mode` keeps a value that leaves quotes as they are; any other that is kept is not known."""
        value = [word for word in said[2:] if word not in (":", "SESSION", ".")]
        if value[:3] == ["=", "@", "@"] and len(value) == 4 and value[3] in _SETTINGS:
            kept = self._saved.setdefault(said[1], value[3])
            self._saved[said[1]] = value[3] if kept == value[3] else ""
        else:
            self._spoil(part)

    def _spoil(self, stream: list[Token]) -> None:
        """Whatever variable is named here may hold anything from here on."""
        for at, token in enumerate(stream[:-1]):
            if token.text == "@" and token.kind == "symbol":
                self._saved[_said(stream[at + 1])] = ""


def _statements(stream: list[Token]) -> list[list[Token]]:
    """The statement, or those that stand together in a comment that the server runs."""
    found: list[list[Token]] = [[]]
    for token in stream:
        if token.kind == END and token.within:
            found.append([])
        else:
            found[-1].append(token)
    return [one for one in found if one]


def _said(token: Token) -> str:
    return (unquoted(token) if token.kind in (QUOTED, STRING) else token.text).upper()


def _known(value: list[Token], known: frozenset[str]) -> bool:
    """Whether a value is nothing but words that are known, written as a word or as a plain string."""
    if len(value) != 1 or value[0].kind not in (WORD, STRING, NUMBER):
        return False
    text = value[0].text
    if value[0].kind != STRING:
        return text.upper() in known
    return text[0] in "'\"" and all([word.strip().upper() in known for word in text[1:-1].split(",")])
