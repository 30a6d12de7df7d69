"""What a text shows and nobody says in it: quotations, what is struck out, words in code, headings, what was once.

Rules ask about none of it. So that nothing is left out in silence, all of it stands here once more in plain words, as
a text of its own: what a rule would ask there it says. And words that a hyphen parts where a line ends, put together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from guard.model.prose import Fence, Prose, Unit
from guard.prose.cued import Cued
from guard.prose.dangers import of_dangers
from guard.prose.evidence import weighs
from guard.prose.fields import words
from guard.prose.language import heard
from guard.prose.meant import MARKS, struck
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.prose import Role, Span

QUOTED = "this stands in a quotation, and is asked about by nobody who says it"
STRUCK = "this is struck out"
CODE = "these words stand in code"
HEADING = "this is a heading"
HIDDEN = "this stands in a comment"
ELSEWHERE = "the heading above tells of what was or may be, and not of what is done"
_ASIDE = frozenset(("background", "questions", "references", "assumptions", "owners"))
_PARTED = Cued(r"(?<=[^\W\d_])-[ ](?=[^\W\d_])")  # a hyphen at the end of a line
_WORD = Cued(r"[\"'(\u201c\u2018]*[A-Za-z][A-Za-z'\u2019-]*[\"')\u201d\u2019.,:;!?\u2026]*")
_MARKED = Cued(r"`[^`]{1,200}`")  # code in a comment, or in a sentence within code
_SIGNS = " \t#/*-;<!'\"|>%"  # with which comments begin and end
_FEWEST = 3  # words of a line that reads as a sentence


class Place(NamedTuple):
    """Where something stands that nobody says, and why no rule asks about it."""

    unit: Unit | None  # none: a line of code
    line: int
    why: str  # "" where they do


class Unsaid(NamedTuple):
    """A text of what nobody says."""

    prose: Prose
    of: tuple[Place, ...]  # in the order of its units
    fences: tuple[tuple[int, int], ...]  # lines of code that is somebody else's, from and to

    def told(self, unit: int, line: int) -> Place | None:
        """Where this unit of it stands, or this line of code."""
        if unit:
            return self.of[unit - 1]
        at = bisect_right(self.fences, (line, self.prose.lines)) - 1
        return Place(None, line, QUOTED) if at >= 0 and line <= self.fences[at][1] else None

    def theirs(self, prose: Prose) -> Unsaid:
        """Of it what is quoted or struck out; of a text that is for the most part, all of it as it stands."""
        quoted = [unit for unit in prose.units if unit.quoted]
        if 2 * len(quoted) > len(prose.units):
            units = tuple([unit._replace(quoted=False) for unit in prose.units])
            of = tuple([Place(unit, unit.line, QUOTED if unit.quoted else "") for unit in prose.units])
            fences = tuple([fence._replace(quoted=False) for fence in prose.fences])
            return Unsaid(prose._replace(units=units, fences=fences, faults=()), of, self.fences)
        found = [(unit, of) for unit, of in zip(self.prose.units, self.of, strict=True) if of.why in (QUOTED, STRUCK)]
        alone = [unit._replace(number=at) for at, (unit, _) in enumerate(found, 1)]
        return Unsaid(_of(self.prose, alone, self.prose.fences), tuple([of for _, of in found]), self.fences)


class _Asides:
    """Headings under which rules leave sentences out: looked at once each, for many sentences stand under one."""

    def __init__(self) -> None:
        self._known: dict[tuple[Role, bool, tuple[str, ...]], bool] = {}

    def has(self, unit: Unit) -> bool:
        if unit.role in _ASIDE or not unit.under:
            return unit.role in _ASIDE
        key = (unit.role, unit.kind == "item", unit.under)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = weighs(unit) or of_dangers(unit)
        return found


def unsaid(prose: Prose) -> Unsaid:
    asides = _Asides()
    found = [
        (_plainly(unit, asides), Place(unit, unit.line, why)) for unit in prose.units if (why := _why(unit, asides))
    ]
    found += [(unit, Place(None, unit.line, CODE)) for fence in prose.fences for unit in _words_of(fence)]
    units = [unit._replace(number=at) for at, (unit, _) in enumerate(found, 1)]
    quoted = [fence for fence in prose.fences if fence.quoted]
    lines = [(one.line, one.line + one.text.count("\n")) for one in quoted]
    fences = tuple([fence._replace(quoted=False) for fence in quoted])
    return Unsaid(_of(prose, units, fences), tuple([told for _, told in found]), tuple(lines))


def _why(unit: Unit, asides: _Asides) -> str:
    """Why rules leave it out, all of it or a part; "" where none does."""
    quotes = [span for span in unit.spans if span.kind == "quote"]
    if unit.quoted or quotes:
        marked = any([unit.text[max(0, span.start - 1)] in MARKS for span in quotes])
        return STRUCK if struck(unit) or (quotes and not marked and not unit.quoted) else QUOTED
    if any([span.kind == "code" and _reads(unit.text[span.start : span.end]) for span in unit.spans]):
        return CODE
    if unit.kind in ("comment", "heading"):
        short = unit.kind == "heading" and max([len(part.split()) for part in unit.cells or (unit.text,)]) < _FEWEST
        return HIDDEN if unit.kind == "comment" else "" if short else HEADING
    return ELSEWHERE if asides.has(unit) else ""


def _plainly(unit: Unit, asides: _Asides) -> Unit:
    """As somebody would say it."""
    if unit.kind == "comment":
        text, spans = words(unit.text)
        unit = unit._replace(text=text, spans=spans)
    kind = "sentence" if unit.kind in ("comment", "heading", "row") else unit.kind
    kept = [span for span in unit.spans if span.kind == "link" or (span.kind == "code" and not _prose(unit, span))]
    marks = [at for span in unit.spans if span.kind == "quote" for at in (span.start - 1, span.end)]
    marks = [at for at in marks if 0 <= at < len(unit.text) and unit.text[at] in MARKS]
    plain = unit._replace(kind=kind, spans=tuple(kept), quoted=False, cells=(), table=0)
    plain = _without(plain, sorted({*marks})) if marks else plain
    return plain._replace(role="", under=()) if asides.has(unit) else plain


def _prose(unit: Unit, span: Span) -> bool:
    return _reads(unit.text[span.start : span.end])


def _reads(text: str) -> bool:
    """Whether most of it are words, and small ones of English among them."""
    parts = _MARKED.sub("", text).split() if "`" in text else text.split()
    if len(parts) < _FEWEST or 4 * len([part for part in parts if _WORD.fullmatch(part)]) < 3 * len(parts):
        return False
    return heard(text).ours > 0


def _words_of(fence: Fence) -> Iterator[Unit]:
    """Lines of code that read as sentences, those behind each other as one."""
    begun, said = 0, ""
    for at, line in enumerate([*fence.text.split("\n"), ""]):
        told = line.strip(_SIGNS)
        if _reads(told):
            begun, said = begun or fence.line + at, f"{said} {told}".strip()
        elif said:
            text, spans = words(said)
            yield Unit(1, "sentence", text, begun, spans, -begun, fence.under, fence.role, fence.step)
            begun, said = 0, ""


def together(prose: Prose) -> Iterator[tuple[Prose, tuple[int, ...], Prose]]:
    """With words put together that a hyphen parts, as one word and as one with its hyphen: those units alone, their
    numbers, and the whole text; nothing where no word is parted."""
    parted = [unit for unit in prose.units if "- " in unit.text and _PARTED.search(unit.text)]
    numbers = tuple([unit.number for unit in parted])
    for by in ("", "-") if parted else ():
        joined = [_joined(unit, by) for unit in parted]
        alone = [_row_less(unit._replace(number=at)) for at, unit in enumerate(joined, 1)]
        units = list(prose.units)
        for unit in joined:
            units[unit.number - 1] = unit
        yield _of(prose, alone), numbers, prose._replace(units=tuple(units))


def _row_less(unit: Unit) -> Unit:
    """Out of its table."""
    return unit._replace(kind="sentence", cells=(), table=0) if unit.table else unit


def _of(prose: Prose, units: Iterable[Unit], fences: tuple[Fence, ...] = ()) -> Prose:
    return prose._replace(units=tuple(units), fences=fences, tables=(), steps=(), faults=(), remarks=())


def _joined(unit: Unit, by: str) -> Unit:
    """A unit without what parts its words; code is left as it is."""
    code = [(span.start, span.end) for span in unit.spans if span.kind == "code"]
    starts = [found.start() for found in _PARTED.finditer(unit.text)]
    cuts = [at for at in starts if not _within(code, at)]
    return _without(unit, [at for cut in cuts for at in ((cut + 1,) if by else (cut, cut + 1))])


def _without(unit: Unit, cuts: list[int]) -> Unit:
    """A unit without these letters, its spans where they are then."""
    kept = [unit.text[first:last] for first, last in pairwise([0, *[side for at in cuts for side in (at, at + 1)]])]
    text = "".join(kept[::2]) + unit.text[cuts[-1] + 1 if cuts else 0 :]
    moved = [(span, bisect_left(cuts, span.start), bisect_left(cuts, span.end)) for span in unit.spans]
    spans = [span._replace(start=span.start - one, end=span.end - other) for span, one, other in moved]
    return unit._replace(text=text, spans=tuple(spans))


def _within(parts: list[tuple[int, int]], at: int) -> bool:
    before = bisect_right(parts, (at, at)) - 1
    return before >= 0 and at < parts[before][1]
