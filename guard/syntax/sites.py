"""Places that a plan works through: which of them went, which came, and which became what they were to become.

A place became what it should where one match of the pattern went and one of `becomes` came, with the same
metavariables, on lines that are the same but for such matches. Where the line was changed in another way as well, that
is in doubt: one went, and no more is said.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.syntax.plain import Match

    Known = tuple[str, Match]  # a match, and what it is known by

_MANY = 2_000  # matches of one side: from here on, no match is looked for within another


class Searched(NamedTuple):
    """The text of a file on one side, with what the two patterns find in it."""

    text: str
    found: tuple[Match, ...]
    becomes: tuple[Match, ...]


class Worked(NamedTuple):
    """What happened to the sites of one file."""

    replaced: tuple[Match, ...]  # what they became
    came: tuple[Match, ...]
    went: tuple[Match, ...]  # of the old side


def worked(old: Searched, new: Searched, shared: frozenset[str]) -> Worked:
    """Both sides held against each other; `shared` are the metavariables that both patterns have."""
    then, now = _keys(old, shared), _keys(new, shared)
    gone = _less(_known(old.found, then), _known(new.found, now))
    made = _less(_known(new.becomes, now), _known(old.becomes, then))
    waiting: dict[str, list[Match]] = {}
    for key, match in reversed(made):
        waiting.setdefault(key, []).append(match)
    replaced: list[Match] = []
    left: list[Match] = []
    for key, match in gone:
        if waiting.get(key):
            replaced.append(waiting[key].pop())
        else:
            left.append(match)
    came = [match for _, match in _less(_known(new.found, now), _known(old.found, then))]
    return Worked(tuple(sorted(replaced, key=_start)), added(left, came), added(came, left))


def added(some: Iterable[Match], others: Iterable[Match]) -> tuple[Match, ...]:
    """The matches among `others` that are not among `some`, by their text: each of those stands for one."""
    gone = _less([(_plain(match), match) for match in others], [(_plain(match), match) for match in some])
    return tuple([match for _, match in gone])


def _start(match: Match) -> int:
    return match.start


def _plain(match: Match) -> str:
    return " ".join(match.text.split())


def _known(matches: Sequence[Match], keys: dict[tuple[int, int], str]) -> list[Known]:
    return [(keys[match.start, match.end], match) for match in matches]


def _less(some: list[Known], others: list[Known]) -> list[Known]:
    """Those of some that are not among the others, each of which counts once."""
    waiting: dict[str, int] = {}
    for key, _ in others:
        waiting[key] = waiting.get(key, 0) + 1
    found = []
    for key, match in some:
        if waiting.get(key):
            waiting[key] -= 1
        else:
            found.append((key, match))
    return found


def _keys(side: Searched, shared: frozenset[str]) -> dict[tuple[int, int], str]:
    """What every match is known by: its metavariables, and its line with all matches taken for the same."""
    matches = sorted({(match.start, -match.end): match for match in (*side.becomes, *side.found)}.items())
    signs = _signs([match for _, match in matches], shared)
    lines: list[str] = []
    tops: list[tuple[int, int]] = []  # the matches that are within no other, and how much text stands before them
    at = size = 0
    for (start, end), _ in matches:
        if start < at:
            continue
        before, sign = side.text[at:start], signs[start, -end]
        lines += (before, sign)
        tops.append((start, size + len(before)))
        size += len(before) + len(sign)
        at = -end
    text = "".join([*lines, side.text[at:]])
    keys: dict[tuple[int, int], str] = {}
    place = 0
    for (start, end), _ in matches:
        while place + 1 < len(tops) and start >= tops[place + 1][0]:
            place += 1
        _, where = tops[place]
        first, last = text.rfind("\n", 0, where) + 1, text.find("\n", where)
        line = text[first : last if last >= 0 else len(text)][:10_000]
        keys[start, -end] = f"{signs[start, -end]} {' '.join(line.split())}"
    return keys


def _signs(matches: list[Match], shared: frozenset[str]) -> dict[tuple[int, int], str]:
    """One sign for every match, the same for the old and the new form of it; inner ones first."""
    signs: dict[tuple[int, int], str] = {}
    for place in range(len(matches) - 1, -1, -1):
        match = matches[place]
        captures = [" ".join(text.split()) for name, text in match.captures if name in shared]
        inner = place + 1
        while captures and len(matches) < _MANY and inner < len(matches) and matches[inner].start < match.end:
            other = matches[inner]
            captures = [text.replace(_plain(other), signs[other.start, other.end]) for text in captures]
            inner += 1
        joined = "\1".join(captures)
        signs[match.start, match.end] = f"\0{joined}\0"
    return signs
