"""The editor of whoever sits at the desk: whatever its command says, the desk stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.seats import place, sat, seat
from tests.waiting import waiting


@pytest.mark.later
@pytest.mark.parametrize("command", ['vi "', "/nowhere/editor --wait"])
def test_an_editor_that_cannot_be_begun_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("VISUAL", command)

    async def look(top: bytes) -> None:
        async with seat([place(top)]) as one:
            await one.click("split-name A1")
            await one.press("enter")
            one.stands("[G421]")
            await one.press("e")
            one.stands("no editor could be opened")

    with waiting(capsys, tmp_path, monkeypatch) as house:
        house.made.git("reset", "--quiet", "--hard")
        sat(lambda: look(house.made.top))
