"""The options and operands of a command, as its program would take them apart."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.word import PLAIN, SPLIT, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

NONE = Word("", "")
CUT = ("target-directory", "suffix")  # that may be cut short before a value in the next word, with GNU's own programs


class Given(NamedTuple):
    """What stands behind the name of a program."""

    options: tuple[tuple[str, Word], ...]  # name and value, in order
    operands: tuple[Word, ...]
    odd: bool  # a word that may turn out to be an option
    after: int  # where among the words the first operand stands; their number where there is none

    def value(self, names: str) -> list[Word]:
        """The values of options of these names."""
        return [value for name, value in self.options if is_one(name, names)]

    def has(self, names: str) -> bool:
        """Whether an option of these names stands there, cut short as it may be."""
        return any([is_one(name, names) for name, _ in self.options])


def is_one(name: str, names: str) -> bool:
    """Whether an option is of these names: a letter is itself, a long name may be cut short."""
    if not name or not names:
        return False
    wanted = names.split(" ")
    return name in wanted or (len(name) > 1 and any([one.startswith(name) for one in wanted if len(one) > 1]))


def given(words: tuple[Word, ...], takes: str = "", first: bool = False, glued: str = "") -> Given:
    """The words taken apart.

    `takes` names the options that have a value, `glued` the letters that have one only in the same word. With `first`,
    no option stands behind an operand.
    """
    takers = frozenset(takes.split(" "))
    options: list[tuple[str, Word]] = []
    operands: list[Word] = []
    ended = odd = False
    at, after = 0, len(words)
    while at < len(words):
        word, at = words[at], at + 1
        odd = odd or (SPLIT in word.mask and not ended)
        if ended or not word.text.startswith("-") or word.text == "-":
            after = min(after, at - 1)
            operands.append(word)
            ended = ended or first
        elif word.text == "--":
            ended = True
        else:
            odd = odd or not _named(word)
            name, value = _long(word) if word.text.startswith("--") else _letters(word, takers, glued, options)
            name = next((one for one in CUT if len(name) > 1 and one.startswith(name) and one in takers), name)
            if value is None and name in takers:
                value, at = (words[at] if at < len(words) else NONE), at + 1
            options.append((name, value or NONE))
    return Given(tuple(options), tuple(operands), odd, min(after, len(words)))


def _named(word: Word) -> bool:
    """Whether the name of an option is plain to see, whatever its value is."""
    name = word.text.partition("=")[0] if word.text.startswith("--") else word.text
    return not set(word.mask[: len(name)]) & set("xX") and not ("{" in name and PLAIN in word.mask)


def _long(word: Word) -> tuple[str, Word | None]:
    name, equals, _ = word.text.partition("=")
    return name[2:], word.after(len(name) + 1) if equals else None


def _letters(
    word: Word, takers: Container[str], glued: str, options: list[tuple[str, Word]]
) -> tuple[str, Word | None]:
    """The letters of a cluster but for the last, which may have a value: in the word or in the next."""
    for at in range(1, len(word.text)):
        letter = word.text[at]
        if (letter in takers or letter in glued) and at + 1 < len(word.text):
            return letter, word.after(at + 1)
        if at + 1 < len(word.text):
            options.append((letter, NONE))
    return word.text[-1], None
