"""The keys: every action of the desk, and the command that does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Footer

from guard_tui.actions import ACTIONS, named, shown
from guard_tui.keymap import MOVES
from guard_tui.view import View
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from textual.app import ComposeResult


WHERE = {
    "": "everywhere",
    "queue": "in the queue",
    "question": "at a question",
    "plan": "at a plan",
    "log": "in the log",
    "write": "where answers are written",
}
MOVING = (
    ("arrows, j k", "up and down"),
    ("g G", "first and last"),
    ("space", "a page on; ctrl+u a page back"),
    ("tab", "the next part of the screen"),
    ("mouse", "a click goes to a row, another opens it; the wheel scrolls"),
    ("ctrl+p", "every action by name, and themes"),
)


class KeysScreen(View[None]):
    """Made of the same table as the bindings."""

    def compose(self) -> ComposeResult:
        yield Page(Text("keys", "bold"), id="head")
        keys = self.app.keys
        own = [(shown(keys[name]), title) for name, title in MOVES.items() if name in keys]
        sheet = Sheet().title("moving about").rows(MOVING)
        sheet = sheet.title("moving about, as you have it").rows(own) if own else sheet
        for where, title in WHERE.items():
            rows = []
            for one in ACTIONS:
                if one.where == where:
                    does = one.title + (f": {one.command}" if one.command else "")
                    rows.append((self.app.every_key(named(one)), does))
            sheet.title(title).rows(rows)
        sheet.title("another key for an action").line(
            'In ~/.config/guard/desk.json, an object of actions and keys: {"queue.search": "s", "desk.approve": "A"}'
        )
        with Scroll(id="text"):
            page = Page(id="told")
            page.show(sheet)
            yield page
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#text").focus()
