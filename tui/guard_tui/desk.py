"""The desk: an application of a few screens over what guard's commands say."""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import on
from textual.app import SystemCommand

from guard_tui.actions import ACTIONS, bindings, named
from guard_tui.keymap import keymap
from guard_tui.reading import Reading, standing
from guard_tui.runs import there
from guard_tui.screens.queue import QueueScreen
from guard_tui.settling import Came, Settling
from guard_tui.view import View
from guard_tui.waits import Queue, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.screen import Screen

    from guard_tui.opened import Opened
    from guard_tui.waits import Item

OF_A_ROW = ("copy", "plan")
ENDING = (signal.SIGTERM, signal.SIGHUP)
WATCH = "\0watch"  # no repository is called so
EVERY = 2.0  # seconds between two looks at whether something has moved
FRAME = 1 / 60  # seconds; what comes within is drawn at once


class Desk(Settling):
    """What waits, one decision at a time."""

    CSS_PATH = "desk.tcss"
    TITLE = "guard triage"
    BINDINGS = bindings("")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  as Textual has them
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, opened: Opened, readings: Sequence[Reading] | None = None, queue: Queue | None = None) -> None:
        super().__init__(opened, queue or Queue())
        looks = (opened.words, self.queue, lambda: None, opened.me)
        self.readings = tuple(readings or [Reading(one, *looks) for one in opened.places])
        self.due = False  # what has come is still to be drawn
        self._drawn = 0.0  # when that was done last
        self._said = False  # that nobody is called so
        for reading in self.readings:
            reading.told = self._told
        self.queue.want(Wanted(opened.whose or "mine", opened.kind, opened.find))

    def get_default_screen(self) -> QueueScreen:
        return QueueScreen()

    def on_mount(self) -> None:
        self.keys, wrong = keymap()
        self.set_keymap(self.keys)
        if wrong:
            self.notify(wrong, title="keys", severity="warning", markup=False)
        if self.opened.theme in self.available_themes:
            self.theme = self.opened.theme
        for reading in self.readings:
            self.run_worker(reading.look(), group=reading.place.name, exit_on_error=False)
        self.set_interval(EVERY, self._watch)
        for number in ENDING:  # whoever ends it gets back the terminal as it was
            asyncio.get_running_loop().add_signal_handler(number, self.exit, 128 + number)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action that can be done here, by its name; of Textual's own the themes, the others have theirs here."""
        yield from [one for one in super().get_system_commands(screen) if one.title == "Theme"]
        for one in ACTIONS:
            at = screen if hasattr(screen, f"action_{one.id}") else None if one.where else self
            if at is not None and hasattr(at, f"action_{one.id}") and self._can(one.id, screen):
                yield SystemCommand(
                    one.title, f"{self.every_key(named(one))}  {one.command}", partial(self._does, one.id, screen)
                )

    async def _does(self, name: str, screen: Screen[object]) -> None:
        at = screen if hasattr(screen, f"action_{name}") else self
        await self.run_action(name, default_namespace=at)

    def _told(self) -> None:
        """A reading tells something: all of a frame is drawn together, and nothing once the desk is left."""
        if self.due or not self.is_running:
            return
        self.due = True
        wait = self._drawn + FRAME - monotonic()
        if wait > 0:
            self.set_timer(wait, self._come)
        else:
            self.call_next(self._come)

    @on(Came)
    def _come(self) -> None:
        """Shown on every screen that it is on."""
        self.due, self._drawn = False, monotonic()
        heads = self.queue.heads.values()
        if not self.opened.whose and heads and not any([head["me"] for head in heads]):
            self.queue.want(self.queue.wanted._replace(whose="everyone"))  # nothing is hidden because nobody can tell
            self.opened = self.opened._replace(whose="everyone")
        for view in self.views:
            view.come()
        stranger = "" if self.busy or self._said else self.queue.stranger(self.opened.me)
        if stranger:
            self._said = True
            self.notify(stranger, title="--as", severity="warning", markup=False)

    @property
    def busy(self) -> bool:
        """Something is being looked at."""
        return any([reading.busy for reading in self.readings])

    def _watch(self) -> None:
        if not any([one.group == WATCH and not one.is_finished for one in self.workers]):
            self.run_worker(self._watched(), group=WATCH)

    async def _watched(self) -> None:
        """Files are looked at beside the screen: a slow disk would hold it up."""
        for reading in self.readings:
            if await asyncio.to_thread(reading.moved):
                self.look(reading)

    def look(self, reading: Reading) -> None:
        self.run_worker(reading.look(), group=reading.place.name, exit_on_error=False)

    def reading(self, repository: str) -> Reading:
        """What looks at it."""
        return next(one for one in self.readings if one.place.name == repository)

    def folder(self, repository: str) -> str:
        """Where a repository is."""
        return next(one.folder for one in self.opened.places if one.name == repository)

    def action_refresh(self) -> None:
        """What waits, and what the screens tell that have asked for more."""
        for reading in self.readings:
            self.look(reading)
        for view in self.views:
            view.again()

    async def action_back(self) -> None:
        """Where somebody came from; a screen may have its own way."""
        if self.view is not None:
            await self.view.leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done here: of what is looked at nothing where nothing is, and back where there is a way."""
        return self._can(action, self.screen)

    def _can(self, action: str, screen: Screen[object]) -> bool:
        view = screen if isinstance(screen, View) else None
        if action == "back":
            return view is None or view.returns
        item = view.item if view is not None else None
        return (item is not None if action in OF_A_ROW else True) and self.able(action, item)

    def action_copy(self) -> None:
        """The command of what is looked at, for a terminal elsewhere."""
        item = self.looked_at
        if item is not None:
            run = there(item.data["run"], self.folder(item.repository) if item.repository else "")
            self.copy_to_clipboard(run)
            self.notify(run, title="copied", markup=False)

    @property
    def standing(self) -> tuple[str, ...]:
        """Under what every command looks: the options that all of them take."""
        return standing(self.opened.words)

    @property
    def looking_at_log(self) -> tuple[str, ...]:
        """The same for the words of `guard log`, which know no trust directory."""
        pairs = zip(self.standing[::2], self.standing[1::2], strict=True)
        return tuple([part for pair in pairs for part in pair if pair[0] in ("--trusted", "--git")])

    def tell(self, words: Sequence[str], repository: str) -> None:
        """What a command says, on a screen of its own."""
        from guard_tui.screens.text import TextScreen

        self.push_screen(TextScreen(words, repository))

    def action_plan(self) -> None:
        """The plan of what is looked at."""
        from guard_tui.screens.plan import PlanScreen

        item = self.looked_at
        if item is None or not item.data["plan"]:
            self.notify("no plan holds what is looked at", markup=False)
        else:
            data = item.data
            ahead = data["where"] if data["lands"] else ""
            self.push_screen(PlanScreen(item.repository, data["plan"], data["phase"] or "", ahead))

    def action_sync(self) -> None:
        """Bring the log here and that of the remote together."""
        item = self.looked_at
        repository = item.repository if item is not None else self.opened.places[0].name
        if not self.refuses("fetching"):
            self.tell(("log", "sync", *self.looking_at_log), repository)

    def action_help(self) -> None:
        from guard_tui.screens.keys import KeysScreen

        self.push_screen(KeysScreen())

    def action_log(self) -> None:
        """The log of the repository that is looked at."""
        from guard_tui.screens.log import LogScreen

        item = self.looked_at
        self.push_screen(LogScreen(item.repository if item is not None else self.opened.places[0].name))

    def open_item(self, item: Item) -> None:
        from guard_tui.screens.question import QuestionScreen

        self.push_screen(QuestionScreen(item))
