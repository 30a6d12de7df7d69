"""Markdown to parts: every block of a page, from what its parser tells; what is deeper than it reads is said."""

from __future__ import annotations

import re

from guard.grammar import way
from guard.prose import html, inline, openings
from guard.prose.around import Around
from guard.prose.cued import Cued
from guard.prose.inline import Said
from guard.prose.parts import Page
from guard.prose.source import Source, unquoted
from guard.prose.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from guard.grammar.markdown import Event
    from guard.prose.parts import Faults

DEEPEST = 40  # blocks within blocks; deeper ones are not read, and the text says so
_HOLD = ("BlockQuote", "List", "Item", "FootnoteDefinition")
_DEEPER = frozenset(f"Start {name}" for name in _HOLD)
_HIGHER = frozenset(f"End {name}" for name in _HOLD)
_WHOLE = frozenset(("Start Heading", "Start Table", "CodeBlock", "HtmlBlock", "Rule"))
_HEADING = Cued(r"^\s*<h([1-6])\b", re.I)
_UNDER_HEADER = Cued(r"\|?[ \t]*:?-+:?[ \t]*\|[ \t:|-]*")  # the line of a table between its header and its rows


def page(text: str, where: str) -> Page:
    """The text has \\n between its lines, and no line of it is left out."""
    return _Reading(text, where).page()


