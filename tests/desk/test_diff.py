"""A change on the screen: what a file costs does not depend on how many came before it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App, ComposeResult

from guard_tui.widgets import diff
from guard_tui.widgets.diff import Diff

FILES = 60


class Alone(App[None]):
    """A change, and nothing else."""

    def compose(self) -> ComposeResult:
        yield Diff()


def changed(path: str, *lines: str) -> dict[str, Any]:
    told = [["-", "as it was"], *[["+", line] for line in lines]]
    same = {"old_mode": "100644", "new_mode": "100644", "status": "modified", "binary": False, "cut": False}
    return {**same, "path": path, "lines": told}


def test_each_line_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    measures = diff.cell_len
    monkeypatch.setattr(diff, "cell_len", lambda words: measured.append(words) or measures(words))

    async def look() -> None:
        async with Alone().run_test() as pilot:
            one = pilot.app.query_one(Diff)
            for number in range(FILES):
                one.put(changed(f"src/{number}.py", f"line = {number}", "wide = '" + "-" * 100 * (number == 7) + "'"))
            assert len(one.lines_) == len(one.pairs) + FILES == FILES * 4  # the line that goes is beside one that comes
            assert sorted(measured) == sorted([words for _, words, _ in one.lines_])
            assert one.virtual_size == (111, FILES * 4)
            assert one.files == list(range(0, FILES * 4, 4))

    asyncio.run(look())
