"""The session: settings, transactions, locks, cursors, and the upkeep of tables."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.sql.postgres.names import dotted, relation, strings, table
from guard.sql.postgres.place import Place, Told, operation, unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.sql.postgres.libpg import Tree

_TIMEOUTS = frozenset(
    ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout")
)
# Settings under which the server reads other letters or other quotes than stand there.
_READ_OTHERWISE = {"standard_conforming_strings": ("on", "true", "1", "yes"), "client_encoding": ("utf8", "unicode")}
_UNSETTLED = frozenset(("TRANS_STMT_COMMIT_PREPARED", "TRANS_STMT_ROLLBACK_PREPARED"))
_REBUILT = {
    "REINDEX_OBJECT_INDEX": "index",
    "REINDEX_OBJECT_TABLE": "table",
    "REINDEX_OBJECT_SCHEMA": "schema",
    "REINDEX_OBJECT_SYSTEM": "database",
    "REINDEX_OBJECT_DATABASE": "database",
}


def setting(name: str, value: str | None, line: int) -> Operation:
    """A setting that gets a value; None where the value is not known, "" where it is the default."""
    name = name.lower()
    if name in _TIMEOUTS:
        return operation("session.timeout", line, name=name, to=value)
    if name in _READ_OTHERWISE and (
        value is None or value.lower().replace("-", "") not in ("", *_READ_OTHERWISE[name])
    ):
        return unread(line, f"{name} changes how all that follows is read")
    return operation("session.set", line, name=name)


def set_(node: Tree, place: Place) -> Told:
    kind, name = node["kind"], node.get("name", "")
    if kind == "VAR_SET_MULTI" and name == "TRANSACTION":
        return [operation("session.transaction", place.line())]
    if kind == "VAR_SET_VALUE":
        return [setting(name, value_of(node), place.line())]
    return [setting(name or "all", "", place.line())]


def value_of(node: Tree) -> str | None:
    """What a setting is set to, where that is one constant."""
    arguments = node.get("args") or []
    one = arguments[0].get("A_Const", {}) if len(arguments) == 1 else {}
    if "sval" in one:
        return str(one["sval"].get("sval", ""))
    return str(one["ival"].get("ival", 0)) if "ival" in one else None


def transaction(node: Tree, place: Place) -> Told:
    if node["kind"] in _UNSETTLED:
        return [unread(place.line(), "ends a prepared transaction, of which nothing is told here")]
    return [operation("session.transaction", place.line())]


def lock(node: Tree, place: Place) -> Told:
    tables = [one["RangeVar"] for one in node["relations"]]
    return [operation("session.lock", place.line_of(one), table(one)) for one in tables]


def constraints(node: Tree, place: Place) -> Told:
    return [operation("session.set", place.line(), name="constraints")]


def discard(node: Tree, place: Place) -> Told:
    return [operation("session.set", place.line(), name="discard")]


def quiet(node: Tree, place: Place) -> Told:
    """What only looks, or closes what the session holds open."""
    return []


def reindex(node: Tree, place: Place) -> Told:
    kind = _REBUILT[node["kind"]]
    name = relation(node["relation"]) if "relation" in node else dotted([node["name"]]) if "name" in node else ""
    about = f"{kind}:{name}" if name else None
    return [operation("schema.index.rebuild", place.line(), about, concurrently=option(node, "params", "concurrently"))]


def option(node: Tree, key: str, name: str) -> bool:
    """Whether an option in brackets is on: written alone, or with anything but a word for no."""
    options = [one["DefElem"] for one in node.get(key) or ()]
    return any([_on(element.get("arg") or {}) for element in options if element["defname"] == name])


def _on(value: Tree) -> bool:
    """Whether this is no word for no; of a number the tree leaves out that it is zero."""
    return value != {"Integer": {}} and value.get("String", {}).get("sval", "").lower() not in ("off", "false")


def vacuum(node: Tree, place: Place) -> Told:
    """VACUUM and ANALYZE; VACUUM FULL writes the whole table anew under the strongest lock."""
    full = node.get("is_vacuumcmd") and option(node, "options", "full")
    id_, name = ("schema.table.option", "vacuum full") if full else ("schema.statistics", None)
    tables = [one["VacuumRelation"]["relation"] for one in node.get("rels") or ()]
    if not tables:
        return [operation(id_, place.line(), name=name)]
    return [operation(id_, place.line_of(one), table(one), name=name) for one in tables]


def cluster(node: Tree, place: Place) -> Told:
    about = table(node["relation"]) if "relation" in node else None
    return [operation("schema.table.option", place.line(), about, name="cluster")]


def statistics(node: Tree, place: Place) -> Told:
    name = dotted(strings(node.get("defnames")))
    tables = [table(one["RangeVar"]) for one in node.get("relations") or () if "RangeVar" in one]
    return [operation("schema.statistics", place.line(), one or None, name=name) for one in tables or [""]]


def execute(node: Tree, place: Place) -> Told:
    return [unread(place.line(), "runs a prepared statement, whatever that holds", "opaque.dynamic")]


def call(node: Tree, place: Place) -> Told:
    return [unread(place.line(), "calls a procedure, which may do anything", "opaque.procedural")]


def load(node: Tree, place: Place) -> Told:
    return [unread(place.line(), "LOAD runs a library on the server", "opaque.procedural")]


def explain(node: Tree, place: Place) -> Told:
    """EXPLAIN runs its statement only with ANALYZE; to plan it, functions may be run all the same."""
    told = place.nested(node["query"], place)
    return told if option(node, "options", "analyze") else [one for one in told if one.id.startswith("opaque.")]


EXECUTES = {
    "SelectStmt": quiet,
    "PrepareStmt": quiet,
    "DeclareCursorStmt": quiet,
    "PLAssignStmt": quiet,
    "ReturnStmt": quiet,
    "ExecuteStmt": execute,
}
DEFINES = {
    "VariableSetStmt": set_,
    "VariableShowStmt": quiet,
    "TransactionStmt": transaction,
    "LockStmt": lock,
    "ConstraintsSetStmt": constraints,
    "DiscardStmt": discard,
    "ClosePortalStmt": quiet,
    "FetchStmt": quiet,
    "DeallocateStmt": quiet,
    "ReindexStmt": reindex,
    "VacuumStmt": vacuum,
    "ClusterStmt": cluster,
    "CreateStatsStmt": statistics,
    "AlterStatsStmt": statistics,
    "CallStmt": call,
    "LoadStmt": load,
    "ExplainStmt": explain,
}
