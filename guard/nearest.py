"""The word somebody may have meant: one measure of nearness for every message that asks "did you mean".

Letters that two words happen to share make them no nearer: one begins as the other, or a word within them is the same,
or few edits lead from one to the other.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 64  # characters; the work on two words grows with the length of both
LIKENESS = 0.6  # from 0 to 1; below it a guess misleads more often than it helps
_PART = 3  # letters that a shared beginning, or a word within, has at least
_EDITS = 3  # letters for each of which one may be another


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest, whatever its case; "" where none is near. Of two as near, the first."""
    if not 0 < len(word) <= LONGEST:
        return ""
    from difflib import SequenceMatcher  # only where something is wrong

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word.casefold())
    best, likeness = "", 0.0
    for other in known:
        if len(other) > LONGEST:
            continue
        matcher.set_seq1(other.casefold())
        bound = max(likeness, LIKENESS)
        if matcher.real_quick_ratio() >= bound and matcher.quick_ratio() >= bound:
            ratio = matcher.ratio()
            if ratio >= LIKENESS and ratio > likeness and akin(word, other):
                best, likeness = other, ratio
    return best


def akin(one: str, other: str) -> bool:
    """Whether a person would see how one could be written for the other."""
    a, b = one.casefold(), other.casefold()
    if min(len(a), len(b)) >= _PART and (a.startswith(b) or b.startswith(a)):
        return True
    return bool(_words(one) & _words(other)) or _edits(a, b) <= max(1, max(len(a), len(b)) // _EDITS)


def _words(name: str) -> set[str]:
    """The words within a name, and none of what is behind its last dot: that says what kind of file it is."""
    import re  # only where a word is nearly another

    stem = name.rpartition(".")[0] or name
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+", stem)
    return {part.casefold() for part in parts if len(part) >= _PART}


def _edits(one: str, other: str) -> int:
    """How many letters are left out, put in, changed or swapped between them."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        last, before, row = before, row, [at]
        for to, letter in enumerate(other, 1):
            least = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (char != letter))
            if at > 1 and to > 1 and char == other[to - 2] and one[at - 2] == letter:
                least = min(least, last[to - 2] + 1)
            row.append(least)
    return row[-1]
