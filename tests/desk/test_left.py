"""Whoever has had enough goes back at once, also while guard still looks; what it began for them ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_tui.acts import Act
from guard_tui.screens.sign import SignScreen
from tests.commands.acting import House
from tests.desk.hanging import SOON, Hanging
from tests.desk.seats import place, sat, seat
from tests.waiting import waiting


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        yield house


@pytest.mark.later
def test_what_would_be_signed_is_waited_for_by_nobody_who_left(made: House, tmp_path: Path) -> None:
    git = Hanging(tmp_path)

    async def look() -> None:
        async with seat([place(made.made.top)]) as one:
            one.desk.opened = one.desk.opened._replace(words=("--git", str(git.path)))
            await one.desk.push_screen(SignScreen(Act("approve", ("split-name",)), ""))
            await one.type("counted them")
            with git.heard() as heard:
                await one.pilot.press("enter")
                await heard.begun()
                assert "looking at everything once more" in one.text()
                await asyncio.wait_for(one.press("escape"), SOON)
                assert one.at_queue()
                await heard.ended()

    sat(look)
