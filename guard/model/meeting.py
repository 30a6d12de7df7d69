"""Whether two path patterns have a path in common. The answer is exact, up to patterns of very many components."""

from __future__ import annotations

from guard.model.paths import elements, fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.paths import Element

MOST_COMPONENTS = 256  # of one pattern; beyond, two patterns are taken to meet

_ANY = (b"", b"")  # the element `*`


def meet(one: str, other: str) -> bool:
    """Whether some path is matched by both patterns."""
    left, right = _read(one), _read(other)
    if len(left) > MOST_COMPONENTS or len(right) > MOST_COMPONENTS:
        return True
    # From the end: whether what is left of the one and each rest of the other can be the same.
    below: list[bool] = [all([element is None for element in right[at:]]) for at in range(len(right) + 1)]
    for mine in reversed(left):
        row = [mine is None and below[-1]]
        for at in range(len(right) - 1, -1, -1):
            theirs = right[at]
            if mine is not None and theirs is not None:
                row.append(below[at + 1] and _fit(mine, theirs))
            else:  # a `**` stands for nothing, or takes what is next on the other side
                row.append(below[at] or row[-1])
        below = row[::-1]
    return below[0]


def _read(pattern: str) -> tuple[Element, ...]:
    read = elements(pattern)
    return (*read, _ANY) if read[-1] is None else read  # one or more, at the end


def _fit(one: bytes | tuple[bytes, ...], other: bytes | tuple[bytes, ...]) -> bool:
    """Whether two components have a name in common. Between two stars there is room for what both ask for."""
    if isinstance(one, bytes):
        return one == other if isinstance(other, bytes) else fits(other, one)
    if isinstance(other, bytes):
        return fits(one, other)
    starts = one[0].startswith(other[0]) or other[0].startswith(one[0])
    return starts and (one[-1].endswith(other[-1]) or other[-1].endswith(one[-1]))
