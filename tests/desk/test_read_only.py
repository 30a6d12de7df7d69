"""A desk that is only to be looked at: what would write or sign says that it does not, and nothing is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard_tui.actions import ACTIONS
from tests.conftest import EXAMPLES
from tests.desk.busy import WORDS, busy
from tests.desk.seats import WIDE, Seat, place, sat, seat

OMAR = (*WORDS, "--as", "omar")
# What writes, and where somebody is who tries it. Everything else is free.
WRITES = {
    "answer": ("home",),
    "approve": ("home",),
    "attest": ("end",),
    "sync": ("home",),
    "accept": ("home", "enter"),
    "edit": ("home", "enter"),
    "revoke": ("l", "G"),
}
LATER = {"save", "write"}  # nothing can have been gathered to write
KEYS = {one.id: one.keys.split(",")[0] for one in ACTIONS}
READS = {
    *("back", "help", "refresh", "log", "copy", "open", "mine", "teams", "everyone", "kind", "search", "unlooked"),
    *("plan", "graph", "show", "diff", "explain", "verify", "replay", "quit"),
}


def state(folder: Path) -> dict[str, bytes]:
    """All that stands in a folder; what was read already, and is kept for the next reading, aside."""
    kept = {folder / ".git/guard/cache", folder / ".git/guard/log"}
    every = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "index"]
    return {str(path): path.read_bytes() for path in every if kept.isdisjoint(path.parents)}


def test_every_action_is_of_one_kind() -> None:
    assert {one.id for one in ACTIONS} == {*WRITES, *LATER, *READS}


@pytest.mark.later
def test_what_writes_says_that_it_does_not(tmp_path: Path) -> None:
    house = busy(tmp_path)
    before = state(Path(os.fsdecode(house.made.top)))

    async def refused(one: Seat, action: str) -> None:
        await one.press(*WRITES[action])
        one.desk.clear_notifications()
        text = await one.press(KEYS[action])
        assert "this desk is read-only" in " ".join(text.replace("▌", "").split()), (action, text)
        while not one.at_queue():
            await one.press("escape")

    async def look() -> None:
        async with seat([place(house.made.top)], WIDE, OMAR, me="omar", read_only=True) as one:
            one.stands("read-only")
            for action in WRITES if EXAMPLES else ("answer", "revoke"):
                await refused(one, action)
            assert one.desk.answers == {}
            for key in ("enter", "d", "escape", "p", "g", "escape", "escape"):  # and what reads goes on
                await one.press(key)
            one.stands("what settles A1?")

    sat(look)
    after = state(Path(os.fsdecode(house.made.top)))
    assert [path for path in {*before, *after} if before.get(path) != after.get(path)] == []
