"""Windows: their two spellings, and when they are open, above all where the clocks are set."""

from __future__ import annotations

import importlib.resources
import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.grammar import zone
from guard.grammar.window import DAYS, EARLIEST, LATEST, is_open, long_form, never_opens, next_opening, reason, said
from tests.conftest import examples

PAGE = Path(__file__).resolve().parents[2] / "docs/windows.md"
WEEK = list(DAYS)
MINUTE, HOUR, DAY = 60, 3600, 86400


def at(text: str) -> int:
    """A moment in UTC as seconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def when(moment: int | None) -> str:
    """The same moment as text, to be read in a failure."""
    return "never" if moment is None else datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")


def opening(window: str, after: str) -> str:
    return when(next_opening(long_form(window), at(after))).removesuffix(":00")


# The two spellings


def long(days: list[str], start: int, end: int, place: str = "UTC", **dates: str) -> dict[str, object]:
    return {"days": days, "from": start, "to": end, "zone": place, **dates}


# value, canonical form, shortest spelling
GOOD: list[tuple[object, dict[str, object], str]] = [
    ("01:00-05:00 UTC", long(WEEK, 60, 300), "01:00-05:00 UTC"),
    ("daily 01:00-05:00 UTC", long(WEEK, 60, 300), "01:00-05:00 UTC"),
    ("mon-sun 01:00-05:00 UTC", long(WEEK, 60, 300), "01:00-05:00 UTC"),
    ("sat-sun 01:00-05:00 UTC", long(["sat", "sun"], 60, 300), "sat-sun 01:00-05:00 UTC"),
    ("sun,sat 01:00-05:00 UTC", long(["sat", "sun"], 60, 300), "sat-sun 01:00-05:00 UTC"),
    ("sat,sat-sun 01:00-05:00 UTC", long(["sat", "sun"], 60, 300), "sat-sun 01:00-05:00 UTC"),
    ("wed 01:00-05:00 UTC", long(["wed"], 60, 300), "wed 01:00-05:00 UTC"),
    ("mon,wed,fri 01:00-05:00 UTC", long(["mon", "wed", "fri"], 60, 300), "mon,wed,fri 01:00-05:00 UTC"),
    ("mon-wed,fri 01:00-05:00 UTC", long(["mon", "tue", "wed", "fri"], 60, 300), "mon-wed,fri 01:00-05:00 UTC"),
    ("mon-tue,thu 01:00-05:00 UTC", long(["mon", "tue", "thu"], 60, 300), "mon,tue,thu 01:00-05:00 UTC"),
    ("fri-mon 01:00-05:00 UTC", long(["mon", "fri", "sat", "sun"], 60, 300), "fri-mon 01:00-05:00 UTC"),
    ("sun-mon,wed 01:00-05:00 UTC", long(["mon", "wed", "sun"], 60, 300), "mon,wed,sun 01:00-05:00 UTC"),
    ("  mon-fri   22:00-02:00  Europe/Berlin ", long(WEEK[:5], 1320, 120, "Europe/Berlin"),
     "mon-fri 22:00-02:00 Europe/Berlin"),
    ("00:00-24:00 UTC", long(WEEK, 0, 1440), "00:00-24:00 UTC"),
    ("22:00-00:00 UTC", long(WEEK, 1320, 1440), "22:00-24:00 UTC"),
    ("23:59-00:01 UTC", long(WEEK, 1439, 1), "23:59-00:01 UTC"),
    ("01:00-05:00 America/Argentina/Buenos_Aires", long(WEEK, 60, 300, "America/Argentina/Buenos_Aires"),
     "01:00-05:00 America/Argentina/Buenos_Aires"),
    ("01:00-05:00 UTC 2026-03-01..2026-03-31", long(WEEK, 60, 300, first="2026-03-01", last="2026-03-31"),
     "01:00-05:00 UTC 2026-03-01..2026-03-31"),
    ("01:00-05:00 UTC 2026-03-01..", long(WEEK, 60, 300, first="2026-03-01"), "01:00-05:00 UTC 2026-03-01.."),
    ("01:00-05:00 UTC ..2028-02-29", long(WEEK, 60, 300, last="2028-02-29"), "01:00-05:00 UTC ..2028-02-29"),
    ("01:00-05:00 UTC 2026-03-31..2026-03-01", long(WEEK, 60, 300, first="2026-03-31", last="2026-03-01"),
     "01:00-05:00 UTC 2026-03-31..2026-03-01"),
    (long(["sun", "sat", "sun"], 60, 300), long(["sat", "sun"], 60, 300), "sat-sun 01:00-05:00 UTC"),
    (long(["tue"], 60, 0), long(["tue"], 60, 1440), "tue 01:00-24:00 UTC"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "canonical", "short"), GOOD, ids=lambda value: str(value)[:50])
def test_a_window_has_one_long_and_one_shortest_form(value: object, canonical: dict[str, object], short: str) -> None:
    assert reason(value) is None
    assert long_form(value) == canonical
    assert said(canonical) == short
    assert long_form(canonical) == long_form(short) == canonical


HOURS, SAY_ZONE, TIME, DATE = (
    "says its hours once",
    "says its time zone",
    "a time is two digits",
    "is no date from 1970",
)
BAD: list[tuple[object, str]] = [
    ("", HOURS), ("always", HOURS), ("UTC", HOURS), ("sat-sun UTC", HOURS), ("01:00 - 05:00 UTC", HOURS),
    ("01:00-02:00 03:00-04:00 UTC", HOURS), ("1am-5am UTC", HOURS), ("01.00-05.00 UTC", HOURS),
    ("01:00-05:00 UTC" + " " * 5000, HOURS),
    ("01:00-01:00 UTC", "00:00-24:00"), ("mon 00:00-00:00 UTC", "00:00-24:00"), (long(WEEK, 90, 90), "00:00-24:00"),
    ("01:00-05:00", f"{SAY_ZONE}: write 01:00-05:00 UTC"), ("sat-sun 01:00-05:00", SAY_ZONE),
    ("01:00-05:00 2026-03-01..2026-03-31", SAY_ZONE),
    ("01:00-05:00 UTC 2026-03-01 2026-03-31", "2026-03-31 is one word too many"),
    ("01:00-05:00 UTC ..2026-03-31 x", "too many"),
    ("sat sun 01:00-05:00 UTC", "one word before the hours, such as mon-fri or sat,sun"),
    ("sat, sun 01:00-05:00 UTC", "one word"),
    ("UTC sat 01:00-05:00", "one word"), ("01:00-05:00 sat-sun UTC", "one word before the hours"),
    ("Sat 01:00-05:00 UTC", "Sat is no day: write sat"), ("saturday 01:00-05:00 UTC", "write sat"),
    ("mon-Friday 01:00-05:00 UTC", "Friday is no day: write fri"),
    ("weekend 01:00-05:00 UTC", "weekend is no day, such as mon"),
    ("mon- 01:00-05:00 UTC", "nothing is no day"), ("-fri 01:00-05:00 UTC", "nothing is no day"),
    (",mon 01:00-05:00 UTC", "nothing"),
    ("mon-wed-fri 01:00-05:00 UTC", "wed-fri is no day"), ("daily,mon 01:00-05:00 UTC", "daily is no day"),
    ("mon-mon 01:00-05:00 UTC", "write mon, or daily"), ("m\u043en 01:00-05:00 UTC", "is no day"),
    ("01:00 UTC", "from when to when"), ("1:00-05:00 UTC", TIME), ("01:00-5:00 UTC", TIME),
    ("01:00:00-05:00 UTC", TIME),
    ("01:00-05:00-06:00 UTC", TIME), ("-05:00 UTC", f"{TIME}, a colon and two digits, such as 01:00, not nothing"),
    ("01:00- UTC", TIME),
    ("01:00–05:00 UTC", "from when to when"), ("٠١:00-05:00 UTC", TIME), ("+1:00-05:00 UTC", TIME),
    ("01:0a-05:00 UTC", TIME),
    ("01:00-05:60 UTC", "between 00:00 and 24:00"), ("01:00-24:01 UTC", "between 00:00 and 24:00"),
    ("25:00-26:00 UTC", "between 00:00 and 24:00"), ("24:00-05:00 UTC", "from is minutes of the day up to 1439"),
    ("01:00-05:00 CET", "several zones share an abbreviation: write UTC, or a place such as Europe/Berlin"),
    ("01:00-05:00 EST", "such as America/New_York"), ("01:00-05:00 pst", "such as America/Los_Angeles"),
    ("01:00-05:00 EST5EDT", "such as America/New_York"), ("01:00-05:00 +02:00", HOURS),
    ("01:00-05:00 +0200", "an offset knows nothing"),
    ("01:00-05:00 UTC+2", "an offset knows nothing of daylight saving: write UTC, or a place such as Europe/Berlin"),
    ("01:00-05:00 GMT-5", "an offset"), ("01:00-05:00 Etc/GMT+5", "an offset"), ("01:00-05:00 -05", "an offset"),
    ("01:00-05:00 utc", "write UTC"), ("01:00-05:00 GMT", "write UTC"), ("01:00-05:00 Z", "write UTC"),
    ("01:00-05:00 Etc/UTC", "write UTC"),
    ("01:00-05:00 europe/berlin", "did you mean Europe/Berlin?"),
    ("01:00-05:00 Europe/Berln", "did you mean Europe/Berlin?"),
    ("01:00-05:00 Berlin", "did you mean Europe/Berlin?"),
    ("01:00-05:00 Asia/Katmandu2", "did you mean Asia/Katmandu?"),
    ("01:00-05:00 right/Europe/Berlin", "no time zone"), ("01:00-05:00 posix/UTC", "no time zone"),
    ("01:00-05:00 local", "no time zone"),
    ("01:00-05:00 ../../etc/passwd", SAY_ZONE), ("01:00-05:00 /etc/localtime", "no time zone"),
    ("01:00-05:00 Europe", "no time zone"),
    ("01:00-05:00 Europe/", "no time zone"), ("01:00-05:00 Europe/Berlin\u200b", "Berlin\\u200b"),
    ("01:00-05:00 Factory", "no time zone"),
    ("01:00-05:00 UTC 2026-03-01", "FIRST..LAST"), ("01:00-05:00 UTC ..", "FIRST..LAST"),
    ("01:00-05:00 UTC until-may", "FIRST..LAST"),
    ("01:00-05:00 UTC 2026-02-29..", f"2026-02-29 {DATE}"), ("01:00-05:00 UTC 2026-3-1..", DATE),
    ("01:00-05:00 UTC 20260301..", DATE),
    ("01:00-05:00 UTC 2026-W01-1..", DATE), ("01:00-05:00 UTC 1969-12-31..", DATE),
    ("01:00-05:00 UTC ..3000-01-01", DATE),
    ("01:00-05:00 UTC 0000-01-01..", DATE), ("01:00-05:00 UTC ..2026-03-01..2026-03-02", DATE),
    ("01:00-05:00 UTC ٢٠٢٦-03-01..", DATE),
    ("01:00-05:00 UTC 2026-03-01...", DATE),
    ({}, "a window says its days"), ({"days": ["mon"], "to": 5, "zone": "UTC"}, "its hours, from and to"),
    ({"days": ["mon"], "from": 5, "to": 6}, "a window says its zone"), (long([], 60, 300), "are a list of mon"),
    (long(["funday"], 60, 300), "are a list of mon"), ({**long(WEEK, 1, 2), "days": "mon"}, "are a list of mon"),
    ({**long(WEEK, 1, 2), "days": [["mon"]]}, "are a list of mon"), (long(WEEK, 1440, 60), "up to 1439"),
    (long(WEEK, -1, 60), "up to 1439"), (long(WEEK, 60, 1441), "up to 1440"),
    (long(WEEK, True, 60), "minutes of the day"),
    ({**long(WEEK, 1, 2), "to": "05:00"}, "minutes of the day"),
    ({**long(WEEK, 1, 2), "from": None}, "minutes of the day"),
    (long(WEEK, 60, 300, "CET"), "abbreviation"), (long(WEEK, 60, 300, ""), "no time zone"),
    ({**long(WEEK, 1, 2), "zone": 1}, "UTC, or a place"),
    (long(WEEK, 60, 300, first="2026-02-30"), DATE), ({**long(WEEK, 1, 2), "last": 20260301}, DATE),
    (long(WEEK, 1, 2, first=""), DATE),
    (long(WEEK, 60, 300, "x" * 5000), "no time zone"), (long(WEEK, 60, 300, last="x" * 5000), DATE),
    ({**long(WEEK, 1, 2), "until": "2026-03-01"}, "no key until: it has days, from, to, zone, first, last"),
    (None, "a window is [DAYS]"), (5, "a window is [DAYS]"), (["01:00-05:00 UTC"], "a window is [DAYS]"),
    (True, "a window is [DAYS]"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), BAD, ids=lambda value: ascii(value)[:50])
def test_what_is_none_is_told_how_to_be_written(value: object, told: str) -> None:
    wrong = reason(value)
    assert wrong is not None and told in wrong, wrong
    assert len(wrong) < 300 and wrong.isprintable()
    with pytest.raises(ValueError):
        long_form(value)


def test_every_place_that_tzdata_lists_is_a_zone() -> None:
    names = importlib.resources.files("tzdata").joinpath("zones").read_text("ascii").split()
    places = [name for name in names if "/" in name and not name.startswith("Etc/")]
    assert len(places) > 400
    assert [name for name in [*places, "UTC"] if zone.reason(name) is not None] == []
    assert [name for name in names if name not in {*places, "UTC"} and zone.reason(name) is None] == []


def test_zones_are_known_where_the_system_has_none() -> None:
    try:
        zoneinfo.reset_tzpath(to=[])
        zoneinfo.ZoneInfo.clear_cache()
        assert reason("01:00-05:00 Asia/Kathmandu") is None
        assert zone.offset("Asia/Kathmandu", at("2026-01-01")) == 20700
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


# The page


def rows() -> list[tuple[str, ...]]:
    """The rows of the table of examples."""
    table = PAGE.read_text().partition("## Examples")[2]
    cells = [
        tuple(cell.strip() for cell in row.strip("|").split("|")) for row in re.findall(r"^\| `.*\|$", table, re.M)
    ]
    assert len(cells) >= 8
    return cells


@pytest.mark.parametrize(("window", "moment", "clock", "state"), rows())
def test_the_examples_of_the_page(window: str, moment: str, clock: str, state: str) -> None:
    canonical = long_form(window.strip("`"))
    there = datetime.fromtimestamp(at(moment), zoneinfo.ZoneInfo(str(canonical["zone"])))
    assert f"{DAYS[there.weekday()]} {there:%H:%M}" == clock
    assert is_open(canonical, at(moment)) == (state.partition(":")[0] == "open")
    assert state.partition(":")[0] in ("open", "shut")


def test_every_window_the_page_names_is_one() -> None:
    text = PAGE.read_text()
    named = re.findall(r"window: (\S.*)\}", text) + re.findall(r"^\| `([^`]*\d{2}:\d{2}-[^`]*)` \| 2", text, re.M)
    assert len(named) >= 9
    assert [reason(window) for window in named] == [None] * len(named)
    assert "`{days: [sat, sun], from: 60, to: 300, zone: UTC}`" in text
    assert long_form("sat-sun 01:00-05:00 UTC") == long(["sat", "sun"], 60, 300)


# Openings

# window, from when on (UTC), opens (UTC)
OPENINGS = [
    ("01:00-05:00 UTC", "2026-01-01 00:00", "2026-01-01 01:00"),
    ("01:00-05:00 UTC", "2026-01-01 04:59", "2026-01-01 04:59"),
    ("01:00-05:00 UTC", "2026-01-01 05:00", "2026-01-02 01:00"),
    ("mon 01:00-05:00 UTC", "2026-01-05 05:00", "2026-01-12 01:00"),
    ("mon 01:00-05:00 UTC", "2026-01-06 00:00", "2026-01-12 01:00"),
    ("00:00-24:00 UTC", "2026-01-05 23:59", "2026-01-05 23:59"),
    ("mon 00:00-24:00 UTC", "2026-01-05 23:59", "2026-01-05 23:59"),
    ("mon 00:00-24:00 UTC", "2026-01-06 00:00", "2026-01-12 00:00"),
    ("mon 05:00-04:59 UTC", "2026-01-06 04:58", "2026-01-06 04:58"),
    ("mon 05:00-04:59 UTC", "2026-01-06 04:59", "2026-01-12 05:00"),
    ("fri 22:00-02:00 UTC", "2026-01-03 01:59", "2026-01-03 01:59"),
    ("fri 22:00-02:00 UTC", "2026-01-03 02:00", "2026-01-09 22:00"),
    ("fri 22:00-02:00 UTC", "2026-01-02 01:00", "2026-01-02 22:00"),
    ("01:00-05:00 UTC 2030-07-01..", "2026-01-01 00:00", "2030-07-01 01:00"),
    ("22:00-02:00 UTC ..2026-03-31", "2026-04-01 01:59", "2026-04-01 01:59"),
    ("22:00-02:00 UTC ..2026-03-31", "2026-04-01 02:00", "never"),
    ("22:00-02:00 UTC 2026-03-31..", "2026-03-31 00:30", "2026-03-31 22:00"),
    ("01:00-05:00 UTC 2026-03-31..2026-03-01", "2026-01-01 00:00", "never"),
    ("tue 01:00-05:00 UTC 2026-03-04..2026-03-09", "2026-01-01 00:00", "never"),
    ("01:00-05:00 Asia/Kathmandu", "2026-01-01 00:00", "2026-01-01 19:15"),
    ("00:00-00:15 Pacific/Kiritimati 2026-01-01..", "2025-12-01 00:00", "2025-12-31 10:00"),
    ("23:00-24:00 Pacific/Pago_Pago ..2026-01-01", "2026-01-02 10:30", "2026-01-02 10:30"),
    # Europe/Berlin: 02:00 to 03:00 skipped on 2026-03-29, 02:00 to 03:00 twice on 2026-10-25
    ("01:30-02:30 Europe/Berlin", "2026-03-29 00:30", "2026-03-29 00:30"),
    ("01:30-02:30 Europe/Berlin", "2026-03-29 01:00", "2026-03-29 23:30"),
    ("02:00-03:00 Europe/Berlin", "2026-03-28 02:00", "2026-03-30 00:00"),
    ("sun 02:00-03:00 Europe/Berlin", "2026-03-23 00:00", "2026-04-05 00:00"),
    ("02:00-03:00 Europe/Berlin 2026-03-29..2026-03-29", "2026-01-01 00:00", "never"),
    ("02:30-03:30 Europe/Berlin", "2026-03-29 00:00", "2026-03-29 01:00"),
    ("sat 22:00-02:30 Europe/Berlin", "2026-03-29 00:59", "2026-03-29 00:59"),
    ("sat 22:00-02:30 Europe/Berlin", "2026-03-29 01:00", "2026-04-04 20:00"),
    ("02:00-02:30 Europe/Berlin", "2026-10-24 12:00", "2026-10-25 00:00"),
    ("02:00-02:30 Europe/Berlin", "2026-10-25 00:30", "2026-10-25 01:00"),
    ("02:00-02:30 Europe/Berlin ..2026-10-25", "2026-10-25 00:30", "2026-10-25 01:00"),
    ("02:00-02:30 Europe/Berlin ..2026-10-25", "2026-10-25 01:30", "never"),
    ("sat 20:00-02:15 Europe/Berlin ..2026-10-24", "2026-10-25 00:15", "2026-10-25 01:00"),
    ("03:00-04:00 Europe/Berlin", "2026-10-25 00:00", "2026-10-25 02:00"),
    # America/New_York: 02:00 to 03:00 skipped on 2026-03-08, 01:00 to 02:00 twice on 2026-11-01
    ("02:15-02:45 America/New_York", "2026-03-08 00:00", "2026-03-09 06:15"),
    ("01:15-01:45 America/New_York", "2026-11-01 05:45", "2026-11-01 06:15"),
    # Australia/Lord_Howe: half an hour, 02:00 to 02:30 skipped on 2026-10-04, 01:30 to 02:00 twice on 2026-04-05
    ("02:00-02:30 Australia/Lord_Howe", "2026-10-03 00:00", "2026-10-04 15:00"),
    ("02:15-02:45 Australia/Lord_Howe", "2026-10-03 12:00", "2026-10-03 15:30"),
    ("01:30-01:40 Australia/Lord_Howe", "2026-04-04 14:40", "2026-04-04 15:00"),
    # Pacific/Apia: 2011-12-30, a Friday, never was
    ("12:00-13:00 Pacific/Apia 2011-12-30..2011-12-30", "2011-12-01 00:00", "never"),
    ("fri 12:00-13:00 Pacific/Apia", "2011-12-24 00:00", "2012-01-05 22:00"),
    ("12:00-13:00 Pacific/Apia", "2011-12-29 23:00", "2011-12-30 22:00"),
    # a change on the first and on the last second of a window
    ("01:00-02:00 Europe/Berlin 2026-03-29..2026-03-29", "2026-01-01 00:00", "2026-03-29 00:00"),
    ("03:00-03:01 Europe/Berlin 2026-03-29..2026-03-29", "2026-01-01 00:00", "2026-03-29 01:00"),
    # the ends of time
    ("00:00-24:00 America/New_York", "1970-01-01 00:00", "1970-01-01 00:00"),
    ("23:00-24:00 UTC", "2999-12-31 22:00", "2999-12-31 23:00"),
    ("mon 23:00-24:00 UTC", "2999-12-31 22:00", "never"),
    ("01:00-05:00 UTC", "3000-01-01 00:00", "never"),
    ("01:00-05:00 UTC", "1900-01-01 00:00", "1970-01-01 01:00"),
]  # fmt: skip


@pytest.mark.parametrize(("window", "after", "opens"), OPENINGS)
def test_the_next_opening(window: str, after: str, opens: str) -> None:
    assert opening(window, after) == opens
    if opens != "never":
        assert is_open(long_form(window), at(opens))
    if opens != after:
        assert not is_open(long_form(window), at(after))
        assert opens == "never" or not is_open(long_form(window), at(opens) - 1)


@pytest.mark.parametrize("moment", [EARLIEST - 1, LATEST, 10**30, -(10**30)])
def test_beyond_its_bounds_nothing_is_open(moment: int) -> None:
    always = long_form("00:00-24:00 UTC")
    assert not is_open(always, moment)
    assert next_opening(always, moment) == (EARLIEST if moment < EARLIEST else None)
    assert is_open(always, EARLIEST) and is_open(always, LATEST - 1)


# window, now, why it never opens (or nothing)
NEVER = [
    ("01:00-05:00 UTC", "2026-01-01", None),
    ("02:00-03:00 Europe/Berlin", "2026-03-29", None),
    ("sun 02:00-03:00 Europe/Berlin 2026-03-29..2026-04-05", "2026-01-01", None),
    ("tue 01:00-05:00 UTC 2026-03-03..2026-03-03", "2026-01-01", None),
    ("tue 01:00-05:00 UTC 2026-03-04..2026-03-10", "2026-01-01", None),
    ("22:00-02:00 UTC ..2026-03-31", "2026-04-01T01:59", None),
    ("01:00-05:00 UTC 2026-03-31..2026-03-01", "2026-01-01",
     "its last day, 2026-03-01, lies before its first, 2026-03-31"),
    ("sat-sun 01:00-05:00 UTC 2026-03-02..2026-03-06", "2026-01-01",
     "no sat or sun lies between 2026-03-02 and 2026-03-06"),
    ("tue 01:00-05:00 UTC 2026-03-04..2026-03-09", "2026-01-01", "no tue lies between"),
    ("mon 01:00-05:00 UTC ..1970-01-02", "2026-01-01", "no mon lies between 1970 and 1970-01-02"),
    ("mon 01:00-05:00 UTC 2999-12-31..", "2026-01-01", "no mon lies between 2999-12-31 and 2999"),
    ("02:00-03:00 Europe/Berlin 2026-03-29..2026-03-29", "2026-01-01", "the clocks of Europe/Berlin skip these hours"),
    ("00:00-24:00 Pacific/Apia 2011-12-30..2011-12-30", "2011-01-01", "the clocks of Pacific/Apia skip these hours"),
    ("22:00-02:00 UTC ..2026-03-31", "2026-04-01T02:00", "it is over: its last day was 2026-03-31"),
]  # fmt: skip


@pytest.mark.parametrize(("window", "now", "told"), NEVER)
def test_why_a_window_never_opens(window: str, now: str, told: str | None) -> None:
    why = never_opens(long_form(window), at(now))
    assert (why is None) if told is None else (why is not None and told in why), why
    assert (why is None) == (next_opening(long_form(window), at(now)) is not None)


def test_what_is_over_has_been_open() -> None:
    window = long_form("01:00-05:00 UTC ..2026-03-31")
    assert never_opens(window) is None
    assert never_opens(window, at("2026-03-31T04:59")) is None
    assert never_opens(window, at("2026-03-31T05:00")) is not None


def test_the_work_does_not_grow_with_the_years(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = zone.offset

    def counted(name: str, moment: int) -> int:
        asked.append(moment)
        return real(name, moment)

    monkeypatch.setattr(zone, "offset", counted)
    for window, after in [
        ("01:00-05:00 UTC 2900-01-01..", "1970-01-01"),
        ("02:00-03:00 Europe/Berlin 2026-03-29..2026-03-29", "1970-01-01"),
        ("sun 02:00-03:00 Europe/Berlin", "2026-03-23"),
        ("01:00-05:00 UTC ..2026-03-31", "2900-01-01"),
        ("01:00-05:00 UTC 2900-01-01..1970-01-01", "1970-01-01"),
    ]:
        asked.clear()
        next_opening(long_form(window), at(after))
        assert len(asked) < 600, (window, len(asked))


# Against a walk from minute to minute

SET = [  # zone, a moment at which its clocks are set (UTC)
    ("Europe/Berlin", "2026-03-29 01:00"), ("Europe/Berlin", "2026-10-25 01:00"),
    ("America/New_York", "2026-03-08 07:00"), ("America/New_York", "2026-11-01 06:00"),
    ("Australia/Lord_Howe", "2026-04-04 15:00"), ("Australia/Lord_Howe", "2026-10-03 15:30"),
    ("Pacific/Apia", "2011-12-30 10:00"), ("Asia/Kathmandu", "1985-12-31 18:30"), ("UTC", "2026-01-01 00:00"),
    ("Africa/Casablanca", "2026-02-15 02:00"), ("America/St_Johns", "2006-10-29 02:31"),
]  # fmt: skip


def walked(window: dict[str, object], start: int, minutes: int) -> list[bool]:
    """Whether the window is open at each minute, by the definition alone: what the clock shows, and whose day it is."""
    place = zoneinfo.ZoneInfo(str(window["zone"]))
    begin, end = int(str(window["from"])), int(str(window["to"]))
    length = (end - begin) % 1440 or 1440
    found = []
    for minute in range(minutes):
        clock = datetime.fromtimestamp(start + minute * MINUTE, place).replace(tzinfo=None)
        since = (clock.hour * 60 + clock.minute - begin) % 1440
        of = (clock - timedelta(minutes=since)).date()  # the day whose window this would be
        named = DAYS[of.weekday()] in window["days"]  # type: ignore[operator]
        within = str(window.get("first", "0")) <= of.isoformat() <= str(window.get("last", "9"))
        found.append(since < length and named and within)
    return found


@st.composite
def windows(draw: st.DrawFn) -> tuple[dict[str, object], int]:
    place, moment = draw(st.sampled_from(SET))
    days = draw(st.sampled_from([WEEK, WEEK, WEEK[5:], ["sun"], ["fri"]]) | st.lists(st.sampled_from(DAYS), min_size=1))
    near = st.integers(0, 288).map(lambda step: step * 5)  # to five minutes, and often about the change
    start = draw(
        near.filter(lambda minute: minute < 1440) | st.sampled_from([0, 90, 105, 119, 120, 135, 150, 180, 1439])
    )
    ends = near | st.sampled_from([0, 91, 105, 120, 121, 150, 180, 1440])
    end = draw(ends.filter(lambda minute: minute != start))
    raw = {"days": days, "from": start, "to": end, "zone": place}
    for key in ("first", "last"):
        if draw(st.booleans()):
            shift = draw(st.integers(-2, 2))
            raw[key] = datetime.fromtimestamp(at(moment) + shift * DAY, UTC).date().isoformat()
    return long_form(raw), at(moment)


@pytest.mark.fuzz
@given(drawn=windows())
@settings(max_examples=examples(20))
def test_openings_are_those_of_a_walk(drawn: tuple[dict[str, object], int]) -> None:
    window, moment = drawn
    start, minutes = moment - 3 * DAY, 7 * 24 * 60
    walk = walked(window, start, minutes)
    assert [minute for minute in range(minutes) if is_open(window, start + minute * MINUTE) != walk[minute]] == []
    turns = [minute for minute in range(1, minutes) if walk[minute] != walk[minute - 1]]
    for minute in sorted({0, 4000, 4300, 4319, 4320, 4321, 4380, *turns[:12], *(turn - 1 for turn in turns[:12])}):
        opens = next((later for later in range(minute, minutes) if walk[later]), None)
        found = next_opening(window, start + minute * MINUTE)
        if opens is None:
            assert found is None or found >= start + minutes * MINUTE
        else:
            assert found == start + opens * MINUTE, (when(found), when(start + opens * MINUTE))


@given(drawn=windows())
def test_what_is_said_reads_back(drawn: tuple[dict[str, object], int]) -> None:
    window, _ = drawn
    assert long_form(window) == long_form(said(window)) == window


@given(drawn=windows(), moment=st.integers(EARLIEST, LATEST - 1))
def test_what_opens_is_open_and_was_shut_before(drawn: tuple[dict[str, object], int], moment: int) -> None:
    window, _ = drawn
    found = next_opening(window, moment)
    if found is not None:
        assert found >= moment and is_open(window, found)
        assert found == moment or not is_open(window, found - 1)
    assert is_open(window, moment) == (found == moment)
