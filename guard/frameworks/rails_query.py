"""SQL that stands as text in a query on a model: it must be what such a call has a place for, and no more than read."""

from __future__ import annotations

import re

from guard.frameworks.embedded import BOUND, Place, expression
from guard.frameworks.rails_data import method_of
from guard.frameworks.ruby import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.embedded import Form
    from guard.frameworks.ruby import Ruby
    from guard.syntax import Node

RUNS = frozenset(  # of a connection: they take SQL as a text
    (
        *("execute", "exec_query", "exec_update", "exec_delete", "exec_insert", "select_all", "select_value", "update"),
        *("select_values", "select_rows", "select_one", "delete", "insert", "execute_batch"),
    )
)
_READ = "data.read"
_LISTED: Form = ("SELECT {} FROM t", _READ, ())
_WHERE: Form = ("SELECT 1 FROM t WHERE ({})", _READ, ())
_ORDER: Form = ("SELECT 1 FROM t ORDER BY {}", _READ, ())
_AFTER: Form = ("SELECT 1 FROM t {}", _READ, ())
_CONDITION = ("where", "not", "rewhere", "having", "find_by", "find_by!", "exists?", "delete_by", "destroy_by")
_COLUMNS = ("select", "pluck", "pick", "count", "sum", "minimum", "maximum", "in_order_of")
_FORMS: dict[str, tuple[Form, ...]] = {
    **dict.fromkeys(_CONDITION, (_WHERE,)),
    **dict.fromkeys(_COLUMNS, (_LISTED,)),
    **dict.fromkeys(("order", "reorder"), (_ORDER,)),
    **dict.fromkeys(("joins", "left_joins", "left_outer_joins", "lock"), (_AFTER,)),
    "group": (("SELECT 1 FROM t GROUP BY {}", _READ, ()),),
    "from": (("SELECT 1 FROM {}", _READ, ()),),
    "update_all": (("UPDATE t SET {}", "data.update", ("all",)),),
    "sql": (_LISTED, _WHERE, _ORDER),  # of Arel: what stands around it is not looked for
}
_FIRST = (*_CONDITION, "update_all", "in_order_of", "sql")  # what follows it is values
_VALUES = ("simple_symbol", "hash_key_symbol", "integer", "float", "true", "false", "nil")
_FILLED = re.compile(rf"\?|{BOUND.pattern}")


def plain(call: Node, ruby: Ruby, dialect: str) -> bool:
    """Whether all text that a call of a query takes for SQL is in sight, and only reads."""
    method = method_of(call)
    forms = _FORMS.get(method)
    given = parts(call.field("arguments"))
    if forms is None or not given or (method == "sql" and _read(call)):
        return True
    at = Place(1, 1, "up", "rails", dialect)
    if method in _FIRST:
        return _first(given, forms, ruby, at)
    return all([_fits(one, forms, ruby, at) for one in given])


def _read(call: Node) -> bool:
    """Whether a text of Arel's is all that is run, which is told where it is."""
    above = call.parent()
    above = above.parent() if above is not None and above.kind() == "argument_list" else None
    if above is None or above.kind() != "call":
        return False
    return method_of(above) in RUNS or (method_of(above) == "sql" and _read(above))


def _first(given: list[Node], forms: tuple[Form, ...], ruby: Ruby, at: Place) -> bool:
    """A text, and after it the values that fill it; columns by name are no SQL, whatever their values are."""
    node = given[0]
    if node.kind() in ("pair", "hash"):
        return True
    if node.kind() == "array":
        inner = parts(node)
        return not inner or _first(inner, forms, ruby, at)
    text = ruby.text(node)
    if isinstance(text, str) and len(given) > 1 and node.kind() not in _VALUES and not _FILLED.search(text):
        return False  # what fills `%s` is not quoted as a whole
    return _fits(node, forms, ruby, at)


def _fits(node: Node, forms: tuple[Form, ...], ruby: Ruby, at: Place) -> bool:
    """Whether a text, or each in a list, is what one of the forms has a place for."""
    if node.kind() in _VALUES:
        return True
    if node.kind() in ("array", "string_array", "symbol_array", "pair", "hash"):
        return all([_fits(one, forms, ruby, at) for one in parts(node)])
    text = ruby.text(node)
    if isinstance(text, str):
        text = _FILLED.sub("'v'", text)  # Rails puts values there in quotes
    return text == "" or any([not expression(text, at, form) for form in forms])
