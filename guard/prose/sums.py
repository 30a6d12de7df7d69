"""Parts and what they come to, within a sentence or a list: "46 secrets: 17 here, 9 there", "60 and one, 60 in all"."""

from __future__ import annotations

import re
from itertools import combinations

from guard.prose.amounts import AMOUNT, SAID, UNIT, WORDS, Amount, amount_of, figure, fits, in_all
from guard.prose.cued import Cued
from guard.prose.figures import DATE, ROUND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from guard.model.prose import Prose, Unit

    Wrong = Iterator[tuple[str, str]]  # the words, and what is the matter
    Placed = Iterator[tuple[int, int, str]]  # the same, by where the words begin and end

_INTO = (
    r"of which|namely|that is|i\.e\.|split into|split as|made up of|consisting of|divided into|composed of"
    r"|broken down (?:into|as)|comprising|counting"
)
_WHOLE = Cued(
    rf"(?P<total>{SAID})\s{{1,40}}(?P<unit>[a-z][^.;:()\d\u2014\u2013=]{{0,60}}?)\s{{0,40}}"
    rf"(?P<how>[:(\u2014\u2013=]|,? (?:{_INTO})\b:?|,\s{{1,40}}(?={SAID} (?:of (?:them|these|those|which)"
    rf"|are|is|have|has|were|go|goes|use|need|read|run)\b))\s{{0,40}}(?P<parts>(?:[^.;)=]|\.(?=\d)){{4,300}})",
    re.I,
)
_OF = Cued(r"\bof (?:all )?(?:the |our |these |those )?$", re.I)
_LOOSE = Cued(r"of (?:which|them|these|those)\b", re.I)  # such parts may be some of all
_PIECE = Cued(rf"(?:the |another |only |just )?(?P<n>{SAID})(?P<what>\D*)", re.I)
_BEHIND = Cued(rf"(?P<what>[a-z]\D{{0,40}}?)(?:[:=]| has| have| with| gets?)?\s{{0,40}}\(?(?P<n>{AMOUNT})\)?", re.I)
_GROUPS = Cued(
    rf"\s{{0,40}}(?:pairs?|(?P<of>groups?|batches|sets?|blocks?|chunks?) of (?P<n>{SAID})"
    rf"|(?P<three>triples?|triplets?))\b(?P<rest>\D*)",
    re.I,
)
_SPLIT = Cued(r"\s{0,40}(?:,\s{0,40}and\b|,(?!\d)|\band\b|\bplus\b|\+|/)\s{0,40}", re.I)
_OPEN = Cued(
    r"\b(?:rest|others?|remaining|remainder|e\.g|for example|such as|including|among|mostly|at least|up to"
    r"|about|more|some|etc|minus|overlap|both|twice|half|each|every|per|respectively"
    r"|until)\b|\b(?:to|of) \d|~|\u2248|\d\s?%|\.\.\.|\u2026|\d:\d|\d\s{0,40}[\u00d7*]",
    re.I,
)
_BARE = Cued(r"#?\d{1,4}(?:\s{0,4}(?:,\s{0,4}and|,|and|&|\+|/)\s{0,4}#?\d{1,4}){1,40}", re.I)
_LAST = Cued(r"((?:,|\band)\s{0,40})the (?:other|remaining)\s{1,40}(?=\d)", re.I)
NAMED = Cued(
    r"\b(?:step|phase|stage|wave|version|line|page|port|issue|ticket|item|day|week|no\.?|number|section|table|chapter"
    r"|release|migration|postgres\w*|mysql|python|java|node|redis|go|ruby|php|http|tls|utf|sha|rev|id|pr|between|from)s?"
    r"\W{0,3}$",
    re.I,
)
_MEASURED = Cued(rf"\s{{0,40}}-?(?:{UNIT}|cores?|v?cpus?|%|\u20ac|\$|eur|usd|percent|times?|attempts?|retries)\b", re.I)
_OTHERS = Cued(
    rf"(?P<total>{SAID}) [a-z][^;.]{{0,60}}[;.,][^.]{{0,60}}?(?P<some>{SAID}) of (?:them|these|those"
    rf"|which)\b.{{0,120}}?\bthe (?:other|remaining) (?P<rest>{SAID})",
    re.I,
)
_LEFT = Cued(
    rf"(?P<some>{SAID}) (?:out )?of (?:the |our |all |these |those ){{0,2}}(?P<total>{SAID}) [^\d]{{0,120}}?"
    rf"(?:\b(?:the )?(?:other|remaining|rest,?:?|leaving|leaves)\s{{1,40}}(?:the )?(?P<rest>{AMOUNT})|[,;] "
    rf"(?:so |and )?(?P<stay>{AMOUNT}) (?:[a-z]+ )?(?:remain|are left|is left)\b)",
    re.I,
)
_IN_ALL = Cued(
    rf"(?P<total>{SAID})(?: [a-z]+){{0,2}}? (?:in all|in total|altogether|all told|together|overall|in sum)\b"
    r"|\b(?:together|in total|in all|altogether|a total of|totall?ing|add(?:s|ing)? up to|sums? up to|sums? to|makes?)"
    rf"[:,]? (?:(?:these|this|that|they|it|which) )?(?:(?:are|is|makes?|gives?) )?(?P<after>{SAID})",
    re.I,
)
_EQUALS = Cued(
    rf"(?:=|\b(?:makes?|gives?|is|are|equals?)\b)\s{{0,40}}(?P<total>{AMOUNT})\s{{0,40}}(?P<unit>[a-z]*)(?!\s{{0,40}}[\u00d7*/+-]\s{{0,40}}\d)",
    re.I,
)
_NUMBERS = Cued(rf"{AMOUNT}|(?<=and )one\b|(?<=plus )one\b|(?<=and )another\b|\b(?!one\b){WORDS}\b", re.I)
_ASIDE = Cued(r"\([^()\d]{0,80}\)")  # says how, and not how many
_CUT = Cued(r"[;:()](?!\d)|\.(?!\d)")


