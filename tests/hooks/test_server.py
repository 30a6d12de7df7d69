"""What a server says to a push: each row of two tables, and what no row can show."""

from __future__ import annotations

import pytest

from tests.hooks.pushes import REFUSED, TAKEN, Row, rules, shop


@pytest.mark.parametrize("row", TAKEN, ids=lambda row: row.name)
def test_taken(row: Row) -> None:
    with shop() as of:
        answer = of.hears(*row.push(of))
    assert answer.code == 0, answer.text
    assert row.says in answer.text


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_refused(row: Row) -> None:
    with shop() as of:
        answer = of.hears(*row.push(of))
    assert answer.code != 0
    assert tuple(rules(answer)) == row.refused, answer.text
    assert row.says in answer.text
    assert all(char == "\n" or char.isprintable() for char in answer.text)
