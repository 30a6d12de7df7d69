"""What stands around a block, quotations, lists and their items, and the parts that come of it there."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.parts import NO_ITEM, Item, Part
from guard.prose.sentences import cuts, shared
from guard.prose.words import Words, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Span

_CALLOUT = Cued(r"\[!\w{1,20}\][+-]?[ \t]*\n?")
_NOTE = Cued(r"\W{0,4}(?:note|warning|important|caution|tip|info|danger|attention|heads[ -]up)\b", re.I)


class Around:
    """Grows with every block that holds others, and shrinks where it ends."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.blocks = 0
        self.tables = 0
        self.headings: list[int] = []  # places of the headings above, outermost first
        self.quotes: list[bool] = []
        self.items: list[int] = []  # the block of each list item around
        self.lists: list[bool] = []  # whether each list around is numbered
        self.numbered = 0
        self.item = NO_ITEM

    def begin_quote(self, first: str) -> int:
        """A note that is set like a quotation is nobody else's words; told are the bytes of the mark of a callout."""
        mark = _CALLOUT.match(first)
        self.quotes.append(not (mark or _NOTE.match(first)))
        return len(mark[0].encode()) if mark else 0

    def begin_list(self, numbered: bool) -> None:
        self.lists.append(numbered)
        if self.lists == [True]:
            self.numbered += 1

    def begin_item(self, number: int) -> None:
        self.blocks += 1
        self.items.append(self.blocks)
        if self.lists == [True]:
            self.item = Item(self.numbered, number, self.blocks)

    def end_item(self) -> None:
        self.items.pop()
        if not self.items:
            self.item = NO_ITEM

    # the parts that stand there

    def add(
        self,
        kind: str,
        text: str,
        line: int,
        spans: tuple[Span, ...] = (),
        block: int = 0,
        level: int = 0,
        cells: tuple[str, ...] = (),
        language: str = "",
    ) -> None:
        if text:
            table = self.tables if cells else 0
            above, quoted = tuple(self.headings), any(self.quotes)
            part = Part(kind, text, line, spans, block, above, level, quoted, cells, table, self.item, language, "")
            self.parts.append(part)

    def hidden(self, words: Words) -> None:
        """The comments among them."""
        for line, text in words.hidden:
            self.add("comment", " ".join(text.split()), line)

    def heading(self, words: Words, line: int, level: int) -> None:
        while self.headings and self.parts[self.headings[-1]].level >= level:
            self.headings.pop()
        text = words.complete()
        if text.strip():
            self.add("heading", text.rstrip(), line, tuple(words.spans), level=level)
            self.headings.append(len(self.parts) - 1)
        self.hidden(words)

    def block(self, words: Words) -> None:
        """The sentences of a paragraph, or of a list item."""
        self.blocks += 1
        text = words.complete()
        start = len(self.parts)
        kind, block = ("item", self.items[-1]) if self.items else ("sentence", self.blocks)
        pieces = cuts(text, words.spans, words.breaks, words.softly)
        for (first, last), spans in zip(pieces, shared(words.spans, pieces), strict=True):
            self.add(kind, text[first:last], words.line_of(first), tuple(spans), block)
        if words.hidden:
            self.hidden(words)
            self.parts[start:] = sorted(self.parts[start:], key=lambda part: part.line)

    def row(self, kind: str, cells: list[Words], line: int) -> None:
        """Of the table that is open."""
        text, spans, told = joined(cells)
        self.blocks += 1
        self.add(kind, text, line, spans, self.blocks, cells=told)
        for cell in cells:
            self.hidden(cell)
