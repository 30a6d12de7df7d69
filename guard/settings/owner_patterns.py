"""Patterns of paths in CODEOWNERS: what they match, and a path that two of them share and no narrower one by chance."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FRESH = "\u2603"  # stands for a text that nobody wrote
ANY = "**"  # any number of components, also none
LONGEST = 200


def elements(pattern: str) -> tuple[str, ...]:
    """The components of a pattern, `**` where any may stand. A folder stands for all below it."""
    if pattern.strip("/") in ("*", "**"):
        return ("*", ANY)
    bare = pattern.removeprefix("/")
    anchored = "/" in pattern.rstrip("/")
    parts = [part for part in bare.split("/") if part]
    parts = parts if anchored else [ANY, *parts]
    if pattern.endswith("/"):
        parts += ["*", ANY]
    elif parts and parts[-1] == ANY:
        parts[-1:] = ["*", ANY]
    elif parts[-1:] != ["*"]:  # `docs/*` is what stands in docs and nothing deeper
        parts.append(ANY)
    found: list[str] = []
    for part in parts:
        if part != ANY or found[-1:] != [ANY]:
            found.append(part)
    return tuple(found)


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
    retry_at, retry_place = -1, 0
    while place < len(given):
        if at < len(wanted) and wanted[at] == star:
            retry_at, retry_place = at, place
            at += 1
        elif at < len(wanted) and same(wanted[at], given[place]):
            at, place = at + 1, place + 1
        elif retry_at >= 0:
            retry_place += 1
            at, place = retry_at + 1, retry_place
        else:
            return False
    return all([part == star for part in wanted[at:]])


def own(wanted: Sequence[str]) -> tuple[str, ...]:
    """A path of the pattern that others match only when they reach as far as it does."""
    found: list[str] = []
    for part in wanted:
        found += [FRESH] * 3 if part == ANY else [_filled(part)]
    return tuple(found)


def apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a glance tells that they share no path: their first components are two names."""
    both = one[0] + other[0]
    return one[0] != other[0] and "*" not in both and "?" not in both


def shared(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...] | None:
    """A path of both patterns, made in the same way; None where they share none."""
    found = _Meeting(ANY, (FRESH, FRESH), _component).of(tuple(one), tuple(other))
    return None if found is None else tuple(found)


def _component(one: str, other: str) -> str | None:
    if one == other:
        return _filled(one)
    found = _Meeting("*", (FRESH,), _char).of(tuple(one), tuple(other))
    return None if found is None else "".join(found) or None


def _filled(glob: str) -> str:
    return glob.replace("*", FRESH).replace("?", FRESH)


def _char(one: str, other: str) -> str | None:
    if one == other or "?" in (one, other):
        return (FRESH if one == "?" else one) if other == "?" else other
    return None


class _Meeting:
    """Puts together, step by step, what two patterns share; what cannot lead on is remembered."""

    def __init__(self, star: str, fresh: tuple[str, ...], meet: object) -> None:
        self._star, self._fresh, self._meet = star, fresh, meet

    def of(self, one: tuple[str, ...], other: tuple[str, ...]) -> list[str] | None:
        """Depth first, without recursion: the places in both, and how each was come to."""
        came: dict[tuple[int, int], tuple[tuple[int, int], tuple[str, ...]] | None] = {(0, 0): None}
        stack = [(0, 0)]
        while stack:
            here = stack.pop()
            if here == (len(one), len(other)):
                return self._path(came, here)
            for step in self._steps(one, other, here):
                if step[0] not in came:
                    came[step[0]] = (here, step[1])
                    stack.append(step[0])
        return None

    def _steps(
        self, one: tuple[str, ...], other: tuple[str, ...], here: tuple[int, int]
    ) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
        """Where one may go on from here, and what is added; what is best tried first stands last."""
        at, place = here
        left = one[at] if at < len(one) else None
        right = other[place] if place < len(other) else None
        if left == right == self._star:
            return [((at + 1, place), self._fresh), ((at, place + 1), self._fresh), ((at + 1, place + 1), self._fresh)]
        if left == self._star:
            taken = [((at, place + 1), (self._alone(right),))] if right is not None else []
            return [((at + 1, place), ()), *taken]
        if right == self._star:
            taken = [((at + 1, place), (self._alone(left),))] if left is not None else []
            return [((at, place + 1), ()), *taken]
        assert callable(self._meet)
        met = self._meet(left, right) if left is not None and right is not None else None
        return [((at + 1, place + 1), (met,))] if met else []

    def _alone(self, part: str) -> str:
        return _filled(part) if self._star == ANY else FRESH if part == "?" else part

    def _path(
        self, came: dict[tuple[int, int], tuple[tuple[int, int], tuple[str, ...]] | None], end: tuple[int, int]
    ) -> list[str]:
        found: list[tuple[str, ...]] = []
        step = came[end]
        while step is not None:
            found.append(step[1])
            step = came[step[0]]
        return [part for parts in reversed(found) for part in parts]