class _Reading(Around):
    """One walk over what stands on a page."""

    def __init__(self, text: str, where: str) -> None:
        super().__init__()
        self.faults: Faults = []
        self.events = openings.read(text, where, self.faults)
        self.source = Source(text)
        self.said: Said | None = None  # the words of the block that is open
        self.next = 0  # the place of the event behind the one that is read
        self.told = 0  # the byte up to which every block is told
        self.mark = 0  # the byte up to which the mark of a callout stands
        self.cells: list[Words] = []
        self.footnotes: set[str] = set()

    def page(self) -> Page:
        for kind, value, first, last in self._not_too_deep():
            if kind in inline.TAKES:
                self._inline(kind, value, first, last)
                continue
            if kind in _WHOLE:
                self._begin(first, last)
            elif kind in _DEEPER:
                self._begin(first, first)
            elif kind in _HIGHER or kind == "End Paragraph":
                self._begin(last, last)
            if kind in _TAKES:
                _TAKES[kind](self, value, first, last)
        self._begin(self.source.size, self.source.size)
        anchors = way.offered(self.events) | self.footnotes
        return Page(tuple(self.parts), anchors, self.source.lines, tuple(self.faults))

    def _not_too_deep(self) -> Iterator[Event]:
        depth = 0
        for event in self.events:
            self.next += 1
            kind, _value, first, last = event
            depth += kind in _DEEPER
            if depth < DEEPEST:
                yield event
            elif depth == DEEPEST and kind in _DEEPER:
                self._too_deep(first, last)
            depth -= kind in _HIGHER

    def _too_deep(self, first: int, last: int) -> None:
        self._begin(first, last)
        self.faults.append((self.source.line(first), f"blocks stand more than {DEEPEST} deep in each other here"))
        for number, line in self.source.whole_lines(first, last):
            self.add("sentence", " ".join(line.split()), number)

    # what ends where a block begins, and what stands between blocks

    def _begin(self, first: int, told: int) -> None:
        """Here a block begins, or one that holds others ends; after it all is told up to there."""
        if self.said is not None:
            self.block(self._taken())
        if first > self.told:
            for number, text in self.source.definitions(self.told, first):
                self.add("comment", " ".join(text.split()), number)
        self.told = told

    def _taken(self) -> Words:
        said, self.said = self.said or Said(), None
        return said.done()

    # blocks that hold others

    def _begin_quote(self, value: object, first: int, last: int) -> None:
        kind, _value, begun, ends = self.events[self.next]
        self.mark = begun + self.begin_quote(self.source.text(begun, ends) if kind == "Start Paragraph" else "")

    def _begin_list(self, value: int | None, first: int, last: int) -> None:
        self.begin_list(value is not None)

    def _begin_item(self, value: None, first: int, last: int) -> None:
        self.begin_item(self.source.number(first))

    def _begin_footnote(self, value: str, first: int, last: int) -> None:
        label = f"[^{value}]: "
        self.told = first + len(label.encode())
        self.footnotes.add(f"^{value}")
        self.said = Said()
        self.said.text(label, self.source.line(first))

    def _end_quote(self, value: object, first: int, last: int) -> None:
        self.quotes.pop()

    def _end_list(self, value: bool, first: int, last: int) -> None:
        self.lists.pop()

    def _end_item(self, value: None, first: int, last: int) -> None:
        self.end_item()

    # blocks that say something

    def _begin_words(self, value: object, first: int, last: int) -> None:
        self.said = Said()

    def _paragraph(self, value: None, first: int, last: int) -> None:
        labelled = self.said is not None  # it is that of a footnote, which is said already
        if not labelled or self.source.definitions(self.told, first):
            self._begin(first, last)
            self.said = Said()
        self.told = last

    def _inline(self, kind: str, value: Any, first: int, last: int) -> None:
        if last <= self.mark:
            return
        if self.said is None:  # an item of one paragraph is not told to have one
            self._begin(first, last)
            self.said = Said()
        self.told = max(self.told, last)
        if kind == "Text" and first < self.mark:
            value = value.encode()[self.mark - first :].decode()
        elif kind == "Text" and len(self.said.words.softly) > 1 and "|" in value and _UNDER_HEADER.fullmatch(value):
            self.faults.append((self.source.line(first), "a table within a paragraph is read as words"))
        elif kind == "InlineHtml" and self.quotes:
            value = unquoted(value)
        inline.TAKES[kind](self.said, value, self.source.line(first))

    def _end_heading(self, value: str, first: int, last: int) -> None:
        self.heading(self._taken(), self.source.line(first), int(value[1]))

    def _table(self, value: object, first: int, last: int) -> None:
        self.tables += 1

    def _end_cell(self, value: None, first: int, last: int) -> None:
        self.cells.append(self._taken())

    def _head(self, value: None, first: int, last: int) -> None:
        cells, self.cells = self.cells, []
        self.row("heading", cells, self.source.line(first))

    def _row(self, value: None, first: int, last: int) -> None:
        cells, self.cells = self.cells, []
        self.row("row", cells, self.source.line(first))

    def _code(self, value: tuple[str | None, str], first: int, last: int) -> None:
        info, text = value
        line = self.source.line(first)
        if info is None:
            self.add("fence", text if text.endswith("\n") else text + "\n", line)
            return
        if not self.source.closed(first, last):
            self.faults.append((line, "a block of code begins here that nothing closes"))
        self.add("fence", text, line + 1, language=(info.split() or [""])[0].lower().strip("{}."))

    def _html(self, value: str, first: int, last: int) -> None:
        words = Words()
        line = self.source.line(first)
        html.block(words, value, line)
        heading = _HEADING.match(value)
        if heading:
            self.heading(words, line, int(heading[1]))
        else:
            self.block(words)


_TAKES: dict[str, Callable[[_Reading, Any, int, int], None]] = {
    "Start BlockQuote": _Reading._begin_quote,
    "End BlockQuote": _Reading._end_quote,
    "Start List": _Reading._begin_list,
    "End List": _Reading._end_list,
    "Start Item": _Reading._begin_item,
    "End Item": _Reading._end_item,
    "Start FootnoteDefinition": _Reading._begin_footnote,
    "Start Paragraph": _Reading._paragraph,
    "Start Heading": _Reading._begin_words,
    "End Heading": _Reading._end_heading,
    "Start Table": _Reading._table,
    "Start TableCell": _Reading._begin_words,
    "End TableCell": _Reading._end_cell,
    "End TableHead": _Reading._head,
    "End TableRow": _Reading._row,
    "CodeBlock": _Reading._code,
    "HtmlBlock": _Reading._html,
}
