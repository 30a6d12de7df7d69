"""YAML as text: what may hold a word, where its documents begin, and which of them two sides do not share."""

from __future__ import annotations

import re

from guard.settings import hints
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# A backslash that may stand for a letter, or at the end of a line join the two ends of a word: `\x6b`, `\u006b`.
# A NUL stands in UTF-16, where no word is found.
# A tag that encodes: `!!binary`, in any spelling a tag may have.
_ESCAPE = re.compile(
    rb"\\(?:x[4-7]|u00[4-7]|U000000[4-7]|(?<=[A-Za-z]\\)[^ -~])|\0|![^\s!]{0,100}?(?:binary|%[67])|%TAG"
)
_BEGIN = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_WHOLE = re.compile(r"^(?:%|\.\.\.)", re.MULTILINE)


class Piece(NamedTuple):
    """The text of one document, and the line it begins on, from 1."""

    text: str
    line: int


def hinted(words: tuple[bytes, ...], *sides: bytes | None) -> bool:
    """Whether a side may hold a word that has one of these in it, in small letters: a quick no for most files."""
    text = b"\n".join([side for side in sides if side is not None])
    lower = text.lower()
    return any([hint in lower for hint in words]) or hints.spelled(text)


def may_hold(data: bytes | None, words: re.Pattern[bytes]) -> bool:
    """Whether a document of the text may hold one of the words. An alias only repeats what stands in the text."""
    if data is None:
        return False
    return words.search(data) is not None or (hints.spelled(data) and _ESCAPE.search(data) is not None)


def pieces(text: str) -> tuple[Piece, ...]:
    """The documents, each with its line; as one piece where a directive or an end mark stands among them."""
    if _WHOLE.search(text):
        return (Piece(text, 1),)
    starts = [found.start() for found in _BEGIN.finditer(text)]
    found, line = [], 1
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        part = text[start:end]
        if part.strip():
            found.append(Piece(part, line))
        line += part.count("\n")
    return tuple(found)


def unshared(pieces: Iterable[Piece], others: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces that do not stand among the others, word for word."""
    left: dict[str, int] = {}
    for piece in others:
        key = piece.text.removeprefix("---").strip()
        left[key] = left.get(key, 0) + 1
    found = []
    for piece in pieces:
        key = piece.text.removeprefix("---").strip()
        if left.get(key, 0):
            left[key] -= 1
        else:
            found.append(piece)
    return tuple(found)