def rough(said: str, at: int) -> bool:
    """Whether a figure is called a rough one, or is the name of something."""
    before = said[max(0, at - 24) : at]
    return ROUND.search(before) is not None or NAMED.search(before) is not None


def summed(prose: Prose, unit: Unit) -> Wrong:
    """Every sum that a sentence says, or a sentence and the ones before it."""
    if not re.search(r"\d", unit.text):
        return
    said = _ASIDE.sub(_blank, DATE.sub(_blank, unit.plain()))
    for rule in (_whole, _equal, _in_all):
        found = [(unit.text[start:end].strip(), what) for start, end, what in rule(said)]
        yield from found
        if found:
            return  # one sum may be read in two ways
    yield from _rest(prose, unit)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _whole(said: str) -> Placed:
    for found in _WHOLE.finditer(said):
        total, parts = amount_of(found["total"]), found["parts"]
        pieces = _pieces(_LAST.sub(r"\1", parts))
        if total is None or not pieces or rough(said, found.start()):
            continue
        if found["how"] in "(:" and len(pieces) == total.value and _BARE.fullmatch(parts.strip()):
            continue  # two by celeste (1, 2): which ones
        if (found["how"] == "(" or not _MEASURED.match(found["unit"])) and any([one is None for one in pieces]):
            continue  # 12 nodes (8 cores, 4 GB)
        some = found["how"].startswith(",") and not _LOOSE.search(found["how"] + parts[:60])
        if (
            some
            and not _OF.search(said[max(0, found.start() - 24) : found.start()])
            and not re.search(_INTO, found["how"])
        ):
            continue  # 40 tenants, 25 are small: of the 40 tenants, 25 are small
        counted = [one for one in pieces if one is not None]
        times = [Amount(one[0].value * one[1], one[0].last) for one in counted]
        low = 0.8 if found["how"].startswith(",") else 0.6
        if fits(total, [one[0] for one in counted]) or fits(total, times) or not _near(total, times, low):
            continue
        yield found.start(), found.end(), f"{added(times)}, and not {total.shown()}"


def _pieces(parts: str) -> list[tuple[Amount, int] | None]:
    """The amounts of a list in which each piece has one, and how many each stands for; None for one of a measure."""
    if _OPEN.search(parts):
        return []
    found: list[tuple[Amount, int] | None] = []
    ways = set()
    for piece in _SPLIT.split(parts.strip(" ,")):
        one = _PIECE.fullmatch(piece.strip()) or _BEHIND.fullmatch(piece.strip())
        groups = _GROUPS.fullmatch(piece.strip(), _first(piece.strip()))
        amount = amount_of(one["n"] if one is not None else piece.strip()[: _first(piece.strip())])
        if amount is None or (one is None and groups is None) or NAMED.search(piece[: one.start("n")] if one else ""):
            return []
        ways.add(one is not None and one.re is _BEHIND.compiled)
        many = 1 if groups is None else 3 if groups["three"] else 2
        of = amount_of(groups["n"]) if groups is not None and groups["of"] else None
        found.append(
            None
            if one is not None and _MEASURED.match(one["what"]) and one.re is _PIECE.compiled
            else (amount, int(of.value) if of is not None else many)
        )
    return found if len(found) > 1 and len(ways) == 1 else []


