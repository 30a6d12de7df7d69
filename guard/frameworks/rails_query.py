"""SQL that stands as text in a query on a model: it must be what such a call has a place for, and no more than read."""

from __future__ import annotations

from guard.frameworks.embedded import Place, expression
from guard.frameworks.rails_data import method_of
from guard.frameworks.ruby import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.embedded import Form
    from guard.frameworks.ruby import Ruby
    from guard.syntax import Node

_READ = "data.read"
_LISTED: Form = ("SELECT {} FROM t", _READ, ())
_WHERE: Form = ("SELECT 1 FROM t WHERE ({})", _READ, ())
_ORDER: Form = ("SELECT 1 FROM t ORDER BY {}", _READ, ())
_AFTER: Form = ("SELECT 1 FROM t {}", _READ, ())
_CONDITION = "where not rewhere having find_by find_by! exists? delete_by destroy_by".split()  # then values for its `?`
_FORMS: dict[str, tuple[Form, ...]] = {
    **dict.fromkeys(_CONDITION, (_WHERE,)),
    **dict.fromkeys("select pluck pick count sum minimum maximum in_order_of".split(), (_LISTED,)),
    **dict.fromkeys(("order", "reorder"), (_ORDER,)),
    **dict.fromkeys(("joins", "left_joins", "left_outer_joins", "lock"), (_AFTER,)),
    "group": (("SELECT 1 FROM t GROUP BY {}", _READ, ()),),
    "from": (("SELECT 1 FROM {}", _READ, ()),),
    "update_all": (("UPDATE t SET {}", "data.update", ("all",)),),
    "sql": (_LISTED, _WHERE, _ORDER),  # of Arel: what stands around it is not looked for
}
_FIRST = (*_CONDITION, "update_all", "in_order_of", "sql")
_VALUES = ("simple_symbol", "integer", "float", "true", "false", "nil", "pair", "hash", "block_argument")
_FILLED = ("where", "array")


def plain(call: Node, ruby: Ruby, dialect: str) -> bool:
    """Whether all text that a call of a query takes for SQL is in sight, and only reads."""
    method = method_of(call)
    forms = _FORMS.get(method)
    if forms is None:
        return True
    given = parts(call.field("arguments"))
    return all([_fits(one, forms, ruby, dialect) for one in (given[:1] if method in _FIRST else given)])


def _fits(node: Node, forms: tuple[Form, ...], ruby: Ruby, dialect: str) -> bool:
    kind = node.kind()
    if kind in _VALUES:
        return True
    if kind in ("array", "string_array", "symbol_array"):
        inner = parts(node)
        return all([_fits(one, forms, ruby, dialect) for one in (inner[:1] if _WHERE in forms else inner)])
    text = ruby.text(node)
    if isinstance(text, str) and (text == "" or text.isdecimal()):
        return True
    at = Place(1, 1, "up", "rails", dialect)
    readable = _filled(text) if isinstance(text, str) else text
    return any([not expression(readable, at, form) for form in forms])
