"""Shares and differences that a sentence works out: "58 of 480, or 12 %", "318 rows and 300 distinct, 18 surplus"."""

from __future__ import annotations

import re

from guard.prose.amounts import AMOUNT, SAID, amount_of, figure
from guard.prose.cued import Cued
from guard.prose.figures import DATE, ROUGH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from guard.model.prose import Prose, Unit

    Wrong = Iterator[tuple[str, str]]  # the words, and what is the matter

_ABOUT = r"(?:(?:just )?(?:about|roughly|around|some|nearly|almost|over|under|more than|less than|~|\u2248) ?)?"
_PERCENT = r"(?P<p>\d{1,3}(?:\.\d{1,3})?)\s?(?:%|per ?cent)"
_OF = Cued(
    rf"(?P<a>{SAID})(?: [a-z]+){{0,2}} (?:out )?of (?:the |our |all |these |its ){{0,2}}(?P<b>{AMOUNT})"
    rf"(?: [a-z]+){{0,2}}\s?(?:\(|,? (?:that is|i\.e\.|which is|or|so|makes?|are|is)|=),? ?{_ABOUT}{_PERCENT}"
    r"(?=\s?\)|[,;.]|$| of\b)",
    re.I,
)
_SO = Cued(
    rf"(?:^\W*|[;:] |, )(?:so|thus|hence|therefore|that is|that makes|which makes|i\.e\.|this is|these are)[, ]+"
    rf"{_ABOUT}{_PERCENT} of\b",
    re.I,
)
_WHOLE = Cued(r"\b(?:together|in all|in total|total|altogether|overall|all told|of (?:the|our|all)|sum)\b", re.I)
_DIGITS = Cued(r"\d+")
_FIGURES = Cued(AMOUNT)
_SURPLUS = Cued(
    rf"(?P<a>{AMOUNT}) (?P<what>[a-z]+)s?\b[^.;]{{0,40}}?\b(?:and|but|,|of which|with)\s(?:only )?"
    rf"(?P<b>{AMOUNT})(?: \w+)? (?:distinct|unique|different)\b[^.;:0-9]{{0,80}}"
    rf"(?:,? so|:|,? that is|,? i\.e\.|,? hence|,? which (?:leaves|makes)|,? thus|,? leaving|\() ?(?P<c>{AMOUNT})"
    r"(?: [a-z]+){0,2}? (?:(?:are|is) )?(?:surplus|duplicates?|doubles?|doubled|redundant|repeated|repeats|copies|extra"
    r"|too many)\b",
    re.I,
)
_MINUS = Cued(
    rf"(?P<a>{AMOUNT})(?: [a-z]+){{0,2}} (?:less|minus|\u2212) (?:the |these |those )?(?P<b>{AMOUNT})(?: [a-z]+){{0,3}}"
    rf" ?(?:=|\b(?:are|is|makes?|leaves?|gives?)) ?(?P<c>{AMOUNT})(?!\s?[\u00d7*/+-]\s?\d)",
    re.I,
)
# "of the 112 call sites 60 are in the one and 52 in the other": no comma says that it is a list
_OF_ALL = Cued(
    rf"\bof (?:all )?(?:the |our |these |those )(?P<total>{AMOUNT}) (?:[a-z-]+ ){{1,3}}?"
    rf"(?P<parts>{SAID} (?:are|is|have|has|go|goes|use|uses|need|needs|read|reads|sit|stand|come|belong"
    r"|run)\b[^.;:()]{2,200})",
    re.I,
)
_PARTS = Cued(
    rf"(?:^|\band |, |\bplus )(?:the (?:other|remaining) )?(?P<n>{SAID})"
    r"(?! ?(?:%|per ?cent|times|[a-z]*(?:hour|day|minute|second)))",
    re.I,
)
_ALL_OF_IT = 0.9  # of a total, from which on parts are meant to be all of it
_ENOUGH = 2  # figures of which a share may be one of the other
_LOOSE = Cued(
    r"\b(?:of (?:them|these|those|which)|both|each|also|more|again|at least|at most|about|some|twice|half|rest)\b", re.I
)
_SMALL = 10  # below it is a number of things, a version, a step


