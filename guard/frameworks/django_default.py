"""Defaults of Django's fields that are worked out while the migration runs, and code that does so unseen."""

from __future__ import annotations

import ast

from guard.frameworks.harmless import SETTINGS, harmless
from guard.frameworks.inert import is_text
from guard.frameworks.literals import brief
from guard.frameworks.python_sql import parts
from guard.frameworks.scope import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Place
    from guard.frameworks.scope import Scope
    from guard.model.operation import Operation

FILLS = ("AddField", "AlterField")  # they call the default for rows that stand
GIVES = listed("secrets.token_bytes secrets.token_hex secrets.token_urlsafe time.time random.random")
# The rest of the builtins may give, or run, a callable.
BUILTINS = listed("bool bytes dict float frozenset int len list range repr set sorted str tuple")
BY_POSITION = 2  # a name, or a model and what is done when its row goes; a default comes later
DEEPEST = 20


def defaults(call: ast.Call, name: str, scope: Scope, at: Place) -> Iterator[Operation]:
    """Code that an operation calls to fill a field."""
    if name not in FILLS:
        return
    given = [one.value for one in call.keywords if one.arg == "field"] or call.args[2:3]
    for field in given:
        made = scope.value_of(field.id) if isinstance(field, ast.Name) else field
        if not isinstance(made, ast.Call):
            continue
        if len(made.args) > BY_POSITION or [one for one in made.args if isinstance(one, ast.Starred)]:
            yield at.opaque("opaque.code", "the field is given its default by position, or by code")
        for one in made.keywords:
            if one.arg == "default" and not _harmless(one.value, scope):
                yield at.opaque("opaque.code", f"the default runs {brief(one.value)}")


def _harmless(node: ast.AST, scope: Scope, depth: int = 0) -> bool:
    """Whether a default is a value, or a callable that is known to give one and do no more."""
    if isinstance(node, ast.Constant | ast.JoinedStr | ast.List | ast.Tuple | ast.Dict | ast.Set):
        return True  # no callable, whatever it holds
    if isinstance(node, ast.Lambda) or depth > DEEPEST:
        return False
    value = scope.value_of(node.id) if isinstance(node, ast.Name) else None
    if value is not None:
        return _harmless(value, scope, depth + 1)
    if isinstance(node, ast.Call):
        path = scope.dotted(node.func) or ""
        if path == "functools.partial":
            called = [scope.dotted(one) for one in node.args[:1]]  # None where it has no name: a partial in a partial
            known = all([_gives(one) for one in called if one is not None])
            return known and all([_harmless(one, scope, depth + 1) for one in node.args])
        quiet = not [one for one in parts(node, scope) if isinstance(one, ast.Lambda)]
        return quiet and (_gives(path) or (isinstance(node.func, ast.Attribute) and is_text(node.func.value, scope)))
    if isinstance(node, ast.Name | ast.Attribute):
        path = scope.dotted(node) or ""
        *_, owner, last = ("", *path.split("."))
        return _gives(path) or (last.isupper() and owner[:1].isupper())  # Status.ACTIVE
    if isinstance(node, ast.Subscript):
        return False  # what stands in a list may be a callable
    return all([_harmless(one, scope, depth + 1) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)])


def _gives(path: str) -> bool:
    root, _, name = path.partition(".")
    return path in GIVES or harmless(path) or (root == "builtins" and name in BUILTINS) or _setting(path)


def _setting(path: str) -> bool:
    return path.startswith(SETTINGS) and path[len(SETTINGS) :].isupper() and "." not in path[len(SETTINGS) :]
