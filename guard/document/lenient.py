"""YAML that other people wrote, to plain nodes with their lines: several documents, aliases and merges resolved.

Nothing is constructed: words stay text, tags are marks. What readers take for different things, and what grows beyond
its bounds by aliases, is refused.
"""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner

from guard.document.events import meaning
from guard.document.faults import excerpt
from guard.document.nodes import Document, Mapping, Scalar, Sequence, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ruamel.yaml.events import NodeEvent

    from guard.document.nodes import Node as Node

__all__ = ["Document", "Mapping", "Scalar", "Sequence", "Unreadable", "compose"]

SIZE = 1024 * 1024  # characters composed at once
NODES = 30_000  # of one stream, each counted as often as an alias repeats it
DEPTH = 64
_CORE = "tag:yaml.org,2002:"
_BREAKS = re.compile("[\x85\u2028\u2029]")  # end a line for some readers only
_TEMPLATE = re.compile(r"(?<!\$)\{\{|\{%")


class _Events(Reader, Scanner, Parser):
    """ruamel's pure parser without its resolver, composer and constructor."""

    def __init__(self, text: str) -> None:
        self.comment_handling = None
        self.processing_version = (1, 2)
        self.doc_infos = [self]  # where the scanner leaves the version of a directive
        self._resolver = self
        Reader.__init__(self, text, loader=self)
        Scanner.__init__(self, loader=self)
        Parser.__init__(self, loader=self)

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:
        super().fetch_flow_collection_start(TokenClass, to_push)
        if len(self.flow_context) > DEPTH:  # looking ahead over open brackets takes time quadratic in them
            raise Unreadable(f"more than {DEPTH} levels deep", self.line + 1)


class _Open:
    """A mapping or a list not yet closed."""

    __slots__ = ("anchor", "count", "items", "line", "mapping", "tag")

    def __init__(self, event: NodeEvent, tag: str, line: int) -> None:
        self.anchor: str | None = event.anchor
        self.items: list[Node] = []
        self.line = line
        self.mapping = isinstance(event, MappingStartEvent)
        self.tag = tag
        self.count = 1


def compose(text: str, line: int = 1) -> tuple[Document, ...]:
    """Every document of the text, or Unreadable. `line` is where the text stands in its file."""
    if len(text) > SIZE:
        raise Unreadable(f"the YAML has {len(text)} characters; {SIZE} is the most", line)
    odd = _BREAKS.search(text)
    if odd:
        words = f"U+{ord(odd.group()):04X} ends a line for some readers and not for others"
        raise Unreadable(words, line + text.count("\n", 0, odd.start()))
    try:
        return _Composer(line - 1).run(text.removeprefix("\ufeff"))
    except MarkedYAMLError as error:
        problem, at, _ = meaning(error, text)
        words, place = problem.message, at + line - 1
    except Unreadable as error:
        words, place = error.words, error.line + line - 1
    except Exception:  # a library fed hostile text: an assertion or an overflow inside it refuses the text
        words, place = "the YAML parser cannot read what stands here", line
    if _TEMPLATE.search(text):
        words = f"a template, which is no YAML until it is filled in ({words})"
    raise Unreadable(words, place)


class _Composer:
    """Puts nodes together from events, without recursion."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}  # None: not closed yet
        self._duplicates: list[tuple[str, int]] = []
        self._tags: list[tuple[str, int]] = []
        self._roots: list[Node] = []
        self._total = 0

    def run(self, text: str) -> tuple[Document, ...]:
        events = _Events(text)
        documents = []
        while (event := events.get_event()) is not None:
            if isinstance(event, DocumentEndEvent):
                documents.append(Document(self._roots.pop(), tuple(self._duplicates), tuple(self._tags)))
                self._anchors, self._duplicates, self._tags = {}, [], []
            else:
                self._take(event)
        return tuple(documents)

    def _take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, ScalarEvent):
            node = self._scalar(event, line)
            self._anchor(event.anchor, node, 1)
            self._add(node, 1, line)
        elif isinstance(event, AliasEvent):
            known = self._anchors.get(event.anchor)
            if known is None:
                raise Unreadable(f"the alias *{excerpt(event.anchor)} repeats nothing that stands before it", line)
            self._add(*known, line)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            if len(self._open) >= DEPTH:
                raise Unreadable(f"more than {DEPTH} levels deep", line)
            if event.anchor:
                self._anchors[event.anchor] = None
            self._open.append(_Open(event, self._tag(event, line), line))
        elif isinstance(event, CollectionEndEvent):
            self._close()

    def _scalar(self, event: ScalarEvent, line: int) -> Scalar:
        text, plain = str(event.value), event.style is None and event.ctag is None
        if plain and text.endswith(":"):  # [a:, b]: YAML says that a is a key, this parser takes in the colon
            raise Unreadable(f"{excerpt(text)} ends with a colon: some readers take it for a key", line)
        return Scalar(text, line + self._offset, plain, self._tag(event, line))

    def _tag(self, event: Any, line: int) -> str:
        """A tag that is not YAML's own; of those only words for text, lists and mappings change nothing."""
        tag = str(event.ctag) if event.ctag is not None else ""
        if tag in ("", "!", f"{_CORE}str", f"{_CORE}seq", f"{_CORE}map"):
            return ""
        self._tags.append((tag, line + self._offset))
        return tag

    def _anchor(self, name: str | None, node: Node, count: int) -> None:
        if name:
            self._anchors[name] = (node, count)

    def _add(self, node: Node, count: int, line: int) -> None:
        self._total += count
        if self._total > NODES:
            raise Unreadable(f"more than {NODES} values and keys, aliases written out", line)
        if not self._open:
            self._roots.append(node)
            return
        top = self._open[-1]
        if top.mapping and len(top.items) % 2 == 0 and not isinstance(node, Scalar):
            raise Unreadable("a key is a list or a mapping", line)
        top.items.append(node)
        top.count += count

    def _close(self) -> None:
        top = self._open.pop()
        line = top.line + self._offset
        node: Node
        if top.mapping:
            node = Mapping(tuple(self._pairs(top)), line, top.tag)
        else:
            node = Sequence(tuple(top.items), line, top.tag)
        self._total -= top.count - 1
        self._anchor(top.anchor, node, top.count)
        self._add(node, top.count, top.line)

    def _pairs(self, top: _Open) -> Iterator[tuple[Scalar, Node]]:
        seen: set[str] = set()
        merges: list[Node] = []
        for key, node in zip(top.items[::2], top.items[1::2], strict=True):
            assert isinstance(key, Scalar)  # _add lets no other in
            if key.plain and key.text == "<<":
                merges.append(node)
                continue
            if key.text in seen:
                self._duplicates.append((key.text, key.line))
            seen.add(key.text)
            yield key, node
        for node in merges:
            for merged in node.items if isinstance(node, Sequence) else (node,):
                if not isinstance(merged, Mapping):
                    raise Unreadable("<< merges what is no mapping", node.line - self._offset)
                for pair in merged.pairs:  # what stands here itself counts more, and of several the first
                    if pair[0].text not in seen:
                        seen.add(pair[0].text)
                        yield pair
