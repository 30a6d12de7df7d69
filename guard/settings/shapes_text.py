"""The text in which secrets are looked for: as it stands, and with its escapes read, each with its lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from guard.value import NamedTuple

# What stands above a changed line may name what it holds: `- name: DB_PASSWORD`, `variable "db_password" {`.
ABOVE = 12
WHOLE = (b"PRIVATE KEY", b"Private-Lines")  # a key goes over many lines
_ESCAPE = re.compile(rb"\\(?:u00([0-7][0-9A-Fa-f])|U000000([0-7][0-9A-Fa-f])|x([0-7][0-9A-Fa-f])|([/\"'])|[nrt])")


class Text(NamedTuple):
    """Lines of a file, read in one way."""

    data: bytes
    ends: tuple[int, ...]  # where its lines end
    numbers: tuple[int, ...]  # which lines of the file they are

    def line(self, at: int) -> int:
        return self.numbers[bisect_left(self.ends, at)]


def readings(data: bytes, old: bytes | None = None) -> tuple[Text, ...]:
    """The lines that the old side has not, and those with escapes once more, as what these stand for."""
    lines = _utf8(data).split(b"\n")
    chosen = list(enumerate(lines, 1))
    if old is not None and not any([word in data for word in WHOLE]):
        chosen = _changed(chosen, frozenset(_utf8(old).split(b"\n")))
    joined = _joined(chosen) if b"\\" in data else []  # most files have no escape at all
    return tuple([_text(lines) for lines in (chosen, joined) if lines])


def _utf8(data: bytes) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16, as some shells write files
        return data.decode("utf-16", "replace").encode()
    return data


def _changed(lines: list[tuple[int, bytes]], known: frozenset[bytes]) -> list[tuple[int, bytes]]:
    """The lines that are not known, with those above and the next, each once."""
    chosen: list[tuple[int, bytes]] = []
    first = 0
    for at, (_, line) in enumerate(lines):
        if line not in known:
            chosen += lines[max(first, at - ABOVE) : at + 2]
            first = at + 2
    return chosen


def _joined(chosen: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """The lines with a backslash: escapes read, and what it continues on the next line put behind it."""
    read: list[tuple[int, bytes]] = []
    goes_on = False
    for number, line in chosen:
        if goes_on:
            first, before = read.pop()
            number, line = first, before + line.lstrip()
        elif b"\\" not in line:
            continue
        bare = line.removesuffix(b"\r")
        goes_on = bare.endswith(b"\\") and len(bare) < 20_000
        read.append((number, bare[:-1] if goes_on else bare))
    return [(number, _ESCAPE.sub(_letter, line)) for number, line in read]


def _letter(match: re.Match[bytes]) -> bytes:
    code = match[1] or match[2] or match[3]
    letter = bytes((int(code, 16),)) if code else match[4] or b" "
    return b" " if letter.isspace() else letter


def _text(chosen: list[tuple[int, bytes]]) -> Text:
    ends = tuple(accumulate([len(line) + 1 for _, line in chosen], initial=-1))[1:]
    return Text(b"\n".join([line for _, line in chosen]), ends, tuple([number for number, _ in chosen]))
