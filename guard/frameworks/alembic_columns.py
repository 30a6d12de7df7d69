"""Columns and tables as SQLAlchemy writes them, and statements that are built from them."""

from __future__ import annotations

import ast

from guard.frameworks.arguments import Arguments, NotLiteral
from guard.frameworks.inert import inert
from guard.frameworks.literals import named, text_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Place
    from guard.frameworks.scope import Scope
    from guard.model.operation import Operation

ROOTS = ("sqlalchemy.", "sqlmodel.", "geoalchemy2.")


class Column(NamedTuple):
    """One column that is made in sight."""

    name: str
    type: str
    not_null: bool
    default: bool
    generated: bool
    unique: bool
    indexed: bool
    primary: bool
    references: str  # the table, where it is a foreign key
    checks: str  # the name of its check constraint, "-" where that has none, "" where there is no such constraint


def column_of(node: ast.AST | None, scope: Scope) -> Column:
    """The column that a call of SQLAlchemy makes."""
    made = made_by(node, scope)
    if made is None or not made[1].endswith(".Column"):
        raise NotLiteral("the column is made by code")
    given = Arguments(made[0], "name *rest", scope)
    inner = [(one, path) for part in given.rest if (found := made_by(part, scope)) for one, path in (found,)]
    kinds = [path.rpartition(".")[2] for _, path in inner]
    foreign = [one for one, path in inner if path.endswith(".ForeignKey")]
    checks = [one for one, path in inner if path.endswith(".CheckConstraint")]
    default = given.node("server_default")
    primary = given.flag("primary_key") is not False
    counts = primary and given.flag("autoincrement") is True
    return Column(
        given.text("name"),
        type_of(given.given.get("type_") or (given.rest[0] if given.rest else None)),
        given.flag("nullable", not primary) is not True,
        default is not None,
        bool({"Computed", "Identity", "Sequence"}.intersection(kinds)) or counts,
        given.flag("unique") is not False,
        given.flag("index") is not False,
        primary,
        _target(foreign[0], scope) if foreign else "",
        _name(checks[0], scope) if checks else "",
    )


def type_of(node: ast.AST | None) -> str:
    """A type as it is written, without the module it is taken from, and without texts: one may be a key."""
    return named(node, sizes=True).removeprefix("sa.").removeprefix("sqlalchemy.")[:80] if node is not None else ""


def _target(node: ast.Call, scope: Scope) -> str:
    found = text_of(node.args[0], scope) if node.args else None
    return found.rpartition(".")[0].removeprefix("public.") if isinstance(found, str) else "?"


def _name(node: ast.Call, scope: Scope) -> str:
    found = next((text_of(one.value, scope) for one in node.keywords if one.arg == "name"), "")
    return found if isinstance(found, str) and found else "-"


def made_by(node: ast.AST | None, scope: Scope) -> tuple[ast.Call, str] | None:
    """A call of SQLAlchemy, or the one a name was given, and its path."""
    if isinstance(node, ast.Name):
        node = scope.value_of(node.id)
    path = scope.dotted(node.func) if isinstance(node, ast.Call) else None
    return (node, path) if isinstance(node, ast.Call) and path and path.startswith(ROOTS) else None


def table_of(node: ast.AST | None, scope: Scope) -> str | None:
    """The name of a table that `sa.table` or `sa.Table` describes."""
    made = made_by(node, scope)
    if made is None or not made[1].endswith((".table", ".Table")) or not made[0].args:
        return None
    name = text_of(made[0].args[0], scope)
    schema = next((text_of(one.value, scope) for one in made[0].keywords if one.arg == "schema"), "")
    return within(schema, name) if isinstance(name, str) and isinstance(schema, str) else None


def within(schema: str, name: str) -> str:
    return f"{schema}.{name}" if schema and schema != "public" else name


WRITES = ("update", "delete", "insert")


def statement(node: ast.AST | None, scope: Scope, at: Place) -> Operation | None:
    """What a statement built of calls does: `users.delete().where(...)`; None where it is not one of these."""
    chain: list[tuple[str, ast.Call]] = []
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and made_by(node, scope) is None:
        if not all([inert(one, scope) for one in (*node.args, *node.keywords)]):
            return None
        chain.append((node.func.attr, node))
        node = node.func.value
    made = made_by(node, scope)
    if made is not None and made[1].rpartition(".")[2] in (*WRITES, "select") and isinstance(node, ast.Call):
        if not inert(node, scope):
            return None
        kind = made[1].rpartition(".")[2]
        table = table_of(node.args[0] if node.args else None, scope)
        first: tuple[ast.expr, ...] = ()
    elif chain and chain[-1][0] in WRITES:
        kind, call = chain.pop()
        table = table_of(node, scope)
        first = tuple(call.args)
    else:
        return None
    if kind == "select":
        return at.told("data.read", table)
    return _write(kind, table, dict(chain), bool(first), at, scope) if table else None


def _write(
    kind: str, table: str, chain: dict[str, ast.Call], condition: bool, at: Place, scope: Scope
) -> Operation | None:
    if not set(chain) <= {"where", "filter", "filter_by", "values", "from_select", "returning", "execution_options"}:
        return None
    condition = condition or any([name in chain for name in ("where", "filter", "filter_by")])
    if kind == "insert":
        return at.told("data.insert_select" if "from_select" in chain else "data.insert", table, _set(chain, scope))
    told = {"where": "true"} if condition else {"all": "true"}
    if kind == "update":
        return at.told("data.update", table, _set(chain, scope), **told)
    return at.told("data.delete" if condition else "data.delete_all", table, **told)


def _set(chain: dict[str, ast.Call], scope: Scope) -> Iterator[str]:
    """The columns that `values` names."""
    call = chain.get("values")
    for keyword in call.keywords if call is not None else ():
        if keyword.arg is not None:
            yield keyword.arg
    for given in call.args if call is not None else ():
        for key in given.keys if isinstance(given, ast.Dict) else ():
            found = text_of(key, scope)
            if isinstance(found, str):
                yield found
