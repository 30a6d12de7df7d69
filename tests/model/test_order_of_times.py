"""Times of the log: a machine's never runs back, and no person's lies behind the next one a machine signed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.log import Entry, Revocation
from guard.model.order_of_times import timed

Told = list[tuple[str, int]]  # "m" for a machine, "p" for a person, and the time it claims


def after(told: Told) -> list[int]:
    kinds = {"m": "machine", "p": "person"}
    entries = [Entry(f"{at}", Revocation("x", who, when), kind=kinds[who]) for at, (who, when) in enumerate(told)]
    return [entry.act.at for entry in timed(entries)]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ([], []),
        ([("m", 5), ("m", 7)], [5, 7]),
        ([("m", 7), ("m", 5), ("m", 8)], [7, 7, 8]),
        ([("p", 9), ("m", 5)], [5, 5]),
        ([("p", 3), ("m", 5)], [3, 5]),
        ([("p", 9)], [9]),
        ([("m", 5), ("p", 9)], [5, 9]),
        ([("m", 5), ("p", 3), ("m", 6)], [5, 3, 6]),
        ([("p", 9), ("p", 8), ("m", 5), ("p", 9)], [5, 5, 5, 9]),
        ([("m", 7), ("p", 9), ("m", 5)], [7, 7, 7]),
    ],
)
def test_what_is_believed(told: Told, wanted: list[int]) -> None:
    assert after(told) == wanted


@given(st.lists(st.tuples(st.sampled_from("mp"), st.integers(0, 20)), max_size=12))
def test_in_order(told: Told) -> None:
    found = after(told)
    machines = [at for at, (who, _) in zip(found, told, strict=True) if who == "m"]
    assert machines == sorted(machines)
    for at, (who, claimed) in enumerate(told):
        later = [when for when, (who, _) in zip(found[at:], told[at:], strict=True) if who == "m"]
        assert found[at] == (min([claimed, *later[:1]]) if who == "p" else found[at])
        assert who == "p" or found[at] >= claimed
