"""Members, as in `u.display_name`: whether what is done with one writes it, reads it, or leaves that in doubt."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node

MEMBERS = {
    "selector_expression": "field",  # go
    "attribute": "attribute",  # python
    "member_expression": "property",  # javascript, typescript
    "field_access": "field",  # java
    "method_invocation": "name",
    "call": "method",  # ruby
    "field_expression": "field",  # rust
}
CALLS = ("call_expression", "call")
ASSIGNED = (
    *("assignment_statement", "assignment", "augmented_assignment", "assignment_expression"),
    *("augmented_assignment_expression", "operator_assignment", "compound_assignment_expr"),
)
_LISTS = (
    *(
        "expression_list",
        "list_pattern",
        "pattern_list",
        "tuple_pattern",
        "tuple",
        "left_assignment_list",
        "array_pattern",
    ),
    *("tuple_expression", "array", "parenthesized_expression", "non_null_expression"),
)
_LOOPS = ("for_statement", "for_in_statement", "for_in_clause", "range_clause", "for")
_COUNTED = ("inc_statement", "dec_statement", "update_expression")
SUBSCRIPTS = ("index_expression", "subscript", "subscript_expression", "array_access", "element_reference")
_MUTATORS = frozenset(
    (
        *("add", "append", "clear", "concat", "concat!", "delete", "discard", "extend", "fill", "gsub!"),
        *("insert", "merge!", "pop", "push", "push_str", "put", "remove", "replace", "reverse", "set"),
        *("setdefault", "shift", "sort", "splice", "strip!", "sub!", "unshift", "update", "<<"),
    )
)


def same(one: Node | None, other: Node | None) -> bool:
    """The same place of the same text; a node has no identity of its own."""
    if one is None or other is None:
        return False
    here, there = one.range(), other.range()
    return here.start.index == there.start.index and here.end.index == there.end.index


def kind_of(node: Node | None) -> str:
    return node.kind() if node is not None else ""


def up(node: Node | None, steps: int) -> Node | None:
    while node is not None and steps:
        node, steps = node.parent(), steps - 1
    return node


def _count(call: Node) -> int:
    """How many arguments a call has."""
    arguments = call.field("arguments")
    return 0 if arguments is None else len([one for one in arguments.named_children() if "comment" not in one.kind()])


def member_of(member: Node, prefix: str) -> str:
    """`u.display_name`, called, assigned, looked at."""
    outer = member.parent()
    called = member if member.kind() in ("method_invocation", "call") else None
    if called is None and kind_of(outer) in CALLS and outer is not None and same(outer.field("function"), member):
        called, outer = outer, outer.parent()
    if called is not None and (called is not member or member.kind() == "method_invocation" or _count(member)):
        if prefix == "set" or _count(called):
            return "write" if prefix == "set" and _count(called) == 1 else "other"
        member = called
    elif prefix:
        return "other"
    return value_of(member, outer)


def value_of(member: Node, outer: Node | None) -> str:
    """What becomes of the value of a member. Who writes a part of it leaves the whole in doubt."""
    part = False
    while outer is not None and outer.kind() in (*_LISTS, *SUBSCRIPTS):
        part = part or outer.kind() in SUBSCRIPTS
        member, outer = outer, outer.parent()
    said = _done(member, outer)
    return "other" if part and said == "write" else said


def _done(member: Node, outer: Node | None) -> str:
    """What the code around a value does with it."""
    kind = kind_of(outer)
    if outer is None or kind in _COUNTED:
        return "write" if outer is not None else "other"
    if kind in ASSIGNED and same(outer.field("left"), member):
        return "write" if outer.field("right") is not None else "other"
    if kind in ("unary_expression", "reference_expression", "delete_statement"):
        said = outer.text()
        return "other" if said.startswith(("&mut", "delete", "del ")) or (kind[0] == "u" and said[0] == "&") else "read"
    if "pattern" in kind or (kind in _LOOPS and same(outer.field("left") or outer.field("pattern"), member)):
        return "other"  # it is assigned to, in one way or another
    if kind in MEMBERS:
        name = outer.field(MEMBERS[kind])
        return "other" if name is not None and name.text() in _MUTATORS else "read"
    return "other" if kind == "binary" and "<<" in outer.text() else "read"
