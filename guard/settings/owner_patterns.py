"""Patterns of paths in CODEOWNERS: what they match, and a path that two of them share and no narrower one by chance."""

from __future__ import annotations

from itertools import product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FRESH = "\ud800"  # stands for a text that nobody wrote: no UTF-8 holds it
ANY = "**"  # any number of components, also none
LONGEST = 200


def elements(pattern: str) -> tuple[str, ...]:
    """The components of a pattern, `**` where any may stand. A folder stands for all below it."""
    anchored = "/" in pattern.rstrip("/")
    parts = [part for part in pattern.split("/") if part]
    parts = parts if anchored else [ANY, *parts]
    if pattern.endswith("/"):
        parts += ["*", ANY]
    elif parts and parts[-1] == ANY:
        parts[-1:] = ["*", ANY]
    elif parts[-1:] != ["*"]:  # `docs/*` is what stands in docs and nothing deeper
        parts.append(ANY)
    return tuple(parts)


def matches(wanted: Sequence[str], components: Sequence[str]) -> bool:
    """Whether the path is one of the pattern."""
    return _runs(wanted, components, ANY, _matches_one)


def _matches_one(glob: str, text: str) -> bool:
    return glob == text or _runs(glob, text, "*", _same)


def _same(wanted: str, char: str) -> bool:
    return wanted in (char, "?")


def _runs(wanted: Sequence[str], given: Sequence[str], star: str, same: object) -> bool:
    """Match from the left; after a mismatch the latest star takes one more. An earlier one never needs to."""
    assert callable(same)
    at = place = 0
    retry: tuple[int, int] | None = None  # behind the latest star, and where it ends
    while place < len(given):
        if at < len(wanted) and wanted[at] == star:
            at += 1
            retry = at, place
        elif at < len(wanted) and same(wanted[at], given[place]):
            at, place = at + 1, place + 1
        elif retry is not None:
            at, place = retry[0], retry[1] + 1
            retry = at, place
        else:
            return False
    return all([part == star for part in wanted[at:]])


def own(wanted: Sequence[str], deep: int, wide: int) -> Iterator[tuple[str, ...]]:
    """Paths of the pattern, the deepest first: up to so many components for each `**`, and characters for each `*`.

    Others match all of them only when they reach as far as it does, where `deep` is more than any of them has parts,
    and `wide` more than any has question marks in one.
    """
    free = wanted.count(ANY)
    for size in range(wide, 0, -1):
        for counts in product(range(deep, -1, -1), repeat=free):
            left = iter(counts)
            parts = [[FRESH * size] * next(left) if part == ANY else [_filled(part, size)] for part in wanted]
            yield tuple([one for some in parts for one in some])


def apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a glance tells that they share no path: their first components are two names."""
    both = one[0] + other[0]
    return one[0] != other[0] and "*" not in both and "?" not in both


def shared(one: Sequence[str], other: Sequence[str], *, shortest: bool) -> tuple[str, ...] | None:
    """A path of both patterns, as long as may be or as short; None where they share none."""
    found = _Meeting(ANY, _component, shortest).of(tuple(one), tuple(other))
    return None if found is None else tuple(found)


def _component(one: str, other: str) -> str | None:
    if one == other:
        return _filled(one)
    found = _Meeting("*", _char).of(tuple(one), tuple(other))
    return None if found is None else "".join(found) or None


def _filled(glob: str, size: int = 1) -> str:
    """A text of the glob. `?` stands for itself: in a pattern it is always any character."""
    return glob.replace("*", FRESH * size)


def _char(one: str, other: str) -> str | None:
    if one == other or "?" in (one, other):
        return one if other == "?" else other
    return None


class _Meeting:
    """Puts together, step by step, what two patterns share; what cannot lead on is remembered."""

    def __init__(self, star: str, meet: object, shortest: bool = False) -> None:
        self._star, self._meet, self._shortest = star, meet, shortest

    def of(self, one: tuple[str, ...], other: tuple[str, ...]) -> list[str] | None:
        """Depth first, without recursion: the places in both, and how each was come to."""
        came: dict[tuple[int, int], tuple[tuple[int, int], tuple[str, ...]] | None] = {(0, 0): None}
        stack = [(0, 0)]
        while stack:
            here = stack.pop()
            if here == (len(one), len(other)):
                return self._path(came, here)
            steps = self._steps(one, other, here)
            for step in reversed(steps) if self._shortest else steps:
                if step[0] not in came:
                    came[step[0]] = (here, step[1])
                    stack.append(step[0])
        return None

    def _steps(
        self, one: tuple[str, ...], other: tuple[str, ...], here: tuple[int, int]
    ) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
        """Where one may go on from here, and what is added; what makes the path longer stands last."""
        at, place = here
        left = one[at] if at < len(one) else None
        right = other[place] if place < len(other) else None
        if left == self._star:
            taken = [((at, place + 1), (_filled(right),))] if right is not None else []
            return [((at + 1, place), ()), *taken]
        if right == self._star:
            taken = [((at + 1, place), (_filled(left),))] if left is not None else []
            return [((at, place + 1), ()), *taken]
        assert callable(self._meet)
        met = self._meet(left, right) if left is not None and right is not None else None
        return [((at + 1, place + 1), (met,))] if met else []

    def _path(
        self, came: dict[tuple[int, int], tuple[tuple[int, int], tuple[str, ...]] | None], end: tuple[int, int]
    ) -> list[str]:
        found: list[tuple[str, ...]] = []
        step = came[end]
        while step is not None:
            found.append(step[1])
            step = came[step[0]]
        return [part for parts in reversed(found) for part in parts]
