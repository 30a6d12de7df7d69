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


def declared(root: Node) -> frozenset[str]:
    """The names of all declarations of a file, as places have them."""
    kinds = [{"kind": kind} for kind in (*DECLARED, *HOLDING)]
    found = []
    for kind in kinds:
        try:
            found += find_all(root, kind)
        except Unreadable:  # no kind of this language
            continue
    return frozenset([name for name in map(within_of, found) if name])


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
