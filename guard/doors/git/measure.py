"""How much changes: counted from blobs, never by a diff that attributes or configuration can blind.

Sizes first, content only where sizes do not decide.
"""

from __future__ import annotations

from guard.doors.git.objects import missing, not_a_file
from guard.model.case import Measure
from guard.model.change import SUBMODULE
from guard.model.lines import bounds, changed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.doors.git.objects import Objects
    from guard.model.change import FileChange
    from guard.model.lines import Bounds

LARGEST = 64 << 20  # a blob over this is never read: it counts whole, by its size
BATCH = 64


class Limits(NamedTuple):
    """What the amounts will be held to; None where no rule asks."""

    lines: int | None
    bytes: int | None


def measure(objects: Objects, changes: Iterable[FileChange], limits: Limits) -> Measure:
    """Bounds of lines and bytes changed, narrowed by reading files until the limits are decided one way or another."""
    pairs = [_sides(change) for change in changes if change.old != change.new]
    sizes = _sizes(objects, pairs)
    parts = [bounds(sizes.get(old), sizes.get(new), True) for old, new in pairs]
    total = [sum(column) for column in zip(*parts, strict=True)] or [0, 0, 0, 0]
    readable = [at for at, pair in enumerate(pairs) if all(sizes.get(side, 0) <= LARGEST for side in pair)]
    for start in range(0, len(readable), BATCH):
        if decided(total, limits):
            break
        batch = readable[start : start + BATCH]
        for at, real in zip(batch, _read(objects, [pairs[at] for at in batch]), strict=True):
            total = [amount - old + new for amount, old, new in zip(total, parts[at], real, strict=True)]
    return Measure(*total)


def decided(total: list[int], limits: Limits) -> bool:
    """One limit is certainly broken, or each is certainly kept."""
    lines_low, lines_high, bytes_low, bytes_high = total
    if (limits.lines is not None and lines_low > limits.lines) or (
        limits.bytes is not None and bytes_low > limits.bytes
    ):
        return True
    lines_kept = limits.lines is None or lines_high <= limits.lines
    return lines_kept and (limits.bytes is None or bytes_high <= limits.bytes)


def binary(objects: Objects, changes: Iterable[FileChange]) -> frozenset[bytes]:
    """Paths with a NUL byte on either side, or too large to read; asked only where a rule tells binary files apart."""
    pairs = {change.path: _sides(change) for change in changes}
    sizes = _sizes(objects, list(pairs.values()))
    small = [oid for oid, size in sizes.items() if oid is not None and size <= LARGEST]
    found = {oid for oid in sizes if sizes[oid] > LARGEST}
    for start in range(0, len(small), BATCH):
        batch = small[start : start + BATCH]
        found.update(
            oid
            for oid, blob in zip(batch, objects.contents(batch), strict=True)
            if blob is None or b"\0" in blob.content
        )
    return frozenset(path for path, sides in pairs.items() if found.intersection(sides))


def _sides(change: FileChange) -> tuple[bytes | None, bytes | None]:
    """Blob ids before and after; None where there is no file (a submodule's commit is no file of this repository)."""
    old = None if change.status == b"A" or change.old_mode == SUBMODULE else change.old
    new = None if change.status == b"D" or change.new_mode == SUBMODULE else change.new
    return old, new


def _sizes(objects: Objects, pairs: list[tuple[bytes | None, bytes | None]]) -> dict[bytes | None, int]:
    wanted = list(dict.fromkeys(side for pair in pairs for side in pair if side is not None))
    sizes: dict[bytes | None, int] = {}
    for oid, header in zip(wanted, objects.headers(wanted), strict=True):
        if header is None:
            raise missing(oid)
        if header.kind != b"blob":
            raise not_a_file(oid, header.kind)
        sizes[oid] = header.size
    return sizes


def _read(objects: Objects, pairs: list[tuple[bytes | None, bytes | None]]) -> list[Bounds]:
    wanted = [side for pair in pairs for side in pair if side is not None]
    texts: dict[bytes | None, bytes] = {}
    for oid, blob in zip(wanted, objects.contents(wanted), strict=True):
        if blob is None:
            raise missing(oid)
        texts[oid] = blob.content
    amounts = (changed(texts.get(old), texts.get(new)) for old, new in pairs)
    return [_exact(amount.lines, amount.bytes) for amount in amounts]


def _exact(lines: int, amount: int) -> Bounds:
    from guard.model.lines import Bounds

    return Bounds(lines, lines, amount, amount)
