"""Calls of functions, wherever an expression stands: what a call does besides giving a value."""

from __future__ import annotations

from guard.sql.postgres.builtin import EXTENSIONS, PURE, RUNS_SQL, VOLATILE
from guard.sql.postgres.names import dotted, strings
from guard.sql.postgres.place import Place, Told, operation, unread
from guard.sql.postgres.session import setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree

_PLACEHOLDERS = ("arg", "embed", "narg", "slice")  # sqlc puts a parameter or columns in their place


def call(node: Tree, place: Place) -> Told:
    """A FuncCall; nothing where it only computes or looks."""
    words = strings(node.get("funcname"))
    schema, name = (words[-2] if len(words) > 1 else ""), words[-1]
    line = place.line_of(node)
    if schema in ("", "pg_catalog"):
        if name == "setval":
            return [operation("schema.sequence.alter", line, _sequence(node))]
        if name == "set_config":
            return _set_config(node, line)
        if name in PURE:
            return []
        if "advisory" in name and "lock" in name:
            return [operation("session.lock", line, name="advisory")]
    if schema in ("", "pg_catalog", "public", "extensions") and name in EXTENSIONS:
        return []
    if schema == "sqlc" and name in _PLACEHOLDERS:
        return []
    if name in RUNS_SQL:
        return [unread(line, f"calls {name}(), which runs the SQL that it is given", "opaque.dynamic")]
    return [unread(line, f"calls {dotted(words)}(), which may do anything", "opaque.procedural")]


def operator(node: Tree, place: Place) -> Told:
    """An A_Expr: OPERATOR(schema.+) calls a function of that schema."""
    words = strings(node.get("name"))
    if len(words) < 2 or words[0] == "pg_catalog":
        return []
    why = f"uses an operator of the schema {words[0]}, which may do anything"
    return [unread(place.line_of(node), why, "opaque.procedural")]


def constant(node: object) -> str | None:
    """The text that an expression of nothing but constants stands for; None where it depends on anything."""
    if not isinstance(node, dict):
        return None
    if "TypeCast" in node:
        return constant(node["TypeCast"].get("arg"))
    if "A_Expr" in node and strings(node["A_Expr"].get("name")) == ["||"]:
        left, right = constant(node["A_Expr"].get("lexpr")), constant(node["A_Expr"].get("rexpr"))
        return None if left is None or right is None else left + right
    value = node.get("A_Const", {}).get("sval")
    return None if value is None else str(value.get("sval", ""))


def volatile(expression: object) -> bool:
    """Whether an expression has another value for every row: a default of it rewrites the whole table."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            words = strings(part["FuncCall"].get("funcname")) if "FuncCall" in part else []
            if words and (words[-1] in VOLATILE or words[-1] not in PURE):
                return True
            waiting.extend(part.values())
    return False


def _sequence(node: Tree) -> str | None:
    """The sequence that setval() sets, where the call names it."""
    named = constant((node.get("args") or [None])[0])
    if named is None or '"' in named:
        return None
    return f"sequence:{dotted(named.lower().split('.'))}"


def _set_config(node: Tree, line: int) -> Told:
    arguments = node.get("args") or [None, None]
    name, value = constant(arguments[0]), constant(arguments[1] if len(arguments) > 1 else None)
    if name is None:
        return [unread(line, "set_config() of a setting that is not named", "opaque.dynamic")]
    return [setting(name, value, line)]
