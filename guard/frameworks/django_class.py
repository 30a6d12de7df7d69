"""The class Migration of a Django file: its operations as a list of calls, and all in it that is more than that."""

from __future__ import annotations

import ast

from guard.frameworks.inert import inert, strange
from guard.frameworks.literals import plain
from guard.frameworks.scope import Scope
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Strange = tuple[int, str]

LISTED = "operations"


class Written(NamedTuple):
    """A Django migration as it is written."""

    calls: tuple[tuple[ast.Call, Scope], ...]
    strange: tuple[tuple[int, str], ...]  # what does, or may do, anything else: the line and why
    atomic: bool


def written(tree: ast.Module, named: bool) -> Written | None:
    """The migration of a module; None where it has none. `named`: its path says that it has one."""
    scope = Scope(tree.body)
    odd = list(strange([one for one in tree.body if not _is_migration(one)], scope))
    classes = [one for one in tree.body if isinstance(one, ast.ClassDef) and _is_migration(one)]
    if not classes and not named:
        return None
    if "Migration" not in scope.bound:
        return Written((), tuple(odd), True) if odd else None
    if scope.bound["Migration"] != 1 or not classes:
        odd.append((1, "Migration is bound more than once, or by code"))
    calls: list[tuple[ast.Call, Scope]] = []
    atomic = True
    for one in classes:
        inner = Scope(one.body, scope)
        odd += _strange_class(one, inner, scope)
        atomic = atomic and plain(inner.values.get("atomic", ast.Constant(True)), inner) is not False
        for listed in _listed(one.body):
            found, more = operations_in(listed, inner)
            calls += found
            odd += more
    return Written(tuple(calls), tuple(odd), atomic)


def operations_in(node: ast.expr, scope: Scope, depth: int = 0) -> tuple[list[tuple[ast.Call, Scope]], list[Strange]]:
    """The calls of a literal list of operations, and what of it is none."""
    calls: list[tuple[ast.Call, Scope]] = []
    odd: list[Strange] = []
    if isinstance(node, ast.Name):
        node = scope.value_of(node.id) or node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts: Iterable[ast.expr] = (node.left, node.right)
        whole = True
    else:
        parts = node.elts if isinstance(node, ast.List | ast.Tuple) else ()
        whole = False
    if depth > 20 or not (whole or isinstance(node, ast.List | ast.Tuple)):
        return [], [(node.lineno, "the list of operations is made by code")]
    for part in parts:
        inner = part.value if isinstance(part, ast.Starred) else part
        value = scope.value_of(inner.id) if isinstance(inner, ast.Name) else inner
        if whole or isinstance(part, ast.Starred):
            found, more = operations_in(inner, scope, depth + 1)
            calls += found
            odd += more
        elif isinstance(value, ast.Call):
            calls.append((value, scope))
        else:
            odd.append((part.lineno, "an operation is made by code"))
    return calls, odd


def _is_migration(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ClassDef) and statement.name == "Migration"


def _listed(body: Iterable[ast.stmt]) -> list[ast.expr]:
    """What is assigned to `operations`, and added to it."""
    found: list[ast.expr] = []
    for statement in body:
        value = getattr(statement, "value", None)
        if value is None or not any([_named(one) for one in _targets(statement)]):
            continue
        if isinstance(statement, ast.AugAssign):
            found.append(value)
        else:
            found = [value]
    return found


def _strange_class(one: ast.ClassDef, inner: Scope, outer: Scope) -> Iterator[Strange]:
    """Django runs the class: a base, a decorator, a method of its own may do anything."""
    paths = [outer.dotted(base) or "" for base in one.bases]
    plain_base = [
        path for path in paths if path.startswith(("django.db.migrations.", "sentry.")) and path.endswith("Migration")
    ]
    if len(paths) != 1 or len(plain_base) != 1 or one.keywords or one.decorator_list:
        yield one.lineno, "the class is not plainly a migration of Django's"
    for statement in one.body:
        simple = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign)
        targets = _targets(statement)
        if simple and all([isinstance(target, ast.Name) for target in targets]):
            value = getattr(statement, "value", None)
            own = any([_named(target) for target in targets])
            if isinstance(statement, ast.AugAssign):
                fits = own and isinstance(statement.op, ast.Add)
            else:
                fits = own or value is None or inert(value, inner)
            if not fits or not inert(getattr(statement, "annotation", ast.Constant(None)), inner):
                yield statement.lineno, "code runs when the file is loaded"
        elif not isinstance(statement, ast.Pass) and not (
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        ):
            yield statement.lineno, "the class does more than list its operations"


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, ast.AnnAssign | ast.AugAssign) else []


def _named(target: ast.AST | None) -> bool:
    return isinstance(target, ast.Name) and target.id == LISTED