def _first(piece: str) -> int:
    """Where the words behind the first figure of a piece begin."""
    found = re.match(SAID, piece, re.I)
    return found.end() if found is not None else 0


def _near(total: Amount, parts: Sequence[Amount], low: float) -> bool:
    """Whether parts come so close to a total that they are meant to be all of it."""
    come = in_all(parts)
    return total.value > 0 and low <= come / total.value <= 1 / low


def added(parts: Sequence[Amount]) -> str:
    return f"{' + '.join([part.shown() for part in parts])} is {figure(in_all(parts))}"


def _equal(said: str) -> Placed:
    """5 services and 1 library = 6 modules; 12 + 4 + 4 = 20; 17 plus 9 makes 26."""
    for found in _EQUALS.finditer(said):
        begin, clause = _clause(said, found.start())
        marked = "=" in found[0]
        if re.search(r"[\u00d7*/=<>\u2212%]|\d\s{0,40}x\s|\s-\s|\b(?:minus|less|times|each|per|of)\b", clause) or not (
            "+" in clause or re.search(r"\bplus\b", clause) or (marked and re.search(r"\band\b", clause))
        ):
            continue
        pieces = [list(_NUMBERS.finditer(piece)) for piece in _SPLIT.split(clause)]
        total = amount_of(found["total"])
        parts = [amount_of(piece[0][0]) for piece in pieces if len(piece) == 1]
        units = {unit.lower() for unit in re.findall(rf"\d\s?({UNIT})", clause + found[0])}
        if total is None or len(parts) < 2 or any([len(piece) != 1 for piece in pieces]) or len(units) > 1:
            continue
        told = [part for part in parts if part is not None]
        if not fits(total, told) and (marked or _near(total, told, 0.6)):
            yield begin, found.end(), f"{added(told)}, and not {total.shown()}"


def _clause(said: str, end: int) -> tuple[int, str]:
    """What stands before a place, back to where the clause begins."""
    start = max(0, end - 200)
    cuts = [found.end() for found in _CUT.finditer(said, start, end)]
    begin = cuts[-1] if cuts else start
    return begin, said[begin:end]


def _in_all(said: str) -> Placed:
    """60 for the months and one for the rest, 60 in all."""
    for found in _IN_ALL.finditer(said):
        total = amount_of(found["total"] or found["after"])
        begin, clause = _clause(said, found.start())
        if total is None or re.search(r"\b(?:each|every|per|twice|about|some|times)\b", clause):
            continue
        numbers = [one for one in _NUMBERS.finditer(clause) if not rough(clause, one.start())]
        parts = [amount_of("one" if one[0].lower() == "another" else one[0]) for one in numbers]
        told = [part for part in parts if part is not None][:8]
        if len(told) < 2 or _reached(total.value, [part.value for part in told]) or not _near(total, told, 0.8):
            continue
        joined = len(told) == 2 and re.search(r"\b(?:and|plus)\s{1,40}$", clause[: numbers[-1].start()]) is not None
        if total.value not in [part.value for part in told] or joined:
            yield begin, found.end(), f"{added(told)}, and not {total.shown()}"


def _reached(total: Fraction, parts: list[Fraction]) -> bool:
    """Whether some of the figures come to it, or two of them multiplied."""
    several = [some for size in range(2, len(parts) + 1) for some in combinations(parts, size)]
    return any([sum(some) == total for some in several]) or any(
        [a * b == total for a, b in combinations(parts, 2) if min(a, b) > 1]
    )


def _rest(prose: Prose, unit: Unit) -> Wrong:
    """So many, some of them here, the others there: in one paragraph, told where it ends."""
    if not re.search(r"\b(?:other|remaining|rest|leaving|leaves|remain|left)\b", unit.text):
        return
    before = [
        one.plain()
        for one in prose.units[max(0, unit.number - 4) : unit.number - 1]
        if one.block == unit.block and unit.block
    ]
    said = " ".join([*before, unit.plain()])
    for words in (_OTHERS, _LEFT):
        for found in words.finditer(said):
            rest = found["rest"] or found.groupdict().get("stay") or ""
            total, some, left = [amount_of(one) for one in (found["total"], found["some"], rest)]
            if total is None or some is None or left is None or fits(total, [some, left]) or rest not in unit.text:
                continue
            if words is _OTHERS or _near(total, [some, left], 0.6):
                what = f"{added([some, left])}, and not {total.shown()}"
                yield (f"the other {rest}" if f"the other {rest}" in unit.text else rest), what
