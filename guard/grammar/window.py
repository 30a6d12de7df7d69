"""Windows: when a phase may run, by the clock on the wall of a place that is always named.

Short: `[DAYS] HH:MM-HH:MM ZONE [FIRST..LAST]`, such as `sat-sun 01:00-05:00 UTC`. Long, and canonical: a mapping of
`days`, `from` and `to` in minutes of the day, `zone`, and `first` and `last` where they were said.

A window is open while the clock shows a time within it: twice in an hour that comes twice, never in one that is
skipped. One that crosses midnight belongs to the day on which it starts, by the calendar.
"""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import Wrong, why_not, zone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86400  # seconds; and minutes of a day below
MIDNIGHT = 1440
LONGEST = 256  # characters
YEARS = (1970, 2999)
EARLIEST, LATEST = 0, 32503680000  # the same bounds in seconds since 1970; beyond them nothing is open

_KEYS = ("days", "from", "to", "zone", "first", "last")
_HOW = "[DAYS] HH:MM-HH:MM ZONE [FIRST..LAST], such as sat-sun 01:00-05:00 UTC"
_EPOCH = 719163  # the day number of 1970-01-01, a Thursday


def reason(value: object) -> str | None:
    """Why this is no window, short or long, or None if it is one; one that never opens is one all the same."""
    return why_not(long_form, value)


def long_form(value: object) -> dict[str, object]:
    """The canonical mapping of a window; ValueError if it is none. An end at 00:00 is the end of the day: 1440."""
    raw = _spread(value) if isinstance(value, str) else value
    if not isinstance(raw, dict):
        raise Wrong(f"a window is {_HOW}, or a mapping of {', '.join(_KEYS)}")
    unknown = [str(key) for key in raw if key not in _KEYS]
    if unknown:
        raise Wrong(f"a window has no key {shown(unknown[0][:64])}: it has {', '.join(_KEYS)}")
    for key in [key for key in _KEYS[:4] if key not in raw]:
        raise Wrong(f"a window says its {'hours, from and to' if key in ('from', 'to') else key}")
    days, place = raw["days"], raw["zone"]
    if raw["from"] == raw["to"]:  # most often a slip of the pen, and never one that should open a whole day
        raise Wrong("a window does not end when it begins: the whole day is 00:00-24:00")
    if not isinstance(days, list) or not days or any(day not in DAYS for day in days):
        raise Wrong(f"the days of a window are a list of {', '.join(DAYS)}")
    wrong = zone.reason(place) if isinstance(place, str) else "a time zone is UTC, or a place such as Europe/Berlin"
    if wrong is not None:
        raise Wrong(wrong)
    long: dict[str, object] = {
        "days": [day for day in DAYS if day in days],
        "from": _minutes(raw["from"], MIDNIGHT - 1),
        "to": _minutes(raw["to"], MIDNIGHT) or MIDNIGHT,
        "zone": place,
    }
    return long | {key: _date(raw[key]) for key in ("first", "last") if key in raw}


def said(long: dict[str, object]) -> str:
    """The shortest spelling of a canonical window."""
    days, start, end = long["days"], *(seconds // 60 for seconds in _hours(long))
    assert isinstance(days, list)
    words = [_days_said(days)] if len(days) < len(DAYS) else []
    words += [f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}", str(long["zone"])]
    if "first" in long or "last" in long:
        words.append(f"{long.get('first', '')}..{long.get('last', '')}")
    return " ".join(words)


def _spread(text: str) -> dict[str, object]:
    """The short spelling as a mapping; zone and dates are judged like those of the long one."""
    words = [word for word in text.split(" ") if word]
    hours = [place for place, word in enumerate(words) if ":" in word]
    if len(hours) != 1 or len(text) > LONGEST:
        raise Wrong(f"a window says its hours once and as one word, such as 01:00-05:00: write {_HOW}")
    days, (span, *rest) = words[: hours[0]], words[hours[0] :]
    if len(days) > 1 or "".join(rest)[:3] in DAYS:
        raise Wrong("the days of a window are one word before the hours, such as mon-fri or sat,sun")
    if not rest or ".." in rest[0]:
        raise Wrong(f"a window says its time zone: write {shown(span)} UTC, or a place such as Europe/Berlin")
    if len(rest) > 2:
        raise Wrong(f"{shown(rest[2])} is one word too many: a window is {_HOW}")
    start, dash, end = span.partition("-")
    if not dash:
        raise Wrong("a window says from when to when, such as 01:00-05:00")
    raw: dict[str, object] = {"days": _days(days[0]) if days else list(DAYS), "from": _clock(start), "to": _clock(end)}
    return raw | {"zone": rest[0]} | (_dates(rest[1]) if len(rest) > 1 else {})


def _days(word: str) -> list[str]:
    """The days of a word such as mon-fri, sat,sun or daily; a range may run over the end of the week."""
    if word == "daily":
        return list(DAYS)
    found: list[str] = []
    for part in word.split(","):
        first, dash, last = part.partition("-")
        for day in (first, last) if dash else (first,):
            if day not in DAYS:
                near = next((known for known in DAYS if day.lower().startswith(known)), None)
                meant = f": write {near}" if near else f", such as {', '.join(DAYS)} or daily"
                raise Wrong(f"{shown(day) or 'nothing'} is no day{meant}")
        if first == last:
            raise Wrong(f"{first}-{last} is one day or a week: write {first}, or daily")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += DAYS[start : end + 1] if start <= end else DAYS[start:] + DAYS[: end + 1]
    return found


def _days_said(days: list[str]) -> str:
    """The days in one word: runs as ranges, also one run over the end of the week."""
    starts = [day for day in days if DAYS[DAYS.index(day) - 1] not in days]
    if len(starts) == 1 and len(days) > 1:
        return f"{starts[0]}-{DAYS[(DAYS.index(starts[0]) + len(days) - 1) % 7]}"
    runs: list[list[str]] = []
    for day in days:
        if runs and DAYS.index(runs[-1][-1]) + 1 == DAYS.index(day):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in runs)


