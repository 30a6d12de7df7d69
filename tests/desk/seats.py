"""Somebody at the desk: its screen as text, keys and clicks on what stands there; the repository and guard are real."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from textual import _wait
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.widgets import Input

from guard_tui.desk import Desk
from guard_tui.opened import Opened
from guard_tui.reading import Place
from guard_tui.screens.queue import QueueScreen

T = TypeVar("T")
NARROW, WIDE = (80, 24), (160, 50)
SIZES = (NARROW, WIDE)
# Whether a desk is idle is asked this often; by itself Textual asks fifty times a second, and twice for every letter.
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 1 / 250, 1 / 2500
# A cursor that blinks would be another picture every half second.
Input._toggle_cursor = lambda line: None  # type: ignore[method-assign]
WHEEL, TURNS = 20, 4  # how often it is turned at most, and how far each time


class Seat:
    """The desk, opened; a person reads its screen and types."""

    def __init__(self, desk: Desk, pilot: Pilot[int]) -> None:
        self.desk, self.pilot = desk, pilot
        self.waits = True  # until what was asked for has come; else only until the screen is drawn

    async def quiet(self) -> None:
        """Until everything that was asked for has come."""
        await self.pilot.pause()
        while self.desk.due:  # what has come is drawn with the next frame
            await self.pilot.pause()
        while self.waits and any([not worker.is_finished for worker in self.desk.workers]):
            await self.desk.workers.wait_for_complete([one for one in self.desk.workers if not one.is_finished])
            await self.pilot.pause()
            while self.desk.due:
                await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, *keys: str) -> str:
        """Keys, one after the other, and what stands on the screen then."""
        for key in keys:
            await self.pilot.press(key)
            await self.quiet()
        return self.text()

    async def type(self, words: str) -> str:
        """Words into whatever takes them."""
        await self.pilot.press(*["space" if letter == " " else letter for letter in words])
        await self.quiet()
        return self.text()

    async def click(self, words: str, times: int = 1) -> str:
        """On the first place where these words stand."""
        lines = self.lines()
        y = next((at for at, line in enumerate(lines) if words in line), -1)
        assert y >= 0, f"{words!r} does not stand here:\n{self.text()}"
        await self.pilot.click(offset=(lines[y].index(words) + 1, y), times=times)
        await self.quiet()
        return self.text()

    async def click_in(self, words: str, y: int) -> str:
        """On these words in one line; -1 is the last, where the keys stand."""
        lines = self.lines()
        await self.pilot.click(offset=(lines[y].index(words) + 1, y % len(lines)))
        await self.quiet()
        return self.text()

    def stands(self, *words: str) -> None:
        """They are on the screen."""
        text = self.text()
        assert [one for one in words if one not in text] == [], text

    async def wheel_to(self, words: str) -> str:
        """Turn the wheel in the middle of the screen until they stand there."""
        for _ in range(WHEEL):
            if any([words in f"{line}  " for line in self.lines()]):
                break
            middle = (self.desk.size.width // 2, self.desk.size.height // 2)
            await self.pilot._post_mouse_events([MouseScrollDown] * TURNS, offset=middle, button=0)
            await self.quiet()
        return self.text()

    def rows(self) -> list[str]:
        """The lines of the queue."""
        return [line for line in self.lines() if line.startswith((" overdue  ", " now  ", " later  "))]

    def at_queue(self) -> bool:
        return isinstance(self.desk.screen, QueueScreen)

    def lines(self) -> list[str]:
        return [strip.text for strip in self.desk.screen._compositor.render_strips()]

    def text(self) -> str:
        """The screen, a line a line."""
        return "\n".join([line.rstrip() for line in self.lines()])


def place(top: bytes | str, name: str = "") -> Place:
    return Place(name, os.fsdecode(top))


@asynccontextmanager
async def seat(
    places: Sequence[Place], size: tuple[int, int] = NARROW, words: Sequence[str] = (), **said: Any
) -> AsyncIterator[Seat]:
    """At the desk of these repositories, once all has come."""
    asked = Opened(tuple(places), tuple(words), said.get("whose", "everyone"), said.get("me", ""), False, "")
    asked = asked._replace(read_only=said.get("read_only", False), theme=said.get("theme", ""))
    asked = asked._replace(kind=said.get("kind", ""), find=said.get("find", ""))
    desk = Desk(asked)
    desk.animation_level = "none"
    async with desk.run_test(size=size, notifications=True) as pilot:
        one = Seat(desk, pilot)
        one.waits = said.get("waits", True)
        await one.quiet()
        yield one


def sat(does: Callable[[], Coroutine[Any, Any, T]] | Callable[[], Awaitable[T]]) -> T:
    """Run what is done at a desk."""

    async def run() -> T:
        return await does()

    return asyncio.run(run())
