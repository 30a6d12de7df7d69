"""Patterns that are compiled once a text has one of the words without which none of them can match.

To compile what the rules go by takes longer than to read a plan, and of most rules a plan has not one word. The words
stand in cues.json, worked out from the patterns themselves (tests/prose/cues.py); a pattern that is not there
yet is compiled at once. A text with a letter that only counts as another where case is nothing is always looked at.
"""

from __future__ import annotations

import json
import os
import re
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

with open(os.path.join(os.path.dirname(__file__), "cues.json"), encoding="utf-8") as _table:
    CUES: dict[str, list[str]] = json.load(_table)  # a part of guard: that it is there is as sure as this module
EVERY: list[Cued] = []
_ODD = frozenset("\u017f\u212a\u0130\u0131")  # letters that are taken for an s, a k and an i where case is nothing


def key(pattern: str, flags: int) -> str:
    """What a pattern is called in the table."""
    return f"{zlib.crc32(pattern.encode()):08x}-{flags}"


class Cued:
    """One pattern, to be asked as a compiled one is."""

    __slots__ = ("_compiled", "_cues", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, int(flags)
        self._cues = tuple(CUES.get(key(pattern, self.flags), ()))
        self._compiled: re.Pattern[str] | None = None
        EVERY.append(self)

    def may(self, text: str) -> bool:
        """Whether it could match anywhere in the text."""
        if not self._cues or not (text.isascii() or _ODD.isdisjoint(text)):
            return True
        low = text.lower()
        return any([cue in low for cue in self._cues])

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return self.compiled.search(text, *span) if self.may(text) else None

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self.compiled.match(text, *span) if self.may(text) else None

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, *span) if self.may(text) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, *span) if self.may(text) else iter(())

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text) if self.may(text) else []

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return self.compiled.sub(by, text, count) if self.may(text) else text

    def split(self, text: str) -> list[str]:
        return self.compiled.split(text) if self.may(text) else [text]


class OneOf:
    """Several patterns, of which a text is to match one; found is what stands first."""

    __slots__ = ("patterns",)

    def __init__(self, patterns: Iterable[Cued]) -> None:
        self.patterns = tuple(patterns)

    def among(self, text: str) -> OneOf:
        """Those of them that could match in the text, or in any part of it."""
        return OneOf([one for one in self.patterns if one.may(text)])

    def search(self, text: str) -> re.Match[str] | None:
        found = [match for one in self.patterns if (match := one.search(text)) is not None]
        return min(found, key=lambda match: match.start(), default=None)
