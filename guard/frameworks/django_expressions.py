"""SQL inside the operations of Django's migrations, and expressions there that are not all in sight."""

from __future__ import annotations

import ast
import re

from guard.frameworks.embedded import expression, without_percents
from guard.frameworks.literals import DYNAMIC, Unknown, text_of
from guard.frameworks.python_sql import SIZES, parts, plain_operators

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Place
    from guard.frameworks.scope import Scope
    from guard.model.operation import Operation

    Told = Iterator[Operation]

EXPRESSIONS = ("db_default", "expression", "expressions", "condition", "check")
FILLED = re.compile(r"%\((\w+)\)s")


def expressed(call: ast.Call, scope: Scope, at: Place) -> Told:
    """What in the arguments of an operation of Django's is SQL, or an expression that is not all in sight."""
    for one in [part for given in (*call.args, *call.keywords) for part in parts(given, scope)]:
        if isinstance(one, ast.Call):
            yield from _expresses(one, scope, at)
        elif isinstance(one, ast.keyword):
            yield from _argument(one, scope, at)


def _argument(one: ast.keyword, scope: Scope, at: Place) -> Told:
    """One argument of a field, an index or a constraint."""
    texts = [part.value for part in parts(one.value, scope) if isinstance(part, ast.Constant)]
    if one.arg in EXPRESSIONS:
        strangers = [part for part in parts(one.value, scope) if _stranger(part, scope)]
        if strangers or (isinstance(one.value, ast.Attribute) and not _known(one.value, scope)):
            yield at.opaque(DYNAMIC, f"{one.arg}: an expression that is not Django's own")
        if one.arg == "expressions" and not plain_operators(one.value, scope):
            yield at.opaque("opaque.raw_sql", "an operator is no plain one")
    elif one.arg == "opclasses" and not all([re.fullmatch(r"[\w.]+", str(text)) for text in texts]):
        yield at.opaque("opaque.raw_sql", "a class of operators is no plain word")
    elif one.arg in SIZES and [text for text in texts if isinstance(text, str)]:
        yield at.opaque("opaque.raw_sql", f"{one.arg} is no number")


def _expresses(call: ast.Call, scope: Scope, at: Place) -> Told:
    path = scope.dotted(call.func) or ""
    given = {one.arg: one.value for one in call.keywords if one.arg}
    if path.rpartition(".")[2] == "RawSQL":
        found = text_of(call.args[0] if call.args else given.get("sql"), scope)
        yield from expression(without_percents(found) if isinstance(found, str) else found, at)
    if not path.startswith("django.") or not {"function", "template"} & set(given):
        return
    called = text_of(given["function"], scope) if "function" in given else "coalesce"
    shape = text_of(given["template"], scope) if "template" in given else "%(function)s(%(expressions)s)"
    if isinstance(called, Unknown) or isinstance(shape, Unknown):
        yield at.opaque(DYNAMIC, "the function of an expression is no literal")
        return
    filled = FILLED.sub(lambda found: called if found[1] == "function" else "NULL", shape)
    yield from expression(filled.replace("%%", "%"), at)


def _stranger(node: ast.AST, scope: Scope) -> bool:
    """A call in an expression that is none of Django's, and no value of the standard library's."""
    return isinstance(node, ast.Call) and not _known(node.func, scope)


def _known(node: ast.AST, scope: Scope) -> bool:
    path = scope.dotted(node) or ""
    return path.startswith(("django.", "builtins.", "datetime.", "decimal.", "uuid."))
