"""Time zones: which names stand for one, what their clocks show, and when the clocks change.

A zone is UTC or a place, such as Europe/Berlin. An abbreviation is shared by several zones, and an offset knows nothing
of daylight saving. Zones are those of the system, or of the package tzdata where it has none.
"""

from __future__ import annotations

from guard.escape import shown

HOUR = 3600

_WRITE = "write UTC, or a place such as Europe/Berlin"
# Places whose clocks have gone by these letters; others share most of them.
_ABBREVIATIONS = {
    "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MET": "Europe/Berlin", "MEZ": "Europe/Berlin",
    "EET": "Europe/Helsinki", "WET": "Europe/Lisbon", "BST": "Europe/London", "MSK": "Europe/Moscow",
    "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York", "EST5EDT": "America/New_York",
    "CT": "America/Chicago", "CST": "America/Chicago", "CDT": "America/Chicago", "CST6CDT": "America/Chicago",
    "MT": "America/Denver", "MST": "America/Denver", "MDT": "America/Denver", "MST7MDT": "America/Denver",
    "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu",
    "IST": "Asia/Kolkata", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "SGT": "Asia/Singapore",
    "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
}  # fmt: skip
_known: list[frozenset[str]] = []  # read once
_LIKE_UTC = ("UTC", "GMT", "Z", "ZULU", "UCT", "GREENWICH", "UNIVERSAL", "GMT0", "GMT+0", "GMT-0")


def reason(name: str) -> str | None:
    """Why this is no time zone, or None if it is one."""
    if name == "UTC":
        return None
    short = name.upper().removeprefix("ETC/")
    if short in _LIKE_UTC:
        return "this zone has one name here: write UTC"
    if short.removeprefix("UTC").removeprefix("GMT")[:1] in ("+", "-"):
        return f"an offset knows nothing of daylight saving: {_WRITE}"
    if short in _ABBREVIATIONS:
        return f"several zones share an abbreviation: write UTC, or a place such as {_ABBREVIATIONS[short]}"
    if name not in _names():
        return f"there is no time zone {shown(name[:64]) or 'without a name'}{_nearest(name)}"
    return None if _readable(name) else f"the time zone {name} cannot be read on this machine: install tzdata"


def offset(name: str, at: int) -> int:
    """How many seconds the clocks of a zone are ahead of UTC at a moment, in seconds since 1970."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    ahead = datetime.fromtimestamp(at, ZoneInfo(name)).utcoffset()
    assert ahead is not None
    return ahead.days * 24 * HOUR + ahead.seconds


def next_change(name: str, after: int, until: int) -> int | None:
    """The first second after `after`, up to `until`, at which the clocks are set. No zone sets them twice an hour."""
    before, at = offset(name, after), after
    while at < until:
        later = min(at + HOUR, until)
        if offset(name, later) != before:
            while later - at > 1:
                middle = (at + later) // 2
                at, later = (middle, later) if offset(name, middle) == before else (at, middle)
            return later
        at = later
    return None


def _names() -> frozenset[str]:
    """Every place that has a zone. From a list: a file system may take a name in any letter case, or a path."""
    if not _known:
        from importlib.resources import files

        try:
            names = files("tzdata").joinpath("zones").read_text("ascii").split()
        except (ImportError, OSError):
            from zoneinfo import available_timezones

            names = list(available_timezones())
        _known.append(frozenset(name for name in names if "/" in name and not name.startswith("Etc/")))
    return _known[0]


def _readable(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _nearest(name: str) -> str:
    """The place that was probably meant, by its whole name or the town alone."""
    from guard.nearest import nearest

    wanted = name[:64].lower().replace(" ", "_")
    known = {place.rpartition("/")[2].lower(): place for place in sorted(_names())}
    known |= {place.lower(): place for place in _names()}
    near = nearest(wanted, sorted(known))
    return f": did you mean {known[near]}?" if near else f": {_WRITE}"
