"""Words to a reader, and what no reader sees, looked for in all of a text at once and then in its parts."""

from __future__ import annotations

from guard.escape import shown
from guard.prose.cued import OneOf
from guard.prose.spoken import SPOKEN, TONGUES
from guard.prose.spoken.disguise import coded, decoded, mixed, plain, posing, readings, unseen, worn_by
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Seek = Callable[[str], tuple[str, str] | None]

SIGNS = " \t#/*-;<!'\"`|>%"  # with which comments begin and end
_LONGEST = 120  # characters of a quotation
_LINES = 40  # of code that are read as one text
_EVERY = OneOf((*SPOKEN.patterns, *TONGUES.patterns))


class Heard(NamedTuple):
    """What was found."""

    quote: str
    what: str  # one line: what is the matter
    line: int
    anchor: str  # what names it where no unit does
    path: bytes = b""  # of a line that comes with a change: its file


class Page:
    """All of it at once: what may match somewhere in it, and how any of it is disguised. Parts are asked about."""

    def __init__(self, whole: str) -> None:
        self.worn = worn_by(whole)
        self.likely = _EVERY.among("\n".join(readings(whole, self.worn)))

    def seek(self, text: str, more: OneOf | None = None) -> tuple[str, str] | None:
        return self.hidden(text) or self._spoken(text, more)

    def spoken(self, text: str) -> tuple[str, str] | None:
        return self._spoken(text, None)

    def hidden(self, text: str) -> tuple[str, str] | None:
        """What no reader sees as it is."""
        found = self.masked(text)
        told = decoded(text) if found is None and coded in self.worn else ()
        if told:
            return text.strip()[:_LONGEST], f"a sentence stands here in a code: {shown(told[0][:_LONGEST])}"
        return found

    def masked(self, text: str) -> tuple[str, str] | None:
        """Letters that nobody sees, or takes for others."""
        char = unseen(text)
        if char:
            return _around(text, text.index(char)), f"a character stands here that nobody sees ({shown(char)})"
        word = mixed(text)
        if word:
            return word, f"the word {shown(word)} is put together from letters of two scripts that look alike"
        name, sign = posing(text)
        if name:
            return name, f"in {shown(name)} stands a sign that is taken for another (U+{ord(sign):04X})"
        return None

    def told_in_code(self, text: str) -> tuple[str, str] | None:
        """A sentence in a code that speaks to a reader; files hold many that do not."""
        for told in decoded(text) if coded in self.worn else ():
            if self.likely.search(plain(told)) is not None:
                return text.strip()[:_LONGEST], f"a sentence stands here in a code: {shown(told[:_LONGEST])}"
        return None

    def _spoken(self, text: str, more: OneOf | None) -> tuple[str, str] | None:
        """The words, and what is the matter with them."""
        for number, said in enumerate(readings(text, self.worn)):
            found = self.likely.search(said)
            found = found or (more.search(said) if more is not None else None)
            if found is not None:
                quote = _around(text, found.start(), found.end()) if not number and len(said) == len(text) else text
                plainly = "" if not number else ", once their disguise is off"
                return quote.strip()[:_LONGEST], f"these words speak to whoever checks the text{plainly}"
        return None


def _around(text: str, start: int, end: int | None = None) -> str:
    """What was found, verbatim; of one character the words about it."""
    if end is None:
        return text[max(0, start - 20) : start + 20].strip() or text[start]
    return text[start:end]


def in_code(lines: list[tuple[int, str]], seek: Seek) -> Iterator[Heard]:
    """Lines of code: each alone, and some together as one text, for a comment runs over several."""
    seen = False
    for at, line in lines:
        found = seek(line)
        if found is not None:
            seen = True
            yield Heard(*found, at, line.strip() or line)
    for first in range(0, 0 if seen else len(lines), _LINES // 2):
        piece = lines[first : first + _LINES]
        together = joined([line for _, line in piece])
        found = seek(together) if len(piece) > 1 else None
        if found is not None:
            yield Heard(*found, piece[0][0], together[:_LONGEST])
            return


def joined(lines: list[str]) -> str:
    """As one text, without what begins a comment on each."""
    return " ".join([line.strip(SIGNS) for line in lines])


def words_of(name: str) -> str:
    """A path as its words."""
    return " ".join(name.replace("/", " ").replace("-", " ").replace("_", " ").split())
