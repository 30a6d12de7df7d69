r"""Marks of one request: a delimiter, and a word before every line of the text, which its author cannot foresee.

Both follow from a secret and the content, so that the same request has the same bytes when it is made again. What would
not be seen, or would act on its neighbours, is shown as \u{200b}.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from functools import lru_cache

from guard.escape import hidden
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

NONCE = 32  # hexadecimal digits: 128 bits
MARK = 6
TRIES = 1000


class Marks(NamedTuple):
    """The two of one request."""

    nonce: str
    mark: str


class Dice:
    """Numbers that follow from a secret and what they are drawn for."""

    def __init__(self, secret: bytes, what: str, content: bytes) -> None:
        self._key = hmac.digest(secret, b"guard-reading-v1\0" + what.encode() + b"\0" + content, "sha256")
        self._drawn = 0

    def bytes(self) -> bytes:
        self._drawn += 1
        return hmac.digest(self._key, self._drawn.to_bytes(8, "big"), "sha256")

    def below(self, end: int) -> int:
        """A number from 0, below `end`; so many bits that none is likelier than another."""
        return int.from_bytes(self.bytes()) % end

    def one_of(self, things: tuple[str, ...]) -> str:
        return things[self.below(len(things))]


def draw(secret: bytes, content: bytes, texts: Iterable[str]) -> Marks:
    """Marks that stand nowhere in the texts, however their letters are cased."""
    dice = Dice(secret, "marks", content)
    whole = "\n".join(texts).lower()
    for _ in range(TRIES):
        drawn = dice.bytes().hex()
        marks = Marks(drawn[:NONCE], f"{dice.bytes().hex()[:MARK]}")
        if marks.nonce not in whole and marks.mark not in whole:
            return marks
    raise AssertionError("no text holds a thousand marks that nobody knew")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def plain(text: str) -> str:
    """In normal form, with everything shown that would not be seen; its line feeds stay."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return normal if not hidden(normal.replace("\n", "")) else _escaped(normal)


@lru_cache(maxsize=32)  # many flags may speak of one long block of code
def _escaped(text: str) -> str:
    return "".join([char if char == "\n" or not hidden(char) else f"\\u{{{ord(char):x}}}" for char in text])
