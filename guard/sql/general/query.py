"""Queries and the statements that write data, as sqlglot parses them."""

from __future__ import annotations

import logging
from itertools import pairwise

from guard.sql.general.lexer import QUOTED, STRING, WORD
from guard.sql.general.nodes import FUNCTIONS, NODES, OPENERS
from guard.sql.general.words import LITERAL, Unread, operation, unquoted
from guard.sql.general.writes import deleted, inserted, updated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.model.operation import Operation
    from guard.sql.general.lexer import Token

_VERBS = frozenset(("SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE", "VALUES", "TABLE"))
_MODIFIERS = frozenset(("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE"))


class Dynamic(Unread):
    """What a statement does is decided when it runs."""


def query(stream: list[Token], dialect: str) -> list[Operation]:
    """What a SELECT, INSERT, REPLACE, UPDATE or DELETE does, with or without WITH before it."""
    at = _verb(stream)
    verb = stream[at].said or "SELECT"
    replaces = verb == "REPLACE" or (
        verb == "INSERT" and [t.said for t in stream[at + 1 : at + 3]] == ["OR", "REPLACE"]
    )
    end = _past_modifiers(stream, at)
    if dialect == "mysql" and verb == "DELETE" and [one.said for one in stream[end : end + 2]] == ["HISTORY", "FROM"]:
        raise Unread("DELETE HISTORY deletes what rows were before")
    tree = parsed(_plain(stream, at, verb), stream, dialect)
    wanted = {"REPLACE": "Insert", "INSERT": "Insert", "UPDATE": "Update", "DELETE": "Delete"}.get(verb)
    found = type(tree).__name__
    if wanted is None and found in ("Select", "Union", "Intersect", "Except", "Values", "Subquery"):
        return [operation("data.read", None)]
    if found != wanted:
        raise Unread(f"{verb} was parsed as {found}")
    if type(tree.this).__name__ not in ("Table", "Schema"):
        raise Unread("what is written to is no plain table")
    if found == "Insert":
        ignores = "IGNORE" in [token.said for token in stream[at + 1 : end]]
        return [inserted(tree, replaces, ignores)]
    return updated(tree) if found == "Update" else deleted(tree)


def expression(stream: list[Token], dialect: str) -> None:
    """Hold an expression to what may stand in a query."""
    if stream:
        parsed(f"SELECT {rendered(stream)}", stream, dialect)


def _verb(stream: list[Token]) -> int:
    """Where the verb of the statement stands, past WITH."""
    if stream[0].said != "WITH":
        return 0
    depth = 0
    for at, token in enumerate(stream):
        if token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        elif not depth and token.said in _VERBS:
            return at
    raise Unread("WITH is followed by no statement")


def _past_modifiers(stream: list[Token], at: int) -> int:
    end = at + 1
    while end < len(stream) and stream[end].said in _MODIFIERS:
        end += 1
    return end


def _plain(stream: list[Token], at: int, verb: str) -> str:
    """The statement without words that the parser does not know and that change nothing about what is done."""
    end = _past_modifiers(stream, at)
    if verb == "UPDATE" and end < len(stream) and stream[end].said == "OR":
        end += 2
    if verb not in ("INSERT", "REPLACE", "UPDATE", "DELETE"):
        return rendered(stream)
    word = "INSERT" if verb == "REPLACE" else verb
    return f"{rendered(stream[:at])} {word} {rendered(stream[end:])}"


def rendered(stream: list[Token]) -> str:
    """The tokens as text in which nothing but these tokens can be seen: no comment, and no string's content."""
    text, end = "", -1
    for token in stream:
        if token.kind == STRING:
            said = "'$.s'" if "$" in token.text[:3] else f"'{LITERAL}'"
        elif token.kind == QUOTED:
            name = unquoted(token)
            if not name or not name.isprintable() or "\\" in name or "." in name:
                raise Unread("a quoted name is empty or holds what no name should")
            said = "`" + name.replace("`", "``") + "`"
        else:
            said = token.text
        glued = token.at == end and not (said == "-" and text.endswith("-"))  # two of them begin a comment for some
        text += said if glued else f" {said}"
        end = token.at + len(token.text)
    return text.strip()


def parsed(text: str, stream: list[Token], dialect: str) -> Any:
    """The tree of one statement, every node and every function of which is known."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL + 1)  # it warns of what is told here in another way
    try:
        trees = sqlglot.parse(text, dialect=dialect)
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise Unread(f"it does not parse: {type(error).__name__}") from None
    if len(trees) != 1 or trees[0] is None:
        raise Unread("it does not parse as one statement")
    _known(trees[0], stream, dialect)
    return trees[0]


def _known(tree: Any, stream: list[Token], dialect: str) -> None:
    names = {""}
    for node in tree.walk():
        kind = type(node).__name__
        if kind == "Anonymous":
            if not isinstance(node.this, str) or node.this.lower() not in FUNCTIONS:
                raise Dynamic(f"the function {str(node.this)[:60]} may do anything")
        elif kind not in NODES:
            raise Unread(f"{kind} is not known")
        elif (kind == "Placeholder" and node.this) or (kind == "Parameter" and dialect == "sqlite"):
            raise Unread("a value is filled in later")
        elif kind == "Into" and type(node.this.this).__name__ != "Parameter":
            raise Unread("the result is written somewhere")
        elif kind in ("Insert", "Update", "Delete") and node is not tree:
            raise Unread("a statement that writes stands within another")
        elif kind in ("Table", "TableAlias") and node.name:
            names.add(node.name.lower())
    for name in _called(stream):
        if name not in FUNCTIONS and name not in OPENERS and name not in names:
            raise Dynamic(f"the function {name[:60]} may do anything")


def _called(stream: list[Token]) -> Iterator[str]:
    """Every name that stands before a parenthesis."""
    for token, after in pairwise(stream):
        if after.text == "(" and after.kind == "symbol" and token.kind in (WORD, QUOTED):
            yield unquoted(token).lower()
