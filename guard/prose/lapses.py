"""Days and weeks beside the dates they lie between: "30 days after 4 January", "two weeks on, 28 December"."""

from __future__ import annotations

import re

from guard.prose.amounts import SAID, amount_of
from guard.prose.cued import Cued
from guard.prose.figures import ROUGH, dates_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Unit
    from guard.prose.figures import Dated

    Wrong = Iterator[tuple[str, str]]  # the words, and what is the matter

_LAPSE = rf"(?P<n>{SAID}) (?:calendar )?(?P<u>days?|weeks?)"
_AFTER = Cued(rf"{_LAPSE} (?P<way>after|from|before) (?:the )?$", re.I)
_PLUS = Cued(rf"\s?(?:\+|plus) {_LAPSE}(?:,? (?:is|are|gives|makes)|:|,| =)? (?:on )?$", re.I)
_TO = Cued(
    r"\s?(?:is|are|that is|i\.e\.|means|comes to|=|:|,|,? so|\u2192|->)?,? ?"
    r"(?:on |that is |i\.e\. )?(?:\w{3,6}day,? )?",
    re.I,
)
_LATER = Cued(
    rf"{_LAPSE} (?:later|on|afterwards|after (?:that|this|it|(?:step|phase|stage) [\w-]{{1,30}}))"
    r"(?:,| \(|:|,? that is|,? i\.e\.)? ?(?:(?:on|is) )?(?:\w{3,6}day,? )?$",
    re.I,
)
_FOR = Cued(rf"{_LAPSE},?:? \(?(?:from |between )?(?:\w{{3,6}}day,? )?$", re.I)
_BETWEEN = Cued(r"\s?(?:to|until|till|through|\u2013|-|\u2014|and)\s?(?:\w{3,6}day,? )?", re.I)
_BOUND = Cued(
    r"\b(?:not before|no earlier than|not earlier than|at the earliest(?: on)?|earliest on)(?: \w{3,6}day,?)? $", re.I
)
_ANY = Cued(rf"{_LAPSE}\b", re.I)
_NEAR = 40  # units above in which a date that is counted from stands


def lapsed(prose: Prose, unit: Unit) -> Wrong:
    """A date that is told by the days since another, and is not that many days from it."""
    said = unit.text
    if unit.quoted or not re.search(r"\d", said):
        return
    dates = list(dates_in(said))
    for at, one in enumerate(dates):
        before = said[max(0, one.start - 80) : one.start]
        if at:
            yield from _apart(said, dates[at - 1], one)
        later = _LATER.search(before)
        if later is not None and not _rough(before, later):
            yield from _since(prose, unit, one, later)
    if _BOUND.search(said) or any([_BOUND.search(said[max(0, one.start - 40) : one.start]) for one in dates]):
        above = [one.text for one in prose.units[max(0, unit.number - 4) : unit.number - 1] if one.block == unit.block]
        yield from _bounded(" ".join([*(above if unit.block else []), said]))


def _rough(before: str, found: re.Match[str]) -> bool:
    return ROUGH.search(before[: found.start()]) is not None


def _days(found: re.Match[str]) -> int:
    amount = amount_of(found["n"])
    return int(amount.value) * (7 if found["u"].lower().startswith("week") else 1) if amount is not None else 0


def _apart(said: str, first: Dated, last: Dated) -> Wrong:
    """Two dates side by side, and the days between them before the first or between the two."""
    before, between = said[max(0, first.start - 60) : first.start], said[first.end : last.start]
    from datetime import timedelta

    days = (last.date - first.date).days
    after, plus, during = _AFTER.search(before), _PLUS.fullmatch(between), _FOR.search(before)
    if after is not None and _TO.fullmatch(between) and between.strip() and not _rough(before, after):
        told = -_days(after) if after["way"].lower() == "before" else _days(after)
    elif plus is not None:
        told, after = _days(plus), plus
    elif during is not None and during["u"].lower().startswith("week") and _BETWEEN.fullmatch(between):
        told = _days(during)
        if not _rough(before, during) and not told - 3 <= days <= told + 1 and days > 0:
            yield said[first.start : last.end], f"from {first.date} to {last.date} are {days} days, and not {told}"
        return
    else:
        return
    if told and days != told:
        right = first.date + timedelta(days=told)
        yield said[last.start : last.end], f"{abs(told)} days from {first.date} is {right}"


def _since(prose: Prose, unit: Unit, one: Dated, later: re.Match[str]) -> Wrong:
    """`Two weeks on, on 28 December`: some date above must be the one it is counted from."""
    from datetime import timedelta

    days = timedelta(days=_days(later))
    above = [
        date for other in prose.units[max(0, unit.number - 1 - _NEAR) : unit.number] for date in dates_in(other.text)
    ]
    known = [date.date for date in above if date.date < one.date]
    near = [
        date.date
        for other in prose.units[max(0, unit.number - 7) : unit.number - 1]
        if other.under == unit.under
        for date in dates_in(other.text)
    ]
    if days and near and max(near) < one.date and not any([date + days == one.date for date in known]):
        yield unit.text[one.start : one.end], f"{days.days} days from {max(near)} is {max(near) + days}"


def _bounded(said: str) -> Wrong:
    """`Cookies live for 30 days. Step 3 lands on 4 January, step 4 not before 24 January.`"""
    dates = list(dates_in(said))
    lapses = list(_ANY.finditer(said))
    if len(dates) != 2 or len(lapses) != 1 or dates[1].date <= dates[0].date:
        return
    if not _BOUND.search(said[max(0, dates[1].start - 40) : dates[1].start]):
        return
    from datetime import timedelta

    right = dates[0].date + timedelta(days=_days(lapses[0]))
    if dates[1].date < right:
        yield said[dates[1].start : dates[1].end], f"{lapses[0][0]} from {dates[0].date} end on {right}"
