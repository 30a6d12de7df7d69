"""Small questions about nodes of YAML that may not be there, or not be what they should be."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from typing import TypeGuard

    from guard.document.nodes import Node, Scalar

_NULL = ("word", "null")


def fold(text: str) -> str:
    """Letter case and blanks around it do not count."""
    return text.strip().lower()


def pairs(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """The keys and values of a mapping; none of anything else."""
    found: tuple[tuple[Scalar, Node], ...] = getattr(node, "pairs", ())
    return found


def get(node: Node | None, key: str) -> Node | None:
    """The value of a key in whatever letter case; the last where several stand."""
    found = None
    for name, value in pairs(node):
        if name.text.lower() == key:
            found = value
    return found


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single value is a list of one, nothing is none."""
    if node is None or canonical(node) == _NULL:
        return ()
    listed: tuple[Node, ...] | None = getattr(node, "items", None)
    return (node,) if listed is None else listed


def text_of(node: Node | None) -> str | None:
    """The text of a scalar; None of anything else, and of null."""
    text: str | None = getattr(node, "text", None)
    return None if text is None or canonical(node) == _NULL else text


def texts(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, or of the one that stands alone."""
    return tuple([text for text in [text_of(item) for item in items(node)] if text is not None])


def line_of(node: Node | None) -> int | None:
    return None if node is None else node.line


def canonical(node: Node | None) -> Hashable:
    """What a node means; one that is not there means null."""
    return _NULL if node is None else node.canonical()


def scalars(node: Node | None, under: str = "") -> Iterator[tuple[str, Scalar]]:
    """Every scalar below a node with the key it stands under, in the order of the text; keys stand under no key."""
    stack: list[tuple[str, Node]] = [] if node is None else [(under, node)]
    while stack:
        key, here = stack.pop()
        if _is_scalar(here):
            yield key, here
            continue
        for name, value in reversed(pairs(here)):
            stack += [(name.text, value), ("", name)]
        stack += [(key, item) for item in reversed(getattr(here, "items", ()))]


def clash(node: Node | None) -> Scalar | None:
    """A key that stands a second time in another letter case, which GitHub refuses."""
    stack = [] if node is None else [node]
    while stack:
        here = stack.pop()
        seen: set[str] = set()
        for key, value in pairs(here):
            if key.text.lower() in seen:
                return key
            seen.add(key.text.lower())
            stack.append(value)
        stack += getattr(here, "items", ())
    return None


def _is_scalar(node: Node) -> TypeGuard[Scalar]:
    return hasattr(node, "text")
