"""Somebody new: from the opened desk to an answer in the plan, by nothing but what stands on the screen.

Nothing here knows a key. What to press is read where it stands: in the line of keys at the foot, or in a sentence that
names a key and says what it does. So the walk fails when a screen no longer says how it goes on.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.desk.busy import PLAN_FILE, WORDS, busy
from tests.desk.seats import NARROW, WIDE, Seat, place, sat, seat

NAMES = {"⏎": "enter", "Enter": "enter", "Escape": "escape", "esc": "escape", "/": "slash", "?": "question_mark"}
SAID = "counted all of them, 12 have one part"


class New:
    """They read, and do what it says."""

    def __init__(self, one: Seat) -> None:
        self.one = one

    def foot(self, title: str) -> str:
        """The key beside a title at the foot of the screen."""
        keys = self.one.lines()[-1].partition("▏")[0]
        found = re.search(rf"(\S+) {re.escape(title)}(?: |$)", keys)
        assert found is not None, f"the screen does not say how to {title!r}:\n{self.one.text()}"
        return NAMES.get(found[1], found[1].replace("^", "ctrl+"))

    def says(self, does: str) -> str:
        """The key that a sentence on the screen gives for it: `w writes 1 answer`, `Enter keeps it here`."""
        flat = " ".join(re.sub(r"[│█▊▎▕▏]", " ", self.one.text()).split())
        found = re.search(rf"(\S+) {re.escape(does)}", flat)
        assert found is not None, f"the screen does not say what {does!r}:\n{self.one.text()}"
        return NAMES.get(found[1], found[1])

    async def press(self, key: str) -> str:
        return await self.one.press(key)


@pytest.mark.parametrize("size", [NARROW, pytest.param(WIDE, marks=pytest.mark.later)])
def test_somebody_new_answers_what_waits_for_them(tmp_path: Path, size: tuple[int, int]) -> None:
    house = busy(tmp_path)

    async def walk() -> None:
        async with seat([place(house.made.top)], size, (*WORDS, "--as", "omar"), whose="", me="omar") as one:
            new = New(one)
            # how much waits for whom stands in one line, and what waits for them is what they see first
            assert re.search(r"1 mine [1-9]", one.text())
            first = one.rows()[0]
            assert first.split()[:2] == ["overdue", "question"]
            # the row says what is asked; the foot says how to look at it
            text = await new.press(new.foot("Open"))
            assert "what settles A1?" in text
            assert "every name has two parts" in text
            # the foot says how to answer, and how to keep it is said where it is typed
            await new.press(new.foot("Answer"))
            await one.type(SAID)
            await new.press(new.says("keeps it here"))
            # it is seen there, and the way back stands at the foot
            one.stands(SAID[:30])
            await new.press(new.foot("Back"))
            # that it is not written yet is said, and with it the key
            await new.press(new.says("writes 1 answer"))
            one.stands("settled_by", SAID[:14])
            text = await new.press(new.says("writes it into the work tree"))
            # and then who does what with it
            assert "written" in text
            assert ".guard/plans/names.yaml" in text
            assert "commit" in text
            await new.press(new.foot("Back"))
            assert one.at_queue()

    sat(walk)
    text = Path(os.fsdecode(house.made.top), os.fsdecode(PLAN_FILE)).read_text()
    assert f'A1: {{says: every name has two parts, settled_by: "omar: {SAID}"}}' in text


@pytest.mark.later
def test_every_key_is_said_where_somebody_looks_for_it(tmp_path: Path) -> None:
    """An empty screen names the next step; so does one on which nothing is theirs."""
    house = busy(tmp_path)

    async def walk() -> None:
        async with seat([place(house.made.top)], NARROW, (*WORDS, "--as", "dana"), whose="mine", me="dana") as one:
            new = New(one)
            await new.press(new.foot("Search"))
            await one.type("nothing holds this")
            one.stands("Nothing of what waits is like that.")
            await new.press(new.says("clears the search"))
            assert one.rows() != []
            await new.press(new.foot("Keys"))
            one.stands("every action by name")
            await new.press(new.foot("Back"))
            assert one.at_queue()

    sat(walk)


def test_who_has_no_key_here_is_told_so(tmp_path: Path) -> None:
    house = busy(tmp_path)

    async def walk() -> None:
        async with seat([place(house.made.top)], NARROW, WORDS, whose="mine") as one:
            new = New(one)
            one.stands("Nobody can tell who you are")
            await new.press(new.says("shows what waits for everyone"))
            assert one.rows() != []
            # they say who they are when it is first needed, and are not asked again
            await new.press(new.foot("Approve"))
            one.stands("Who are you?", "dana", "omar")
            await new.press(new.says("leaves it open"))
            assert one.at_queue()

    sat(walk)
