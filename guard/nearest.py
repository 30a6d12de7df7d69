"""The word somebody may have meant: one measure of nearness for every message that asks "did you mean"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 64  # characters; the work on two words grows with the length of both
LIKENESS = 0.6  # from 0 to 1; below it a guess misleads more often than it helps


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
            if ratio >= LIKENESS and ratio > likeness:
                best, likeness = other, ratio
    return best
