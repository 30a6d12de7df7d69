"""The plan of a branch that is still to land is drawn as it counts, and the screen says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard_tui.screens.plan import PlanScreen
from tests.desk.busy import PLAN, PLAN_FILE, WORDS, ahead, busy
from tests.desk.seats import NARROW, place, sat, seat

OMAR = (*WORDS, "--as", "omar")
SAYS = "as it counts, on main. agent/more is still to land: what it makes of the plan is in its change (d in its row)"


@pytest.mark.later
def test_a_plan_is_drawn_as_it_counts_and_that_is_said(tmp_path: Path) -> None:
    house = busy(tmp_path)
    more = PLAN.replace("version: 1", "version: 2") + "  drop: {after: {fill: backfilled}, does: [file.delete]}\n"
    ahead(house, "agent/more", {PLAN_FILE: more.encode()})

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, OMAR, me="omar", find="agent/more") as one:
            assert {item.data["where"] for item in one.desk.queue.shown} == {"agent/more"}
            text = " ".join((await one.press("p")).split())
            assert isinstance(one.desk.screen, PlanScreen)
            assert SAYS in text and "plan names version 1" in text and "0 of 2 phases" in text
            await one.press("escape", "escape", "3")
            await one.click("names A1")
            assert "still to land" not in await one.press("p")

    sat(look)
