"""Every action of the desk, by keyboard and by mouse, in a narrow terminal and in a wide one, on a real repository.

Whoever has only a mouse finds each in the line of keys, among the tabs, or in the palette that this line opens.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from guard_tui.actions import ACTIONS
from guard_tui.widgets.listing import Listing
from tests.conftest import EXAMPLES
from tests.desk.busy import WORDS, ahead, busy
from tests.desk.seats import NARROW, WIDE, Seat, place, sat, seat
from tests.records.houses import House

TABS = {"mine": "1 mine", "teams": "2 my teams", "everyone": "3 everyone", "kind": "kind:"}
TITLES = {one.id: one.title for one in ACTIONS}
KEYS = {one.id: one.keys.split(",")[0] for one in ACTIONS}


class Row(NamedTuple):
    """One action: where somebody is, and what stands on the screen afterwards."""

    action: str
    row: str  # the row of the queue that they look at
    way: tuple[str, ...]  # the actions that lead from there
    stands: tuple[str, ...]
    gone: tuple[str, ...] = ()


A1, YES, EVIDENCE = "names A1", "approval  names  ", "somebody says that work/change is comp"
FOUND = "approval of plan work"  # in the log; every other word of a way is an action
GUESS, FIRST = '"probably": the text guesses', "overdue  question  names A1"
ROWS = (
    Row("teams", A1, (), ("names A1", "the approval of plan work"), (EVIDENCE,)),
    Row("mine", A1, (), ("names A1", "the approval of plan work"), ("fceda8aa868f", EVIDENCE)),
    Row("everyone", A1, (), (EVIDENCE,)),
    Row("kind", A1, (), ("kind: question", "names A1"), ("  approval  ", "  landing  ")),
    Row("search", A1, (), ("words that a row holds",)),
    Row("unlooked", A1, (), ("not looked at", "Everything was looked at.")),
    Row("open", A1, (), ("overdue question  names A1  on main", "[G421]", "what settles A1?")),
    Row("back", A1, ("open",), ("guard triage  main", FIRST)),
    Row("copy", A1, (), ("copied", 'guard plan answer names A1="..."')),
    Row("plan", A1, (), ("plan names version 1", "owner dana", "0 of 2 phases complete", "expand", "STOP")),
    Row("graph", A1, ("plan",), ("guard plan graph names", "fill")),
    Row("show", A1, ("plan",), ("guard plan show names", "sha256:")),
    Row("diff", GUESS, ("open",), (".guard/plans/invoices.yaml", "+ plan: invoices")),
    Row("edit", A1, ("open",), ("no editor could be opened",)),
    Row("explain", A1, ("open",), ("guard explain G421", "an assumption that nothing settles")),
    Row("accept", GUESS, ("open",), ("accepted by your next yes",)),
    Row("save", A1, (), ("as they would be written", "settled_by")),
    Row("answer", A1, (), ("names A1", "What holds, and how it was seen", "“every name has two parts”")),
    Row("approve", YES, (), ("guard approve names", "Say why.", "Enter shows what would be signed")),
    Row("attest", EVIDENCE, (), ("guard attest complete --plan work --phase change", "Say why.")),
    Row("log", A1, (), ("log  ", "verified: 8 of 8 count", "record of the landing")),
    Row("verify", A1, ("log",), ("guard log verify", "8 entries")),
    Row("replay", A1, ("log",), ("judged once more: the same", "What came of it")),
    Row("revoke", A1, ("log", FOUND), ("guard revoke ", "Say why.")),
    Row("sync", A1, (), ("guard log sync",)),
    Row("help", A1, (), ("moving about", "everywhere", "Look again: guard questions --waiting")),
    Row("refresh", A1, (), ("another/branch",)),
    Row("write", A1, (), ("written", ".guard/plans/names.yaml")),
    Row("quit", A1, (), ()),
)


def test_every_action_has_its_row() -> None:
    assert sorted([row.action for row in ROWS]) == sorted([one.id for one in ACTIONS])


class Hand:
    """Somebody who does everything with one thing: the keys, or the mouse."""

    def __init__(self, one: Seat) -> None:
        self.one = one

    async def choose(self, words: str) -> None:
        """Look at the row that says so."""
        raise NotImplementedError

    async def do(self, action: str) -> str:
        raise NotImplementedError

    async def settle(self, kept: bool) -> str:
        """What is asked for in a box of its own is kept, or left as it was."""
        raise NotImplementedError


class Keyboard(Hand):
    async def choose(self, words: str) -> None:
        await self.one.press("home")
        for _ in range(len(self.one.lines())):
            listing = self.one.desk.screen.query_one(Listing)
            if words in self.one.lines()[listing.region.y + listing.cursor - listing.scroll_offset.y]:
                return
            await self.one.press("j")
        pytest.fail(f"no row says {words!r}:\n{self.one.text()}")

    async def do(self, action: str) -> str:
        return await self.one.press(KEYS[action])

    async def settle(self, kept: bool) -> str:
        return await self.one.press("enter" if kept else "escape")


class Mouse(Hand):
    async def choose(self, words: str) -> None:
        screen = self.one.desk.screen
        await self.one.click(words)
        if self.one.desk.screen is not screen:  # it was looked at before: a click more opens it
            await self.do("back")

    async def do(self, action: str) -> str:
        keys = self.one.lines()[-1].partition("▏")[0]
        if action in TABS:
            return await self.one.click(TABS[action])
        if action == "replay":  # what is looked at, once more
            return await self.one.click("record of the landing", 2)
        if f" {TITLES[action]} " in keys:
            return await self.one.click_in(f" {TITLES[action]} ", -1)
        await self.one.click_in("palette", -1)
        self.one.stands("Search for commands")
        await self.one.wheel_to(f"  {TITLES[action]}  ")
        return await self.one.click(f"  {TITLES[action]}  ")

    async def settle(self, kept: bool) -> str:
        return await self.one.click("Keep it" if kept else "Leave it as it was")


async def walked(house: House, hand: Hand, rows: Sequence[Row]) -> None:
    """One after the other at one desk; each begins and ends at the queue."""
    for row in rows:
        await hand.do("everyone")
        if row.action == "refresh":
            ahead(house, "another/branch", {b"elsewhere/other.py": b"b\n"})
        await hand.choose(row.row)
        if row.action in ("save", "write"):
            await answered(hand)
        if row.action == "write":
            one = await hand.do("save")
            assert "+  A1: {says: every name has two parts" in one.replace('"', ""), one
        for step in row.way:
            await (hand.do(step) if step in TITLES else hand.choose(step))
        hand.one.desk.clear_notifications()
        text = await hand.do(row.action)
        stands(row, text)
        hand.one.desk.clear_notifications()
        await home(hand, row.action)


def stands(row: Row, text: str) -> None:
    """What is to be there is, and the rest is not."""
    flat = " ".join(text.split())
    lacks = [words for words in row.stands if words not in text and words not in flat]
    more = [words for words in row.gone if words in text]
    if lacks or more:
        pytest.fail(f"{row.action}: not there: {lacks}; there: {more}\n{text}")


async def answered(hand: Hand) -> None:
    """Something to write: given, and kept."""
    await hand.do("answer")
    await hand.one.type("dana counted them")
    await hand.settle(kept=True)


async def home(hand: Hand, action: str) -> None:
    """To the queue, as it was."""
    one = hand.one
    if action == "quit":
        return
    if action == "kind":
        for _ in range(5):
            await hand.do("kind")
    if action == "answer":
        await hand.settle(kept=False)
    if action == "accept":  # what is accepted and not signed is not left without a word
        await hand.do("accept")
        one.desk.clear_notifications()
    for _ in range(3):
        if not one.at_queue():
            await hand.do("back")
    if action == "search":
        await hand.do("back")
    assert one.at_queue(), one.text()


def _walk(folder: Path, size: tuple[int, int], kind: type[Hand], one_in: int = 1) -> None:
    """All rows; `make test` takes one in so many of them."""
    house = busy(folder)
    rows = ROWS if EXAMPLES else [*ROWS[one_in // 2 : -1 : one_in], ROWS[-1]]

    async def look() -> None:
        async with seat([place(house.made.top)], size, (*WORDS, "--as", "omar"), me="omar") as one:
            await walked(house, kind(one), rows)
            assert not one.desk.is_running
            assert one.desk.return_code == 0

    sat(look)
    wrote = b"dana counted them" in (Path(os.fsdecode(house.made.top)) / ".guard/plans/names.yaml").read_bytes()
    assert wrote is any([row.action == "write" for row in rows])


def test_by_keyboard_in_a_narrow_terminal(tmp_path: Path) -> None:
    _walk(tmp_path, NARROW, Keyboard, 8)


@pytest.mark.later
def test_by_keyboard_in_a_wide_one(tmp_path: Path) -> None:
    _walk(tmp_path, WIDE, Keyboard)


@pytest.mark.later
def test_by_mouse_in_a_narrow_terminal(tmp_path: Path) -> None:
    _walk(tmp_path, NARROW, Mouse)


@pytest.mark.later
def test_by_mouse_in_a_wide_one(tmp_path: Path) -> None:
    _walk(tmp_path, WIDE, Mouse, 14)
