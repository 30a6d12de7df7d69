"""What moves while somebody reads it: that is said, it is read as it is now, and nothing is done about the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard_tui.screens.question import QuestionScreen
from guard_tui.screens.sign import SignScreen
from tests.desk.busy import AHEAD, NARRATIVE, PLAN, PLAN_FILE, WORDS, ahead, busy
from tests.desk.seats import NARROW, WIDE, Seat, place, sat, seat
from tests.records.houses import House

DANA = (*WORDS, "--as", "dana")
BRANCH = "agent/names"
YES = "approval  invoices"
BROUGHT = {b".guard/plans/invoices.yaml": AHEAD.encode(), b".guard/plans/invoices.md": NARRATIVE}
AMENDED = {**BROUGHT, b".guard/plans/invoices.yaml": AHEAD.replace("of their own", "that never changes").encode()}


def amended(house: House) -> str:
    """The same branch with another commit in the place of the one that was read."""
    ahead(house, BRANCH, AMENDED, b"the same, amended\n")
    return house.made.git("rev-parse", f"refs/heads/{BRANCH}").decode().strip()


async def noticed(one: Seat) -> str:
    """The desk has looked whether something moved, and at what did."""
    one.desk._watch()
    await one.quiet()
    return one.text()


@pytest.mark.later
def test_a_branch_that_is_amended_under_an_open_question_is_read_anew(tmp_path: Path) -> None:
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], WIDE, (*DANA, "--branch", BRANCH), me="dana") as one:
            await one.click(YES, 2)
            view = one.desk.screen
            assert isinstance(view, QuestionScreen)
            old = view.row.data["commit"]
            new = amended(house)
            assert new != old
            text = await noticed(one)
            assert f"{BRANCH} has moved, {old[:8]} to {new[:8]}: this is how it stands now." in text
            assert f"on {BRANCH} {new[:8]}" in text, "the head names what is read now"
            assert view.told["row"]["commit"] == new
            assert one.desk.looked_at is not None and one.desk.looked_at.data["commit"] == new
            one.desk.clear_notifications()
            await one.press("y")
            assert new[:12] in one.text() and old[:12] not in one.text()

    sat(look)


@pytest.mark.later
def test_a_change_that_is_amended_while_it_is_read_is_read_anew(tmp_path: Path) -> None:
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, DANA, me="dana") as one:
            await one.click(YES, 2)
            assert "identifier of their own" in await one.press("d")
            amended(house)
            text = await noticed(one)
            assert "identifier that never changes" in text and "of their own" not in text
            assert "has moved" in text, "also where the words are not seen"

    sat(look)


@pytest.mark.later
def test_a_question_that_waits_no_longer_says_so_and_takes_no_act(tmp_path: Path) -> None:
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], WIDE, DANA, me="dana") as one:
            await one.click(YES, 2)
            house.made.git("update-ref", "-d", f"refs/heads/{BRANCH}")
            assert "It waits no longer as it stood here" in await noticed(one)
            assert one.desk.looked_at is None
            one.desk.clear_notifications()
            for key in ("y", "o", "e"):
                await one.press(key)
                assert isinstance(one.desk.screen, QuestionScreen)
            ahead(house, BRANCH, BROUGHT, b"back again\n")
            assert "has moved" in await noticed(one)
            assert one.desk.looked_at is not None
            await one.press("escape")
            assert one.at_queue()

    sat(look)


@pytest.mark.later
def test_what_moves_while_it_is_about_to_be_signed_is_not_signed(tmp_path: Path) -> None:
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], WIDE, DANA, me="dana") as one:
            await one.click(YES)
            await one.press("y")
            view = one.desk.screen
            assert isinstance(view, SignScreen)
            await one.type("read it")
            amended(house)
            assert "has moved since it was read: nothing is signed here. Escape leaves it." in await noticed(one)
            await one.press("enter")
            assert view.request == {} and "looking" not in one.text()
            await one.press("escape", "y")
            await one.type("read it as it is now")
            assert "exactly this is signed" in await one.press("enter")

    sat(look)


@pytest.mark.later
def test_what_lands_beside_a_plan_stops_no_yes_to_it(tmp_path: Path) -> None:
    """The trusted branch moves all the time: that is said, and the yes is still to the same."""
    house = busy(tmp_path)

    async def look() -> None:
        async with seat([place(house.made.top)], WIDE, DANA, me="dana") as one:
            await one.click("names A1", 2)
            house.land("beside", {b"docs/other.md": b"other\n"})
            assert "main has moved" in await noticed(one)
            await one.press("escape")
            one.desk.clear_notifications()
            await one.click("approval  work")
            await one.press("y")
            house.land("once more", {b"docs/other.md": b"another\n"})
            assert "nothing is signed here" not in await noticed(one)
            house.land("named", {PLAN_FILE: PLAN.replace("Split the", "Part the").encode()})
            assert "nothing is signed here" not in await noticed(one)

    sat(look)
