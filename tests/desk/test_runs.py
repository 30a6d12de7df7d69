"""Guard's commands beside the desk: one that nobody waits for any more ends at once, with all that it has begun."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from guard_tui.runs import begin, followed, run
from tests.desk.hanging import SOON, Hanging


async def left(git: Hanging, does: Callable[[], Awaitable[object]]) -> None:
    """Begun, and then whoever asked is gone."""
    with git.heard() as heard:
        asking = asyncio.ensure_future(does())
        await heard.begun()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(asking, SOON)
        await heard.ended()


def test_nothing_of_what_was_asked_stays_behind(tmp_path: Path) -> None:
    git = Hanging(tmp_path)
    words = ("plan", "status", "--git", str(git.path))

    async def asks() -> object:
        return await run(*words, cwd=str(tmp_path))

    async def follows() -> object:
        return await followed(begin(words, str(tmp_path)), lambda line: None)

    for does in (asks, follows):
        asyncio.run(left(git, does))
