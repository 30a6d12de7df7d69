"""Figures as people write them: 1,204,500, twelve, 3 May, 14 May 2026, 2026-05-14; exact ones, or not at all."""

from __future__ import annotations

import re
from itertools import pairwise

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

# a whole number with or without marks between thousands, and not a piece of something longer
NUMBER = r"(?<![\w.,:/#$\u20ac-])(?:\d{1,3}(?:[,\u00a0\u202f']\d{3})+|\d{1,12})(?![\w:/]|[.,]\d|\s?%|-\d)"
MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
ROUND = Cued(
    r"(?:\b(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|at least|at most|up to|more than"
    r"|less than|fewer than|over|under|some|nearly|almost|between"
    r"|first|last|next|every|another|other|remaining|only|than|top|batch(?:es)? of|groups of|chunks of"
    r"|[~\u2248<>\u2264\u2265=+])\s*)$",
    re.I,
)
ROUGH = Cued(
    r"(?:\b(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|at least|at most|up to|more than"
    r"|less than|fewer than|over|some|nearly|almost|between|or)|[~\u2248<>])\s*$",
    re.I,
)
_ORDER = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS_TEXT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_WORDS = tuple(_WORDS_TEXT.split())
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
DATE = Cued(
    r"(?<![\w-])(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])|(?P<d1>\d{1,2})(?:st|nd|rd|th"
    rf"|\.)? (?:of )?(?P<m1>{MONTHS})\b\.?"
    rf"(?:,? (?P<y1>(?:19|20)\d\d)\b)?|(?P<m2>{MONTHS})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd"
    r"|th)?(?![\d:])(?:,? (?P<y2>(?:19|20)\d\d)\b)?)",
    re.I,
)


class Dated:
    """A date that a text names, and where; without a year it has the one of the date before it."""

    __slots__ = ("date", "end", "start", "year")

    def __init__(self, date: date, start: int, end: int, year: bool) -> None:
        self.date, self.start, self.end, self.year = date, start, end, year


def number_of(said: str) -> int | None:
    """The number that digits or a word stand for."""
    bare = re.sub(r"[,\u00a0\u202f']", "", said.strip().lower())
    if bare.isascii() and bare.isdigit():
        return int(bare)
    return _WORDS.index(bare) if bare in _WORDS else _TENS.get(bare)


def dates_in(text: str, year: int = 0) -> Iterator[Dated]:
    """Every date; one without a year only where a year is known, its own or that of one before it."""
    found = list(DATE.finditer(text))
    years = [int(one["y"] or one["y1"] or one["y2"] or 0) for one in found]
    last = next((other for other in years if other), year)  # of the first without a year: that of the first with one
    for at, one in enumerate(found):
        own = last = years[at] or last
        date = _date(one, own) if own else None
        if date is not None:
            yield Dated(date, one.start(), one.end(), bool(years[at]))


def date_of(text: str, year: int = 0) -> date | None:
    """The one date that the text is."""
    found = DATE.fullmatch(text.strip())
    if found is None:
        return None
    own = int(found["y"] or found["y1"] or found["y2"] or year)
    return _date(found, own) if own else None


