"""What stands around a block: quotations, lists and their items."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.parts import NO_ITEM, Item

_CALLOUT = Cued(r"\[!\w{1,20}\][+-]?[ \t]*\n?")
_NOTE = Cued(r"\W{0,4}(?:note|warning|important|caution|tip|info|danger|attention|heads[ -]up)\b", re.I)


class Around:
    """Grows with every block that holds others, and shrinks where it ends."""

    def __init__(self) -> None:
        self.blocks = 0
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
