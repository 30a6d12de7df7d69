"""The queue on the screen: whose turn, what kind, words, another row, and the place that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.acting import House
from tests.desk.seats import NARROW, SIZES, WIDE, place, sat, seat
from tests.waiting import waiting


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        yield house


@pytest.mark.parametrize("size", SIZES)
def test_what_waits_stands_there_most_urgent_first(made: House, size: tuple[int, int]) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)], size) as one:
            rows = [line for line in one.lines() if line.startswith((" overdue", " now", " later"))]
            assert len(rows) == len(one.desk.queue.shown) > 6
            presses = [line.split()[0] for line in rows]
            assert presses == sorted(presses, key=("overdue", "now", "later").index)
            assert any(["what settles A1?" in line for line in rows])

    sat(look)


def test_mine_teams_everyone_kind_and_words_narrow_it(made: House) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)], WIDE, words=("--as", "omar"), whose="mine", me="omar") as one:
            mine = len(one.desk.queue.shown)
            assert " 1 mine " in one.text()
            await one.press("3")
            every = len(one.desk.queue.shown)
            assert 0 < mine < every
            await one.press("i")
            assert {item.data["kind"] for item in one.desk.queue.shown} == {"question"}
            await one.press("i", "i", "i", "i", "i", "slash")
            assert f"  1 of {every}" in await one.type("two parts")
            assert [item.data["settles"] for item in one.desk.queue.shown] == ["A1"]
            assert f" of {every}" not in await one.press("enter", "escape")
            assert len(one.desk.queue.shown) == every
            await one.press("1")
            assert len(one.desk.queue.shown) == mine

    sat(look)


def test_nothing_is_hidden_because_nobody_can_tell_who_looks(made: House) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)], whose="") as one:
            assert one.desk.queue.wanted.whose == "everyone"
            assert "Nobody can tell who you are" in await one.press("1")

    sat(look)


def test_who_looks_at_a_row_goes_on_looking_at_it(made: House) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)], NARROW) as one:
            await one.press("j", "j", "j")
            item = one.desk.looked_at
            assert item is not None
            made.branch("another/hotfix", {b"src/users/other.py": b"b\n"}, "one more")
            await one.press("r")
            assert one.desk.looked_at is not None
            assert one.desk.looked_at.key == item.key
            assert any([row.data["where"] == "another/hotfix" for row in one.desk.queue.shown])

    sat(look)


def test_a_click_goes_to_a_row_and_another_opens_it(made: House) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)], WIDE) as one:
            await one.click("split-name A3")
            assert one.desk.looked_at is not None
            assert one.desk.looked_at.data["settles"] == "A3"
            assert "[G421]" in await one.click("split-name A3")

    sat(look)


def test_why_there_is_nothing_to_see_is_said(tmp_path: Path) -> None:
    async def look() -> str:
        async with seat([place(str(tmp_path))]) as one:
            return one.text()

    assert "not a git repository" in sat(look)
