"""What code does with a name it has found: "write", "read", "other" where that is in doubt, "name" for a local name.

Told by the form alone: `u.display_name = x` writes, whatever `u` is.
"""

from __future__ import annotations

from guard.syntax.entries import argument_of, entry_of, of_call
from guard.syntax.members import MEMBERS, kind_of, member_of, same, up
from guard.syntax.names import folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node
    from guard.syntax.names import Symbol

_DECLARED = ("method_declaration", "record_declaration", "class_declaration")


def role(node: Node, symbol: Symbol, prefix: str) -> str:
    """What is done with a name that has been found; `prefix` is "get", "is" or "set" where an accessor is called."""
    parent = node.parent()
    if parent is None:
        return "other"
    kind = parent.kind()
    if kind in MEMBERS and same(parent.field(MEMBERS[kind]), node):
        return member_of(parent, prefix)
    if kind == "keyword_argument" and same(parent.field("name"), node):
        return of_call(parent, symbol)
    if kind in ("pair", "field_initializer", "shorthand_field_initializer", "literal_element", "object", "hash"):
        return entry_of(node, parent, symbol)
    if kind in ("object_pattern", "pair_pattern", "object_assignment_pattern", "field_pattern"):
        return "read"
    if node.kind() == "simple_symbol":
        return argument_of(node, symbol)
    if kind == "variable_declarator" and kind_of(parent.parent()) == "field_declaration":
        return "other"
    if kind in _DECLARED or kind == "scoped_identifier" or prefix:
        return "other"
    if kind == "assignment" and kind_of(up(parent, 3)) == "class_definition":
        return "other"  # a field of a model
    if kind == "assignment_expression" and same(parent.field("left"), node):
        return "other"  # in Java it may be a field
    return "name" if node.kind() in ("identifier", "constant") else "other"


def argument(node: Node, symbol: Symbol) -> str:
    """The same of a string."""
    parent = node.parent()
    if parent is not None and parent.kind() == "pair" and same(parent.field("key"), node):
        return entry_of(node, parent, symbol)
    return argument_of(node, symbol)


def accessor(text: str, symbol: Symbol) -> str:
    """ "get", "is" or "set" where a name is that of an accessor of the column; "" where it is none."""
    for prefix in ("get", "set", "is"):
        if text[: len(prefix)].lower() == prefix and folded(text[len(prefix) :]) == symbol.folded:
            return prefix
    return ""
