"""What stands on each screen of the desk at a fixed time: in words, and line by line how it looks."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.color import Color
from rich.style import Style

from guard_tui.acts import Act
from tests.commands.acting import House
from tests.desk.seats import Seat, place, seat
from tests.signing import key

NOW = "2026-12-01T08:00:00Z"
WHY = "read it, and counted the names"


class Shot(NamedTuple):
    """A screen, and how somebody comes to it from the queue."""

    name: str
    steps: Callable[[Seat], Coroutine[Any, Any, object]]


async def _queue(one: Seat) -> None:
    await one.press("j", "j")


async def _question(one: Seat) -> None:
    await one.click("split-name A1", times=2)


async def _diff(one: Seat) -> None:
    await one.click("hotfix/login", times=2)
    await one.press("d")


async def _plan(one: Seat) -> None:
    await one.click("split-name A1")
    await one.press("p")


async def _signing(one: Seat) -> None:
    await one.click("tidy")
    await one.press("y")
    await one.type(WHY)
    await one.press("enter")


async def _attest(one: Seat) -> None:
    await one.desk.sign(Act("attest", ("backfilled", "--plan", "split-name", "--phase", "backfill", "--env", "eu")), "")


async def _log(one: Seat) -> None:
    await one.press("l")


async def _keys(one: Seat) -> None:
    await one.press("question_mark")


SHOTS = (
    Shot("queue", _queue),
    Shot("question", _question),
    Shot("diff", _diff),
    Shot("plan", _plan),
    Shot("signing", _signing),
    Shot("attest", _attest),
    Shot("log", _log),
    Shot("keys", _keys),
)


async def shot(house: House, one: Shot, size: tuple[int, int], theme: str) -> list[list[tuple[str, Style]]]:
    """The lines of it, each in runs that look the same."""
    words = ("--as", "dana", "--now", NOW)
    async with seat([place(house.made.top)], size, words, whose="everyone", me="dana", theme=theme) as sat:
        sat.desk.animation_level = "none"
        await one.steps(sat)
        await sat.quiet()
        return [runs(line) for line in sat.desk.screen._compositor.render_strips()]


def runs(line: Sequence[Any]) -> list[tuple[str, Style]]:
    """Parts of a line that look the same, put together; what is not seen of a style is left out."""
    found: list[tuple[str, Style]] = []
    for text, style, *_ in line:
        looks = _seen(style or Style())
        if found and found[-1][1] == looks:
            found[-1] = (found[-1][0] + text, looks)
        elif text:
            found.append((text, looks))
    return found


def _seen(style: Style) -> Style:
    return Style(
        color=style.color,
        bgcolor=style.bgcolor,
        bold=bool(style.bold),
        italic=bool(style.italic),
        underline=bool(style.underline),
        reverse=bool(style.reverse),
        dim=bool(style.dim),
    )


def told(lines: Sequence[Sequence[tuple[str, Style]]]) -> str:
    """As a file: the text first, then each line's runs: from which column, and how it looks."""
    text = "\n".join(["".join([part for part, _ in line]).rstrip() for line in lines])
    looks = []
    for at, line in enumerate(lines, 1):
        column, parts = 0, []
        for part, style in line:
            parts.append(f"{column}:{_words(style)}")
            column += len(part)
        looks.append(f"{at:>3} {'  '.join(parts)}")
    return f"{text}\n{'=' * 20}\n" + "\n".join(looks) + "\n"


def _words(style: Style) -> str:
    weight = [name for name in ("bold", "italic", "underline", "reverse", "dim") if getattr(style, name)]
    return " ".join([_colour(style.color), "on", _colour(style.bgcolor), *weight])


def _colour(colour: Color | None) -> str:
    if colour is None:
        return "-"
    return colour.name if colour.triplet is None else colour.triplet.hex


def kept(name: str, home: Path) -> None:
    """The key of somebody lies where people keep theirs."""
    folder = home / ".ssh"
    folder.mkdir(mode=0o700, parents=True)
    key("ed25519", name).file(folder)


def environment(patch: Any) -> None:
    """No colour is taken away, and nothing moves."""
    patch.delenv("NO_COLOR", raising=False)
    patch.setenv("TEXTUAL_ANIMATIONS", "none")
    patch.setenv("COLORTERM", "truecolor")
    assert "GUARD_THEME" not in os.environ
