"""One amount in two units, products, rows in batches: "82,800 s, or 23 hours", "10 batches of 100"."""

from __future__ import annotations

import math
import re

from guard.prose.amounts import AMOUNT, SAID, UNIT, UNITS, Amount, amount_of, figure
from guard.prose.cued import Cued
from guard.prose.figures import ROUGH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from guard.model.prose import Prose, Unit

    Wrong = Iterator[tuple[str, str]]  # the words, and what is the matter

_ABOUT = r"(?:about |roughly |around |some |nearly |~|\u2248)?"
_SIGNS = frozenset("+*/\u00d7-\u2212")
_ALIKE = Cued(
    rf"(?P<a>{SAID})[ -]?(?P<u>{UNIT})(?P<how>,? or |\s?\(|\s?=\s?|,? (?:i\.e\.|that is|which is|which are|so"
    rf"|meaning),? ){_ABOUT}(?:just (?:over|under) )?(?P<b>{SAID})[ -]?(?P<v>{UNIT})(?P<end>[,;.)]|\s|$)",
    re.I,
)
_TIMES = Cued(
    rf"(?P<a>{SAID})(?: ?(?P<u>[a-z]+))? ?(?:[\u00d7*]|x|times) ?(?P<b>{SAID})(?: ?(?P<v>[a-z]+))?"
    rf" ?(?:=|is|are|makes?|gives?) ?{_ABOUT}(?P<c>{SAID})(?: ?(?P<w>[a-z]+))?",
    re.I,
)
_OVER = Cued(rf"(?P<a>{AMOUNT})(?: [a-z]+)? ?[/\u00f7] ?(?P<b>{AMOUNT})(?: [a-z]+)? ?= ?{_ABOUT}(?P<c>{AMOUNT})", re.I)
_EACH = Cued(
    rf"(?P<a>{SAID}) [a-z-]+ (?:with|of|at|by|having|have|has|get|gets|run|runs|on|a)? ?"
    rf"(?P<b>{SAID}) (?P<n>[a-z-]+) each[,;:]? (?:so |that is |makes? |is |are |= ?|i\.e\. |in all |together "
    rf"|a total of |for a total of ){{0,3}}(?P<c>{SAID}) (?P<m>[a-z-]+)",
    re.I,
)
_SIZE = Cued(
    rf"\b(?:batches|chunks|slices|pages|portions|blocks|groups) of (?:up to )?(?P<a>{AMOUNT})(?: (?P<n>[a-z]+))?"
    rf"|(?P<b>{SAID}) (?P<m>[a-z]+) (?:at a time"
    rf"|(?:a|per|in each|for each|each) (?:batch|chunk|slice|page|round|run)\b)",
    re.I,
)
_MANY = Cued(rf"(?P<n>{AMOUNT}) (?:batches|chunks|slices|pages|rounds|portions)\b(?! of)", re.I)
_ALL = Cued(rf"(?P<n>{AMOUNT})(?: (?P<what>[a-z]+))", re.I)
_DAILY = Cued(rf"(?P<r>{SAID})(?: [a-z]+)? (?:a|per|each|every) day\b", re.I)
_DAYS = Cued(r"(?P<d>\d{1,5}) days\b", re.I)


def converted(prose: Prose, unit: Unit) -> Wrong:
    """What a sentence says twice, in two units or as a product."""
    said = unit.plain()
    if len(re.findall(r"\d[\d,.]*", said)) < 2 and not _ALIKE.search(said):
        return
    yield from _alike(said)
    yield from _products(said)
    yield from _batches(prose, unit)
    yield from _rate(prose, unit)


def _alike(said: str) -> Wrong:
    for found in _ALIKE.finditer(said):
        a, b = amount_of(found["a"]), amount_of(found["b"])
        u, v = UNITS.get(found["u"].lower()), UNITS.get(found["v"].lower())
        if a is None or b is None or u is None or v is None or u[0] != v[0] or u[1] == v[1] or not b.value:
            continue
        come = a.value * u[1] / v[1]
        how = found["how"].strip(" ,").lower()
        alternative = how == "or" and (a.value < 100 or u[1] > v[1] or not 1 < 4 * come / b.value < 16)
        aside = how == "(" and found["end"] not in ",;)"
        before = said[max(0, found.start() - 12) : found.start()]
        if how == "=" and re.search(r"[\u00d7*x+/-]\s{0,40}$", before):
            continue  # the end of a product
        if alternative or aside or ROUGH.search(said[max(0, found.start() - 24) : found.start()]):
            continue
        if abs(come - b.value) >= b.last and abs(come - b.value) > b.value / 20:
            yield found[0].strip(" ,;."), f"{a.shown()} {found['u']} are {_near(come)} {found['v']}"


def _near(value: Fraction) -> str:
    from fractions import Fraction

    return figure(Fraction(round(value * 100), 100))


