"""Secrets taken out of what is sent: each stands as <<S1>>, the same value always the same, and can be put back.

What is told and kept of a reading holds the marks, not the values. Where something is left that may be a secret,
nothing is sent at all.
"""

from __future__ import annotations

import re
from base64 import b64encode
from bisect import bisect_right
from itertools import accumulate
from urllib.parse import quote

from guard.escape import hidden, invisible
from guard.opinions.secrets import Spot, secrets
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SPREAD = 8  # letters a value has at least to be looked for wherever else it stands
_MARK = re.compile(r"<<S(\d{1,6})>>")


class Secret(NamedTuple):
    """One value and what stands in its place. It is kept nowhere."""

    mark: str
    kind: str
    value: str


class Redacted(NamedTuple):
    """The texts without their secrets; `left` tells kinds of what could not be taken out."""

    texts: tuple[str, ...]
    secrets: tuple[Secret, ...]
    left: tuple[str, ...]

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Each mark and what it stands for, in words."""
        return tuple([(one.mark, one.kind) for one in self.secrets])


def redact(texts: Sequence[str]) -> Redacted:
    """All texts of one request, looked at as one, so that a secret over several of them is found."""
    whole = "\n".join(texts)
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    spots = _clipped(_united(_everywhere(whole, secrets(whole))), starts)
    number = max([int(one) for one in _MARK.findall(whole)], default=0)
    known: dict[str, Secret] = {}
    told = [list[str]() for _ in texts]
    at = 0
    for spot in [*spots, Spot(len(whole), len(whole), "")]:
        _copy(whole, at, spot.start, starts, told)
        at = spot.end
        value = whole[spot.start : spot.end]
        if value:
            if value not in known:
                known[value] = Secret(f"<<S{number + len(known) + 1}>>", spot.kind, value)
            told[bisect_right(starts, spot.start) - 1].append(known[value].mark)
    found = tuple(["".join(parts) for parts in told])
    return Redacted(found, tuple(known.values()), _left(found, known))


def _everywhere(whole: str, spots: Iterable[Spot]) -> list[Spot]:
    """With every other place where a value stands that is long enough to be no word."""
    found = list(spots)
    for value, kind in {whole[spot.start : spot.end]: spot.kind for spot in found}.items():
        at = whole.find(value) if len(value) >= SPREAD else -1
        while at >= 0:
            found.append(Spot(at, at + len(value), kind))
            at = whole.find(value, at + len(value))
    return found


def _united(spots: Iterable[Spot]) -> list[Spot]:
    """In order, those that overlap as one."""
    found: list[Spot] = []
    for spot in sorted(spots):
        if spot.start >= spot.end:
            continue
        if found and spot.start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, spot.end))
        else:
            found.append(spot)
    return found


def _clipped(spots: Iterable[Spot], starts: list[int]) -> list[Spot]:
    """Those that go over several texts in as many pieces."""
    found = []
    for spot in spots:
        start = spot.start
        while start < spot.end:
            end = min(spot.end, starts[bisect_right(starts, start)] - 1)
            if end > start:
                found.append(Spot(start, end, spot.kind))
            start = end + 1
    return found


def _copy(whole: str, start: int, end: int, starts: list[int], told: list[list[str]]) -> None:
    """What stands between two secrets, each letter to its text."""
    while start < end:
        number = bisect_right(starts, start) - 1
        last = min(end, starts[number + 1] - 1)
        told[number].append(whole[start:last])
        start = last + 1 if last == starts[number + 1] - 1 else last


def _left(texts: Sequence[str], known: dict[str, Secret]) -> tuple[str, ...]:
    """Kinds of what still looks like a secret: as it stands, without letters that nobody sees, or spelled otherwise."""
    whole = _MARK.sub(r"<S\1>", "\n".join(texts))
    bare = whole
    if hidden(whole.replace("\n", "")):
        bare = "".join([char for char in whole if char == "\n" or not (invisible(char) or ord(char) < 32)])
    kinds = [spot.kind for spot in secrets(whole)]
    if bare != whole:
        kinds += [spot.kind for spot in secrets(bare)]
    kinds += [one.kind for one in known.values() if len(one.value) >= SPREAD and _spelled(one.value, whole)]
    return tuple(dict.fromkeys(kinds))


def _spelled(value: str, whole: str) -> bool:
    """Whether a value stands there in base64, in hexadecimal, percent-encoded or backwards."""
    plain = value.encode()
    ways = [plain.hex(), plain.hex().upper(), quote(value, safe=""), value[::-1]]
    for shift in range(3):  # wherever in a longer text it was encoded
        letters = b64encode(b"\0" * shift + plain).decode().rstrip("=")
        ways.append(letters[(0, 2, 3)[shift] : -1 or None])
    return any([way in whole for way in ways if way != value and len(way) >= SPREAD])
