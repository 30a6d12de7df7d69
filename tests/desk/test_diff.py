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
    same |= {"large": None, "rest": None}
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
            assert len(one.every) == len(one.pairs) + FILES == FILES * 4  # the line that goes is beside one that comes
            assert sorted(measured) == sorted([words for _, words, _ in one.every])
            assert one.virtual_size == (111, FILES * 4)
            assert one.files == list(range(0, FILES * 4, 4))

    asyncio.run(look())


def on_screen(one: Diff) -> list[str]:
    return [one.render_line(at).text.rstrip() for at in range(one.size.height)]


def test_what_is_left_out_is_said_with_what_shows_it() -> None:
    async def look() -> None:
        async with Alone().run_test() as pilot:
            one = pilot.app.query_one(Diff)
            one.put(
                {
                    **changed("huge.txt"),
                    "lines": [],
                    "binary": True,
                    "cut": True,
                    "large": 104_857_600,
                    "rest": "git show 1",
                }
            )
            one.put({**changed("long.txt"), "cut": True, "rest": "git diff 1 2"})
            one.put({**changed("logo.png"), "lines": [], "binary": True})
            told = [words for mark, words, _ in one.every if mark == "!"]
            assert told == [
                "too large: 104,857,600 bytes, its lines are not shown here: git show 1",
                "there is more of it than is shown here: git diff 1 2",
                "binary: its lines are not shown",
            ]

    asyncio.run(look())


def test_the_edge_says_that_a_line_goes_on() -> None:
    async def look() -> None:
        async with Alone().run_test(size=(40, 10)) as pilot:
            one = pilot.app.query_one(Diff)
            one.put(changed("a.txt", "x" * 100, "y" * 38, "\u4e00" * 19 + "\u4e00"))
            await pilot.pause()
            lines = on_screen(one)
            assert lines[2] == "+ " + "x" * 37 + ">"
            assert lines[3] == "+ " + "y" * 38
            assert lines[4] == "+ " + "\u4e00" * 18 + " >"  # no half of a letter
            one.scroll_to(x=62, animate=False)
            await pilot.pause()
            assert on_screen(one)[2] == "x" * 40
            one.action_sides()
            await pilot.pause()
            assert on_screen(one)[1] == "- as it was".ljust(19) + "\u2502+ " + "x" * 17 + ">"

    asyncio.run(look())


def test_until_something_comes_it_is_looked_for() -> None:
    async def look() -> None:
        async with Alone().run_test() as pilot:
            one = pilot.app.query_one(Diff)
            assert on_screen(one)[0] == ""
            one.begun = one.looking = True
            assert on_screen(one)[:2] == ["looking...", ""]
            one.put(changed("a.txt"))
            assert on_screen(one)[0] == "modified  a.txt"

    asyncio.run(look())


def test_a_line_is_lexed_once_however_often_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    lexed: list[str] = []
    lexers = diff._lexer

    def told(path: str) -> object:
        lexed.append(path)
        return lexers(path)

    monkeypatch.setattr(diff, "_lexer", told)
    diff._lexed.cache_clear()

    async def look() -> None:
        async with Alone().run_test() as pilot:
            one = pilot.app.query_one(Diff)
            one.put(changed("a.py", *[f"name_{at} = {at}" for at in range(8)]))
            drawn = on_screen(one)
            assert len(lexed) == 9, "what goes, and what comes"
            assert on_screen(one) == drawn
            one.action_sides()
            on_screen(one)
            assert len(lexed) == 9

    asyncio.run(look())
    diff._lexed.cache_clear()
