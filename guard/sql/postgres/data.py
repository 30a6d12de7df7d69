"""Rows: what INSERT, UPDATE, DELETE, MERGE, TRUNCATE and COPY do."""

from __future__ import annotations

from guard.sql.postgres.builtin import CATALOGUE
from guard.sql.postgres.names import relation, strings, table, targets
from guard.sql.postgres.place import Place, Told, operation, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.sql.postgres.libpg import Tree

_SERVER = frozenset(("pg_catalog", "pg_toast", "information_schema"))
_WRITES_SERVER = "writes to the catalogue of the server"
# What makes a condition depend on a row, or on something given with the statement. A call of a function does not:
# today is the same for all rows.
_VARIES = frozenset(("ColumnRef", "SubLink", "ParamRef", "CurrentOfExpr"))


def insert(node: Tree, place: Place) -> Told:
    line, about = place.line_of(node["relation"]), table(node["relation"])
    source = (node.get("selectStmt") or {}).get("SelectStmt") or {}
    rows = not source or "valuesLists" in source
    told = [operation("data.insert" if rows else "data.insert_select", line, about, targets(node.get("cols")))]
    conflict = node.get("onConflictClause") or {}
    if conflict.get("action") == "ONCONFLICT_UPDATE":  # rows that stand there already are changed
        told.append(operation("data.update", line, about, targets(conflict.get("targetList")), where=True))
    return told


def update(node: Tree, place: Place) -> Told:
    where = conditional(node)
    return [
        operation(
            "data.update",
            place.line_of(node["relation"]),
            table(node["relation"]),
            targets(node.get("targetList")),
            where=where,
            all=not where,
            using="fromClause" in node,
        )
    ]


def delete(node: Tree, place: Place) -> Told:
    where = conditional(node)
    return [
        operation(
            "data.delete" if where else "data.delete_all",
            place.line_of(node["relation"]),
            table(node["relation"]),
            where=where,
            all=not where,
            using="usingClause" in node,
        )
    ]


def conditional(node: Tree) -> bool:
    """Whether a statement has a condition that can leave rows out: `WHERE true` is none."""
    return "whereClause" in node and not _always(node["whereClause"])


def _always(condition: Tree) -> bool:
    """Whether a condition depends on no row. What is false for every row counts too: nobody writes it to stay."""
    choice = condition.get("BoolExpr", {})
    if choice.get("boolop") == "OR_EXPR":
        return any(_always(one) for one in choice["args"])
    waiting: list[object] = [condition]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if not _VARIES.isdisjoint(part):
                return False
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return True


def merge(node: Tree, place: Place) -> Told:
    """MERGE, and what its branches do to rows that stand there already."""
    line, about = place.line_of(node["relation"]), table(node["relation"])
    clauses = [clause["MergeWhenClause"] for clause in node.get("mergeWhenClauses", ())]
    inserted = [clause for clause in clauses if clause["commandType"] == "CMD_INSERT"]
    columns = [name for clause in inserted for name in targets(clause.get("targetList"))]
    told = [operation("data.merge", line, about, columns)]
    for clause in clauses:
        if clause["commandType"] == "CMD_UPDATE":
            told.append(operation("data.update", line, about, targets(clause.get("targetList")), where=True))
        elif clause["commandType"] == "CMD_DELETE":
            told.append(operation("data.delete", line, about, where=True))
    return told


def truncate(node: Tree, place: Place) -> Told:
    cascade = node.get("behavior") == "DROP_CASCADE"
    tables = [one["RangeVar"] for one in node["relations"]]
    return [operation("data.truncate", place.line_of(one), table(one), cascade=cascade) for one in tables]


def copy(node: Tree, place: Place) -> Told:
    """COPY; of a query only what the query does, which is told elsewhere."""
    if node.get("is_program"):
        return [unread(place.line(), "COPY runs a program on the server", "opaque.procedural")]
    if "relation" in node and node.get("is_from"):
        if "filename" not in node:
            return [unread(place.line(), "COPY FROM STDIN: the rows that follow are not SQL")]
        if _of_server(node["relation"]):
            return [unread(place.line(), _WRITES_SERVER, "opaque.procedural")]
        columns = strings(node.get("attlist"))
        return [operation("data.copy", place.line(), table(node["relation"]), columns, from_="file")]
    if "filename" in node:
        about = f"table:{relation(node['relation'])}" if "relation" in node else None
        return [operation("data.copy", place.line(), about, to="file")]
    return []


def _of_server(node: Tree) -> bool:
    """Whether a table is one of those in which the server keeps what there is."""
    return node.get("schemaname", "") in _SERVER or ("schemaname" not in node and node["relname"] in CATALOGUE)


def _guarded(tell: Callable[[Tree, Place], Told]) -> Callable[[Tree, Place], Told]:
    """What writes to the tables of the server itself may do anything."""

    def told(node: Tree, place: Place) -> Told:
        changed = [node["relation"]] if "relation" in node else [one["RangeVar"] for one in node.get("relations") or ()]
        for one in changed:
            if _of_server(one):
                return [unread(place.line_of(one), _WRITES_SERVER, "opaque.procedural")]
        return tell(node, place)

    return told


EXECUTES = {
    "InsertStmt": _guarded(insert),
    "UpdateStmt": _guarded(update),
    "DeleteStmt": _guarded(delete),
    "MergeStmt": _guarded(merge),
    "TruncateStmt": _guarded(truncate),
    "CopyStmt": copy,
}
