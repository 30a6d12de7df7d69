"""Text and plain values that stand in Python as literals; what is put together at run time is told apart from that."""

from __future__ import annotations

import ast
import inspect
import textwrap

from guard.frameworks.inert import inert
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.scope import Scope

DEEPEST = 40
LONGEST = 1 << 20  # characters of a text that is put together here
KEPT = ("execution_options", "bindparams", "columns")  # methods of a text of SQL that leave the SQL as it is
DEDENTS = {"textwrap.dedent": textwrap.dedent, "inspect.cleandoc": inspect.cleandoc}
SAME = ("text", "f", "inline_literal", "DDL")  # calls that give their argument on
LIBRARIES = ("sqlalchemy.", "sqlmodel.", "alembic.")
LISTS = ("builtins.set", "builtins.frozenset", "builtins.list", "builtins.tuple")
STRIPS = ("strip", "lstrip", "rstrip")


class Unknown(NamedTuple):
    """Not a literal: the operation that says so, and why."""

    id: str
    why: str


DYNAMIC = "opaque.dynamic"
RAW = "opaque.raw_sql"


def brief(node: ast.AST) -> str:
    """Code as a message quotes it."""
    return named(node)[:80]


def named(node: ast.AST | None, sizes: bool = False, depth: int = 0) -> str:
    """An expression by its names and key words, never a value. `sizes`: with whole numbers, as of a type."""
    if isinstance(node, ast.Name):
        return node.id
    if depth == DEEPEST:
        return "..."
    if isinstance(node, ast.Attribute):
        return f"{named(node.value, sizes, depth + 1)}.{node.attr}"
    if isinstance(node, ast.Call):
        given = [named(one, sizes, depth + 1) for one in node.args]
        given += [f"{one.arg or '**'}={named(one.value, sizes, depth + 1)}" for one in node.keywords]
        return f"{named(node.func, sizes, depth + 1)}({', '.join(given)})"
    if isinstance(node, ast.Constant) and (isinstance(node.value, bool | None) or (sizes and type(node.value) is int)):
        return str(node.value)
    return "lambda" if isinstance(node, ast.Lambda) else "..."


def text_of(node: ast.AST | None, scope: Scope, depth: int = 0) -> str | Unknown:
    """The text an expression gives, where it is the same in every run."""
    if depth > DEEPEST:
        return Unknown(RAW, "the text leans on too many names")
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else Unknown(RAW, "what is run is no text")
    if isinstance(node, ast.Name):
        value = scope.value_of(node.id)
        return text_of(value, scope, depth + 1) if value is not None else Unknown(RAW, f"the text comes from {node.id}")
    if isinstance(node, ast.BinOp):
        return _joined(node, scope, depth)
    if isinstance(node, ast.JoinedStr):
        return _formatted(node, scope, depth)
    if isinstance(node, ast.Call):
        return _called(node, scope, depth)
    return Unknown(RAW, "the text stands elsewhere")


def _joined(node: ast.BinOp, scope: Scope, depth: int) -> str | Unknown:
    if isinstance(node.op, ast.Add):
        left, right = text_of(node.left, scope, depth + 1), text_of(node.right, scope, depth + 1)
        if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) < LONGEST:
            return left + right
    return Unknown(DYNAMIC, "the text is put together at run time")


def _formatted(node: ast.JoinedStr, scope: Scope, depth: int) -> str | Unknown:
    parts = []
    for part in node.values:
        plain = not isinstance(part, ast.FormattedValue) or (part.conversion == -1 and part.format_spec is None)
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        found = text_of(inner, scope, depth + 1) if plain else None
        if not isinstance(found, str) or len(found) > LONGEST:
            return Unknown(DYNAMIC, "the text is an f-string with values of run time")
        parts.append(found)
    return "".join(parts)


def _called(node: ast.Call, scope: Scope, depth: int) -> str | Unknown:
    path = scope.dotted(node.func) or ""
    same = path == "builtins.str" or (path.startswith(LIBRARIES) and path.rpartition(".")[2] in SAME)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "f":  # of a batch of Alembic's
        same = same or (isinstance(node.func.value, ast.Name) and scope.is_held(node.func.value.id))
    if len(node.args) == 1 and not node.keywords and (path in DEDENTS or same):
        found = text_of(node.args[0], scope, depth + 1)
        return DEDENTS[path](found) if isinstance(found, str) and path in DEDENTS else found
    if isinstance(node.func, ast.Attribute):
        inner = text_of(node.func.value, scope, depth + 1)
        if isinstance(inner, str) and node.func.attr in STRIPS and not node.args and not node.keywords:
            return str(getattr(inner, node.func.attr)())
        quiet = all([inert(one, scope) for one in (*node.args, *node.keywords)])
        if isinstance(inner, str) and node.func.attr in KEPT and quiet:
            return inner
        if isinstance(inner, str) or inner.id == DYNAMIC:
            return Unknown(DYNAMIC, f"the text is put together at run time by {node.func.attr}")
    return Unknown(RAW, "a call gives the text")


class NotPlain:
    """Told apart from every value, None among them."""


NOT_PLAIN = NotPlain()


def plain(node: ast.AST | None, scope: Scope, depth: int = 0) -> object:
    """A constant, or a list of such as a tuple; NOT_PLAIN where it is anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        values = [plain(one, scope, depth + 1) for one in node.elts] if depth < DEEPEST else [NOT_PLAIN]
        return NOT_PLAIN if NOT_PLAIN in values else tuple(values)
    if isinstance(node, ast.Name):
        value = scope.value_of(node.id)
        return plain(value, scope, depth + 1) if value is not None and depth < DEEPEST else NOT_PLAIN
    if isinstance(node, ast.Call) and scope.dotted(node.func) in LISTS and len(node.args) < 2 and not node.keywords:
        return plain(node.args[0], scope, depth + 1) if node.args else ()
    found = text_of(node, scope, depth)
    return found if isinstance(found, str) else NOT_PLAIN


def words(node: ast.AST | None, scope: Scope) -> tuple[str, ...]:
    """The texts of a literal list, or a text alone; () where they are not plain to see."""
    value = plain(node, scope)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple) and all([isinstance(one, str) for one in value]):
        return tuple([str(one) for one in value])
    return ()
