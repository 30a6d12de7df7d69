"""Looking again: what stands on the screen is as it is now, not only what waits below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_tui.screens.log import Entries, LogScreen
from guard_tui.screens.plan import PlanScreen
from tests.commands.acting import House
from tests.desk.seats import place, sat, seat
from tests.waiting import OPEN, waiting

PLAN = b".guard/plans/split-name.yaml"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        yield house


@pytest.mark.later
def test_the_log_and_the_plan_are_read_once_more(made: House) -> None:
    async def look() -> None:
        async with seat([place(made.made.top)]) as one:
            await one.desk.push_screen(LogScreen(""))
            await one.quiet()
            before = len(one.desk.screen.query_one(Entries).items)
            made.machine("deployed", "split-name/expand", "--env", "production")
            await one.press("r")
            assert len(one.desk.screen.query_one(Entries).items) == before + 1

            plan = PlanScreen("", "split-name")
            await one.desk.push_screen(plan)
            await one.quiet()
            await one.press("j")
            assert plan.phase is not None
            name = plan.phase["phase"]
            text = OPEN.replace("version: 3", "version: 4", 1)
            made.land({PLAN: text.encode()}, "another version")
            await one.press("r")
            one.stands("plan split-name version 4")
            assert plan.phase["phase"] == name

    sat(look)
