"""Whether one pattern lies within another: everything the narrow one matches, the broad one matches too.

For paths the answer is exact, by one word that stands for all the narrow pattern matches: a byte no pattern can hold
fills every `*`, and every `**` is one sign. What takes that byte must be a `*`, and what takes that sign a `**`, and
those would have taken anything else in its place; so if the broad pattern takes the word, it takes them all. The other
way round, a broad pattern may count components (`/a/*/**` asks for two) before it takes any: `*` beside `**` is
therefore part of a gap of so many components or more, in which the sign counts for none.
"""

from __future__ import annotations

from guard.model.paths import check_pattern, covers, elements, fits
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.model.paths import Element

MOST_COMPONENTS = 256  # of one pattern; a longer one lies within nothing but itself
MOST_WORK = 2_000_000  # components compared for one question; what is left then is called not within

_READING = 8  # as much work as comparing so many components
_ANY = (b"", b"")  # the element `*`
_FILL = b"\xff"  # in no UTF-8 text, so in no pattern


class _Pattern(NamedTuple):
    """A pattern, as the narrow one (word) and as the broad one (blocks with gaps in between)."""

    word: tuple[bytes | None, ...]  # None is the sign for `**`
    blocks: tuple[tuple[Element, ...], ...]
    gaps: tuple[int, ...]  # how many components at least


class Work:
    """What may still be compared, shared by all the questions of one comparison."""

    def __init__(self, left: int = MOST_WORK) -> None:
        self.left = left

    def allows(self, narrow: _Pattern, broad: _Pattern) -> bool:
        """Whether there is enough left for these two; from then on it is spent."""
        self.left -= 1 + len(narrow.word) * sum([len(block) + 1 for block in broad.blocks])
        return self.left >= 0


def path_within(narrow: str, broad: str) -> bool:
    """Every path that `narrow` matches is matched by `broad`. True only where that is certain."""
    return not paths_within((narrow,), (broad,))


def paths_within(narrow: Iterable[str], broad: Iterable[str], work: Work | None = None) -> tuple[str, ...]:
    """The narrow patterns that do not lie within any one of the broad ones."""
    work = work or Work()
    same = frozenset(broad)
    others = [text for text in narrow if text not in same]
    work.left -= len(same) + _READING * len(others)
    if not others or work.left < 0:
        return tuple(others)
    work.left -= _READING * len(same)
    around = [pattern for pattern in map(_read, sorted(same)) if pattern is not None]
    return tuple([text for text in others if not _within_any(_read(text), around, work)])


def operations_within(narrow: Iterable[str], broad: Iterable[str]) -> tuple[str, ...]:
    """The narrow operation patterns that do not lie within any one of the broad ones, as `covers` has it."""
    around = frozenset(broad)
    return tuple([pattern for pattern in narrow if not _covered(pattern, around)])


def _covered(pattern: str, around: frozenset[str]) -> bool:
    """`a.b.*` can only lie within itself, `a.*` and `*`: one look for each, however many there are."""
    words = pattern.split(".")
    holders = [".".join(words[:count]) + ".*" for count in range(1, len(words))]
    return any([holder in around and covers(holder, pattern) for holder in (pattern, "*", *holders)])


def _within_any(narrow: _Pattern | None, around: Sequence[_Pattern], work: Work) -> bool:
    if narrow is None or work.left < 0:
        return False
    return any(work.allows(narrow, broad) and _takes(broad, narrow.word) for broad in around)


def _read(text: str) -> _Pattern | None:
    """None for what is no pattern, or one of too many components."""
    if check_pattern(text) is not None or text.count("/") > MOST_COMPONENTS:
        return None
    read = elements(text)
    if read[-1] is None:  # one or more, at the end
        read = (*read, _ANY)
    word = tuple([None if element is None else _FILL.join(_pieces(element)) for element in read])
    return _Pattern(word, *_blocks(read))


def _pieces(element: bytes | tuple[bytes, ...]) -> tuple[bytes, ...]:
    return (element,) if isinstance(element, bytes) else element


def _blocks(elements: Iterable[Element]) -> tuple[tuple[tuple[Element, ...], ...], tuple[int, ...]]:
    """The stretches between the gaps. The first stands at the start, the last at the end; both may be empty."""
    blocks: list[list[Element]] = [[]]
    gaps: list[int] = []
    for element in elements:
        in_gap = bool(gaps) and not blocks[-1]
        if element is None and not in_gap:
            gaps.append(0)
            while blocks[-1] and blocks[-1][-1] == _ANY:
                blocks[-1].pop()
                gaps[-1] += 1
            blocks.append([])
        elif element == _ANY and in_gap:
            gaps[-1] += 1
        elif element is not None:
            blocks[-1].append(element)
    return tuple([tuple(block) for block in blocks]), tuple(gaps)


def _takes(broad: _Pattern, word: Sequence[bytes | None]) -> bool:
    """Blocks go as far left as they can: what comes after then has the most to choose from."""
    first, last = broad.blocks[0], broad.blocks[-1]
    if not broad.gaps:
        return len(first) == len(word) and _stands(first, word, 0)
    end = len(word) - len(last)
    if end < len(first) or not _stands(first, word, 0) or not _stands(last, word, end):
        return False
    place = len(first)
    for gap, block in zip(broad.gaps[:-1], broad.blocks[1:-1], strict=True):
        place = _after_gap(word, place, gap)
        while place + len(block) <= end and not _stands(block, word, place):
            place += 1
        place += len(block)
        if place > end:
            return False
    return _after_gap(word, place, broad.gaps[-1]) <= end


def _after_gap(word: Sequence[bytes | None], place: int, least: int) -> int:
    """The first place with so many components before it, signs not counted; beyond the end if there are too few."""
    while least and place < len(word):
        least -= word[place] is not None
        place += 1
    return place + least


def _stands(block: Sequence[Element], word: Sequence[bytes | None], place: int) -> bool:
    """The block takes the components at this place; no sign."""
    for at, element in enumerate(block, place):
        component = word[at]
        if component is None:
            return False
        if not (element == component if isinstance(element, bytes) else element and fits(element, component)):
            return False
    return True
