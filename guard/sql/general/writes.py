"""INSERT, UPDATE and DELETE as parsed: which tables and columns they write, and whether to all rows."""

from __future__ import annotations

from guard.sql.general.words import LITERAL, Unread, operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.model.operation import Operation


def _name(table: Any) -> str:
    """The name of a table as the rest of guard writes it."""
    parts = [part.name for part in getattr(table, "parts", ())]
    if not parts or not all(parts) or LITERAL in parts:
        raise Unread("what is written to is no plain table")
    return ".".join(parts[1:] if len(parts) == 2 and parts[0].lower() == "main" else parts)


def inserted(tree: Any, replaces: bool, ignores: bool) -> Operation:
    columns: tuple[str, ...] = ()
    into = tree.this
    if type(into).__name__ == "Schema":
        columns = tuple([column.name for column in into.expressions])
        into = into.this
    source = tree.expression
    conflict = tree.args.get("conflict")
    merges = replaces or (conflict is not None and bool(conflict.expressions))
    some = ignores or conflict is not None or bool(tree.args.get("alternative"))
    of = f"table:{_name(into)}"
    if source is None or type(source).__name__ == "Values":
        return operation("data.merge" if merges else "data.insert", of, columns)
    more = _origin(source, columns, some) if not tree.args.get("with_") else {}
    return operation("data.merge" if merges else "data.insert_select", of, columns, **more)


def _origin(source: Any, columns: tuple[str, ...], some: bool) -> dict[str, Any]:
    """The table an INSERT ... SELECT reads, whether it takes every row of it, and what takes no value from it."""
    from sqlglot import exp

    tables = {_name(table) for table in source.find_all(exp.Table) if table.name}
    if len(tables) != 1 or source.find(exp.CTE) is not None:
        return {}
    plain = not some and _whole(source)
    told: dict[str, Any] = {"from_": tables.pop(), "partly": not plain}
    if plain and columns:
        filled = zip(columns, source.expressions, strict=False)
        told["constant"] = ",".join([name for name, value in filled if not value.find(exp.Column, exp.Star)])
    return told


def _whole(source: Any) -> bool:
    """Whether a query gives one row for each row of one table."""
    from sqlglot import exp

    said = {name for name, value in source.args.items() if value}
    fewer = (exp.AggFunc, exp.Anonymous, exp.Subquery, exp.Query, exp.Join, exp.Partition)
    return said <= {"expressions", "from_"} and all([node is source for node in source.find_all(*fewer)])


def _sources(tree: Any) -> dict[str, str]:
    """The tables a statement joins, by the name it calls them."""
    from sqlglot import exp

    found = {}
    for table in tree.find_all(exp.Table):
        if table.name and table.find_ancestor(exp.Query) is None:
            found[table.alias_or_name.lower()] = _name(table)
    return found


def _conditions(tree: Any) -> dict[str, Any]:
    """Whether it is done to some rows or to all: a condition in which no column stands holds for all or none."""
    from sqlglot import exp

    where = tree.args.get("where")
    some = where is not None and where.find(exp.Column, exp.Query) is not None
    joins = _joins(tree)
    paired = any([join.args.get("on") or join.args.get("using") for join in joins])
    using = bool(joins or tree.args.get("from_") or tree.args.get("using"))
    return {"where": some, "all": not some and not paired, "using": using}


def _joins(tree: Any) -> list[Any]:
    """The joins of the tables that a statement writes to or takes from, not those of queries within it."""
    from sqlglot import exp

    return [join for join in tree.find_all(exp.Join) if join.find_ancestor(exp.Query) is None]


def updated(tree: Any) -> list[Operation]:
    sources = _sources(tree)
    first = _name(tree.this) if tree.this.name else next(iter(sources.values()), "")
    told: dict[str, list[str]] = {}
    for pair in tree.expressions:
        column = pair.this
        if type(pair).__name__ != "EQ" or type(column).__name__ not in ("Column", "Tuple"):
            raise Unread("what UPDATE sets is no column")
        for one in column.expressions if type(column).__name__ == "Tuple" else [column]:
            of = one.args.get("table")
            if of is None and len(sources) > 1 and not tree.args.get("from_"):
                raise Unread("which of the tables a column belongs to is not said")
            table = sources.get(of.name.lower(), "") if of is not None else first
            if not table:
                raise Unread("the table of a column is not among those updated")
            told.setdefault(table, []).append(one.name)
    limit = tree.args.get("limit") is not None
    return [
        operation("data.update", f"table:{table}", columns, **_conditions(tree), limit=limit)
        for table, columns in told.items()
    ]


def deleted(tree: Any) -> list[Operation]:
    sources = _sources(tree)
    joined = [join.this for join in tree.this.args.get("joins") or []]
    targets = tree.args.get("tables") or [tree.this, *joined]
    if joined and not (tree.args.get("tables") or tree.args.get("using")):
        raise Unread("which of the tables rows are deleted from is not said")
    how = _conditions(tree)
    id_ = "data.delete_all" if how["all"] else "data.delete"
    limit = tree.args.get("limit") is not None
    told = [sources.get(_name(table).lower(), _name(table)) for table in targets]
    return [operation(id_, f"table:{table}", **how, limit=limit) for table in dict.fromkeys(told)]
