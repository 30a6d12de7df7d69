"""The body of an Alembic migration, statement by statement: what its calls do, and what code decides."""

from __future__ import annotations

import ast

from guard.frameworks.alembic_calls import CALLS, signature
from guard.frameworks.alembic_columns import made_by, statement, within
from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.embedded import operations_of, with_more, without_names
from guard.frameworks.inert import inert, strange
from guard.frameworks.literals import NOT_PLAIN, Unknown, brief, plain, text_of
from guard.frameworks.python_sql import of_sqlalchemy
from guard.frameworks.scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation

    Told = Iterator[Operation]
    Batches = dict[str, str]

OP = "alembic.op."
RUNS = ("execute", "exec_driver_sql", "scalar", "scalars")  # of a connection
GIVES = frozenset(  # of the result of a query: they only read it
    ("fetchall", "fetchone", "scalar", "scalars", "scalar_one", "scalar_one_or_none", "first", "all", "one", "mappings")
)
MOST = 200  # rounds of a loop that are told one by one
LEAVES = (ast.Return, ast.Break, ast.Continue)
COMPOUND = (ast.If, ast.While, ast.Try, ast.For, ast.With, ast.Match)


def told_by(body: Iterable[ast.stmt], scope: Scope, at: Place, batches: Batches) -> Told:
    """What the statements of a function do, in their order."""
    for one in body:
        here = at._replace(line=one.lineno, last=one.end_lineno or one.lineno)
        if isinstance(one, ast.Expr):
            yield from _value(one.value, scope, here, batches)
        elif isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign):
            yield from _assigned(one, scope, here, batches)
        elif isinstance(one, ast.With):
            yield from _with(one, scope, here, batches)
        elif isinstance(one, ast.For):
            yield from _loop(one, scope, here, batches)
        elif isinstance(one, COMPOUND):
            yield from _branches(one, scope, here, batches)
        elif isinstance(one, ast.Return | ast.Raise | ast.Assert):
            for value in ast.iter_child_nodes(one):  # a text that is raised is made first
                yield from _value(value, scope, here, batches)
        elif not isinstance(one, ast.Pass | ast.Global | ast.Nonlocal | ast.Break | ast.Continue):
            for line, why in strange([one], scope):
                yield at._replace(line=line).opaque("opaque.code", why)
        if isinstance(one, COMPOUND) and any([isinstance(part, LEAVES[0]) for part in ast.walk(one)]):
            at = at.perhaps()  # what follows is not reached where it returned


def _assigned(one: ast.Assign | ast.AnnAssign | ast.AugAssign, scope: Scope, at: Place, batches: Batches) -> Told:
    targets = one.targets if isinstance(one, ast.Assign) else [one.target]
    names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    if any([isinstance(part, ast.Attribute | ast.Subscript) for target in targets for part in ast.walk(target)]):
        yield at.opaque("opaque.code", "something is changed that other calls may use")
    for name in names:
        batches.pop(name, None)
    if one.value is not None:
        yield from _value(one.value, scope, at, batches)


def _with(one: ast.With, scope: Scope, at: Place, batches: Batches) -> Told:
    """A batch of one table, a block outside the transaction; what else a block means only its code tells."""
    inner, place = dict(batches), at
    for item in one.items:
        path = _context(item.context_expr, scope)
        name = item.optional_vars.id if isinstance(item.optional_vars, ast.Name) else ""
        if path == f"{OP}batch_alter_table" and isinstance(item.context_expr, ast.Call):
            yield from _beside(item.context_expr, scope, at)
            try:
                given = Arguments(item.context_expr, "table_name schema", scope)
                inner[name] = within(given.text_or("schema"), given.text("table_name"))
            except NotLiteral as error:
                yield at.opaque("opaque.code", f"batch_alter_table: {error}")
                inner.pop(name, None)
        elif path == "autocommit_block":
            place = place._replace(attributes=with_more(place.attributes, (("no_transaction", "true"),)))
        else:
            yield at.opaque("opaque.code", "what the block means is not known here")
            inner.pop(name, None)
    yield from told_by(one.body, scope, place, inner)


def _context(node: ast.expr, scope: Scope) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute) and node.func.attr == "autocommit_block":
        before = node.func.value
        made = scope.value_of(before.id) if isinstance(before, ast.Name) else before
        told = scope.dotted(made.func) if isinstance(made, ast.Call) else ""
        known = told in (f"{OP}get_context", "alembic.context.get_context") and inert(before, scope)
        return "autocommit_block" if known and not node.args and not node.keywords else None
    return scope.dotted(node.func)


def _loop(one: ast.For, scope: Scope, at: Place, batches: Batches) -> Told:
    """A loop over a literal list is as many statements as it has rounds."""
    listed = scope.value_of(one.iter.id) if isinstance(one.iter, ast.Name) else one.iter
    elements = listed.elts if isinstance(listed, ast.List | ast.Tuple) else None
    leaves = any([isinstance(part, LEAVES) for part in ast.walk(one)])
    if elements is None or plain(listed, scope) is NOT_PLAIN or len(elements) > MOST or leaves or one.orelse:
        yield from _branches(one, scope, at, batches)
        return
    bound = Scope(one.body).bound
    for element in elements:
        given = _given(one.target, element)
        if given is None or not bound.keys().isdisjoint(given):  # the names may be given something else within
            yield at.opaque("opaque.code", "what the loop goes over is not plain to see")
            return
        yield from told_by(one.body, scope.inside(given), at, batches)


