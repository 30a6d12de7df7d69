"""What the statements of a text do: every one of them, and every statement and call within them."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.operation import Operation
from guard.sql.postgres import (
    calls,
    data,
    definitions,
    lexing,
    libpg,
    objects,
    pieces,
    procedures,
    rights,
    session,
    tables,
)
from guard.sql.postgres.place import Place, Told, operation, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.sql.postgres.libpg import Tree

# By the name of its node, who tells what a statement does. Those that execute are looked through for statements and
# calls within; those that define something store what they hold, or look through it themselves.
EXECUTES = {**data.EXECUTES, **session.EXECUTES, **definitions.EXECUTES}
DEFINES = {
    **session.DEFINES,
    **tables.DEFINES,
    **definitions.DEFINES,
    **objects.DEFINES,
    **rights.DEFINES,
    **procedures.DEFINES,
}
# How SQL calls what has no operation, where the name of the node does not say it.
_CALLED = {
    "AlterEventTrigStmt": "ALTER EVENT TRIGGER",
    "AlterFdwStmt": "ALTER FOREIGN DATA WRAPPER",
    "CheckPointStmt": "CHECKPOINT",
    "CreateAmStmt": "CREATE ACCESS METHOD",
    "CreateEventTrigStmt": "CREATE EVENT TRIGGER",
    "CreateFdwStmt": "CREATE FOREIGN DATA WRAPPER",
    "CreateForeignServerStmt": "CREATE SERVER",
    "CreateOpClassStmt": "CREATE OPERATOR CLASS",
    "CreateOpFamilyStmt": "CREATE OPERATOR FAMILY",
    "CreatePLangStmt": "CREATE LANGUAGE",
    "CreatedbStmt": "CREATE DATABASE",
    "RefreshMatViewStmt": "REFRESH MATERIALIZED VIEW",
    "RuleStmt": "CREATE RULE",
    "SecLabelStmt": "SECURITY LABEL",
}
_DEEPEST = 16  # texts within texts
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_QUOTED = re.compile(r'(?: at or near)? ".*"', re.S)
_VARIABLE = re.compile(r"(?<![:\w])::?['\"]?[A-Za-z_]\w*")


def operations(text: str) -> tuple[Operation, ...]:
    """What every statement of a text does, on lines counted from 1; what cannot be read is opaque, never left out."""
    text = text.removeprefix("\ufeff")
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError:
        return (unread(1, "it is not UTF-8"),)
    if lexing.template(text):
        return (unread(1, "it holds placeholders of a template, which may become anything"),)
    return tuple(_inner(encoded, 0, 0))


def _inner(encoded: bytes, mode: int, depth: int) -> Told:
    """The operations of a text that stands alone, or within another one."""
    why = lexing.unreadable(encoded)
    if not why and len(encoded) > lexing.LARGEST:
        why = "it is too large"
    if not why and (depth > _DEEPEST or lexing.overflows(encoded)):
        why = "it is nested too deeply"
    if why:
        return [unread(1, f"it cannot be read: {why}")]
    try:
        return _statements(encoded, libpg.parse(encoded, mode), depth)
    except libpg.Refused as refused:
        return [_refused(encoded, refused)]
    except RecursionError:
        return [unread(1, "it cannot be read: its expressions are nested too deeply")]


def _statements(encoded: bytes, statements: list[Tree], depth: int) -> Told:
    breaks = [found.start() for found in re.finditer(b"\n", encoded)]
    told: Told = []
    for one in statements:
        at = one.get("stmt_location", 0)
        end = at + one["stmt_len"] if one.get("stmt_len") else len(encoded)
        start = min(lexing.skipped(encoded, at), end)
        told += _statement(one["stmt"], Place(encoded, breaks, start, end, depth, _nested, _inner))
    return told


def _refused(encoded: bytes, refused: libpg.Refused) -> Operation:
    """A text that is no PostgreSQL. The words of the grammar quote it, and it may hold a secret: that is left out."""
    text = encoded.decode("utf-8", "replace")
    why = f"it is not the SQL of PostgreSQL: {shown(_QUOTED.sub('', refused.message))}"
    if pieces.reads_rows(encoded):
        why = "it holds rows for COPY, which are not SQL"
    elif 'near "\\' in refused.message:
        why = "it holds a command of psql, which is not SQL"
    elif 'near ":"' in refused.message and _VARIABLE.search(text):
        why = "it holds variables of psql, which may become anything"
    return unread(text.count("\n", 0, refused.at or 0) + 1, why)


def _statement(statement: Tree, place: Place) -> Told:
    """What one statement does; one that does nothing reads."""
    ((kind, body),) = statement.items()
    if kind in EXECUTES:
        told = EXECUTES[kind](body, place) + _nested(body, place)
    elif kind in DEFINES:
        told = DEFINES[kind](body, place)
    else:
        words = _CALLED.get(kind) or _WORDS.sub(" ", kind.removesuffix("Stmt")).upper()
        return [unread(place.line(), f"no operation for {words} yet")]
    return list(dict.fromkeys(told)) or [operation("data.read", place.line())]


def _nested(part: object, place: Place) -> Told:
    """What is done within a part of a tree: by statements, by calls of functions, by a query that goes INTO a table."""
    told: Told = []
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            for key, value in one.items():
                if key in _TOLD:
                    told += _TOLD[key](value, place)
                elif key[-4:] == "Stmt" and key[0].isupper() and key != "SelectStmt":
                    told += [found for found in _statement({key: value}, place) if found.id != "data.read"]
                    continue
                if key not in _LEAVES and isinstance(value, (dict, list)):
                    waiting.append(value)
    return told


# Parts of a tree in which nothing more can stand; most of a tree is made of them.
_LEAVES = frozenset(
    ("A_Const", "ColumnRef", "ParamRef", "String", "Integer", "Float", "Boolean", "relation", "typeName")
)


_TOLD: dict[str, Callable[[Tree, Place], Told]] = {
    "FuncCall": calls.call,
    "A_Expr": calls.operator,
    "intoClause": definitions.into,
}
