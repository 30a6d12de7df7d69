"""Which lines of two texts stay: what a person sees as unchanged, in time that grows with the texts."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLOSE = 1 << 16  # lines times lines that are held against each other one by one
LOOKS = 24  # how often, on average, a line may be looked at before what is left counts as replaced

Match = tuple[int, int]


def matched(old: Sequence[bytes], new: Sequence[bytes]) -> list[Match]:
    """Lines that stay, in order: common heads and tails, then what stands once on both sides, then what is near.

    Never slower than the texts are long allows: what is large and has no such line counts as replaced.
    """
    found: list[Match] = []
    looks = LOOKS * (len(old) + len(new))
    regions = [(0, len(old), 0, len(new))]
    while regions:
        start, end, first, last = regions.pop()
        while start < end and first < last and old[start] == new[first]:
            found.append((start, first))
            start, first = start + 1, first + 1
        while start < end and first < last and old[end - 1] == new[last - 1]:
            end, last = end - 1, last - 1
            found.append((end, last))
        if start == end or first == last:
            continue
        if (end - start) * (last - first) <= CLOSE:
            found += [(start + one, first + two) for one, two in _near(old[start:end], new[first:last])]
            continue
        looks -= end - start + last - first
        if looks < 0:
            continue
        near, far = start, first
        for one, two in [*_once(old[start:end], new[first:last]), (end - start, last - first)]:
            if (one + start, two + first) != (end, last) or near > start:
                regions.append((near, one + start, far, two + first))
            if one + start < end:
                found.append((one + start, two + first))
            near, far = one + start + 1, two + first + 1
    return sorted(found)


def _near(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Match]:
    """Of few lines, as difflib matches them."""
    from difflib import SequenceMatcher

    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        yield from [(block.a + by, block.b + by) for by in range(block.size)]


def _once(old: Sequence[bytes], new: Sequence[bytes]) -> list[Match]:
    """Lines that stand once on both sides, as many as keep their order."""
    places = {line: at for at, line in enumerate(new)}
    often = dict.fromkeys(old, False)
    seen: set[bytes] = set()
    for side in (old, new):
        seen.clear()
        for line in side:
            often[line] = often.get(line, False) or line in seen
            seen.add(line)
    pairs = [(at, places[line]) for at, line in enumerate(old) if line in places and not often[line]]
    return _rising(pairs)


def _rising(pairs: list[Match]) -> list[Match]:
    """The longest part of the pairs that rises on the right side too (they rise on the left)."""
    from bisect import bisect_left

    ends: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        before.append(rows[length - 1] if length else -1)
        ends[length : length + 1] = [right]
        rows[length : length + 1] = [index]
    told: list[Match] = []
    index = rows[-1] if rows else -1
    while index >= 0:
        told.append(pairs[index])
        index = before[index]
    return told[::-1]