def _given(target: ast.expr, element: ast.expr) -> dict[str, ast.expr] | None:
    if isinstance(target, ast.Name):
        return {target.id: element}
    if not isinstance(target, ast.Tuple) or not isinstance(element, ast.Tuple | ast.List):
        return None
    names = [one.id for one in target.elts if isinstance(one, ast.Name)]
    fits = len(names) == len(target.elts) == len(element.elts)
    return dict(zip(names, element.elts, strict=True)) if fits else None


def _branches(one: ast.stmt, scope: Scope, at: Place, batches: Batches) -> Told:
    """What stands under a condition is told, and that something decides whether it is done."""
    told: list[Operation] = []
    decides = [*ast.iter_child_nodes(one), *_guards(one)]
    for child in decides:
        if isinstance(child, ast.expr):
            told += _value(child, scope, at, batches)
    read = len(told)
    for body in _bodies(one):
        told += told_by(body, scope, at.perhaps(), batches)
    leaves = any([isinstance(part, LEAVES) for part in ast.walk(one)])
    if len(told) > read or leaves:
        yield at.opaque("opaque.code", "code decides whether this is done")
    yield from told


def _bodies(one: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        yield getattr(one, name, [])
    for inner in (*getattr(one, "handlers", ()), *getattr(one, "cases", ())):
        yield inner.body


def _guards(one: ast.stmt) -> Iterator[ast.AST | None]:
    """What is worked out to choose among handlers, or cases."""
    for inner in getattr(one, "handlers", ()):
        yield inner.type
    for inner in getattr(one, "cases", ()):
        yield inner.guard


def _value(node: ast.AST, scope: Scope, at: Place, batches: Batches) -> Told:
    """What an expression does when it is worked out."""
    if isinstance(node, ast.Call):
        yield from _call(node, scope, at, batches)
    elif not inert(node, scope):
        yield at.opaque("opaque.code", "code that may do anything runs here")


def _call(node: ast.Call, scope: Scope, at: Place, batches: Batches) -> Told:
    path = scope.dotted(node.func) or ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else path.rpartition(".")[2]
    before = node.func.value if isinstance(node.func, ast.Attribute) else None
    batch = batches.get(before.id, "") if isinstance(before, ast.Name) else ""
    try:
        if name in CALLS and (batch or path == OP + name):
            yield from CALLS[name][1](Arguments(node, signature(name, batch), scope), at, batch)
            yield from of_sqlalchemy(node, name, scope, at)
            yield from _beside(node, scope, at)
        elif path == f"{OP}execute" or (name in RUNS and before is not None and _is_connection(before, scope)):
            yield from _run(node, scope, at)
        elif name in GIVES and isinstance(before, ast.Call) and not node.args and not node.keywords:
            yield from _call(before, scope, at, batches)
        elif name in ("create", "drop") and (of := _type(before, scope)):
            yield at.of(f"schema.type.{name}", f"type:{of}", if_exists="true" if name == "drop" else "")
            yield from _beside(node, scope, at)
        elif not inert(node, scope) and statement(node, scope, at) is None:  # a statement counts when it is run
            yield at.opaque("opaque.code", f"{brief(node.func)} may do anything")
    except NotLiteral as error:
        yield at.opaque("opaque.code", f"{name}: {error}")


def _beside(node: ast.Call, scope: Scope, at: Place) -> Told:
    """Code in the arguments, and in what is called, runs before the call."""
    types = [one for one in node.keywords if one.arg in ("type_", "existing_type")]
    if not all([inert(one, scope, one in types) for one in (node.func, *node.args, *node.keywords)]):
        yield at.opaque("opaque.code", "code runs to make the arguments")


def _is_connection(node: ast.expr, scope: Scope) -> bool:
    if isinstance(node, ast.Name):
        value = scope.value_of(node.id)
        return value is not None and not isinstance(value, ast.Name) and _is_connection(value, scope)
    return isinstance(node, ast.Call) and scope.dotted(node.func) == f"{OP}get_bind"


def _type(node: ast.expr | None, scope: Scope) -> str:
    """The name of an enum type that is made in sight."""
    made = made_by(node, scope)
    if made is None or not made[1].endswith((".Enum", ".ENUM", ".DOMAIN")):
        return ""
    names = [text_of(one.value, scope) for one in made[0].keywords if one.arg == "name"]
    return names[0] if names and isinstance(names[0], str) else ""


def _run(node: ast.Call, scope: Scope, at: Place) -> Told:
    """A statement that is run: SQL as text, or one built of calls."""
    given = next((one.value for one in node.keywords if one.arg in ("sqltext", "statement")), None)
    given = node.args[0] if node.args else given
    if given is None or isinstance(given, ast.Starred):
        raise NotLiteral("what is run is not plain to see")
    made = scope.value_of(given.id) if isinstance(given, ast.Name) else given
    built = statement(made, scope, at)
    found = text_of(given, scope)
    if built is not None:
        yield built
        yield from of_sqlalchemy(node, "execute", scope, at)
    elif isinstance(found, Unknown):
        yield at.opaque(found.id, found.why)
    else:
        yield from operations_of(without_names(found), at)
    others = [*node.args[1:], *[one for one in node.keywords if one.value is not given]]
    if not all([inert(one, scope) for one in (node.func, *others)]):  # what is run was looked at by itself
        yield at.opaque("opaque.code", "code runs to make the arguments")
