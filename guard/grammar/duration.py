"""Durations: one whole number and one unit, such as 90m, 24h or 7d, or a whole number of seconds.

A day is 24 hours and a week seven days, whatever the clocks on the wall do. Months and years have no length of their
own and cannot be said.
"""

from __future__ import annotations

from guard.escape import shown

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
LONGEST = 3650 * UNITS["d"]  # ten years: a longer wait is a slip of the pen

_HOW = "one whole number and one unit (s, m, h, d or w), such as 90m, 24h or 7d"
_LIKE_UNITS = {
    "s": ("sec", "secs", "second", "seconds"),
    "m": ("min", "mins", "minute", "minutes"),
    "h": ("hr", "hrs", "hour", "hours"),
    "d": ("day", "days"),
    "w": ("wk", "wks", "week", "weeks"),
}
_WITHOUT_LENGTH = ("mo", "month", "months", "y", "yr", "yrs", "year", "years")


def reason(value: object) -> str | None:
    """Why this is no duration, or None if it is one. A number alone is seconds; text says its unit."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return f"a duration is {_HOW}"
    if isinstance(value, int):
        return None if 0 <= value <= LONGEST else _out_of_bounds(value)
    number, unit = value[:-1], value[-1:]
    if unit not in UNITS or not number.isascii() or not number.isdigit():
        return _mistake(value)
    if not number.strip("0"):
        return "a duration in text is at least 1: leave it out where there is nothing to wait for"
    if number[0] == "0":
        return f"a number has no leading zero: write {shown(value.lstrip('0')[:20])}"
    # The length first: turning thousands of digits into a number is slow.
    if len(number) > len(str(LONGEST)) or int(number) * UNITS[unit] > LONGEST:
        return _out_of_bounds(1)
    return None


def seconds(value: str | int) -> int:
    """The length of a duration; ValueError if it is none."""
    wrong = reason(value)
    if wrong is not None:
        raise ValueError(wrong)
    return value if isinstance(value, int) else int(value[:-1]) * UNITS[value[-1]]


def said(seconds: int) -> str:
    """A length in the largest unit up to days that divides it, as people count: 7d, 36h, 90s."""
    unit = next((unit for unit in ("d", "h", "m") if seconds and seconds % UNITS[unit] == 0), "s")
    return f"{seconds // UNITS[unit]}{unit}"


def _out_of_bounds(value: int) -> str:
    return "a duration is at most 10 years, which is 3650d" if value > 0 else "a duration is not negative"


def _mistake(value: str) -> str:
    """What is wrong with a text that is not of the form; what was probably meant, where that can be computed."""
    import re

    if value.isascii() and value.isdigit():
        return f"a duration in text says its unit: write {_HOW}"
    if len(value) > 64:
        return f"a duration is {_HOW}"
    pairs = re.findall(r"([0-9]+(?:\.[0-9]+)?) ?([a-zA-Z]+)", value)
    if any(word.lower() in _WITHOUT_LENGTH for _, word in pairs):
        return "months and years have no fixed length: write days, such as 30d or 365d"
    meant = _meant(pairs) if re.fullmatch(r"(?:[0-9]+(?:\.[0-9]+)? ?[a-zA-Z]+,? ?)+", value) else ""
    return f"a duration is {_HOW}" + (f": write {meant}" if meant else "")


def _meant(pairs: list[tuple[str, str]]) -> str:
    """One number and unit for numbers with unit-like words, or nothing. A capital M alone could be a month."""
    from fractions import Fraction

    known = {word: unit for unit, words in _LIKE_UNITS.items() for word in (unit, *words)}
    units = ["" if word == "M" else known.get(word.lower(), "") for _, word in pairs]
    if not all(units):
        return ""
    total = sum(Fraction(number) * UNITS[unit] for (number, _), unit in zip(pairs, units, strict=True))
    meant = f"{pairs[0][0]}{units[0]}" if len(pairs) == 1 and pairs[0][0].isdigit() else said(int(total))
    return meant if total == int(total) and reason(meant) is None else ""
