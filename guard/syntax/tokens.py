"""Code as tokens: what is left of a piece of it without layout, comments and what it holds places for.

Blanks, line breaks and comments do not count, nor a comma before a bracket that closes, nor a semicolon. Strings stay
as they are, but for the kind of quotes where a language has two. Where indentation has a meaning, its levels count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from hashlib import sha256

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

HALF = 16
INDENTED = ("python", "yaml")
EITHER_QUOTE = ("python", "javascript", "typescript", "tsx")

_TOKEN = re.compile(r"\0\d+\0|\w+|[^\w\s]")
_LINED = re.compile(r"\n[ \t]*|\0\d+\0|\w+|[^\w\s]")
_OURS = dict.fromkeys(range(4), " ")
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")


class Cut(NamedTuple):
    """A part of a text with what stands for it: a string as it is written, the sign of a place, nothing."""

    start: int
    end: int
    token: str


class Tokens:
    """A text, and the parts of it that are no tokens of their own."""

    def __init__(self, text: str, language: str, cuts: Iterable[Cut]) -> None:
        self.text = plainly(text)
        self.language = language
        self._cuts = sorted(cuts, key=_order)
        self._starts = [cut.start for cut in self._cuts]

    def cut(self, cut: Cut) -> None:
        """One part more."""
        at = bisect_left(self._cuts, _order(cut), key=_order)
        self._cuts.insert(at, cut)
        self._starts.insert(at, cut.start)

    def of(self, start: int, end: int, without: tuple[int, int] | None = None) -> list[str]:
        """The tokens between two places, and none of a part that is left out; one that is all of it is looked into."""
        if without is not None and start <= without[0] <= without[1] <= end:
            return [*self.of(start, without[0]), *self.of(without[1], end)]
        pieces: list[str] = []
        stand: list[str] = []
        at = start
        for number in range(bisect_left(self._starts, start), len(self._cuts)):
            cut = self._cuts[number]
            if cut.start >= end:
                break
            if cut.start < at or (cut.start, cut.end) == (start, end):
                continue
            pieces += (self.text[at : cut.start], f"\0{len(stand)}\0" if cut.token else " ")
            stand += [cut.token] if cut.token else []
            at = min(cut.end, end)
        pieces.append(self.text[at:end] if at < end else "")
        flat = "".join(pieces)
        words = self._lined(flat, start) if self.language in INDENTED else _TOKEN.findall(flat)
        return _plain([stand[int(word[1:-1])] if word[0] == "\0" else word for word in words])

    def _lined(self, flat: str, start: int) -> list[str]:
        """With the level of each line, outside of brackets."""
        first = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        levels = [len(first) - len(first.lstrip())]
        words: list[str] = []
        depth, line = 0, ""
        for word in _LINED.findall(flat):
            if word[0] == "\n":
                line = word if words and words[-1] != "\\" else line
                continue
            if line and not depth:
                width = len(line.expandtabs(8)) - 1
                while len(levels) > 1 and levels[-1] > width:
                    levels.pop()
                if width > levels[-1]:
                    levels.append(width)
                words.append(f"\1{len(levels)}")
            line = ""
            depth = max(0, depth + (word in _OPEN) - (word in _CLOSED))
            words.append(word)
        return words


def _order(cut: Cut) -> tuple[int, int]:
    return cut.start, -cut.end


def plainly(text: str) -> str:
    """The text without the four characters that have a meaning here; as long as before."""
    return text.translate(_OURS) if any([chr(code) in text for code in _OURS]) else text


def _plain(words: list[str]) -> list[str]:
    """Without what layout alone brings and takes."""
    found: list[str] = []
    for word in words:
        if word in _CLOSED and found and found[-1] == ",":
            found.pop()
        if word and word != ";":
            found.append(word)
    return found


def quoted(text: str, language: str) -> str:
    """A string as it is compared."""
    if language in EITHER_QUOTE and text[:1] == "'" == text[-1:] and '"' not in text and "\\" not in text:
        return f'"{text[1:-1]}"'
    return text


def half(*parts: Iterable[str]) -> str:
    """What some lists of tokens are known by."""
    text = "\2".join(["\3".join(part) for part in parts])
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HALF]
