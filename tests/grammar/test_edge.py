"""Edges: the short and the long spelling of one condition, and what is told about everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.grammar.duration import LONGEST
from guard.grammar.edge import FACTS, Edge, edge_from, long_form, meets, reason, said, strict

NONE = {"remaining": 0}
# value, canonical form, shortest spelling
GOOD: list[tuple[object, dict[str, object], str]] = [
    ("complete", {"fact": "complete", "soak": 0}, "complete"),
    ("deployed", {"fact": "deployed", "soak": 0}, "deployed"),
    ("rehearsed", {"fact": "rehearsed", "soak": 0}, "rehearsed"),
    ("deployed 7d", {"fact": "deployed", "soak": 604800}, "deployed 7d"),
    ("deployed 24h", {"fact": "deployed", "soak": 86400}, "deployed 1d"),
    (" deployed   1w ", {"fact": "deployed", "soak": 604800}, "deployed 7d"),
    ("complete 90s", {"fact": "complete", "soak": 90}, "complete 90s"),
    ("deployed env=staging", {"fact": "deployed", "soak": 0, "env": "staging"}, "deployed env=staging"),
    ("deployed 1h env=eu-1", {"fact": "deployed", "soak": 3600, "env": "eu-1"}, "deployed 1h env=eu-1"),
    ("backfilled", {"fact": "backfilled", "soak": 0, "expect": NONE}, "backfilled"),
    ("backfilled remaining=0", {"fact": "backfilled", "soak": 0, "expect": NONE}, "backfilled"),
    ("drained 2d", {"fact": "drained", "soak": 172800, "expect": NONE}, "drained 2d"),
    ("drained remaining=12", {"fact": "drained", "soak": 0, "expect": {"remaining": 12}}, "drained remaining=12"),
    ("drained 1s remaining=3 env=qa",
     {"fact": "drained", "soak": 1, "env": "qa", "expect": {"remaining": 3}}, "drained 1s env=qa remaining=3"),
    ({"fact": "deployed"}, {"fact": "deployed", "soak": 0}, "deployed"),
    ({"fact": "deployed", "soak": 0}, {"fact": "deployed", "soak": 0}, "deployed"),
    ({"fact": "deployed", "soak": "7d"}, {"fact": "deployed", "soak": 604800}, "deployed 7d"),
    ({"env": "qa", "fact": "deployed", "soak": 60},
     {"fact": "deployed", "soak": 60, "env": "qa"}, "deployed 1m env=qa"),
    ({"fact": "deployed", "expect": {}}, {"fact": "deployed", "soak": 0}, "deployed"),
    ({"fact": "drained", "expect": {}}, {"fact": "drained", "soak": 0, "expect": NONE}, "drained"),
    ({"fact": "drained", "expect": {"remaining": 2**53}},
     {"fact": "drained", "soak": 0, "expect": {"remaining": 2**53}}, f"drained remaining={2**53}"),
]  # fmt: skip
ALL = "complete, deployed, backfilled, drained, rehearsed"
BAD: list[tuple[object, str]] = [
    ("", f"begins with a fact: write one of {ALL}"), ("  ", "begins with a fact"),
    ("7d", f"7d is no fact: write one of {ALL}"),
    ("deploy 7d", "deploy is no fact: did you mean deployed?"), ("Deployed", "did you mean deployed?"),
    ("deployed7d", "did you mean deployed?"), ("backfill", "did you mean backfilled?"),
    ("drain", "did you mean drained?"),
    ("completed", "did you mean complete?"), ("rehersed", "did you mean rehearsed?"),
    ("deployed\u00a07d", "deployed\\u00a07d is no fact"),
    ("deployed\t7d", "deployed\\x097d is no fact"), ("deployed,7d", "is no fact"),
    ("deployed 7", "the soak: a duration in text says its unit"),
    ("deployed 0d", "the soak: a duration in text is at least 1"),
    ("deployed 7days", "write 7d"), ("deployed 1y", "write days"), ("deployed 11000d", "at most 10 years"),
    ("deployed soon", "soon is neither a soak, such as 7d, nor KEY=VALUE"), ("backfilled remaining", "nor KEY=VALUE"),
    ("deployed 7d 8d", "8d is out of place"),
    ("drained remaining=0 7d", "7d is out of place: a soak stands once, right after the fact"),
    ("deployed soak=7d", "without their names"), ("deployed fact=drained", "without their names"),
    ("deployed remaining=0", "evidence that something is deployed carries no remaining"),
    ("drained left=0", "carries no left: drained knows remaining"),
    ("drained remaining=0 remaining=0", "says remaining once"),
    ("deployed env=a env=b", "says env once"), ("drained remaining=", "plain digits"),
    ("drained remaining=-1", "plain digits"),
    ("drained remaining=00", "plain digits"), ("drained remaining=1_0", "plain digits"),
    ("drained remaining=٣", "plain digits"),
    ("drained remaining=0.5", "plain digits"), (f"drained remaining={2**53 + 1}", "whole number from 0"),
    ("drained remaining==0", "plain digits"), ("deployed env=", "env is the name"),
    ("deployed env=Prod", "env is the name"),
    ("deployed env=1a", "env is the name"), ("deployed env=a_b", "env is the name"),
    ("deployed env=" + "a" * 64, "env is the name"),
    ("deployed " + "x" * 5000, "an edge is FACT"), ("x" * 200, "is no fact"),
    ({}, "begins with a fact"), ({"soak": 5}, "begins with a fact"), ({"fact": "deploy"}, "did you mean deployed?"),
    ({"fact": 5}, "begins with a fact"), ({"fact": ["deployed"]}, "begins with a fact"),
    ({"fact": "deployed", "soka": 1}, "no key soka: did you mean soak?"),
    ({"fact": "deployed", "x" * 5000: 1}, "no key xxx"),
    ({"fact": "deployed", 5: 1}, "no key 5"),
    ({"fact": "deployed", "soak": True}, "the soak:"), ({"fact": "deployed", "soak": None}, "the soak:"),
    ({"fact": "deployed", "soak": -1}, "not negative"), ({"fact": "deployed", "soak": LONGEST + 1}, "at most 10 years"),
    ({"fact": "deployed", "env": None}, "env is the name"), ({"fact": "deployed", "env": 5}, "env is the name"),
    ({"fact": "drained", "expect": []}, "a mapping of numbers"),
    ({"fact": "drained", "expect": None}, "a mapping of numbers"),
    ({"fact": "drained", "expect": {"remaining": True}}, "whole number"),
    ({"fact": "drained", "expect": {"remaining": "0"}}, "whole number"),
    ({"fact": "drained", "expect": {"remaining": -1}}, "whole number"),
    ({"fact": "drained", "expect": {"rows": 0}}, "carries no rows"),
    (None, "an edge is FACT"), (5, "an edge is FACT"), (["deployed"], "an edge is FACT"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "long", "short"), GOOD, ids=lambda value: str(value)[:40])
def test_an_edge_has_one_long_and_one_shortest_form(value: object, long: dict[str, object], short: str) -> None:
    assert reason(value) is None
    assert long_form(value) == long
    assert said(long) == short
    assert long_form(long) == long_form(short) == long


@pytest.mark.parametrize(("value", "told"), BAD, ids=lambda value: repr(value)[:40])
def test_what_is_none_is_told_how_to_be_written(value: object, told: str) -> None:
    wrong = reason(value)
    assert wrong is not None
    assert told in wrong, wrong
    assert len(wrong) < 250 and wrong.isprintable()
    with pytest.raises(ValueError):
        long_form(value)


def test_an_edge_as_a_value() -> None:
    assert edge_from(long_form("deployed 7d")) == Edge("deployed", 604800, None, {})
    assert edge_from({"fact": "complete"}) == Edge("complete", 0, None, {})
    assert edge_from(long_form("drained env=qa")) == Edge("drained", 0, "qa", {"remaining": 0})


def test_what_is_handed_out_is_not_shared() -> None:
    long = long_form("drained")
    edge_from(long).expect["remaining"] = 5
    assert long == long_form("drained") == {"fact": "drained", "soak": 0, "expect": {"remaining": 0}}


@pytest.mark.parametrize(
    ("edge", "wanted", "expected"),
    [
        ("deployed", "deployed", True),
        ("deployed 7d", "deployed", True),
        ("deployed 7d", "deployed 7d", True),
        ("deployed 6d", "deployed 7d", False),
        ("complete 7d", "deployed", False),
        ("deployed env=production", "deployed", True),
        ("deployed", "deployed env=production", True),
        ("deployed env=production", "deployed env=production", True),
        ("deployed env=staging", "deployed", False),
        ("deployed", "deployed env=staging", False),
        ("deployed env=staging", "deployed env=staging", True),
        ("deployed env=staging", "deployed env=qa", False),
        ("backfilled", "backfilled", True),
        ("backfilled remaining=1", "backfilled", False),
        ("backfilled remaining=4", "backfilled remaining=5", True),
        ("backfilled remaining=5", "backfilled remaining=5", True),
        ("backfilled remaining=6", "backfilled remaining=5", False),
        (f"drained remaining={2**53}", "drained", False),
        ("drained env=staging", "drained", False),
        ("drained 1h", "drained 1h", True),
    ],
)
def test_one_edge_meets_another_where_it_waits_for_as_much(edge: str, wanted: str, expected: bool) -> None:
    assert meets(edge_from(long_form(edge)), edge_from(long_form(wanted)), "production") is expected


def test_an_edge_that_counts_nothing_does_not_meet_one_that_does() -> None:
    assert not meets(Edge("drained", 0, None, {}), strict("drained"), "production")


def test_a_fact_alone_is_strict() -> None:
    assert all(strict(fact) == edge_from(long_form(fact)) for fact in FACTS)
    assert strict("deployed", 60) == edge_from(long_form("deployed 1m"))


@st.composite
def edges(draw: st.DrawFn) -> dict[str, object]:
    fact = draw(st.sampled_from(sorted(FACTS)))
    long: dict[str, object] = {"fact": fact, "soak": draw(st.integers(0, LONGEST))}
    if draw(st.booleans()):
        long["env"] = draw(st.from_regex(r"[a-z][a-z0-9-]{0,62}", fullmatch=True))
    if FACTS[fact]:
        long["expect"] = {key: draw(st.integers(0, 2**53)) for key in FACTS[fact]}
    return long


@given(long=edges())
def test_what_is_said_reads_back(long: dict[str, object]) -> None:
    assert long_form(long) == long_form(said(long)) == long
