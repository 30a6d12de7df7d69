"""The text of a page by its bytes, in which its parser counts: lines, and what stands between blocks."""

from __future__ import annotations

import re
from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTES = " \t>"  # what stands before each line of a quotation
_MARKS = " \t>-*+.)0123456789"  # and before the first of a list item


class Source:
    """The lines of a text end with \\n."""

    def __init__(self, text: str) -> None:
        self._data = text.encode()
        self._ends = [found.start() for found in re.finditer(b"\n", self._data)]
        self._full = len(self._data.rstrip())
        self.size = len(self._data)
        self.lines = len(self._ends) + (1 if text and not text.endswith("\n") else 0)

    def line(self, at: int) -> int:
        """The line of the byte at this place."""
        return bisect_left(self._ends, at) + 1

    def text(self, first: int, last: int) -> str:
        return self._data[first:last].decode()

    def whole_lines(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The lines between, the first of them with what stands before it."""
        begun = self._data.rfind(b"\n", 0, first) + 1
        return enumerate(self.text(begun, last).split("\n"), self.line(first))

    def number(self, at: int) -> int:
        """What a list item that begins here is numbered with."""
        digits = re.match(rb"\d{0,9}", self._data[at : at + 9])
        return int(digits[0] or 0) if digits else 0

    def closed(self, first: int, last: int) -> bool:
        """Whether a fenced block of code ends with the mark it begins with, or where what is around it ends."""
        if last < self._full:
            return True
        begun, _, rest = self.text(first, last).rstrip().partition("\n")
        mark = begun[: len(begun) - len(begun.lstrip(begun[0]))]
        return rest.rpartition("\n")[2].lstrip(_QUOTES).startswith(mark)

    def definitions(self, first: int, last: int) -> list[tuple[int, str]]:
        """Definitions of links, each with its line; nothing else but marks stands between two blocks."""
        found: list[tuple[int, str]] = []
        if self._data.find(b"]:", first, last) < 0:
            return found
        for number, line in enumerate(self.text(first, last).split("\n"), self.line(first)):
            if line.lstrip(_MARKS).startswith("["):
                found.append((number, line.lstrip(_MARKS)))
            elif found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.lstrip(_QUOTES)}")
        return found


def unquoted(html: str) -> str:
    """A tag, or a comment, that goes over lines of a quotation, without their marks."""
    first, *others = html.split("\n")
    return "\n".join([first, *[line.lstrip(_QUOTES) for line in others]])
