"""Python that only names and builds values: read, it is known to do nothing else. All other code may do anything."""

from __future__ import annotations

import ast
import builtins
import sys

from guard.frameworks.harmless import LOGS, TEXTS, harmless, is_class
from guard.frameworks.scope import STARS, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.frameworks.scope import Scope

PURE = listed(
    "bool bytes dict float frozenset int len list max min print range repr reversed round set sorted str sum tuple zip "
    "enumerate isinstance"
) | {name for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, BaseException)}
CALLING_BACK = ("builtins.max", "builtins.min", "builtins.sorted")  # they call their `key`
CHAINED = listed(  # methods of expressions of SQLAlchemy, and of values: they give another
    "bindparams columns label asc desc with_variant op cast is_ is_not isnot in_ notin_ not_in where values "
    "select_from alias subquery order_by limit group_by join outerjoin distinct exists like ilike as_scalar "
    "scalar_subquery nullsfirst nullslast execution_options any_ all_ on_conflict_do_nothing from_select isoformat "
    "items keys total_seconds as_string concat between f"
)
KNOWN = listed("alembic builtins django geoalchemy2 sqlalchemy sqlmodel") | sys.stdlib_module_names
DECORATORS = (
    *("builtins.staticmethod", "builtins.classmethod", "builtins.property"),
    *("django.db.transaction.atomic", "django.db.transaction.non_atomic_requests"),
)
NODES = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Starred, ast.UnaryOp),
    *(ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.JoinedStr, ast.FormattedValue),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.keyword),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context),
)


def inert(node: ast.AST, scope: Scope, custom: bool = False) -> bool:
    """Whether an expression only builds a value. `custom`: as a column or a field, so a type may be a project's own."""
    if isinstance(node, ast.Lambda):
        return inert_arguments(node.args, scope)  # its body runs when it is called, and a call is looked at
    if isinstance(node, ast.Call):
        path = scope.dotted(node.func) or ""
        called_back = path in CALLING_BACK and any([one.arg == "key" for one in node.keywords])
        called_back = called_back or any([one.arg == "listeners" for one in node.keywords])  # of a table
        if called_back or not _pure(node.func, scope, custom):
            return False
        types = [*node.args[:2], *[one for one in node.keywords if one.arg == "type_"]] if _typed(path) else []
        return all([inert(one, scope, custom or one in types) for one in (*node.args, *node.keywords)])
    return isinstance(node, NODES) and all([inert(child, scope, custom) for child in ast.iter_child_nodes(node)])


def _typed(path: str) -> bool:
    """Whether its first two arguments are the name of a column and its type, as far as both are given."""
    return path.rpartition(".")[2] in ("Column", "column") and harmless(path)


def inert_arguments(arguments: ast.arguments, scope: Scope) -> bool:
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    annotations = [one.annotation for one in named if one is not None]
    worked_out = (*arguments.defaults, *arguments.kw_defaults, *annotations)
    return all([inert(one, scope) for one in worked_out if one is not None])


def _pure(called: ast.expr, scope: Scope, custom: bool) -> bool:
    path = scope.dotted(called)
    if path is not None:
        root, _, name = path.partition(".")
        return (root == "builtins" and name in PURE) or harmless(path) or (custom and is_class(path))
    if not isinstance(called, ast.Attribute) or not inert(called.value, scope, custom):
        return False
    if called.attr in LOGS and isinstance(called.value, ast.Call):
        return scope.dotted(called.value.func) == "logging.getLogger"
    if called.attr in CHAINED:
        return custom or not any([_brought(one, scope) for one in ast.walk(called.value)])
    return called.attr in TEXTS and is_text(called.value, scope)


def _brought(node: ast.AST, scope: Scope) -> bool:
    """Whether a name stands for something of a project: what is called in it may be a function of any name."""
    path = scope.dotted(node) if isinstance(node, ast.Name) else None
    return path is not None and path.partition(".")[0] not in KNOWN


def is_text(node: ast.expr, scope: Scope) -> bool:
    """Whether it is plain to see that a value is a text."""
    if isinstance(node, ast.Name):
        value = scope.value_of(node.id)
        return isinstance(value, ast.Constant | ast.JoinedStr)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return is_text(node.func.value, scope)
    if isinstance(node, ast.BinOp):
        return is_text(node.left, scope)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def strange(body: Iterable[ast.stmt], scope: Scope) -> Iterator[tuple[int, str]]:
    """Statements of a module or a class that do more than define: the line of each, and why it counts."""
    for statement in body:
        why = _why(statement, scope)
        if why:
            yield statement.lineno, why
        elif isinstance(statement, ast.ClassDef):
            yield from strange(statement.body, scope)
        elif isinstance(statement, ast.If):
            yield from strange((*statement.body, *statement.orelse), scope)
        elif isinstance(statement, ast.Try):
            handled = [inner for handler in statement.handlers for inner in handler.body]
            yield from strange((*statement.body, *handled, *statement.orelse, *statement.finalbody), scope)


def _why(statement: ast.stmt, scope: Scope) -> str:
    """Why a statement is strange; "" where it is not, or holds others that are looked at by themselves."""
    runs = "code runs when the file is loaded"
    if isinstance(statement, ast.Import | ast.Pass | ast.Try):
        return ""
    if isinstance(statement, ast.ImportFrom):
        module = "." * statement.level + (statement.module or "")
        starred = any([alias.name == "*" for alias in statement.names]) and module not in STARS
        return f"everything of {module} is imported: it may stand for any name" if starred else ""
    if isinstance(statement, ast.Expr | ast.If):
        return "" if inert(statement.value if isinstance(statement, ast.Expr) else statement.test, scope) else runs
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        plain = all([_plain(target) for target in targets])
        if not plain:
            return "something is changed when the file is loaded"
        worked_out = [statement.value, getattr(statement, "annotation", None)]
        return "" if all([inert(one, scope) for one in worked_out if one is not None]) else runs
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        quiet = all([inert(one, scope) and not isinstance(one, ast.Lambda) for one in statement.decorator_list])
        plain = not statement.decorator_list or (quiet and _known_decorators(statement.decorator_list, scope))
        returns = statement.returns is None or inert(statement.returns, scope)
        quietly = plain and returns and inert_arguments(statement.args, scope)
        return "" if quietly else "a decorator, a default or an annotation runs when loaded"
    if isinstance(statement, ast.ClassDef):
        told = not statement.decorator_list and not statement.keywords
        return "" if told and all([inert(base, scope) for base in statement.bases]) else "a class is made by other code"
    return runs


def _known_decorators(decorators: Iterable[ast.expr], scope: Scope) -> bool:
    return all([scope.dotted(one) in DECORATORS for one in decorators])


def _plain(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all([_plain(one) for one in target.elts])
    return isinstance(target, ast.Name)