def _products(said: str) -> Wrong:
    for found in _TIMES.finditer(said):
        a, b, c = [amount_of(found[name]) for name in "abc"]
        u, v, w = [UNITS.get((found[name] or "").lower()) for name in "uvw"]
        units = [one for one in (u, v) if one is not None]
        if a is None or b is None or c is None or len(units) > 1 or (w is not None and not units):
            continue
        by, to = (units[0][1], w[1]) if units and w is not None and units[0][0] == w[0] else (1, 1)
        if w is None and units and re.search(r"[a-z]", found["w"] or ""):
            continue  # 5 x 2 s is 10 rows
        yield from _against(found, a.value * b.value * by / to, c, said)
    for found in _OVER.finditer(said):
        a, b, c = [amount_of(found[name]) for name in "abc"]
        if a is not None and b is not None and c is not None and b.value:
            yield from _against(found, a.value / b.value, c, said)
    for found in _EACH.finditer(said):
        a, b, c = [amount_of(found[name]) for name in "abc"]
        if a is not None and b is not None and c is not None and _one(found["n"]) == _one(found["m"]):
            yield from _against(found, a.value * b.value, c, said)


def _against(found: re.Match[str], come: Fraction, told: Amount, said: str) -> Wrong:
    near = said[found.end() : found.end() + 3].strip()[:1] in _SIGNS
    near = near or said[max(0, found.start() - 3) : found.start()].strip()[-1:] in _SIGNS  # the end of a longer sum
    left = abs(come - told.value)
    if not near and left >= max(told.last, told.value / 50 if told.value.denominator > 1 else told.last):
        yield found[0].strip(), f"that comes to {_near(come)}, and not {told.shown()}"


def _one(word: str) -> str:
    return word.lower().removesuffix("s").removesuffix("e")


def _batches(prose: Prose, unit: Unit) -> Wrong:
    """So many rows, so many in a batch, so many batches: in one paragraph, told where the batches are counted."""
    many = _MANY.search(unit.plain())
    if many is None or ROUGH.search(unit.plain()[max(0, many.start() - 24) : many.start()]):
        return
    before = [one.plain() for one in prose.units[max(0, unit.number - 4) : unit.number - 1] if one.block == unit.block]
    said = " ".join([*(before if unit.block else []), unit.plain()])
    sizes = list(_SIZE.finditer(said))
    counted = amount_of(many["n"])
    if len(sizes) != 1 or counted is None:
        return
    size = amount_of(sizes[0]["a"] or sizes[0]["b"])
    noun = _one(sizes[0]["n"] or sizes[0]["m"] or "")
    wholes = []
    for one in _ALL.finditer(said):
        whole = amount_of(one["n"])
        apart = not sizes[0].start() <= one.start() < sizes[0].end()
        if whole is not None and size is not None and apart and whole.value > size.value and one["n"] != many["n"]:
            wholes.append((whole, _one(one["what"])))
    alike = [whole for whole, what in wholes if what == noun] or [whole for whole, _ in wholes]
    if size is None or not size.value or not alike:
        return
    if not any([_reach(whole, size, counted) for whole in alike]) and len(alike) == 1:
        come = math.ceil(alike[0].value / size.value)
        yield many[0], f"{alike[0].shown()} at {size.shown()} each are {come:,}, and not {counted.shown()}"


def _reach(whole: Amount, size: Amount, many: Amount) -> bool:
    low, high = (whole.value - whole.last) / size.value, (whole.value + whole.last) / size.value
    return math.floor(low) <= many.value <= math.ceil(high)


def _rate(prose: Prose, unit: Unit) -> Wrong:
    """So many a day for so many days, where the whole is said elsewhere with a digit more or less."""
    said = unit.plain()
    daily, days = _DAILY.search(said), _DAYS.search(said)
    noun = re.search(r"\b(rows|events|messages|entries|requests|records|files|mails|emails|orders)\b", said, re.I)
    if daily is None or days is None or noun is None:
        return
    rate = amount_of(daily["r"])
    wholes = {
        one[1]
        for other in prose.units[:2000]
        if not other.quoted
        for one in re.finditer(rf"({AMOUNT}) {noun[1]}\b", other.plain(), re.I)
    }
    told = [amount for amount in map(amount_of, wholes) if amount is not None]
    whole = max(told, key=lambda one: one.value, default=None)  # a batch of rows is no whole
    if rate is None or whole is None or not rate.value:
        return
    share = whole.value / (rate.value * int(days["d"]))
    for power in (10, 100, 1000):
        if 95 <= 100 * share / power <= 105 or 95 <= 100 * share * power <= 105:
            come = figure(whole.value / int(days["d"]))
            yield daily[0], f"{whole.shown()} {noun[1]} in {days['d']} days are {come} a day"
