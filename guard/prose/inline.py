"""The words of one block as they come: with their spans, and the line of each."""

from __future__ import annotations

from guard.prose.html import Open, take
from guard.prose.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


class Said:
    """Grows with every event within a block."""

    def __init__(self) -> None:
        self.words = Words()
        self._links: list[tuple[int, str]] = []  # those not yet closed: where they begin, and where they lead
        self._struck: list[int] = []
        self._tags = Open()

    def done(self) -> Words:
        self._tags.close(self.words)
        return self.words

    def text(self, value: str, line: int) -> None:
        self.words.add(value, line)

    def _code(self, value: str, line: int) -> None:
        start = self.words.length
        self.words.add(value, line, verbatim=True)
        self.words.span(start, "code")

    def _soft_break(self, value: None, line: int) -> None:
        self.words.broken(line, hard=False)

    def _hard_break(self, value: None, line: int) -> None:
        self.words.line_ends(line)

    def _html(self, value: str, line: int) -> None:
        take(self.words, self._tags, value, line)

    def _footnote(self, value: str, line: int) -> None:
        self.words.add(f"[^{value}]", line)

    def _begin_link(self, value: Mapping[str, str], line: int) -> None:
        scheme = "mailto:" if value["link_type"] == "Email" else ""
        self._links.append((self.words.length, scheme + value["dest_url"]))
        if value["title"] and value["link_type"] == "Inline":  # that of a definition stands there
            self.words.hidden.append((line, " ".join(value["title"].split())))

    def _end_link(self, value: None, line: int) -> None:
        start, target = self._links.pop()
        self.words.span(start, "link", target)

    def _begin_struck(self, value: None, line: int) -> None:
        self._struck.append(self.words.length)

    def _end_struck(self, value: None, line: int) -> None:
        self.words.span(self._struck.pop(), "quote")  # what is struck out is said no longer


TAKES: dict[str, Callable[[Said, Any, int], None]] = {
    "Text": Said.text,
    "Code": Said._code,
    "SoftBreak": Said._soft_break,
    "HardBreak": Said._hard_break,
    "InlineHtml": Said._html,
    "FootnoteReference": Said._footnote,
    "Start Link": Said._begin_link,
    "End Link": Said._end_link,
    "Start Image": Said._begin_link,
    "End Image": Said._end_link,
    "Start Strikethrough": Said._begin_struck,
    "End Strikethrough": Said._end_struck,
}