def _date(found: re.Match[str], year: int) -> date | None:
    from datetime import date

    month = int(found["m"]) if found["m"] else _ORDER.index((found["m1"] or found["m2"])[:3].lower()) + 1
    try:
        return date(year, month, int(found["d"] or found["d1"] or found["d2"]))
    except ValueError:
        return None


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = Cued(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s+(?:the )?$", re.I)
_ISO = Cued(r"(?<![\w/.-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w/-])")
_DAYS = Cued(rf"(?P<n>{NUMBER}) (?:calendar )?(?:days|nights)\b,?(?: long)?,? (?:\(?from )$", re.I)
_AFTER = Cued(rf"\s*(?:,|\(|:|is|are|=|,? that is)?\s*\(?(?P<n>{NUMBER}) (?:calendar )?days\b", re.I)
_BETWEEN = Cued(
    r"\s*(?:to|until|till|through|\u2013|-|\u2014)\s*(?:(?:and including|mon|tues|wednes|thurs|fri|satur"
    r"|sun)(?:day)? )?"
)
_HOURS = Cued(
    rf"(?P<n>{NUMBER})[ -](?:hours?|h)\b(?: (?:maintenance )?(?:window|slot|block|night|outage"
    r"|freeze))?,?\s(?:\(|from |between )?(?P<a>[01]?\d|2[0-3]):(?P<b>[0-5]\d)(?: UTC)?\s*(?:to|until|-"
    r"|\u2013)\s*(?P<c>[01]?\d|2[0-4]):(?P<d>[0-5]\d)"
    r"|(?P<a2>[01]?\d|2[0-3]):(?P<b2>[0-5]\d)(?: UTC)?\s*(?:to|until|-|\u2013)\s*(?P<c2>[01]?\d"
    rf"|2[0-4]):(?P<d2>[0-5]\d)(?: UTC)?,? \((?P<n2>{NUMBER}) (?:hours?|h)\)",
    re.I,
)
_ROLLS = 60  # days back from the date before, from which a date without a year is one of the next year


def beside_calendar(text: str) -> Iterator[tuple[str, str]]:
    """Days of the week, and spans of days and hours, that the calendar and the clock speak against."""
    for iso in _ISO.finditer(text):
        if _impossible(iso):
            yield iso[0], f"there is no {iso[0]}"
    dates = list(dates_in(text))
    for at, one in enumerate(dates):
        told, date = _WEEKDAY.search(text[max(0, one.start - 16) : one.start]), one.date
        if at and not one.year and (dates[at - 1].date - date).days > _ROLLS:
            date = date.replace(year=date.year + 1) if (date.month, date.day) != (2, 29) else date
        if told is not None and _WEEKDAYS[date.weekday()] != told[1].lower():
            yield text[one.start - len(told[0]) : one.end], f"{date} is a {_WEEKDAYS[date.weekday()].capitalize()}"
    yield from _spans(text, list(dates_in(text, 2027)))
    for found in _HOURS.finditer(text):
        a, b, c, d, n = [
            int(found[name] or found[f"{name}2"] or 0) if name != "n" else number_of(found["n"] or found["n2"])
            for name in "abcdn"
        ]
        minutes = ((c or 0) * 60 + (d or 0) - (a or 0) * 60 - (b or 0)) % 1440 or 1440
        if n is not None and n * 60 != minutes and not ROUND.search(text[max(0, found.start() - 24) : found.start()]):
            yield found[0], f"between these times lie {minutes // 60} h {minutes % 60} min"


def _impossible(one: re.Match[str]) -> bool:
    from datetime import date

    try:
        date(int(one[1]), int(one[2]), int(one[3]))
    except ValueError:
        return 1 <= int(one[2]) <= 12
    return False


def _spans(text: str, dates: list[Dated]) -> Iterator[tuple[str, str]]:
    """`10 days from 3 May to 14 May`, and `from 3 May to 14 May (10 days)`."""
    for first, last in pairwise(dates):
        between = _BETWEEN.fullmatch(text[first.end : last.start])
        before = _DAYS.search(text[max(0, first.start - 60) : first.start])
        after = _AFTER.match(text, last.end)
        told = before or after
        rough = before is not None and ROUND.search(text[max(0, first.start - 60) : first.start - len(before[0])])
        if between is None or told is None or rough:
            continue
        end = last.date if last.date >= first.date or last.year else last.date.replace(year=last.date.year + 1)
        days = (end - first.date).days
        if number_of(told["n"]) not in (days, days + 1) and days >= 0:
            yield (
                text[first.start : last.end],
                f"from {first.date:%-d %B} to {end:%-d %B} are {days} days, {days + 1} with both ends",
            )
