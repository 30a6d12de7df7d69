"""Numbers that do not agree (G722): with a declared count, with their own parts, with a total, with the calendar."""

from __future__ import annotations

import re

from guard.model.doubt import Doubt
from guard.prose.conversions import converted
from guard.prose.cued import Cued
from guard.prose.figures import NUMBER, ROUND, beside_calendar, dates_in, number_of
from guard.prose.lapses import lapsed
from guard.prose.listing import N, in_folder, listed
from guard.prose.ratios import worked_out
from guard.prose.shares import shared
from guard.prose.sums import summed
from guard.prose.tallies import Beside, spoken_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Table, Unit

    Wrong = Iterator[tuple[str, str]]  # the words, and what is the matter

_SAYS_ALL = Cued(
    r"\b(?:all(?: of)?(?: the| our)?|there are|total of|has|have|finds?|found|prints?|printed|counts?|counted"
    r"|lists?)\s+$",
    re.I,
)
_APART = r"s? (?:[\w.:]{0,60}[.:])?"
_CODED = Cued(r"\bof \w*(?:[a-z][A-Z]|_|\.)\w")
_PART = Cued(
    r"\s*(?:of (?:them|which|these|those)\b|in (?!total\b|all\b|the (?:repo|tree|code))|from |per |each\b"
    r"|a (?:day|week|month)|under |at |by |on |left\b|remain"
    r"|more\b|behind |that |which |where )",
    re.I,
)
_RATES = Cued(
    rf"(?P<a>{NUMBER}) (?:a|an|per) (?P<x>hour|day|week|month|quarter),? (?:so |that is |i\.e\. "
    rf"|or )?(?P<b>{NUMBER}) (?:a|per) (?P<y>day|week|year)\b",
    re.I,
)
_IN_ONE = {("hour", "day"): 24, ("day", "week"): 7, ("month", "year"): 12, ("quarter", "year"): 4}
_TOTAL = Cued(
    r"\W*(?:grand )?(?:total|sum|all|both|together|altogether|overall|in all|in total|in sum|\u03a3)s?"
    r"(?: (?:of )?[a-z]{1,20})?\W*(?:\(.{0,20}\))?",
    re.I,
)
_NOT_SUMMED = Cued(
    r"#|%|\b(?:no|id|line|port|version|rank|order|phase|step|min\w*|max\w*|avg|average|mean|median|p\d\d"
    r"|percentile|rate|ratio|at|date|from|to|until|when|start|end|time"
    r"|age|ttl|timeout|per|index|priority|year|share|cumulative|running|after|distinct|unique|peak|batch)\b",
    re.I,
)
_CELL = Cued(r"[*_`\s]*(\d[\d,\u00a0\u202f']*)\s*([a-zA-Z]{0,12})[*_`\s]*")
_BLANK = Cued(r"[\s\u2013\u2014*-]*|n/?a", re.I)
_STEPS = Cued(
    r"\b(?:plan|migration|runbook|document|work|project|refactor\w*) (?:has|consists of|comprises|is (?:split"
    r"|divided|broken(?: down| up)?) into|runs in|proceeds in"
    rf"|goes in|happens in|in) (?P<n>{N}) (?P<what>phases|steps|stages)\b",
    re.I,
)
ASK = "Which of the figures is right?"
MEND = "count again, say how it was counted, and let every place of the text say the same figure"


def check(paper: Paper) -> Iterator[Doubt]:
    """Each unit, its figures as it says them; then the tables."""
    beside = Beside(paper.prose)
    for unit in paper.prose.units:
        if unit.quoted or unit.kind == "comment":
            continue
        for quote, what in dict.fromkeys(
            (
                *_declared(paper, unit),
                *_phases(paper, unit),
                *summed(paper.prose, unit),
                *converted(paper.prose, unit),
                *worked_out(paper.prose, unit),
                *lapsed(paper.prose, unit),
                *_rates(unit),
                *beside_calendar(unit.text),
                *listed(paper, unit),
                *in_folder(paper, unit),
                *spoken_of(paper, unit),
                *beside.wrong(unit),
            )
        ):
            yield Doubt("G722", unit.number, quote, what, ASK, MEND)
    for table in paper.prose.tables:
        yield from _table(paper, table)
        for row, quote, what in shared(paper.prose, table):
            yield Doubt("G722", row.number, quote.strip(), what, ASK, MEND)


