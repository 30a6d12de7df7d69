"""The tokens of one statement, taken one after the other; what does not fit is unread, never skipped."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.sql.general.lexer import CLIENT, END, NUMBER, QUOTED, STRING, SYMBOL, WORD, Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


LITERAL = "a string"  # what the parser is shown in place of every string


class Unread(Exception):
    """The statement, or a part of it, is none of those that are known; says why."""


class Words:
    """A place in a statement, which moves forward."""

    def __init__(self, stream: list[Token], dialect: str) -> None:
        self.stream = stream
        self.dialect = dialect
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.stream)

    def said(self, ahead: int = 0) -> str:
        """The word that stands here, in capitals; the symbol where one does; "" for anything else."""
        if self.at + ahead >= len(self.stream):
            return ""
        token = self.stream[self.at + ahead]
        return token.said or (token.text if token.kind in ("symbol", "end") else "")

    def take(self, *words: str) -> bool:
        """Whether exactly these words stand here; if so they are taken."""
        for ahead, word in enumerate(words):
            if self.said(ahead) != word:
                return False
        self.at += len(words)
        return True

    def any_of(self, *words: str) -> str:
        """The first of these words if one stands here, and it is taken; else ""."""
        said = self.said()
        if said in words and said:
            self.at += 1
            return said
        return ""

    def need(self, *words: str) -> None:
        if not self.take(*words):
            raise Unread(f"{' '.join(words)} was expected{self._where()}")

    def end(self) -> None:
        """Nothing may follow."""
        if not self.done:
            raise Unread(f"the end was expected{self._where()}")

    def name(self) -> str:
        """A name, with what it is qualified by."""
        parts = [self._part()]
        while self.said() == ".":
            self.at += 1
            parts.append(self._part())
        if self.dialect == "sqlite" and len(parts) == 2 and parts[0].lower() == "main":
            del parts[0]
        return ".".join(parts)

    def names(self) -> list[str]:
        """One or more names with commas between them."""
        found = [self.name()]
        while self.take(","):
            found.append(self.name())
        return found

    def _part(self) -> str:
        if not self.done:
            token = self.stream[self.at]
            if token.kind in (WORD, QUOTED) or (token.kind == STRING and self.dialect == "sqlite"):
                self.at += 1
                name = unquoted(token)
                if "." in name:
                    raise Unread("a name holds a dot, and could be taken for two")
                return name
        raise Unread(f"a name was expected{self._where()}")

    def group(self) -> list[Token]:
        """The tokens between the parenthesis that stands here and the one that closes it."""
        self.need("(")
        start, depth = self.at, 1
        while depth:
            if self.done:
                raise Unread("a parenthesis is not closed")
            said = self.said()
            depth += (said == "(") - (said == ")")
            self.at += 1
        return self.stream[start : self.at - 1]

    def rest(self) -> list[Token]:
        found = self.stream[self.at :]
        self.at = len(self.stream)
        return found

    def _where(self) -> str:
        return f" before {called(self.stream[self.at])}" if not self.done else " at the end"


def called(token: Token) -> str:
    """How a reason calls a token: words and symbols as they are, of a command its name; a value is never told."""
    if token.kind in (WORD, SYMBOL, END) or (token.kind == QUOTED and token.text[0] != '"'):  # which may be a value
        return token.text[:40]
    if token.kind == CLIENT:
        return token.text.split()[0][:40]
    return {QUOTED: "a quoted name", NUMBER: "a number"}.get(token.kind, "a text")


def unquoted(token: Token) -> str:
    """A name without its quotes."""
    text = token.text
    if token.kind == WORD:
        return text
    if text[0] == "[":
        return text[1:-1]
    return text[1:-1].replace(text[0] * 2, text[0])


def parts(stream: list[Token]) -> list[list[Token]]:
    """A list split at its commas, those within parentheses aside."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in stream:
        if token.kind == "symbol":
            depth += (token.text == "(") - (token.text == ")")
            if token.text == "," and not depth:
                found.append([])
                continue
        found[-1].append(token)
    if depth or not all(found):
        raise Unread("a list has an empty place or an open parenthesis")
    return found


def columns_of(stream: list[Token], dialect: str) -> tuple[str, ...]:
    """The columns of a key or index; an expression among them has no name."""
    found = []
    for part in parts(stream):
        calls = len(part) > 1 and part[1].text == "(" and not _length(part)
        if (part[0].kind in (WORD, QUOTED) and not calls) or (part[0].kind == STRING and dialect == "sqlite"):
            found.append(unquoted(part[0]))
    return tuple(found)


def _length(part: list[Token]) -> bool:
    """Whether what follows a column is the length of its prefix, as in `name(10)`."""
    return len(part) > 3 and part[2].text.isdigit() and part[3].text == ")"


def operation(id_: str, of: str | None, columns: Iterable[str] = (), **attributes: str | bool | None) -> Operation:
    """An operation; an attribute that is True is "true", one that is empty or False is left out."""
    told = [(name.rstrip("_"), "true" if value is True else str(value)) for name, value in attributes.items() if value]
    return Operation(id_, None, of, None, tuple(columns), tuple(sorted(told)))


def attributed(told: Operation, name: str, value: str) -> Operation:
    """The same operation with one attribute more."""
    return told._replace(attributes=tuple(sorted({**dict(told.attributes), name: value}.items())))
