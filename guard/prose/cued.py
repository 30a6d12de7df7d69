"""Patterns that are compiled once a text has one of the words without which none of them can match.

To compile what the rules go by takes longer than to read a plan, and of most rules a plan has not one word. The words
stand in cues.json, worked out from the patterns themselves (tests/prose/cues.py): sets of them, and a match has a
word of each. A pattern that is not there yet is compiled at once. A text with a letter that only counts as another
where case is nothing, or with digits of another script, is always looked at.
"""

from __future__ import annotations

import json
import os
import re
import zlib

from guard.prose.compiled import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

with open(os.path.join(os.path.dirname(__file__), "cues.json"), encoding="utf-8") as _table:
    CUES: dict[str, list[str]] = json.load(_table)  # of guard itself: that it is there is as sure as this module
BETWEEN = " | "  # the words of a set
EVERY: list[Cued] = []
_ODD = frozenset("\u017f\u212a\u0130\u0131")  # letters that are taken for an s, a k and an i where case is nothing
_MANY = 4_000  # texts that are kept in mind


class _Text:
    """A text as the words are looked for in it; many patterns ask about one, one after the other."""

    __slots__ = ("begun", "low", "odd", "page", "text", "words")

    def __init__(self, text: str) -> None:
        self.text, self.low = text, text.lower()
        self.page: _Page | None = None  # the one that it is known to be a part of
        # with letters that the words do not tell of: it is always looked at
        self.odd = not text.isascii() and any([one in _ODD or (one > "\x7f" and one.isdecimal()) for one in text])
        self.begun: set[str] | None = None
        self.words = ""

    def has(self, word: str) -> bool:
        """Whether it stands anywhere; of a text that is indexed most words are told without a look at it."""
        if self.begun is None:
            return word in self.low
        head = word[:3]
        if head not in self.begun and " " not in head[1:] and head.isprintable():
            return False
        longest = max(word.split(), key=len, default=word)
        return longest == word in self.words or (longest in self.words and word in self.low)

    def indexed(self) -> _Text:
        """Each of its words once, and how parts of them begin: hundreds are looked for in all of a page."""
        if self.begun is None:
            self.words = f" {' '.join(set(self.low.split()))} "
            found = {self.words[at : at + 3] for at in range(len(self.words))}
            self.begun = found.union([one[:2] for one in found], [one[:1] for one in found])
        return self


class _Page:
    """Texts together: what stands nowhere in them need not be looked for in each."""

    __slots__ = ("_left", "_whole")

    def __init__(self, texts: Iterable[str]) -> None:
        self._whole = _Text("\n".join(texts)).indexed()
        self._left: dict[Cued, tuple[list[str], ...]] = {}

    def left(self, pattern: Cued) -> tuple[list[str], ...]:
        """The words of a pattern that stand in any of them; where a set is left without one, it is the only set."""
        found = self._left.get(pattern)
        if found is None:
            found = self._left[pattern] = self._narrowed(pattern.cues)
        return found

    def _narrowed(self, cues: tuple[list[str], ...]) -> tuple[list[str], ...]:
        found = []
        for words in cues:
            there = list(filter(self._whole.has, words))
            if not there:
                return ([],)
            found.append(there)
        return tuple(found)


def page(texts: Iterable[str]) -> None:
    """Rules are about to ask about these, every one about most of them."""
    parts = [part for part in map(_Text, dict.fromkeys(texts)) if not part.odd]
    whole = _Page([part.text for part in parts])
    _seen.clear()
    for part in parts[:_MANY]:
        part.page = whole
        _seen[part.text] = part


_last = _Text("")
_seen: dict[str, _Text] = {}  # rules ask about the same sentences, one rule after the other


def _of(text: str) -> _Text:
    global _last
    if _last.text is not text:
        found = _seen.get(text)
        if found is None:
            if len(_seen) >= _MANY:
                _seen.clear()
            found = _seen[text] = _Text(text)
        _last = found
    return _last


def key(pattern: str, flags: int) -> str:
    """What a pattern is called in the table."""
    return f"{zlib.crc32(pattern.encode()):08x}-{flags}"


class Cued:
    """One pattern, to be asked as a compiled one is."""

    __slots__ = ("_compiled", "_cues", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, int(flags)
        self._cues: tuple[list[str], ...] | None = None
        self._compiled: re.Pattern[str] | None = None
        EVERY.append(self)

    @property
    def cues(self) -> tuple[list[str], ...]:
        if self._cues is None:
            self._cues = tuple([words.split(BETWEEN) for words in CUES.get(key(self.pattern, self.flags), ())])
        return self._cues

    def may(self, text: str) -> bool:
        """Whether it could match anywhere in the text."""
        cues = self.cues if self._cues is None else self._cues
        if not cues:
            return True
        asked = _last if _last.text is text else _of(text)
        if asked.page is not None:
            cues = asked.page.left(self)
        low = asked.low
        for words in cues:
            for word in words:
                if word in low:
                    break
            else:
                return asked.odd
        return True

    def within(self, asked: _Text) -> bool:
        """The same of a text that is looked at already."""
        for words in self.cues:
            if not any(map(asked.has, words)):
                return asked.odd
        return True

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = compiled(self.pattern, self.flags)
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

    __slots__ = ("_any_text", "_of_word", "_page", "patterns")

    def __init__(self, patterns: Iterable[Cued], page: str | None = None) -> None:
        self.patterns = tuple(patterns)
        self._page = page
        self._of_word: dict[str, list[int]] = {}
        self._any_text: list[int] | None = None

    def among(self, page: str) -> OneOf:
        """Those of them that could match in the page, to be asked about parts of it."""
        whole = _of(page).indexed()
        return OneOf([one for one in self.patterns if not one.cues or one.within(whole)], page)

    def _file(self) -> list[int]:
        """Patterns by the words of one of their sets, of which the page has few; told are those without any."""
        without, page = [], None if self._page is None else _of(self._page)
        for at, one in enumerate(self.patterns):
            sets = [[word for word in words if page is None or page.has(word)] for words in one.cues]
            for word in min(sets, key=len, default=()):
                self._of_word.setdefault(word, []).append(at)
            if not sets:
                without.append(at)
        return without

    def _asked(self, text: str) -> list[Cued]:
        if self._any_text is None:
            self._any_text = self._file()
        asked = _of(text)
        if asked.odd:
            return [one for one in self.patterns if one.may(text)]
        found = {at for word, those in self._of_word.items() if word in asked.low for at in those}
        return [one for one in [self.patterns[at] for at in sorted(found.union(self._any_text))] if one.may(text)]

    def search(self, text: str) -> re.Match[str] | None:
        return _first(self._asked(text), text, 0)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """One after the other, as of one pattern with all of these ways."""
        likely, at = self._asked(text), 0
        while likely and (found := _first(likely, text, at)) is not None:
            yield found
            at = found.end() + (found.end() == found.start())


def _first(patterns: list[Cued], text: str, at: int) -> re.Match[str] | None:
    found = [match for one in patterns if (match := one.compiled.search(text, at)) is not None]
    return min(found, key=re.Match.start, default=None)
