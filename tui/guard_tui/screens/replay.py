"""A recorded landing judged once more, step by step: why was this allowed, and does it still come out the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.widgets import Footer

from guard_tui.runs import run
from guard_tui.safe import plain
from guard_tui.view import View
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.listing import Listing
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from guard_tui.widgets.listing import Cell

Step = Mapping[str, Any]
STATE = 18
SAME = {"identical": "judged once more: the same, byte by byte", "same": "judged once more: the same"}


class Steps(Listing[Step]):
    """A step of the verdict a line."""

    def key_of(self, item: Step) -> str:
        return str(item["title"])

    def cells(self, item: Step, width: int) -> Iterable[Cell]:
        dim = self.get_component_rich_style("listing--dim")
        return ((plain(item["state"]), STATE, dim), (plain(item["title"]), max(0, width - STATE), self.rich_style))


class ReplayScreen(View[None]):
    """As `guard log replay ENTRY --steps` tells it."""

    def __init__(self, repository: str, entry: Mapping[str, Any]) -> None:
        super().__init__()
        self.repository, self.entry = repository, entry

    def compose(self) -> ComposeResult:
        yield Page(Text(plain(self.entry["words"]), "bold"), id="head")
        with Horizontal(id="log"):
            yield Steps(id="steps")
            with Scroll(id="facts"):
                yield Page("judging it once more...", id="step")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Steps).focus()
        self.run_worker(self._read(), group="replay", exclusive=True)

    async def _read(self) -> None:
        which = str(self.entry["entry"]).removeprefix("sha256:")[:16]
        words = ("log", "replay", which, "--steps", "--format", "json", *self.app.looking_at_log)
        answer = await run(*words, cwd=self.app.folder(self.repository))
        try:
            record = json.loads(answer.out)["records"][0]
            steps = record["steps"]
        except (ValueError, KeyError, IndexError):
            self.query_one("#step", Page).show(Sheet().lines(answer.said))
            return
        state = SAME.get(record["state"], f"judged once more: {record['state']}")
        self.query_one("#head", Page).show(Text(f"{plain(state)}  {plain(self.entry['words'])}", "bold"))
        self.query_one(Steps).put(steps)

    @on(Steps.Moved)
    def _moved(self, event: Steps.Moved) -> None:
        if event.item is not None:
            rows = [(one["label"], one["words"]) for one in event.item["facts"]]
            self.query_one("#step", Page).show(Sheet().line(event.item["title"], "bold").line().rows(rows))
