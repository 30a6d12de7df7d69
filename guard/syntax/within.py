"""What code stands in, by name: the declarations around a place, and all declarations of a file."""

from __future__ import annotations

from guard.syntax import Unreadable, find_all
from guard.syntax.references import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node

DECLARED = (
    *("function_declaration", "method_declaration", "function_definition", "generator_function_declaration"),
    *("method_definition", "constructor_declaration", "method", "singleton_method", "function_item"),
)
HOLDING = (
    *("class_definition", "class_declaration", "abstract_class_declaration", "interface_declaration"),
    *("record_declaration", "enum_declaration", "class", "module", "impl_item", "trait_item"),
)


LABELLED = {"config_file": ("block",), "stream": ("block_mapping_pair",)}  # of HCL, of YAML: told by label, by key
BOUND = (  # names that hold something, and so can stand for what was declared
    *("variable_declarator", "assignment", "var_spec", "const_spec", "const_item", "static_item", "field_definition"),
    *("public_field_definition", "attribute"),
)


def declared(root: Node) -> frozenset[str]:
    """The names of all declarations of a file, as places have them."""
    found = [within_of(node) for node in _all(root, (*DECLARED, *HOLDING, "variable_declarator"))]
    for node in _all(root, LABELLED.get(root.kind(), ())):
        label = _label(node)
        found.append(".".join([part for part in (within_of(node), label) if part]) if label else "")
    return frozenset([name for name in found if name])


def bound(root: Node) -> frozenset[str]:
    """The names that are given a value outside of functions."""
    names = set()
    outside = (*DECLARED, *LABELLED.get(root.kind(), ()))
    for node in _all(root, BOUND):
        name = node.field("name") or node.field("left") or node.field("property") or node.child(0)
        if name is not None and not any([above.kind() in outside for above in node.ancestors()]):
            names.add(name.text())
    return frozenset(names)


def _all(root: Node, kinds: tuple[str, ...]) -> list[Node]:
    found: list[Node] = []
    for kind in kinds:
        try:
            found += find_all(root, {"kind": kind})
        except Unreadable:  # no kind of this language
            continue
    return found


def within_of(node: Node) -> str:
    """The names of what a node stands in; the labels of blocks of HCL, the keys above one of YAML."""
    name, _ = place_of(node)
    if name:
        return name
    above = node.ancestors()
    labels = [_label(one) for one in above if one.kind() in ("block", "block_mapping_pair")]
    return ".".join([label for label in reversed(labels) if label])


def _label(node: Node) -> str:
    if node.kind() == "block_mapping_pair":
        key = node.field("key")
        return key.text().strip("\"'") if key is not None else ""
    words = [child.text().strip('"') for child in node.children() if child.kind() in ("identifier", "string_lit")]
    return ".".join(words)
