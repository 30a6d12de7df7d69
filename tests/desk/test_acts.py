"""What is signed at the desk is asked for under the same documents, branch and time as the desk was opened with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guard.commands import approve
from guard.commands.plan import answer, status
from guard_tui.acts import Act
from guard_tui.plain import OWN, acts
from guard_tui.reading import standing
from guard_tui.screens.text import TextScreen
from guard_tui.waits import Item
from tests.desk.busy import WORDS, busy
from tests.desk.seats import NARROW, place, sat, seat

LOOKS = ("--as", "omar", "--plan", "names", "--trust", "/rules", "--trusted", "main", "--now", "2026-03-01T08:00:00Z")
UNDER = LOOKS[4:]


def test_what_every_command_takes_is_told_from_the_rest() -> None:
    assert standing((*LOOKS, "--no-branches")) == UNDER
    assert standing(("--no-branches",)) == ()


def test_a_landing_is_approved_on_the_branch_that_its_row_names() -> None:
    act = Act("approve", ("abc", "--trusted", "abc~"), unplanned=True)
    asked = approve.parser().parse_args(list(act.asked("omar", "looked at it", "/request", UNDER))[1:])
    assert (asked.trusted, asked.trust, asked.now) == ("abc~", "/rules", UNDER[-1])
    assert (asked.unplanned, asked.name, asked.request) == ("looked at it", "omar", "/request")


def test_without_a_screen_as_well() -> None:
    data: dict[str, Any] = {"plan": "names", "settles": "A1", "run": "", "lands": False, "rule": "G421", "id": "0" * 12}
    found = dict(acts(Item("", data), UNDER))
    asked = answer.parser().parse_args(list(found["answer it"])[2:])
    assert (asked.trusted, asked.trust, asked.now) == ("main", "/rules", UNDER[-1])
    assert found["answer it"][-1] == f"A1={OWN}"
    asked = status.parser().parse_args(list(found["where the plan stands"])[2:])
    assert (asked.trusted, asked.trust, asked.now) == ("main", "/rules", UNDER[-1])


@pytest.mark.later
def test_the_log_is_told_of_the_branch_that_the_desk_was_opened_with(tmp_path: Path) -> None:
    """Not of the one that guard would choose; every word of the log that the desk runs takes that."""
    house = busy(tmp_path)
    words = ("--trusted", "refs/heads/main")

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, (*words, "--as", "omar", *WORDS), me="omar") as one:
            assert one.desk.looking_at_log == words
            await one.press("l", "G")
            for key, word in (("v", "verify"), ("enter", "show")):
                await one.press(key)
                view = one.desk.screen
                assert isinstance(view, TextScreen)
                assert view.words[:2] == ("log", word) and view.words[-2:] == words
                one.stands(f"guard log {word}", "--trusted refs/heads/main")
                await one.press("escape")
            await one.press("f")
            assert one.desk.screen.words == ("log", "sync", *words)  # type: ignore[attr-defined]

    sat(look)
