"""Draws docs/images/desk-*.svg: screens of the desk as it draws them, nothing posed.

    python -m tests.desk.pictures            draw them again
    python -m tests.desk.pictures --check    exit 1 where one is no longer what the desk shows

The repository is the busy one of the tests: names, dates and the time that is looked at are fixed. Each picture says
with which Textual and which Rich it was drawn; with others the words are held against it, and not every byte.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterable
from html import escape, unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.desk.busy import NOW, busy
from tests.desk.seats import Seat, place, seat
from tests.desk.shots import kept

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "images"
SIZE = (120, 34)
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
DIGEST = re.compile(r"\b[0-9a-f]{8,64}\b")
REASON = "read the plan and both services that read the name"


class Picture(NamedTuple):
    """One of them: what it is called, what it shows, and how somebody comes there from the queue."""

    name: str
    title: str
    steps: Callable[[Seat], Coroutine[Any, Any, object]]
    digests: bool = False  # of records: they are others with every change of guard, and are no news


async def _queue(one: Seat) -> None:
    await one.click("names A1")


async def _question(one: Seat) -> None:
    await one.click("names A1", times=2)


async def _diff(one: Seat) -> None:
    await one.click("approval  invoices", times=2)
    await one.press("d")


async def _plan(one: Seat) -> None:
    await one.click("names A1")
    await one.press("p")


async def _signing(one: Seat) -> None:
    await one.click("approval  work")
    await one.press("y")
    await one.type(REASON)
    await one.press("enter")


async def _log(one: Seat) -> None:
    await one.press("l", "G")


PICTURES = (
    Picture("queue", "guard triage: what waits, most urgent first, and the row that is looked at", _queue),
    Picture("question", "A question in full: its document, who settles it, what an answer opens", _question),
    Picture("diff", "The change itself, both sides of it", _diff),
    Picture("plan", "A plan: its phases drawn, where each stands and for whom it waits", _plan),
    Picture("signing", "Signing: all that it comes to, then exactly the bytes that are signed", _signing),
    Picture("log", "The log: every entry, whether it counts", _log, digests=True),
)


def path_of(one: Picture) -> Path:
    return FOLDER / f"desk-{one.name}.svg"


def drawn(folder: Path, pictures: Iterable[Picture] = PICTURES) -> dict[str, str]:
    """Every picture by its name; the key of whoever sits there is at hand."""
    top, home = busy(folder).made.top, folder / "home"
    kept("omar", home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        return {one.name: asyncio.run(_drawn(one, top)) for one in pictures}


async def _drawn(one: Picture, top: bytes) -> str:
    async with seat([place(top)], SIZE, ("--as", "omar", "--now", NOW), me="omar", theme="textual-dark") as sat:
        await one.steps(sat)
        await sat.quiet()
        told = sat.text()
        return cleaned(sat.desk.export_screenshot(title="guard triage", simplify=True), one.title, told)


def cleaned(svg: str, title: str, told: str) -> str:
    """No font of another host, names that are the same in every run, its words for whoever does not see it."""
    svg = re.sub(r"\s*@font-face \{.*?\n    \}", "", svg, flags=re.S)
    svg = re.sub(r"terminal-\d+-", "desk-", svg).replace("Fira Code, monospace", FONTS)
    svg = re.sub(r"\s*<!-- Generated with Rich .*?-->", f"\n<!-- {made_with()} -->", svg)
    head, rest = svg.split("\n", 1)
    head = head.replace(">", ' role="img" aria-labelledby="title" aria-describedby="told">')
    words = f'<title id="title">{escape(title)}</title>\n<desc id="told">{escape(told)}</desc>\n'
    return f"{head}\n{words}{rest}".rstrip() + "\n"


def made_with() -> str:
    """What drew it."""
    return f"drawn with textual {version('textual')} and rich {version('rich')}"


def words_of(svg: str) -> str:
    """What it says, whatever drew it."""
    found = re.search(r'<desc id="told">(.*?)</desc>', svg, re.S)
    return unescape(found[1]) if found else ""


def same(kept: str, now: str, digests: bool = False) -> bool:
    """Every byte where the same drew it, else every word; it may be but for digests."""
    if digests:
        kept, now = [DIGEST.sub(lambda found: "0" * len(found[0]), text) for text in (kept, now)]
    return kept == now if made_with() in kept else words_of(kept) == words_of(now)


def old() -> list[str]:
    """Those that are no longer what the desk shows; drawn again where asked to."""
    with tempfile.TemporaryDirectory(prefix="guard-pictures-") as folder:
        now = drawn(Path(folder))
    found = []
    for one in PICTURES:
        kept = path_of(one).read_text() if path_of(one).exists() else ""
        if not same(kept, now[one.name], one.digests):
            found.append(one.name)
            if "--check" not in sys.argv:
                path_of(one).write_text(now[one.name])
    return found


def main(words: list[str]) -> int:
    from tests.conftest import DISTURBING, FIXED

    if words not in ([], ["--check"]):
        print(__doc__)
        return 2
    for name in DISTURBING:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="guard-home-") as home:
        os.environ.update(FIXED | {"HOME": home, "COLORTERM": "truecolor"})
        found = old()
    if words:
        print(f"old: {', '.join(found)}: python -m tests.desk.pictures" if found else "they are what the desk shows")
        return 1 if found else 0
    print(f"drawn again: {', '.join(found)}" if found else "they are what the desk shows: nothing to draw")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
