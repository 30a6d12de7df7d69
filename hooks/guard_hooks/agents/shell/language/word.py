"""A word of a command as a shell sees it: its text, and of each character whether it was quoted, plain or computed."""

from __future__ import annotations

from itertools import pairwise

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.lexing import Token

# What a character of a word is. A computed part (a variable, what another command prints) is one character here.
PLAIN, QUOTED = "p", "q"
COMPUTED = "x"  # in quotes: some text, of one word
SPLIT = "X"  # outside of quotes: any number of words
NOTHING = "\0"  # what no word and no option says
GLOBS = "*?["
MOST = 32  # words that braces may make of one
LONGEST = 1000  # characters of a word whose braces are read


class Word(NamedTuple):
    """One word; what stands in it to be run first is `inner`, each the tokens of a command of its own."""

    text: str
    mask: str  # of each character one of the letters above
    inner: tuple[tuple[Token, ...], ...] = ()

    def known(self) -> bool:
        """Whether nothing in it is computed."""
        return COMPUTED not in self.mask and SPLIT not in self.mask

    def plain(self) -> str:
        """What it says; where something in it is computed, what no word says."""
        return self.text if self.known() else NOTHING

    def bare(self) -> bool:
        """Whether no character of it is quoted or computed: only such a word is a keyword."""
        return self.mask == PLAIN * len(self.mask) != ""

    def after(self, at: int) -> Word:
        """What stands from a character on."""
        return Word(self.text[at:], self.mask[at:])


def said(text: str) -> Word:
    """A word that stands quoted."""
    return Word(text, QUOTED * len(text))


def assigned(word: Word) -> tuple[str, Word] | None:
    """NAME and value of a word NAME=value or NAME+=value; None for other words."""
    name, equals, _ = word.text.partition("=")
    end = len(name) + 1
    if not equals or word.mask[:end] != PLAIN * end:
        return None
    name = name.removesuffix("+").partition("[")[0]
    return (name, word.after(end)) if name.isidentifier() and name.isascii() else None


def script(word: Word) -> str:
    """A word as the text of another shell's command: what is computed is a variable there."""
    return "".join(["${_}" if kind in "xX" else char for char, kind in zip(word.text, word.mask, strict=True)])


def spread(word: Word) -> list[Word] | None:
    """The words that braces make of one; None where they are too many to say."""
    if not _has_brace(word):
        return [word]
    if len(word.text) > LONGEST:
        return None
    ready: list[Word] = []
    waiting = [word]
    while waiting:
        one = waiting.pop()
        cuts = _braces(one)
        if cuts:
            waiting += reversed(_parts(one, cuts))
        else:
            ready.append(one)
        if len(ready) + len(waiting) > MOST:
            return None
    return ready


def _has_brace(word: Word) -> bool:
    return "{" in word.text and any(
        [char == "{" and kind == PLAIN for char, kind in zip(word.text, word.mask, strict=True)]
    )


def _braces(word: Word) -> list[int]:
    """Where the first pair of braces with a comma begins, has its commas and ends; nothing where there is none."""
    first: list[int] = []
    inside: list[list[int]] = []
    for at, char in enumerate(word.text):
        if char not in "{,}" or word.mask[at] != PLAIN:
            continue
        if char == "{":
            inside.append([at])
        elif inside and char == ",":
            inside[-1].append(at)
        elif inside:
            cuts = [*inside.pop(), at]
            if len(cuts) > 2 and (not first or cuts[0] < first[0]):
                first = cuts
    return first


def _parts(word: Word, cuts: list[int]) -> list[Word]:
    start, end = cuts[0], cuts[-1] + 1
    text, mask = word.text, word.mask
    return [
        Word(text[:start] + text[left + 1 : right] + text[end:], mask[:start] + mask[left + 1 : right] + mask[end:])
        for left, right in pairwise(cuts)
    ]


def folder_of_pattern(word: Word) -> str | None:
    """The folder below which everything stands that a word with a pattern can mean; None where that cannot be said.

    Nothing ("") is said of a word without a pattern.
    """
    signs = GLOBS + "{" * (".." in word.text)  # {1..9} counts
    at = next((at for at, char in enumerate(word.text) if char in signs and word.mask[at] == PLAIN), -1)
    if at < 0:
        return ""
    if ".." in word.text[at:].split("/"):
        return None
    return word.text[: word.text.rfind("/", 0, at) + 1] or "./"


def behind(word: Word) -> tuple[str, str]:
    """What stands behind the first bracket, and what is computed before it."""
    at = word.text.find("[") + 1 or len(word.text)
    front = [kind for kind in word.mask[:at] if kind in (COMPUTED, SPLIT)]
    return "$" * len(front) + word.text[at:], "".join(front) + word.mask[at:]


def literal(word: Word) -> str:
    """What stands plainly in a word; a blank for what is computed."""
    if word.known():
        return word.text
    return "".join(
        [" " if kind in (COMPUTED, SPLIT) else char for char, kind in zip(word.text, word.mask, strict=True)]
    )
