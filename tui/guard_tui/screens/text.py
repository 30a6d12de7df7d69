"""What a command says, as it says it: for whatever has no screen of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Footer

from guard_tui.runs import command, run
from guard_tui.view import View
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class TextScreen(View[None]):
    """One command, run once."""

    def __init__(self, words: Sequence[str], repository: str) -> None:
        super().__init__()
        self.words, self.repository = tuple(words), repository

    def compose(self) -> ComposeResult:
        yield Page(Text(command(self.words), "bold"), id="head")
        with Scroll(id="text"):
            yield Page("looking...", id="told")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#text").focus()
        self.run_worker(self._read(), group="text", exclusive=True)

    async def _read(self) -> None:
        answer = await run(*self.words, cwd=self.app.folder(self.repository))
        self.query_one("#told", Page).show(Sheet().lines(answer.out + answer.err))


class PageScreen(View[None]):
    """What is known already, on a screen of its own."""

    def __init__(self, title: str, sheet: Sheet) -> None:
        super().__init__()
        self.heading, self.sheet = title, sheet

    def compose(self) -> ComposeResult:
        yield Page(Text(self.heading, "bold"), id="head")
        with Scroll(id="text"):
            page = Page(id="told")
            page.show(self.sheet)
            yield page
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#text").focus()
