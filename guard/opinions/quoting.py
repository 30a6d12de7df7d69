"""Quotes held against the text they are said to come from, and words of a model made safe to show."""

from __future__ import annotations

import re
import unicodedata

from guard.opinions.marks import plain
from guard.value import NamedTuple

LEAST, MOST, WORDS = 12, 400, 3  # letters of a quote, and words
LONGEST = 4 * MOST  # letters of a quote with the marks a reader puts into it
SAID = 400  # letters of anything else
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s[^()]{0,300})?\)")
_ADDRESS = re.compile(
    r"(?i)(?:[a-z0-9+.-]{1,40}:(?=//|[a-z0-9._%+-]{1,60}@)"
    r"|(?<![^\W_])(?:www\.|(?:javascript|data|vbscript):)(?=\S))\S{0,2000}"
)
_TAG = re.compile(r"<(?!S\d{1,6}>>)[/!?a-zA-Z][^<>]{0,500}>")  # <<S1>> is none: it stands for what was taken out
_ANSI = re.compile(r"(?:\x1b|\\u\{1b\}|\\x1b|\x9b)(?:\[[0-9;?]{0,30}[A-Za-z]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)?)?")
_APART = re.compile(r"\](?=[(\[:])|<(?=[/!?a-zA-Z])(?!S\d{1,6}>>)")  # what would make a link, or a tag
_ALIKE = {ord(char): "'" for char in "\u2018\u2019\u201a\u201b\u00b4"}
_ALIKE |= {ord(char): '"' for char in "\u201c\u201d\u201e\u201f\u00ab\u00bb"}
_ALIKE |= {ord(char): "-" for char in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_MARKUP = frozenset("*_~#|`")


class Folded(NamedTuple):
    """A text as it is shown, and without what readers change when they quote; where each letter of that stands."""

    text: str
    bare: str
    places: list[int]


def folded(text: str) -> Folded:
    """Made once for a text that many quotes are held against."""
    shown = plain(text)
    return Folded(shown, *_folded(shown))


def located(quote: str, of: Folded) -> tuple[int, int] | None:
    """Where a quote stands in a text, to the letter but for marks, blanks, quotes and dashes; None: nowhere."""
    quote = quote.strip()
    if len(quote) > LONGEST:
        return None
    at = of.text.find(quote)
    if at >= 0 and quote:
        return _whole(of.text, at, at + len(quote))
    wanted, _ = _folded(quote)
    at = of.bare.find(wanted) if wanted else -1
    return None if at < 0 else _whole(of.text, of.places[at], of.places[at + len(wanted) - 1] + 1)


def _whole(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A quote is long enough to be one, or all of a short text."""
    said = text[start:end]
    enough = LEAST <= len(said) <= MOST and len(said.split()) >= WORDS
    return (start, end) if enough or (said == text.strip() and len(said) <= MOST) else None


def _folded(text: str) -> tuple[str, list[int]]:
    """Without what readers change when they quote, and where each letter of it stands."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).translate(_ALIKE):
            one = " " if one.isspace() else one
            if one in _MARKUP or (one == " " and (not letters or letters[-1] == " ")):
                continue
            letters.append(one)
            places.append(at)
    while letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places


def clean(words: str) -> str:
    """A model's words on one line: no links, no marks of a terminal, nobody called, cut."""
    said = " ".join(_ANSI.sub("", words[: SAID * 4]).split())
    said = _TAG.sub("", _LINK.sub(r"\1", said))
    said = _ADDRESS.sub("(an address)", said)  # also one that stands there only without the tags
    said = " ".join(plain(said).split()).replace("@", "(at)")
    said = _APART.sub(r"\g<0> ", said)  # what taking out, or another word in its place, has put together
    return said if len(said) <= SAID else said[: SAID - 3] + "..."
