"""Times as people read them."""

from __future__ import annotations

import pytest

from guard.grammar.moment import exact, said


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (1, "1970-01-01 00:00 UTC"), (1_800_000_059, "2027-01-15 08:00 UTC"), (1 << 60, f"{1 << 60} seconds")],
)
def test_said(seconds: int, words: str) -> None:
    assert said(seconds).startswith(words) and bool(said(seconds)) == bool(seconds)


def test_exact() -> None:
    assert exact(1_800_000_059) == "2027-01-15 08:00:59 UTC"
