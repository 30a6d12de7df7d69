"""Shares in a table: "partitions 24, consumers 6, partitions per consumer 6"; of rows or of columns."""

from __future__ import annotations

import re
from math import ceil, floor

from guard.prose.cued import Cued
from guard.prose.figures import number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.model.prose import Prose, Table, Unit

_PER = Cued(
    r"\W*([a-z][a-z-]{2,30}) (?:per|for each|in each|in a|in one|a) ([a-z][a-z-]{2,30})\W*(?:\(.{0,20}\))?", re.I
)
_ROUGHLY = Cued(r"\b(?:max\w*|min\w*|at most|at least|up to|about|average|avg|mean|median|p\d\d|limit|peak)\b", re.I)
_TIMES = frozenset(("second", "minute", "hour", "day", "night", "week", "month", "quarter", "year", "run"))
_CELL = Cued(r"[*_`\s]*(\d[\d,\u00a0\u202f']{0,20})(?:[*_`\s]*|\s(?:\(.{1,80}\)|[a-z]{1,20}))\s*", re.I)
_PARTS = Cued(
    r"\(?(\d[\d,]{0,20}) (?:full|whole|complete)(?: ones?)?,?(?: and| plus|,| \+) (?:one|1|a last one|the last)"
    r"(?: of| with| has)? (\d[\d,]{0,20})",
    re.I,
)


def shared(prose: Prose, table: Table) -> Iterator[tuple[Unit, str, str]]:
    """Where, the words, and what is the matter: a share that is not the one figure by the other."""
    rows = [prose.unit(number) for number in table.rows]
    labels = [row.cells[0] if row.cells else "" for row in rows]
    for of, whole, by in _triples(labels):
        for at in range(1, len(table.header)):
            cells = [rows[one].cells[at] if at < len(rows[one].cells) else "" for one in (of, whole, by)]
            what = _wrong(cells, labels[of])
            if what:
                yield rows[by if "(" in cells[2] else of], cells[2 if "(" in cells[2] else 0], what
    for of, whole, by in _triples(table.header):
        for row in rows:
            cells = [row.cells[at] if at < len(row.cells) else "" for at in (of, whole, by)]
            what = _wrong(cells, table.header[of])
            if what:
                yield row, cells[0], what


def _triples(labels: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Places of "x per y", of "x" and of "y", where there is one of each."""
    for of, label in enumerate(labels):
        per = _PER.fullmatch(label[:80])
        if per is None or _ROUGHLY.search(label) or _singular(per[2]) in _TIMES:
            continue
        wholes, bys = [
            [at for at, one in enumerate(labels) if at != of and _is(one, _singular(word), at_start)]
            for word, at_start in ((per[1], True), (per[2], False))
        ]
        if len(wholes) == len(bys) == 1 and wholes != bys:
            yield of, wholes[0], bys[0]


def _singular(word: str) -> str:
    low = word.casefold()
    for end, by in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if low.endswith(end):
            return low[: -len(end)] + by
    return low


def _is(label: str, word: str, at_start: bool) -> bool:
    """Whether a label is of such things: "rows in orders on 2 May" of rows; a y is told by its word alone."""
    words = re.findall(r"[a-z-]+", label.casefold()[:80])
    if not words or _ROUGHLY.search(label) or "per" in words or "between" in words or "without" in words:
        return False
    return _singular(words[0]) == word and (at_start or len(words) == 1)


def _wrong(cells: Sequence[str], label: str) -> str:
    """The share, the whole, and by how many."""
    found = [_CELL.fullmatch(cell[:120]) for cell in cells]
    of, whole, by = [number_of(one[1]) if one is not None else None for one in found]
    if not of or not whole or not by:
        return ""
    from fractions import Fraction

    share, many = Fraction(whole, by), Fraction(whole, of)
    if of in (floor(share), ceil(share)) or by in (floor(many), ceil(many)):
        return _rest(cells[2], of, whole)
    told = f"{float(share):,.2f}".rstrip("0").rstrip(".")
    return f"{whole:,} by {by:,} is {told}, and {label.strip()} is said to be {of:,}"


def _rest(cell: str, of: int, whole: int) -> str:
    """`49 (48 full ones and one of 12,000)`: they come to the whole."""
    parts = _PARTS.search(cell)
    if parts is None:
        return ""
    full, last = number_of(parts[1]) or 0, number_of(parts[2]) or 0
    come = full * of + last
    return "" if come == whole else f"{full:,} of {of:,} and one of {last:,} are {come:,}, and not {whole:,}"
