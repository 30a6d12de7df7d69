"""What a document is once read, and what is wrong with one that cannot be: faults with place, hint and code frame."""

from __future__ import annotations

import re
import unicodedata

from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

CARRIED = 100  # faults reported at most: a hostile document has thousands, a reader mends the first few
NOT_SHOWN = "(the line is not shown: it may hold a private key)"
_AROUND = 60  # characters of a long line shown on each side of the caret
_KEY = re.compile(r"[A-Za-z0-9+/]{48,}={0,2}")  # a line of a key, public or private: frames are logged and pasted
_LINE_END = re.compile(r"\r\n|\r|\n")


class Fault(NamedTuple):
    """One thing wrong with a document. Columns count code points; both line and column start at 1."""

    rule: str
    message: str
    line: int
    column: int
    hint: str
    frame: str


class Problem(NamedTuple):
    """A fault that does not yet know where it stands. The rule is that of texts with no rule of their own."""

    message: str
    hint: str
    rule: str = "G201"
    secret: bool = False  # what stands there may be a private key: it is shown nowhere


class Document(NamedTuple):
    """Plain data, and for every JSON pointer in it the (line, column) of its key or item; "" is the document itself."""

    data: dict[str, object]
    positions: dict[str, tuple[int, int]]


class DocumentErrors(Exception):
    """A document that is refused. The faults stand in the order of the text."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name = name
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
        first = self.faults[0]
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        super().__init__(f"{shown(name)}:{first.line}:{first.column}: {first.message}{more}")


class Source:
    """The text faults point into."""

    def __init__(self, text: str) -> None:
        self.lines = _LINE_END.split(text)

    def fault(self, problem: Problem, line: int, column: int) -> Fault:
        frame = NOT_SHOWN if problem.secret else self.frame(line, column)
        return Fault(problem.rule, problem.message, line, column, problem.hint, frame)

    def frame(self, line: int, column: int) -> str:
        """The line before and the line itself, with a caret under the column; nothing of it moves a cursor."""
        gutter = len(str(line))
        rows = []
        if 2 <= line <= len(self.lines) + 1:
            before, after, _ = _window(self.lines[line - 2], column)
            rows.append(f"{line - 1:>{gutter}} | {before}{after}".rstrip())
        before, after, width = _window(self.lines[line - 1] if line <= len(self.lines) else "", column)
        rows.append(f"{line:>{gutter}} | {before}{after}".rstrip())
        rows.append(f"{'':>{gutter}} | {' ' * width}^")
        return "\n".join(rows)


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column of the character at `index`."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, index):
        line, start = line + 1, end.end()
    return line, index - start + 1


def excerpt(text: str) -> str:
    """A short piece of hostile text, fit for a message."""
    return shown(text if len(text) <= 40 else text[:37] + "...")


def place_of(positions: dict[str, tuple[int, int]], place: str) -> tuple[int, int]:
    """Where a pointer stands, or the nearest one above it."""
    while place and place not in positions:
        place = place.rpartition("/")[0]
    return positions.get(place, (1, 1))


def pointer(parent: str, step: str | int) -> str:
    return f"{parent}/{str(step).replace('~', '~0').replace('/', '~1')}"


def _window(text: str, column: int) -> tuple[str, str, int]:
    """The text before and after the caret, escaped, and the columns a terminal gives the first."""
    text = _KEY.sub(lambda found: found.group()[:8] + "*" * (len(found.group()) - 8), text)
    caret = column - 1
    start, end = max(0, caret - _AROUND), caret + _AROUND
    before = ("..." if start else "") + shown(text[start:caret])
    after = shown(text[caret:end]) + ("..." if end < len(text) else "")
    return before, after, sum(cells(char) for char in before)


def cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
