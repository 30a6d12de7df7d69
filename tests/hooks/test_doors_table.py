"""The table of docs/doors.md says what each door said, and nothing gets past all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hooks.doors import PAGE, TITLES, WAYS, Way, seen, written

QUICK = ("`git commit -n`", "`git merge` of another branch")  # the others: make fuzz


@pytest.mark.parametrize(
    "way", [pytest.param(way, id=way.done, marks=() if way.done in QUICK else pytest.mark.later) for way in WAYS]
)
def test_each_way_is_as_the_table_has_it(tmp_path: Path, way: Way) -> None:
    (row,) = [row for row in written() if row[:2] == way[:2]]
    assert seen(tmp_path, way) == row


def test_the_table_holds_every_way_and_every_bypass_that_is_known() -> None:
    rows = written()
    assert [row[:2] for row in rows] == [way[:2] for way in WAYS]
    assert {row[0] for row in rows} == {f"B{number:02}" for number in range(1, 13)}
    assert all([len(row) == len(TITLES) for row in rows])


def test_ci_catches_all_of_them() -> None:
    for row in written():
        assert row[-1] in ("exit 1: G101", "exit 3: G102"), row


def test_every_hook_is_on_the_page() -> None:
    from guard.model.shim import ABOUT

    text = PAGE.read_text()
    assert [name for name in ABOUT if f"`{name}`" not in text] == []
