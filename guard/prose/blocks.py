"""Markdown to parts: every block of a page, from what its parser tells; what is deeper than it reads is said."""

from __future__ import annotations

import re
from bisect import bisect_left

from guard.grammar import way
from guard.prose import html, inline, openings
from guard.prose.around import Around
from guard.prose.cued import Cued
from guard.prose.inline import Said
from guard.prose.parts import Page, Part
from guard.prose.sentences import cuts, shared
from guard.prose.words import Words, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from guard.grammar.markdown import Event
    from guard.model.prose import Span
    from guard.prose.parts import Faults

DEEPEST = 40  # blocks within blocks; deeper ones are not read, and the text says so
_HEADING = Cued(r"^\s*<h([1-6])\b", re.I)
_QUOTES = " \t>"  # what stands before each line of a quotation
_MARKS = " \t>-*+.)0123456789"  # the same of the first line of a list item
_HOLD = frozenset(("BlockQuote", "List", "Item", "FootnoteDefinition"))


def page(text: str, where: str) -> Page:
    """The text has \\n between its lines, and no line of it is left out."""
    return _Reading(text, where).page()


class _Reading(Around):
    """One walk over what stands on a page."""

    def __init__(self, text: str, where: str) -> None:
        super().__init__()
        self.faults: Faults = []
        self.events = openings.read(text, where, self.faults)
        self.data = text.encode()
        self.ends = [found.start() for found in re.finditer(b"\n", self.data)]
        self.parts: list[Part] = []
        self.said: Said | None = None  # the words of the block that is open
        self.at = 0  # of the event that is read
        self.told = 0  # the byte up to which every block is told
        self.mark = 0  # the byte up to which the mark of a callout stands
        self.tables = 0
        self.cells: list[Words] = []
        self.footnotes: set[str] = set()

    def page(self) -> Page:
        for kind, value, first, last in self._within():
            take = _TAKES.get(kind)
            if take is not None:
                take(self, value, first, last)
            elif kind in inline.TAKES and last > self.mark:
                self._inline(kind, value, first, last)
        self._begin(len(self.data), len(self.data))
        lines = len(self.ends) + (1 if self.data and not self.data.endswith(b"\n") else 0)
        anchors = way.offered(self.events) | self.footnotes
        return Page(tuple(self.parts), anchors, lines, tuple(self.faults))

    def _within(self) -> Iterator[Event]:
        """What stands not too deep."""
        depth = 0
        for self.at, event in enumerate(self.events):
            does, _, name = event[0].partition(" ")
            depth += does == "Start" and name in _HOLD
            if depth < DEEPEST:
                yield event
            elif depth == DEEPEST and does == "Start" and name in _HOLD:
                self._too_deep(*event[2:])
            depth -= does == "End" and name in _HOLD

    def _line(self, at: int) -> int:
        """The line of the byte at this place."""
        return bisect_left(self.ends, at) + 1

    def _source(self, first: int, last: int) -> str:
        return self.data[first:last].decode()

    # what ends where a block begins, and what stands between blocks

    def _begin(self, first: int, told: int) -> None:
        if self.said is not None:
            self.blocks += 1
            self._block(self._taken())
        if first > self.told:
            self._definitions(first)
        self.told = told

    def _taken(self) -> Words:
        said, self.said = self.said or Said(), None
        return said.done()

    def _definitions(self, before: int) -> None:
        """Definitions of links, which no event tells: what stands between two blocks and is more than their marks."""
        source = self._source(self.told, before)
        found: list[tuple[int, str]] = []
        for number, line in enumerate(source.split("\n") if "]:" in source else (), self._line(self.told)):
            if line.lstrip(_MARKS).startswith("["):
                found.append((number, line.lstrip(_MARKS)))
            elif found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.lstrip(_QUOTES)}")
        for number, text in found:
            self._add("comment", " ".join(text.split()), number)

    def _too_deep(self, first: int, last: int) -> None:
        self._begin(first, last)
        begun = self._line(first)
        self.faults.append((begun, f"blocks stand more than {DEEPEST} deep in each other here"))
        whole = self._source(self.data.rfind(b"\n", 0, first) + 1, last)
        for number, line in enumerate(whole.split("\n"), begun):
            self._add("sentence", " ".join(line.split()), number)

    # blocks that hold others

    def _begin_quote(self, value: object, first: int, last: int) -> None:
        self._begin(first, first)
        kind, _, begins, ends = self.events[self.at + 1]
        self.mark = begins + self.begin_quote(self._source(begins, ends) if kind == "Start Paragraph" else "")

    def _begin_list(self, value: int | None, first: int, last: int) -> None:
        self._begin(first, first)
        self.begin_list(value is not None)

    def _begin_item(self, value: None, first: int, last: int) -> None:
        self._begin(first, first)
        number = re.match(rb"\d*", self.data[first : first + 10])
        self.begin_item(int(number[0] or 0) if number else 0)

    def _begin_footnote(self, value: str, first: int, last: int) -> None:
        self._begin(first, self.data.index(b"]:", first) + 2)
        self.footnotes.add(f"^{value}")
        self.said = Said()
        self.said.text(f"[^{value}]: ", self._line(first))

    def _end_quote(self, value: object, first: int, last: int) -> None:
        self._begin(last, last)
        self.quotes.pop()

    def _end_list(self, value: bool, first: int, last: int) -> None:
        self._begin(last, last)
        self.lists.pop()

    def _end_item(self, value: None, first: int, last: int) -> None:
        self._begin(last, last)
        self.end_item()

    def _end(self, value: None, first: int, last: int) -> None:
        self._begin(last, last)

    def _rule(self, value: None, first: int, last: int) -> None:
        self._begin(first, last)

    # blocks that say something

    def _inline(self, kind: str, value: Any, first: int, last: int) -> None:
        if self.said is None:  # an item of one paragraph, which is told as none
            self._begin(first, last)
            self.said = Said()
        self.told = max(self.told, last)
        if first < self.mark and kind == "Text":
            value = value.encode()[self.mark - first :].decode()
        elif kind == "InlineHtml" and self.quotes:
            value = "\n".join([line.lstrip(_QUOTES) if at else line for at, line in enumerate(value.split("\n"))])
        inline.TAKES[kind](self.said, value, self._line(first))

    def _paragraph(self, value: None, first: int, last: int) -> None:
        if self.said is None:  # else it is that of a footnote, whose mark stands before it
            self._begin(first, last)
            self.said = Said()
        self.told = last

    def _begin_heading(self, value: object, first: int, last: int) -> None:
        self._begin(first, last)
        self.said = Said()

    def _end_heading(self, value: str, first: int, last: int) -> None:
        self._heading(self._taken(), self._line(first), int(value[1]))

    def _heading(self, words: Words, line: int, level: int) -> None:
        while self.headings and self.parts[self.headings[-1]].level >= level:
            self.headings.pop()
        text = words.complete()
        if text.strip():
            self._add("heading", text.rstrip(), line, tuple(words.spans), level=level)
            self.headings.append(len(self.parts) - 1)
        self._hidden(words)

    def _block(self, words: Words) -> None:
        text = words.complete()
        start = len(self.parts)
        kind, block = ("item", self.items[-1]) if self.items else ("sentence", self.blocks)
        pieces = cuts(text, words.spans, words.breaks, words.softly)
        for (first, last), spans in zip(pieces, shared(words.spans, pieces), strict=True):
            self._add(kind, text[first:last], words.line_of(first), tuple(spans), block=block)
        if words.hidden:
            self._hidden(words)
            self.parts[start:] = sorted(self.parts[start:], key=lambda part: part.line)

    def _hidden(self, words: Words) -> None:
        for line, text in words.hidden:
            self._add("comment", " ".join(text.split()), line)

    def _table(self, value: object, first: int, last: int) -> None:
        self._begin(first, last)
        self.tables += 1

    def _begin_cell(self, value: None, first: int, last: int) -> None:
        self.said = Said()

    def _end_cell(self, value: None, first: int, last: int) -> None:
        self.cells.append(self._taken())

    def _row(self, value: None, first: int, last: int, kind: str = "row") -> None:
        cells, self.cells = self.cells, []
        text, spans, told = joined(cells)
        self.blocks += 1
        self._add(kind, text, self._line(first), spans, block=self.blocks, cells=told, table=self.tables)
        for cell in cells:
            self._hidden(cell)

    def _head(self, value: None, first: int, last: int) -> None:
        self._row(value, first, last, "heading")

    def _code(self, value: tuple[str | None, str], first: int, last: int) -> None:
        self._begin(first, last)
        info, text = value
        if info is not None and not self.data[last:].strip():
            source = self._source(first, last).rstrip()
            mark = source[: len(source) - len(source.lstrip(source[0]))]
            if not source.rpartition("\n")[2].lstrip(_QUOTES).startswith(mark) or "\n" not in source:
                self.faults.append((self._line(first), "a block of code begins here that nothing closes"))
        language = ((info or "").split() or [""])[0].lower().strip("{}.")
        if info is None and not text.endswith("\n"):  # the last line of the page
            text += "\n"
        self._add("fence", text, self._line(first) + (info is not None), language=language)

    def _html(self, value: str, first: int, last: int) -> None:
        self._begin(first, last)
        words = Words()
        html.block(words, value, self._line(first))
        heading = _HEADING.match(value)
        if heading:
            self._heading(words, self._line(first), int(heading[1]))
            return
        self.blocks += 1
        self._block(words)

    def _add(self, kind: str, text: str, line: int, spans: tuple[Span, ...] = (), **more: Any) -> None:
        if text:
            part = Part(kind, text, line, spans, **more)
            self.parts.append(part._replace(headings=tuple(self.headings), quoted=any(self.quotes), item=self.item))


_TAKES: dict[str, Callable[[_Reading, Any, int, int], None]] = {
    "Start BlockQuote": _Reading._begin_quote,
    "End BlockQuote": _Reading._end_quote,
    "Start List": _Reading._begin_list,
    "End List": _Reading._end_list,
    "Start Item": _Reading._begin_item,
    "End Item": _Reading._end_item,
    "Start FootnoteDefinition": _Reading._begin_footnote,
    "End FootnoteDefinition": _Reading._end,
    "Start Paragraph": _Reading._paragraph,
    "End Paragraph": _Reading._end,
    "Start Heading": _Reading._begin_heading,
    "End Heading": _Reading._end_heading,
    "Start Table": _Reading._table,
    "Start TableCell": _Reading._begin_cell,
    "End TableCell": _Reading._end_cell,
    "End TableHead": _Reading._head,
    "End TableRow": _Reading._row,
    "CodeBlock": _Reading._code,
    "HtmlBlock": _Reading._html,
    "Rule": _Reading._rule,
}
