"""RunSQL and RunPython in Django's migrations: SQL is read as SQL, code is not read."""

from __future__ import annotations

import ast

from guard.frameworks.embedded import operations_of, without_percents
from guard.frameworks.inert import inert
from guard.frameworks.literals import Unknown, brief, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.arguments import Arguments
    from guard.frameworks.embedded import Place
    from guard.frameworks.scope import Scope
    from guard.model.operation import Operation

NO_WAY_BACK = "it has no reverse: Django cannot take it back"


def run_sql(given: Arguments, at: Place) -> Iterator[Operation]:
    """The SQL of both directions."""
    yield from _sql(given.given.get("sql"), given.scope, at)
    if given.node("reverse_sql") is None:
        yield at._replace(direction="down").opaque("migration.pair.missing", NO_WAY_BACK)
    else:
        yield from _sql(given.given["reverse_sql"], given.scope, at._replace(direction="down"))


def _sql(node: ast.expr | None, scope: Scope, at: Place, depth: int = 0) -> Iterator[Operation]:
    """A text, or a list of texts and of pairs of a text and its parameters."""
    if node is None or _nothing(node, scope):
        return
    value = scope.value_of(node.id) if isinstance(node, ast.Name) else node
    if not isinstance(value, ast.List | ast.Tuple) or depth == 2:
        yield from _text(node, scope, at, with_values=False)
    elif depth and len(value.elts) == 2:
        yield from _text(value.elts[0], scope, at, with_values=True)
        if not inert(value.elts[1], scope):
            yield at.opaque("opaque.code", "code runs to make the values of a statement")
    else:
        for one in value.elts:
            yield from _sql(one, scope, at, depth + 1)


def _text(node: ast.expr, scope: Scope, at: Place, with_values: bool) -> Iterator[Operation]:
    found = text_of(node, scope)
    if isinstance(found, Unknown):
        yield at._replace(line=node.lineno).opaque(found.id, found.why)
        return
    first = node.lineno if isinstance(node, ast.Constant) else at.line
    text = without_percents(found) if with_values else found
    yield from operations_of(text, at._replace(line=first, last=max(first, at.last)))


def run_python(given: Arguments, at: Place) -> Iterator[Operation]:
    """Code of a project: it may do anything to the database."""
    for name, direction in (("code", "up"), ("reverse_code", "down")):
        node = given.node(name)
        there = at._replace(direction=direction)
        if node is not None and not _nothing(node, given.scope):
            yield there.opaque("opaque.code", f"RunPython runs {brief(node)}")
        elif node is None and name == "reverse_code":
            yield there.opaque("migration.pair.missing", NO_WAY_BACK)


def _nothing(node: ast.expr, scope: Scope) -> bool:
    """RunSQL.noop and RunPython.noop."""
    path = scope.dotted(node) or ""
    return path.startswith("django.db.migrations.") and path.endswith(("RunSQL.noop", "RunPython.noop"))
