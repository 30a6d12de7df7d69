"""What a Rails migration does to rows through models, as far as the chain of calls on a model tells."""

from __future__ import annotations

from guard.frameworks.arguments import NotLiteral
from guard.frameworks.rails_columns import plural
from guard.frameworks.ruby import Ruby, parts
from guard.frameworks.ruby_arguments import RubyArguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.frameworks.embedded import Place
    from guard.model.operation import Operation
    from guard.syntax import Node

    Told = Iterator[Operation]

NARROW = ("where", "find_by", "find", "find_by!", "rewhere", "having", "limit", "first", "last", "take")
ASKS = frozenset(  # what only makes or asks a query
    (
        *("where", "not", "unscoped", "all", "joins", "left_joins", "left_outer_joins", "includes", "preload", "order"),
        *("eager_load", "select", "distinct", "group", "rewhere", "having", "limit", "offset", "readonly", "from"),
        *("reorder", "in_batches", "find_each", "find_in_batches", "each", "to_a", "first", "last", "take", "find"),
        *("find_by", "find_by!", "references", "lock", "none", "and", "merge", "in_order_of", "each_batch"),
    )
)
READS = frozenset(("count", "pluck", "ids", "sum", "minimum", "maximum", "pick"))
ROWS = ("find_each", "in_batches", "each", "find_in_batches", "each_batch")
WRITES = {
    "update_all": "data.update",
    "touch_all": "data.update",
    "update_columns": "data.update",
    "update_column": "data.update",
    "delete_all": "data.delete",
    "delete_by": "data.delete",
    "delete": "data.delete",
    "insert": "data.insert",
    "insert!": "data.insert",
    "insert_all": "data.insert",
    "insert_all!": "data.insert",
    "upsert": "data.merge",
    "upsert_all": "data.merge",
}
CALLED_BACK = {  # they run what the model says should follow, and that may do anything
    "destroy_all": "data.delete",
    "destroy_by": "data.delete",
    "destroy": "data.delete",
    "destroy!": "data.delete",
    "update": "data.update",
    "update!": "data.update",
    "save": "data.update",
    "save!": "data.update",
    "create": "data.insert",
    "create!": "data.insert",
}


class Rows:
    """Some rows of a table: all, or those that a condition picks."""

    def __init__(self, table: str, some: bool) -> None:
        self.table = table
        self.some = some


def chain_of(node: Node) -> tuple[Node, list[Node]]:
    """What a chain of calls begins with, and its calls in order."""
    calls: list[Node] = []
    while node.kind() == "call":
        receiver = node.field("receiver")
        if receiver is None:
            break
        calls.append(node)
        node = receiver
    return node, calls[::-1]


def method_of(call: Node) -> str:
    method = call.field("method")
    return method.text() if method is not None else ""


def rows_of(start: Node, calls: list[Node], tables: dict[str, str], known: dict[str, Rows]) -> Rows | None:
    """The rows that a chain picks, its last call aside; None where it is no chain of queries on a model."""
    if start.text() in known:
        rows = known[start.text()]
        table, some = rows.table, rows.some
    elif start.kind() in ("constant", "scope_resolution") and start.text().rpartition("::")[2][:1].isupper():
        table, some = tables.get(start.text()) or table_of(start.text()), False
    else:
        return None
    for call in calls:
        if method_of(call) not in ASKS or call.field("block") is not None:
            return None
        some = some or method_of(call) in NARROW
    return Rows(table, some)


def table_of(model: str) -> str:
    """The usual table of a model; its name may be another where the model says so."""
    name = model.rpartition("::")[2]
    words = "".join([f"_{char.lower()}" if char.isupper() else char for char in name]).lstrip("_")
    return plural(words)


def write(call: Node, rows: Rows, at: Place, ruby: Ruby) -> Told:
    """What the last call of a chain does to the rows."""
    method = method_of(call)
    id_ = WRITES.get(method) or CALLED_BACK[method]
    some = rows.some or method in ("delete_by", "destroy_by")
    told = {"where": "true"} if some else {"all": "true"}
    if method in ("delete", "destroy") and parts(call.field("arguments")):
        told = {"where": "true"}  # by its key
        some = True
    if id_ == "data.delete" and not some:
        id_ = "data.delete_all"
    if id_ in ("data.insert", "data.merge"):
        told = {}
    yield at.told(id_, rows.table, _columns(call, ruby, id_), **told)._replace(confidence="pattern")
    if method in CALLED_BACK:
        yield at.opaque("opaque.code", f"{method} runs what the model says should follow")


def _columns(call: Node, ruby: Ruby, id_: str) -> list[str]:
    """The columns that are written, where they are named."""
    if id_ != "data.update":
        return []
    try:
        given = RubyArguments(call, ruby)
        first = given.text(0) if method_of(call) == "update_column" else ""
    except NotLiteral:
        return []
    return [first] if first else list(given.named)
