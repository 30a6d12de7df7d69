"""Nodes of a text that other people wrote: texts, lists and mappings with their lines, and what they mean."""

from __future__ import annotations

from guard.document.scalars import WORDS, value
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable


class Unreadable(Exception):
    """A text that cannot be read as YAML, or not in one way."""

    def __init__(self, words: str, line: int) -> None:
        self.words = words
        self.line = line
        super().__init__(f"line {line}: {words}")


class Scalar(NamedTuple):
    """A text; `plain` where it stands without quotes, so that a reader may take it for a number or a word."""

    text: str
    line: int
    plain: bool = False
    tag: str = ""

    def canonical(self) -> Hashable:
        """What it means, lines and quotes left out."""
        if self.tag:
            return ("tag", self.tag, self.text)
        if not self.plain:
            return self.text
        meant, problem = value(self.text)
        if problem is None and isinstance(meant, str):
            return self.text
        word = WORDS.get(self.text.lower(), self.text)
        return ("word", "null" if word is None else str(word).lower() if isinstance(word, bool) else self.text)


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    tag: str = ""

    def canonical(self) -> Hashable:
        return ("list", self.tag, tuple([item.canonical() for item in self.items]))


class Mapping(NamedTuple):
    """Keys in the order of the text, merged ones last. A key that stands twice is here twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    tag: str = ""

    def get(self, key: str) -> Node | None:
        """The value of a key; of one that stands twice the last, as most readers take it."""
        found = None
        for name, node in self.pairs:
            if name.text == key:
                found = node
        return found

    def canonical(self) -> Hashable:
        """The order of keys does not count."""
        return ("map", self.tag, frozenset([(key.text, node.canonical()) for key, node in self.pairs]))


if TYPE_CHECKING:
    Node = Scalar | Sequence | Mapping


class Document(NamedTuple):
    """One document of a stream."""

    root: Node
    duplicates: tuple[tuple[str, int], ...] = ()  # keys that stand a second time, with the line
    tags: tuple[tuple[str, int], ...] = ()  # tags that are not YAML's own, with the line
