"""Durations: what is one, how long it is, how it is said, and what is told about everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.grammar.duration import LONGEST, UNITS, reason, said, seconds

GOOD: list[tuple[str | int, int]] = [
    ("1s", 1), ("45s", 45), ("90m", 5400), ("24h", 86400), ("7d", 604800), ("2w", 1209600), ("30d", 2592000),
    ("3650d", LONGEST), ("521w", 521 * 604800), ("315360000s", LONGEST),
    (0, 0), (1, 1), (3600, 3600), (LONGEST, LONGEST),
]  # fmt: skip
ONE = "one whole number and one unit (s, m, h, d or w)"
BAD: list[tuple[object, str]] = [
    ("", ONE), ("d", ONE), ("7", f"says its unit: write {ONE}"), ("3600", "says its unit"), ("7x", ONE), ("7d2", ONE),
    ("-7d", ONE), ("+7d", ONE), (" 7d", ONE), ("7d\n", ONE), ("٣d", ONE), ("²d", ONE), ("７d", ONE), ("7_0d", ONE),
    ("0x7d", ONE),
    ("P7D", ONE), ("30M", "7d$"), ("1e3s", ONE),
    ("7D", "write 7d$"), ("24H", "write 24h$"), ("7 d", "write 7d$"), ("7 days", "write 7d$"), ("5h ", "write 5h$"),
    ("2weeks", "write 2w$"), ("1h30m", "write 90m$"), ("1h, 30min", "write 90m$"), ("1.5h", "write 90m$"),
    ("0.5d", "write 12h$"), ("1.0d", "write 1d$"), ("0.3s", "7d$"), ("3651 days", "7d$"), ("0 days", "7d$"),
    ("1y", "write days"), ("3 months", "write days"), ("1mo", "write days"),
    ("0d", "at least 1"), ("000s", "at least 1"), ("07d", "no leading zero: write 7d$"),
    ("3651d", "at most 10 years"), ("522w", "at most 10 years"), ("315360001s", "at most 10 years"),
    ("9" * 5000 + "d", "at most 10 years"), ("9" * 5000, "says its unit"), ("9" * 5000 + "days", ONE), ("1d" * 40, ONE),
    (LONGEST + 1, "at most 10 years"), (-1, "not negative"), (True, ONE), (False, ONE), (1.5, ONE), (None, ONE),
    ([], ONE),
]  # fmt: skip


@pytest.mark.parametrize(("value", "length"), GOOD)
def test_a_duration_has_a_length(value: str | int, length: int) -> None:
    assert reason(value) is None
    assert seconds(value) == length


@pytest.mark.parametrize(("value", "told"), BAD, ids=lambda value: repr(value)[:20])
def test_what_is_none_is_told_how_to_be_written(value: object, told: str) -> None:
    wrong = reason(value)
    assert wrong is not None
    assert wrong.endswith(told[:-1]) if told.endswith("$") else told in wrong, wrong
    assert len(wrong) < 200 and wrong.isprintable()
    with pytest.raises(ValueError):
        seconds(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("length", "text"),
    [(0, "0s"), (1, "1s"), (90, "90s"), (60, "1m"), (5400, "90m"), (3600, "1h"), (129600, "36h"), (86400, "1d"),
     (604800, "7d"), (1209600, "14d"), (86401, "86401s"), (LONGEST, "3650d")],
)  # fmt: skip
def test_a_length_is_said_in_the_largest_unit_that_divides_it(length: int, text: str) -> None:
    assert said(length) == text


@given(number=st.integers(1, LONGEST), unit=st.sampled_from(sorted(UNITS)))
def test_what_is_said_reads_back(number: int, unit: str) -> None:
    text = f"{number}{unit}"
    if number * UNITS[unit] > LONGEST:
        assert reason(text) is not None
    else:
        assert seconds(said(seconds(text))) == seconds(text) == number * UNITS[unit]
