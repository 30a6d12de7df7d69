"""Alembic's migrations, read as Python that never runs: what upgrade() and downgrade() do to the database."""

from __future__ import annotations

import ast
import warnings

from guard.frameworks.alembic_body import told_by
from guard.frameworks.embedded import Place
from guard.frameworks.inert import strange
from guard.frameworks.scope import Scope
from guard.frameworks.sides import reading
from guard.model.migration import certain, migration_of
from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.sql.dialect import dialect_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.reading import Context, Source

VIA = "alembic"
NO_WAY_BACK = "downgrade undoes nothing"


def detect(source: Source, context: Context) -> Reading | None:
    """What a revision does, up and down; None where the file is none."""
    named = migration_of(source.path.encode("utf-8", "surrogateescape"))
    is_named = named is not None and named.tool == VIA and certain(named)
    dialect = dialect_of(source)
    try:
        old, new = [_operations(side, is_named, dialect, context.types) for side in (source.old, source.new)]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        text = source.new or source.old or b""
        return unread(f"not read as Python: {type(error).__name__}", VIA) if is_named or b"alembic" in text else None
    told = _of_release(source) if not certain(named) and (old is not None or new is not None) else ()
    if new is None:
        return Reading(told, False) if told else None
    result = reading(source, new, old or ())
    return result._replace(operations=(*result.operations, *told))


def _of_release(source: Source) -> tuple[Operation, ...]:
    """A name that is no revision's tells nothing by itself; the content does, and it is released."""
    if not source.released:
        return ()
    id_ = "migration.deleted" if source.new is None else "migration.edited_after_release"
    return (Operation(id_, attributes=(("why", "it is released: databases have run it"),), via=VIA),)


def _operations(side: bytes | None, named: bool, dialect: str, types: bool = False) -> list[Operation] | None:
    """What a side does; None where it is no revision."""
    if side is None or (not named and not (b"alembic" in side and b"revision" in side)):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(side)
    scope = Scope(tree.body)
    if not named and not {"revision", "upgrade"} <= set(scope.bound):
        return None
    up = Place(1, 1, "up", VIA, dialect, types=types)
    told = [up._replace(line=line).opaque("opaque.code", why) for line, why in strange(tree.body, scope)]
    if not told and not {"revision", "upgrade", "downgrade"} & set(scope.bound):
        return None
    ups = list(_function("upgrade", tree, scope, up))
    downs = list(_function("downgrade", tree, scope, up._replace(direction="down")))
    if (ups or told) and not downs:
        line = next((one.lineno for one in tree.body if getattr(one, "name", "") == "downgrade"), 1)
        downs = [up._replace(line=line, direction="down").opaque("migration.pair.missing", NO_WAY_BACK)]
    return [*told, *ups, *downs]


def _function(name: str, tree: ast.Module, scope: Scope, at: Place) -> Iterator[Operation]:
    """What one of the two functions does. It must be the only thing of that name, and a plain function."""
    found = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
    if not found and name not in scope.bound and not scope.stars:
        return
    if len(found) != 1 or scope.bound[name] != 1 or found[0].decorator_list:
        yield at.opaque("opaque.code", f"{name} is bound more than once, or made by code")
    for one in found:
        inner = Scope(one.body, scope)
        arguments = (*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs, one.args.vararg, one.args.kwarg)
        for argument in arguments:
            if argument is not None:
                inner.bound[argument.arg] = 2
                inner.values.pop(argument.arg, None)
                inner.imported.pop(argument.arg, None)
        yield from told_by(one.body, inner, at, {})
