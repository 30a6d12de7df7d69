"""What stands around a block: quotations, lists and their items."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.parts import NO_ITEM, Item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from markdown_it.token import Token

CALLOUT = Cued(r"\[!\w{1,20}\][+-]?[ \t]*\n?")
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

    def begin_quote(self, token: Token, tokens: list[Token], at: int) -> None:
        """A note that is set like a quotation is nobody else's words."""
        first = tokens[at + 2].content if tokens[at + 1].type == "paragraph_open" else ""
        self.quotes.append(not (CALLOUT.match(first) or _NOTE.match(first)))

    def end_quote(self, token: Token, tokens: list[Token], at: int) -> None:
        self.quotes.pop()

    def begin_list(self, token: Token, tokens: list[Token], at: int) -> None:
        self.lists.append(token.type == "ordered_list_open")
        if self.lists == [True]:
            self.numbered += 1

    def end_list(self, token: Token, tokens: list[Token], at: int) -> None:
        self.lists.pop()

    def begin_item(self, token: Token, tokens: list[Token], at: int) -> None:
        self.blocks += 1
        self.items.append(self.blocks)
        if self.lists == [True]:
            self.item = Item(self.numbered, int(token.info) if token.info.isdigit() else 0, self.blocks)

    def end_item(self, token: Token, tokens: list[Token], at: int) -> None:
        self.items.pop()
        if not self.items:
            self.item = NO_ITEM
