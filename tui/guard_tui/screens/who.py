"""Who sits here, where no key at hand tells: chosen from the people of the policy. Only a signature proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from guard_tui.safe import plain
from guard_tui.widgets.facts import Page
from guard_tui.widgets.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult

    from guard_tui.widgets.listing import Cell

NAME = 20
HOW = "Enter chooses, Escape leaves it open. Only a name: who signs is told by the key."


class People(Listing[tuple[str, str]]):
    """A person a line, with their teams."""

    def key_of(self, item: tuple[str, str]) -> str:
        return item[0]

    def cells(self, item: tuple[str, str], width: int) -> Iterable[Cell]:
        name, teams = item
        dim = self.get_component_rich_style("listing--dim")
        return ((plain(name), NAME, self.rich_style), (plain(teams), max(0, width - NAME), dim))


class WhoScreen(ModalScreen[str]):
    """One name, or none."""

    def __init__(self, people: Mapping[str, Iterable[str]]) -> None:
        super().__init__()
        self.people = [(name, ", ".join(teams)) for name, teams in people.items()]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Page(Text("Who are you?", "bold"))
            yield Page(HOW, classes="hint")
            yield People(id="people")
            with Horizontal(classes="buttons"):
                yield Button("It is me", id="me", compact=True)
                yield Button("Leave it open", id="leave", compact=True)

    def on_mount(self) -> None:
        people = self.query_one(People)
        people.put(self.people)
        people.focus()

    @on(People.Opened)
    def _opened(self, event: People.Opened) -> None:
        self.dismiss(event.item[0])

    def key_enter(self) -> None:
        if not isinstance(self.focused, Button):
            self._chosen()

    @on(Button.Pressed, "#me")
    def _chosen(self) -> None:
        item = self.query_one(People).item
        self.dismiss(item[0] if item is not None else "")

    @on(Button.Pressed, "#leave")
    def key_escape(self) -> None:
        self.dismiss("")
