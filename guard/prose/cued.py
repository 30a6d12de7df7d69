"""Patterns that are compiled once a text has one of the words without which none of them can match.

To compile what the rules go by takes longer than to read a plan, and of most rules a plan has not one word. The words
stand in guard.prose.cues, worked out from the patterns themselves (tests/prose/cues.py); a pattern that is not there
yet is compiled at once. A text with other letters than ASCII is always looked at: case is more than one thing there.
"""

from __future__ import annotations

import re
import zlib

from guard.prose.cues import CUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERY: list[Cued] = []


def key(pattern: str, flags: int) -> int:
    """What a pattern is called in the table."""
    return zlib.crc32(pattern.encode()) ^ flags


class Cued:
    """One pattern, to be asked as a compiled one is."""

    __slots__ = ("_compiled", "_cues", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, int(flags)
        self._cues = CUES.get(key(pattern, self.flags), ())
        self._compiled: re.Pattern[str] | None = None
        EVERY.append(self)

    def may(self, text: str) -> bool:
        """Whether it could match anywhere in the text."""
        if not self._cues or not text.isascii():
            return True
        low = text.lower()
        return any([cue in low for cue in self._cues])

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled

    def search(self, text: str, pos: int = 0) -> re.Match[str] | None:
        return self.compiled.search(text, pos) if self.may(text) else None

    def match(self, text: str, pos: int = 0) -> re.Match[str] | None:
        return self.compiled.match(text, pos) if self.may(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text) if self.may(text) else None

    def finditer(self, text: str, pos: int = 0) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, pos) if self.may(text) else iter(())

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text) if self.may(text) else []

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.compiled.sub(by, text) if self.may(text) else text

    def split(self, text: str) -> list[str]:
        return self.compiled.split(text) if self.may(text) else [text]