def _declared(paper: Paper, unit: Unit) -> Wrong:
    """A count that the document declares, said otherwise."""
    plain = unit.plain()
    for name, count in paper.prose.declared.counts.items():
        words = [re.escape(word.rstrip("s")) for word in name.lower().split()[:6]]
        if not words:
            continue
        of_code = _CODED.search(name) is not None  # "callers of WeightKg": the text may say of which `Shipment`
        said = unit.text if of_code else plain
        for found in re.finditer(rf"(?P<n>{N}) {_APART.join(words)}s?\b", said, re.I):
            number, before = number_of(found["n"]), said[max(0, found.start() - 24) : found.start()]
            whole = _SAYS_ALL.search(before) is not None or said[found.end() :].strip().startswith("in total")
            whole = whole or (of_code and before.lower().endswith("the "))
            # of the title all is said, but of another size it is of something else
            close = number is not None and 10 * abs(number - count) <= count and not ROUND.search(before)
            if (
                (whole or (close and _title(unit)))
                and number not in (count, None)
                and not _PART.match(said, found.end())
            ):
                yield found[0], f"the document declares {count:,} {name}, and here they are {number:,}"


def _phases(paper: Paper, unit: Unit) -> Wrong:
    """The number of its phases, said otherwise."""
    stated, steps = _STEPS.search(unit.plain()), paper.prose.steps
    if stated is None or unit.step or len(steps) < 2 or (stated["what"].lower() != "phases" and steps[0].declared):
        return
    number, word = number_of(stated["n"]), stated["what"].lower().rstrip("s")
    alike = all(
        [
            step.declared or word in step.title.lower() or not re.match(r"\W*(?:phase|step|stage)\b", step.title, re.I)
            for step in steps
        ]
    )
    if number not in (len(steps), None) and alike:
        yield stated[0], f"the text says {number} {stated['what'].lower()}, and it has {len(steps)}"


def _title(unit: Unit) -> bool:
    """The heading of the whole text."""
    return unit.kind == "heading" and not unit.under and not unit.table


def _rates(unit: Unit) -> Wrong:
    """So many a day, and so many a week."""
    plain = unit.plain()
    for found in _RATES.finditer(plain):
        times = _IN_ONE.get((found["x"].lower(), found["y"].lower()))
        a, b = number_of(found["a"]) or 0, number_of(found["b"]) or 0
        if times and a * times != b and not ROUND.search(plain[max(0, found.start() - 24) : found.start()]):
            yield found[0], f"{a:,} a {found['x']} are {a * times:,} a {found['y']}"


def _table(paper: Paper, table: Table) -> Iterator[Doubt]:
    rows = [paper.prose.unit(number) for number in table.rows]
    for row in rows:
        yield from _days(table, row)
    sums = [row for row in rows if row.cells and _TOTAL.fullmatch(row.cells[0])] or [
        row for row in rows[-1:] if row.cells and not row.cells[0].strip() and all([one.text for one in rows])
    ]
    if sums and not sums[0].cells[0].strip() and not all([one.cells and one.cells[0].strip() for one in rows[:-1]]):
        return
    if len(sums) != 1 or sums[0] not in (rows[0], rows[-1]) or len(rows) < 3:
        return
    for at in range(1, len(table.header)):
        if _NOT_SUMMED.search(table.header[at]):
            continue
        cells = [row.cells[at] if at < len(row.cells) else "" for row in rows if row is not sums[0]]
        total, values = (
            _CELL.fullmatch(sums[0].cells[at] if at < len(sums[0].cells) else ""),
            [_CELL.fullmatch(cell) for cell in cells],
        )
        filled = [value for value in values if value is not None]
        blank = [cell for cell, value in zip(cells, values, strict=True) if value is None]
        if (
            total is None
            or len(filled) < 2
            or not all([_BLANK.fullmatch(cell) for cell in blank])
            or {value[2] for value in filled} != {total[2]}
        ):
            continue
        numbers = [number_of(value[1]) or 0 for value in filled]
        if sum(numbers) != number_of(total[1]):
            what = f"the column {table.header[at]} comes to {sum(numbers):,}, and its total says {total[1]}"
            yield Doubt("G722", sums[0].number, total[0].strip(), what, ASK, MEND)


def _days(table: Table, row: Unit) -> Iterator[Doubt]:
    """A row that says from when, to when, and how many days."""
    at = next(
        (at for at, title in enumerate(table.header) if re.fullmatch(r"\W*(?:calendar )?days\W*", title, re.I)), -1
    )
    number = number_of(row.cells[at]) if 0 <= at < len(row.cells) else None
    dates = [one.date for one in dates_in(" | ".join(row.cells))]
    if number is None or len(dates) != 2:
        return
    days = (dates[1] - dates[0]).days
    if number not in (days, days + 1):
        what = f"from {dates[0]} to {dates[1]} are {days} days, {days + 1} with both ends"
        yield Doubt("G722", row.number, row.cells[at], what, ASK, MEND)
