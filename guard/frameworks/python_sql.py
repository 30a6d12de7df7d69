"""SQL inside the calls of SQLAlchemy: defaults, conditions, expressions, each read as the one it must be."""

from __future__ import annotations

import ast
import re

from guard.frameworks.arguments import NotLiteral
from guard.frameworks.embedded import ELEMENT, EXPRESSION, expression, without_names
from guard.frameworks.literals import DYNAMIC, LIBRARIES, Unknown, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Form, Place
    from guard.frameworks.scope import Scope
    from guard.model.operation import Operation

    Told = Iterator[Operation]

DEEPEST = 20
MOST = 20_000  # nodes of one call
RAW = ("text", "literal_column", "DDL", "Computed", "CheckConstraint")  # of SQLAlchemy: their first argument is SQL
CONDITIONS = ("_where", "_using")
OPTION = re.compile(r"[\w][\w ,.()=+-]*")  # of a dialect, such as mysql_engine="InnoDB"
OPTIONS = ("postgresql_", "mysql_", "mariadb_", "sqlite_", "mssql_", "oracle_")
CLAUSES = ("server_default", "server_onupdate", "condition")  # a text is quoted there, what else it is has to be seen
SIZES = ("length", "precision", "scale", "max_length", "max_digits", "decimal_places")
SIZED = ("String", "Unicode", "VARCHAR", "NVARCHAR", "CHAR", "NCHAR", "Text", "Numeric", "NUMERIC", "DECIMAL", "Float")
OPERATOR = re.compile(r"[^\w\s;()'\"]+|\w+")


def parts(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """All that a value is made of, what its names stand for included; not a literal where that is too much."""
    pending = [(node, 0)]
    for _ in range(MOST):
        if not pending:
            return
        one, deep = pending.pop()
        yield one
        value = scope.value_of(one.id) if isinstance(one, ast.Name) else None
        if value is not None and deep == DEEPEST:
            break
        inner = [value] if value is not None else list(ast.iter_child_nodes(one))
        pending += [(child, deep + (value is not None)) for child in reversed(inner)]
    raise NotLiteral("it is made of more than is followed here")


def of_sqlalchemy(call: ast.Call, name: str, scope: Scope, at: Place) -> Told:
    """What in the arguments of a call of Alembic is SQL, and more than an expression."""
    columns = [one.value for one in call.keywords if one.arg == "columns"] or call.args
    for given in (*call.args, *call.keywords):
        inner = given.value if isinstance(given, ast.keyword) else given
        form = ELEMENT if name == "create_index" and inner in columns else EXPRESSION
        for one in parts(given, scope):
            if isinstance(one, ast.Call):
                yield from _made(one, scope, at, form)
            elif isinstance(one, ast.keyword) and one.arg:
                yield from _option(one, name, scope, at)
        if name == "create_exclude_constraint" and not plain_operators(given, scope):
            yield at.opaque("opaque.raw_sql", "an operator is no plain one")
    if name == "create_check_constraint":
        for node in [one.value for one in call.keywords if one.arg == "condition"] or call.args[-1:]:
            if not _seen(node, scope):
                yield from expression(_text(node, scope), at)


def _made(call: ast.Call, scope: Scope, at: Place, form: Form) -> Told:
    path = scope.dotted(call.func) or ""
    library, _, name = path.rpartition(".")
    if not path.startswith(LIBRARIES):
        return
    if name in RAW:
        first = call.args[0] if call.args else next((one.value for one in call.keywords), None)
        if name in ("text", "literal_column", "DDL") or first is None or not _seen(first, scope):
            yield from expression(_text(first, scope), at, form)
    elif name == "ExcludeConstraint" and not plain_operators(call, scope):
        yield at.opaque("opaque.raw_sql", "an operator is no plain one")
    elif name in SIZED and [one for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]:
        yield at.opaque("opaque.raw_sql", "the size of a type is no number")
    elif library.endswith(".func") or ".func." in library:
        yield from expression(f"{path.rpartition('.func.')[2]}()", at)


def _option(one: ast.keyword, name: str, scope: Scope, at: Place) -> Told:
    key = one.arg or ""
    if key.startswith(OPTIONS):
        expresses = key.endswith(CONDITIONS) and not (key.endswith("_using") and name == "create_index")
        if expresses and not _seen(one.value, scope):
            yield from expression(_text(one.value, scope), at)
        elif not expresses:
            texts = [part.value for part in parts(one.value, scope) if isinstance(part, ast.Constant)]
            if not all([OPTION.fullmatch(text) for text in texts if isinstance(text, str)]):
                yield at.opaque("opaque.raw_sql", f"{key} is no plain word")
    elif key in SIZES and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
        yield at.opaque("opaque.raw_sql", f"{key} is no number")
    elif key in CLAUSES and isinstance(one.value, ast.Name | ast.Attribute):
        value = scope.value_of(one.value.id) if isinstance(one.value, ast.Name) else None
        if value is None:
            yield at.opaque(DYNAMIC, f"{key} comes from elsewhere")


def plain_operators(node: ast.AST, scope: Scope) -> bool:
    """Whether each pair of an expression and an operator has a plain operator."""
    pairs = [one.elts for one in parts(node, scope) if isinstance(one, ast.Tuple)]
    return all([_operator(one[1], scope) for one in pairs if len(one) == 2])


def _operator(node: ast.expr, scope: Scope) -> bool:
    found = text_of(node, scope)
    if isinstance(found, str):
        return OPERATOR.fullmatch(found) is not None
    return isinstance(node, ast.Constant) or (scope.dotted(node) or "").startswith("django.")  # RangeOperators.OVERLAPS


def _seen(node: ast.expr, scope: Scope) -> bool:
    """Whether a clause is built of calls of SQLAlchemy, which are looked at one by one."""
    value = scope.value_of(node.id) if isinstance(node, ast.Name) else node
    return not isinstance(value, ast.Constant) and isinstance(_text(node, scope), Unknown) and _built(value, scope)


def _built(node: ast.AST | None, scope: Scope) -> bool:
    """Whether a value grows from a call of the library, whatever is done to it after."""
    while isinstance(node, ast.Call | ast.Attribute | ast.Compare | ast.BinOp | ast.UnaryOp):
        if isinstance(node, ast.Call):
            if (scope.dotted(node.func) or "").startswith(LIBRARIES):
                return True
            node = node.func
        elif isinstance(node, ast.Attribute):
            node = node.value
        else:
            node = node.operand if isinstance(node, ast.UnaryOp) else node.left
        if isinstance(node, ast.Name):
            node = scope.value_of(node.id)
    return False


def _text(node: ast.AST | None, scope: Scope) -> str | Unknown:
    found = text_of(node, scope)
    return without_names(found) if isinstance(found, str) else found
