"""How much of a text changed, in lines and bytes: no encoding, line ending or layout makes a change look small.

A line ends at LF, CRLF or a lone CR, its ending belongs to it, and it weighs one for every 400 bytes begun. Counted are
the lines removed plus the lines added. Lines count as kept only where they stand in the same order on both sides, so
the count is never below the smallest true edit; it may be above it.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = 400
# No count is above this: two pointers name at most 2**63 - 1 bytes each.
NO_BOUND = 1 << 64

# git-lfs takes nothing longer than this for a pointer; a version, an object id and a size fill over a hundred bytes.
_POINTER_SIZES = range(100, 1025)
_POINTER_VERSIONS = (
    b"version https://git-lfs.github.com/spec/v1",
    b"version https://hawser.github.com/spec/v1",
    b"version http://git-media.io/v/2",
)

# How often, on average, a line may be looked at: after that, what is left is looked at once more and not taken apart.
_LOOKS = 24


class Changed(NamedTuple):
    """Lines (by weight) and bytes removed plus added."""

    lines: int
    bytes: int


class Bounds(NamedTuple):
    """What `changed` can say of contents known only by their sizes: never less than low, never more than high."""

    lines_low: int
    lines_high: int
    bytes_low: int
    bytes_high: int


def split(text: bytes) -> list[bytes]:
    """The lines of a text with their endings; only the last may have none."""
    return text.splitlines(keepends=True)  # of bytes: LF, CR and CRLF, none of the separators that text would add


def weight(line: bytes) -> int:
    """One for every 400 bytes begun: a file on one line is not one line."""
    return 1 + (len(line) - 1) // _LINE


def changed(old: bytes | None, new: bytes | None) -> Changed:
    """Lines and bytes removed plus added; None is a file that is not there. The same both ways, zero only if equal."""
    if old == new:
        return Changed(0, 0)
    if old is None or new is None:
        whole = old or new or b""
        return Changed(_weigh(split(whole)), _size(whole))
    if new < old:  # where several matchings are equally good, both directions take the same one
        old, new = new, old
    before, after = split(old), split(new)
    kept = _kept(before, after)
    lines = _weigh(before) + _weigh(after) - 2 * _weigh(kept)
    if lfs_size(old) is not None or lfs_size(new) is not None:
        # Nothing is known of the content a pointer stands for, so nothing of it is kept.
        return Changed(lines, _size(old) + _size(new))
    return Changed(lines, len(old) + len(new) - 2 * sum(map(len, kept)))


def bounds(old_size: int | None, new_size: int | None, differs: bool) -> Bounds:
    """Bounds of `changed` that hold for all contents of these sizes. `differs` is asked only where both are there."""
    if old_size is None or new_size is None:
        size = old_size or new_size or 0
        return Bounds(-(-size // _LINE), size, size, _most(size, size))
    if not differs or old_size == new_size == 0:
        return Bounds(0, 0, 0, 0)
    high = old_size + new_size  # every byte may be a line of its own
    grown = abs(new_size - old_size)
    # At equal sizes what was added makes up for what was removed, so there is at least one line of each.
    low = grown or 2
    return Bounds(-(-grown // _LINE) or 2, high, low, max(_most(old_size, high), _most(new_size, high)))


def _most(size: int, otherwise: int) -> int:
    return NO_BOUND if size in _POINTER_SIZES else otherwise


def lfs_size(blob: bytes) -> int | None:
    """The size a git-lfs pointer names, or None if git-lfs would not take the blob for one.

    Read as git-lfs reads it, not only as it writes it: CRLF, blank lines and its two older names pass there, so here.
    """
    if len(blob) not in _POINTER_SIZES or not blob.lstrip().startswith(b"version "):
        return None
    lines = [line.removesuffix(b"\r") for line in blob.strip().split(b"\n") if line not in (b"", b"\r")]
    if len(lines) < 3 or lines[0] not in _POINTER_VERSIONS:
        return None
    identity, size = lines[-2:]
    if any([not line.startswith(b"ext-") for line in lines[1:-2]]) or not identity.startswith(b"oid sha256:"):
        return None
    digits = size.removeprefix(b"size ").removeprefix(b"+")
    if len(identity) != 75 or not identity[11:].isalnum() or not size.startswith(b"size ") or not digits.isdigit():
        return None
    named = int(digits)
    return named if named < 1 << 63 else None


def _size(blob: bytes) -> int:
    return max(len(blob), lfs_size(blob) or 0)


def _weigh(lines: Sequence[bytes]) -> int:
    return sum([1 + (len(line) - 1) // _LINE for line in lines])


def _kept(old: Sequence[bytes], new: Sequence[bytes]) -> list[bytes]:
    """Lines that stand in both texts in one order: common heads and tails, then anchors, then what is between those."""
    kept: list[bytes] = []
    looks = _LOOKS * (len(old) + len(new))
    regions = [(0, len(old), 0, len(new))]
    while regions:
        start, end, first, last = regions.pop()
        while start < end and first < last and old[start] == new[first]:
            kept.append(old[start])
            start, first = start + 1, first + 1
        while start < end and first < last and old[end - 1] == new[last - 1]:
            end, last = end - 1, last - 1
            kept.append(old[end])
        if start == end or first == last:
            continue
        looks -= end - start + last - first
        near, far = start, first
        for place, other in _anchors(old[start:end], new[first:last], looks >= 0):
            place, other = place + start, other + first
            kept.append(old[place])
            if near < place and far < other and looks >= 0:
                regions.append((near, place, far, other))
            near, far = place + 1, other + 1
        if near > start and near < end and far < last and looks >= 0:
            regions.append((near, end, far, last))
    return kept


def _anchors(old: Sequence[bytes], new: Sequence[bytes], unique: bool) -> list[tuple[int, int]]:
    """Places of lines to keep: those unique on both sides; without any, the first with the first, and so on."""
    in_old, in_new = _counted(old), _counted(new)
    place_in_new = {line: place for place, line in enumerate(new) if in_new[line] == 1 and in_old.get(line) == 1}
    if unique and place_in_new:
        return _in_order([(place, place_in_new[line]) for place, line in enumerate(old) if line in place_in_new])
    places: dict[bytes, list[int]] = {}
    for place in range(len(new) - 1, -1, -1):
        if new[place] in in_old:
            places.setdefault(new[place], []).append(place)
    return _in_order([(place, places[line].pop()) for place, line in enumerate(old) if places.get(line)])


def _counted(lines: Sequence[bytes]) -> dict[bytes, int]:
    """How often each line stands there; `collections.Counter` would load longer than most commits take to count."""
    counts: dict[bytes, int] = {}
    for line in lines:
        counts[line] = counts.get(line, 0) + 1
    return counts


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs that rises on the right side too (they rise on the left)."""
    from bisect import bisect_left

    lowest: list[int] = []  # by length, the lowest right side that a rising row of this length ends with
    ends: list[int] = []  # and which pair that is
    before: list[int] = []  # by pair, the pair before it in its row
    for index, (_, right) in enumerate(pairs):
        length = bisect_left(lowest, right)
        before.append(ends[length - 1] if length else -1)
        if length == len(lowest):
            lowest.append(right)
            ends.append(index)
        else:
            lowest[length] = right
            ends[length] = index
    row: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    row.reverse()
    return row