def _clock(text: str) -> int:
    """The minutes of a time such as 01:00; 24:00 is the end of the day."""
    hour, _, minute = text.partition(":")
    if not (text.isascii() and len(hour) == len(minute) == 2 and hour.isdigit() and minute.isdigit()):
        raise Wrong(f"a time is two digits, a colon and two digits, such as 01:00, not {shown(text) or 'nothing'}")
    if int(minute) > 59 or int(hour) * 60 + int(minute) > MIDNIGHT:
        raise Wrong(f"a time lies between 00:00 and 24:00, which {text} does not")
    return int(hour) * 60 + int(minute)


def _minutes(value: object, latest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= latest:
        raise Wrong(f"from is minutes of the day up to 1439 (23:59), to up to {MIDNIGHT} (24:00)")
    return value


def _dates(word: str) -> dict[str, object]:
    first, dots, last = word.partition("..")
    if not dots or not (first or last):
        raise Wrong(
            "the dates of a window are FIRST..LAST, such as 2026-03-01..2026-03-31; one of them may be left out"
        )
    return {key: date for key, date in (("first", first), ("last", last)) if date}


def _date(value: object) -> str:
    if not isinstance(value, str) or _day_number(value) is None:
        told = shown(value[:64]) if isinstance(value, str) else "this"
        raise Wrong(f"{told} is no date from {YEARS[0]} to {YEARS[1]}: write year, month and day, such as 2026-03-01")
    return value


def _day_number(text: str) -> int | None:
    """Days since 1970-01-01, of a date in its one spelling."""
    from datetime import date

    year, month, day = text[:4], text[5:7], text[8:]
    if text != f"{year}-{month}-{day}" or len(text) != 10 or not (text.isascii() and f"{year}{month}{day}".isdigit()):
        return None
    try:
        number = date(int(year), int(month), int(day)).toordinal() - _EPOCH
    except ValueError:
        return None
    return number if YEARS[0] <= int(year) <= YEARS[1] else None


def is_open(window: dict[str, object], at: int) -> bool:
    """Whether a canonical window is open at a moment, in seconds since 1970."""
    return EARLIEST <= at < LATEST and _within(window, at + zone.offset(str(window["zone"]), at))


def next_opening(window: dict[str, object], after: int) -> int | None:
    """The first second, from `after` on, at which a canonical window is open; None if there is none.

    Between two changes of the clocks their time runs with ours, so what the calendar says holds up to the next change.
    """
    place, first, last = str(window["zone"]), *_bounds(window)
    # No clock is a whole day away from UTC; a change can bring back the last of its days, but no earlier one.
    at, end = max(after, EARLIEST, first * DAY - DAY), min(LATEST, (last + 4) * DAY)
    while at < end:
        ahead = zone.offset(place, at)
        wall = _next_wall(window, at + ahead)
        opening = end if wall is None else wall - ahead
        change = zone.next_change(place, at, opening)
        if change is None:
            return opening if wall is not None and opening < LATEST else None
        at = change
    return None


def never_opens(window: dict[str, object], now: int | None = None) -> str | None:
    """Why a canonical window never opens, or from `now` on never again; None if it does."""
    first, last = _bounds(window)
    days = window["days"]
    assert isinstance(days, list)
    if last < first:
        return f"its last day, {window['last']}, lies before its first, {window['first']}"
    if not any(_named(window, day) for day in range(first, min(last, first + 6) + 1)):
        return f"no {' or '.join(days)} lies between {window.get('first', YEARS[0])} and {window.get('last', YEARS[1])}"
    if next_opening(window, EARLIEST) is None:
        return f"the clocks of {window['zone']} skip these hours on every day it has"
    if now is not None and next_opening(window, now) is None:
        return f"it is over: its last day was {window.get('last', f'in {YEARS[1]}')}"
    return None


def _within(window: dict[str, object], wall: int) -> bool:
    """Whether the window is open when its clock shows this, in seconds since the clock's own start of 1970."""
    (day, second), (start, end) = divmod(wall, DAY), _hours(window)
    if start < end:
        return start <= second < end and _named(window, day)
    return (second >= start and _named(window, day)) or (second < end and _named(window, day - 1))


def _next_wall(window: dict[str, object], wall: int) -> int | None:
    """What the clock shows when the window is open next, by the calendar alone."""
    if _within(window, wall):
        return wall
    (day, second), (start, _) = divmod(wall, DAY), _hours(window)
    soonest = max(day if second < start else day + 1, _bounds(window)[0])
    return next((of * DAY + start for of in range(soonest, soonest + 7) if _named(window, of)), None)


def _named(window: dict[str, object], day: int) -> bool:
    days, (first, last) = window["days"], _bounds(window)
    assert isinstance(days, list)
    return first <= day <= last and DAYS[(day + 3) % 7] in days


def _hours(window: dict[str, object]) -> tuple[int, int]:
    start, end = window["from"], window["to"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    return start * 60, end * 60


def _bounds(window: dict[str, object]) -> tuple[int, int]:
    """The day numbers of the first and last day; where none is said, beyond what is ever asked about."""
    first, last = (_day_number(str(window[key])) if key in window else None for key in ("first", "last"))
    return EARLIEST // DAY - 2 if first is None else first, LATEST // DAY + 1 if last is None else last