def worked_out(prose: Prose, unit: Unit) -> Wrong:
    """Every share and difference that a sentence works out."""
    said = unit.plain()
    if len(_DIGITS.findall(said)) >= _ENOUGH:
        yield from _all_of_it(said)
        yield from _differences(said)
    if "%" in said or "cent" in said:
        yield from _of(said)
        yield from _so(prose, unit, said)


def _all_of_it(said: str) -> Wrong:
    for found in _OF_ALL.finditer(said):
        total, told = amount_of(found["total"]), found["parts"]
        parts = [amount_of(one["n"]) for one in _PARTS.finditer(told)]
        if total is None or len(parts) < _ENOUGH or None in parts or _LOOSE.search(told):
            continue
        come = sum([one.value for one in parts if one is not None], total.value - total.value)
        exact = all([one is not None and one.last == total.last for one in parts])
        if exact and come != total.value and _ALL_OF_IT <= float(come / total.value) <= 1 / _ALL_OF_IT:
            shown = " + ".join([one.shown() for one in parts if one is not None])
            yield found[0].strip(), f"{shown} is {figure(come)}, and not {total.shown()}"


def _differences(said: str) -> Wrong:
    for words in (_SURPLUS, _MINUS):
        for found in words.finditer(said):
            a, b, c = [amount_of(found[name]) for name in "abc"]
            if (
                a is None
                or b is None
                or c is None
                or ROUGH.search(said[max(0, found.start("c") - 16) : found.start("c")])
            ):
                continue
            left, lasts = abs(a.value - b.value - c.value), [one.last for one in (a, b, c)]
            if left > (max(lasts) if len(set(lasts)) > 1 else 0):
                yield (
                    found[0].strip(),
                    f"{a.shown()} less {b.shown()} is {figure(a.value - b.value)}, and not {c.shown()}",
                )


def _of(said: str) -> Wrong:
    for found in _OF.finditer(said):
        a, b = amount_of(found["a"]), amount_of(found["b"])
        if (
            a is not None
            and b is not None
            and b.value >= a.value
            and b.value >= _SMALL
            and not _comes(a.value / b.value, found["p"])
        ):
            yield (
                found[0].strip(),
                f"{a.shown()} of {b.shown()} is {_percent(a.value / b.value)} %, and not {found['p']} %",
            )


def _so(prose: Prose, unit: Unit, said: str) -> Wrong:
    """`So 21 % of them`: of the figures of its paragraph none is that share of another, alone or with others."""
    found = _SO.search(said)
    if found is None or not unit.block:
        return
    before = [one.text for one in prose.units[max(0, unit.number - 4) : unit.number - 1] if one.block == unit.block]
    told = DATE.sub(" ", " ".join([*before, unit.text[: found.start()]]))
    values = [one.value for one in map(amount_of, _FIGURES.findall(told)) if one is not None and one.value >= _SMALL]
    whole = max(values) if values else None
    if len(values) <= _ENOUGH or not _WHOLE.search(told) or whole is None or len(values) > 3 * _ENOUGH + 2:
        return
    parts = [value for value in values if value != whole]
    sums: set[Fraction] = {whole - whole}
    for part in parts:
        sums |= {one + part for one in sums}
    shares = [one / whole for one in sums if one] + [a / b for a in parts for b in parts if a < b]
    if not any([_comes(share, found["p"]) or _comes(1 - share, found["p"]) for share in shares]):
        yield found[0].strip(" ,;:"), f"no figure of this paragraph is {found['p']} % of another"


def _comes(share: Fraction, said: str) -> bool:
    """Whether a share is what is said, as exactly as it is said; a figure is rounded up, down or off."""
    digits = len(said.partition(".")[2])
    return bool(abs(share * 100 * 10**digits - round(float(said) * 10**digits)) <= 1)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f}".removesuffix(".0")
