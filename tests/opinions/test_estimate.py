"""Prices: whole millionths, rounded up; a table that can be replaced; a name with things before and behind it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.model.inquiry import Inquiry
from guard.model.opinion import Usage
from guard.opinions.estimate import Estimate, Price, cost, estimate, most, prices, tokens

SONNET = Price(2_000_000, 10_000_000, 2_500_000, 200_000)
ROW = {"input": 1, "output": 2, "cache_write": 3, "cache_read": 4}


def test_our_table_is_one() -> None:
    table = prices()
    assert table.day == "2026-11-21"
    assert table.of("claude-sonnet-5-5") == SONNET
    assert all(one.cache_read < one.input < one.cache_write < one.output for one in table.models.values())


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("claude-sonnet-5-5-20260929", True),
        ("eu.anthropic.claude-sonnet-5-5-20260929-v1:0", True),
        ("claude-sonnet-5-5@20260929", True),
        ("claude-sonnet", False),
        ("another", False),
    ],
)
def test_a_model_is_known_wherever_it_is_asked(name: str, known: bool) -> None:
    assert (prices().of(name) == SONNET) == known


@pytest.mark.parametrize(
    ("usage", "amount"),
    [
        (Usage(), 0),
        (Usage(input=1), 2),
        (Usage(cache_read=1), 1),
        (Usage(3000, 800), 14_000),
        (Usage(25_000, 3_000), 80_000),
        (Usage(100, 100, 1000, 10_000, 50), 200 + 1000 + 2500 + 2000),
    ],
)
def test_what_tokens_cost(usage: Usage, amount: int) -> None:
    assert cost(usage, SONNET) == amount


def test_an_estimate_is_of_all_requests_and_at_most_is_more() -> None:
    asked = [Inquiry("1", b"x" * 32_000, "m"), Inquiry("2", b"x" * 3_200, "m")]
    assert tokens(asked[0].body) == 10_000
    found = estimate(asked, SONNET, 12_000)
    assert found == Estimate(
        2, 11_000, 22_000 + 50_000, most(asked[0].body, SONNET, 12_000) + most(asked[1].body, SONNET, 12_000)
    )
    assert found.most is not None and found.about is not None and found.most > found.about
    assert estimate(asked, None, 12_000) == Estimate(2, 11_000, None, None)


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text(json.dumps({"as_of": "2027-01-01", "models": {"m": ROW, "m-large": {**ROW, "input": 9}}}))
    table = prices(str(path))
    assert table.day == "2027-01-01" and table.of("the-m-large-1") == Price(9, 2, 3, 4)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"as_of": "2027-01-01"},
        {"as_of": "2027-01-01", "models": {}},
        {"as_of": 7, "models": {"m": ROW}},
        {"as_of": "2027-01-01", "models": {"": ROW}},
        {"as_of": "2027-01-01", "models": {"m": {**ROW, "input": 0.5}}},
        {"as_of": "2027-01-01", "models": {"m": {**ROW, "input": -1}}},
        {"as_of": "2027-01-01", "models": {"m": {**ROW, "input": True}}},
        {"as_of": "2027-01-01", "models": {"m": {"input": 1}}},
        {"as_of": "2027-01-01", "models": [ROW]},
    ],
    ids=str,
)
def test_a_table_that_is_none(data: object, tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text(json.dumps(data))
    with pytest.raises(GuardError) as caught:
        prices(str(path))
    assert caught.value.rule == "G813"


def test_no_table_at_all(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="No such file"):
        prices(str(tmp_path / "none"))
