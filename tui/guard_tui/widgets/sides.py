"""Both sides of a change next to each other: what goes away on the left, what comes on the right, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Line = tuple[str, str, str]  # mark, words, the path that tells the language

NOTHING = ("", "", "")


class Pair(NamedTuple):
    """One row: a line of each side, or one that stands across both."""

    left: Line
    right: Line
    across: bool = False


def pairs(lines: Iterable[Line]) -> Iterator[Pair]:
    """Runs of `-` and `+` beside each other, as far as they go; what did not change stands on both sides."""
    gone: list[Line] = []
    come: list[Line] = []
    for line in lines:
        mark = line[0]
        if mark == "-" and not come:
            gone.append(line)
        elif mark == "+":
            come.append(line)
        else:
            yield from _beside(gone, come)
            gone, come = ([line], []) if mark == "-" else ([], [])
            if mark == " ":
                yield Pair(line, line)
            elif mark != "-":
                yield Pair(line, NOTHING, across=True)
    yield from _beside(gone, come)


def _beside(gone: Sequence[Line], come: Sequence[Line]) -> Iterator[Pair]:
    for at in range(max(len(gone), len(come))):
        yield Pair(gone[at] if at < len(gone) else NOTHING, come[at] if at < len(come) else NOTHING)
