"""Entries of calls and literals, as in `User(display_name=x)`: whether they write a column, or ask for it.

They write one only in a class, or a create or update call, that is named after the table. All else is in doubt.
"""

from __future__ import annotations

from guard.syntax.members import SUBSCRIPTS, kind_of, same, up, value_of
from guard.syntax.names import mentions, named_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node
    from guard.syntax.names import Symbol

_CREATES = frozenset(("create", "create!", "acreate", "insert", "insert!", "new", "build"))
_UPDATES = frozenset(
    ("update", "update!", "aupdate", "update_all", "update_columns", "updateMany", "assign_attributes")
)
_READS = frozenset(
    (
        *("filter", "exclude", "get", "filter_by", "order_by", "aget", "afilter", "where", "find_by", "find_by!"),
        *("order", "group", "pluck", "pick", "select", "values", "values_list", "only", "distinct", "group_by"),
        *("aggregate", "exists?", "orderBy", "findUnique", "findFirst", "findMany", "findOne"),
    )
)
_FIRST = frozenset(("update_column", "update_attribute", "write_attribute"))  # what is written is named first
_DATA, _ASKED = ("data", "create", "update"), ("where", "select", "orderBy", "distinct", "include")


def _callee(call: Node) -> tuple[str, str]:
    """Which function is called, and all the words that lead to it."""
    for field in ("function", "constructor", "type"):
        found = call.field(field)
        if found is not None:
            words = found.text()
            return words.rpartition(".")[2], words
    method, receiver = call.field("method"), call.field("receiver")
    return method.text() if method is not None else "", receiver.text() if receiver is not None else ""


def of_call(entry: Node, symbol: Symbol) -> str:
    """An entry that is an argument of a call itself: `User(display_name=x)`, `User.create(display_name: x)`."""
    call = up(entry, 2)
    if call is None:
        return "other"
    name, words = _callee(call)
    if name in _READS:
        return "read"
    if named_after(name, symbol) and name[:1].isupper():
        return "write"
    return "write" if name in _CREATES | _UPDATES and mentions(words, symbol) else "other"


def entry_of(node: Node, parent: Node, symbol: Symbol) -> str:
    """A key of something written out: an object, a hash, a struct."""
    kind = parent.kind()
    if kind == "pair" and not same(parent.field("key"), node):
        return "name"
    if kind in ("field_initializer", "shorthand_field_initializer"):
        struct = up(parent, 2)
        name = struct.field("name") if struct is not None else None
        return "write" if name is not None and named_after(name.text().rpartition(":")[2], symbol) else "other"
    if kind == "literal_element":
        return _in_literal(node, parent, symbol)
    if kind == "pair" and kind_of(parent.parent()) == "argument_list":
        return of_call(parent, symbol)  # ruby
    made = parent.parent() if kind == "pair" else parent
    return _in_object(made, symbol) if made is not None and made.kind() in ("object", "hash") else "other"


def _in_literal(node: Node, parent: Node, symbol: Symbol) -> str:
    """`User{DisplayName: x}`; a value there is a name like any other."""
    keyed = parent.parent()
    if keyed is None or keyed.kind() != "keyed_element" or not same(keyed.child(0), parent):
        return "name"
    literal = up(keyed, 2)
    type_ = literal.field("type") if literal is not None else None
    return "write" if type_ is not None and named_after(type_.text().rpartition(".")[2], symbol) else "other"


def _in_object(made: Node, symbol: Symbol) -> str:
    """`new User({displayName: x})`, `User.create({displayName: x})`, `prisma.user.update({data: {displayName: x}})`."""
    above, within = made.parent(), ""
    if above is not None and above.kind() == "pair":
        key = above.field("key")
        within = key.text() if key is not None else ""
        made = above.parent() or made
        above = made.parent()
    call = above.parent() if above is not None and above.kind() in ("arguments", "argument_list") else None
    if within in _ASKED:
        return "read"
    if above is None or call is None or (within and within not in _DATA):
        return "other"
    name, words = _callee(call)
    if call.kind() == "new_expression":
        return "write" if named_after(name, symbol) else "other"
    if name in _READS and not within:
        return "read"
    if not mentions(words, symbol) or name not in (*_CREATES, *_UPDATES, "upsert"):
        return "other"
    others = [one.text() for one in above.named_children() if not same(one, made)]
    sure = within or name in _CREATES or all("where" in text for text in others)
    return "write" if sure and same(above.named_children()[0], made) else "other"


def argument_of(node: Node, symbol: Symbol) -> str:
    """A name as a value of its own: `pluck(:display_name)`, `row["display_name"]`, `values_list("display_name")`."""
    outer = node.parent()
    if kind_of(outer) in SUBSCRIPTS and outer is not None:
        said = value_of(outer, outer.parent())
        return "other" if said == "write" else said
    if outer is None or outer.kind() not in ("arguments", "argument_list"):
        return "other"
    call = outer.parent()
    name, words = _callee(call) if call is not None else ("", "")
    if name in _FIRST and same(outer.named_children()[0], node) and mentions(words, symbol):
        return "write"
    return "read" if name in _READS else "other"
