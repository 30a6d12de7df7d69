"""What a column definition says: whether a row may lack the column, and what is promised about it."""

from __future__ import annotations

from itertools import pairwise

from guard.sql.general.lexer import QUOTED, WORD
from guard.sql.general.words import Unread, Words, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

_ENDS = """
NOT NULL DEFAULT AUTO_INCREMENT AUTOINCREMENT UNIQUE PRIMARY KEY COMMENT COLLATE CHARACTER CHARSET GENERATED AS
REFERENCES CHECK CONSTRAINT FIRST AFTER VISIBLE INVISIBLE ON STORAGE COLUMN_FORMAT VIRTUAL STORED
"""
_ENDS_TYPE = frozenset(_ENDS.split())


class Definition:
    """A column definition, read as far as it matters."""

    def __init__(self, stream: list[Token]) -> None:
        outer = _outer(stream)
        self.type = _type(stream)
        said = [token.said for token in outer]
        pairs = list(pairwise(said))
        self.not_null = ("NOT", "NULL") in pairs
        self.default = "DEFAULT" in said and ("BY", "DEFAULT") not in pairs
        self.generated = "AS" in said or "AUTO_INCREMENT" in said
        self.primary = ("PRIMARY", "KEY") in pairs
        self.unique = "UNIQUE" in said
        self.references = _after(stream, "REFERENCES")
        self.check = "CHECK" in said
        self.serial = self.type == "serial"


def _outer(stream: list[Token]) -> list[Token]:
    """The tokens outside all parentheses."""
    depth, found = 0, []
    for token in stream:
        if token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        elif not depth:
            found.append(token)
    if depth:
        raise Unread("a parenthesis is not closed")
    return found


def _type(stream: list[Token]) -> str:
    """The type as written, its parts joined by single blanks."""
    text = ""
    for token in stream:
        if token.said in _ENDS_TYPE:
            break
        glued = token.text in "(),'" or text.endswith("(") or not text
        text += token.text if glued else f" {token.text}"
    return text.lower()


def _after(stream: list[Token], word: str) -> str:
    for at, token in enumerate(stream[:-1]):
        if token.said == word and stream[at + 1].kind in (WORD, QUOTED):
            words = Words(stream[at + 1 :], "mysql")
            return words.name()
    return ""


def added(table: str, column: str, stream: list[Token], **more: str | bool | None) -> list[Operation]:
    """A column that comes, and the constraints written beside it."""
    said = Definition(stream)
    filled = said.default or said.generated or said.serial
    required = said.not_null and not filled
    told = [
        operation(
            "schema.column.add_required" if required else "schema.column.add",
            table,
            (column,),
            not_null=said.not_null or said.primary or said.serial,
            default=said.default,
            generated=said.generated,
            type=said.type,
            **more,
        )
    ]
    return told + constraints(table, column, said)


def constraints(table: str, column: str, said: Definition) -> list[Operation]:
    """The constraints that a column definition carries."""
    told = []
    for here, kind in ((said.primary, "primary_key"), (said.unique, "unique"), (said.check, "check")):
        if here:
            told.append(operation("schema.constraint.add", table, (column,), type=kind))
    if said.references:
        told.append(
            operation("schema.constraint.add", table, (column,), type="foreign_key", references=said.references)
        )
    return told
