"""Questions to the inventory: what is one, what it means, and why others are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.grammar.inventory_query import Query, asks, plain, query, reason
from tests.conftest import examples

ASKS: dict[str, Query] = {
    "inventory: table:users": Query("table:users", "stands"),
    "inventory:table:users": Query("table:users", "stands"),
    " inventory :  table:users ": Query("table:users", "stands"),
    "inventory: column:users.legacy_id gone": Query("column:users.legacy_id", "gone"),
    "inventory: column:users.legacy_id   gone ": Query("column:users.legacy_id", "gone"),
    "inventory: column:invoices.id type=uuid": Query("column:invoices.id", "type", "uuid"),
    "inventory: column:a.b.c type= timestamp  with time zone": Query(
        "column:a.b.c", "type", "timestamp with time zone"
    ),
    "inventory: column:a.b type=numeric(10, 2)": Query("column:a.b", "type", "numeric(10, 2)"),
    "inventory: secret:DB_PASSWORD": Query("secret:DB_PASSWORD", "stands"),
    "inventory: service:billing": Query("service:billing", "stands"),
}
ASKS_NOTHING: dict[str, str] = {
    "table:users": "begins with inventory:",
    "dana: table:users": "begins with inventory:",
    "Inventory: table:users": "begins with inventory:",
    "inventory": "begins with inventory:",
    "inventory:": "names no resource",
    "inventory: users": "kind:name",
    "inventory: sampled 5,000 rows": "kind:name",
    "inventory: column:id": "names its table first",
    "inventory: table:users there": "not there",
    "inventory: table:users is gone": "not is gone",
    "inventory: table:users Gone": "not Gone",
    "inventory: table:users type=uuid": "only a column",
    "inventory: column:a.b type=": "behind type= stands a type",
    "inventory: column:a.b type=a;b": "letters, digits",
    "inventory: column:a.b type=uu\u200bid": "letters, digits",
    "inventory: column:a.b type=" + "x" * 129: "at most 128",
    "inventory: column:a.b gone type=uuid": "not gone type=uuid",
}


@pytest.mark.parametrize("text", ASKS)
def test_asks(text: str) -> None:
    assert reason(text) is None
    assert query(text) == ASKS[text]
    assert query(plain(text)) == query(text)
    assert plain(plain(text)) == plain(text) == ASKS[text].words()


@pytest.mark.parametrize("text", ASKS_NOTHING)
def test_asks_nothing(text: str) -> None:
    assert ASKS_NOTHING[text] in str(reason(text))
    assert query(text) is None
    assert plain(text) == text


def test_who_is_asked_stands_before_the_colon() -> None:
    assert [asks(text) for text in ("inventory: x", " inventory:", "inventory", "inventories: x")] == [
        True,
        True,
        False,
        False,
    ]


@given(st.text(max_size=40))
@settings(max_examples=examples(100))
def test_any_text_is_a_question_or_says_why_it_is_none(rest: str) -> None:
    text = f"inventory:{rest}"
    assert (reason(text) is None) == (query(text) is not None)
    assert reason(plain(text)) == reason(text)
