"""The desk: an application of a few screens over what guard's commands say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.app import App
from textual.message import Message

from guard_tui.actions import bindings
from guard_tui.queue import Queue
from guard_tui.reading import Place, Reading
from guard_tui.screens.queue import QueueScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard_tui.queue import Item

EVERY = 2.0  # seconds between two looks at whether something has moved


class Asked(NamedTuple):
    """How the desk was opened."""

    places: tuple[Place, ...]
    words: tuple[str, ...]  # for guard questions --waiting
    whose: str  # "" where nobody said: mine, if anybody can tell who I am
    me: str  # as it was said; "" where the key at hand tells
    read_only: bool
    theme: str


class Desk(App[int]):
    """What waits, one decision at a time."""

    CSS_PATH = "desk.tcss"
    TITLE = "guard triage"
    BINDINGS = bindings("")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    ENABLE_COMMAND_PALETTE = True

    class Told(Message):
        """Something has come, or all of it has."""

    def __init__(self, asked: Asked, readings: Sequence[Reading] | None = None, queue: Queue | None = None) -> None:
        super().__init__()
        self.asked = asked
        self.queue = queue or Queue()
        self.readings = tuple(readings or [Reading(one, asked.words, self.queue, lambda: None) for one in asked.places])
        for reading in self.readings:
            reading.told = self._told
        self.answers: dict[tuple[str, str, str], str] = {}  # repository, plan, assumption: what is still to be written
        self.queue.want(self.queue.wanted._replace(whose=asked.whose or "mine"))

    def on_mount(self) -> None:
        if self.asked.theme in self.available_themes:
            self.theme = self.asked.theme
        self.push_screen(QueueScreen())
        for reading in self.readings:
            self.run_worker(reading.look(), group=reading.place.name, exit_on_error=False)
        self.set_interval(EVERY, self._watch)

    def _told(self) -> None:
        self.post_message(self.Told())

    def on_desk_told(self) -> None:
        heads = self.queue.heads.values()
        if not self.asked.whose and heads and not any([head["me"] for head in heads]):
            self.queue.want(self.queue.wanted._replace(whose="everyone"))  # nothing is hidden because nobody can tell
            self.asked = self.asked._replace(whose="everyone")
        for screen in self.screen_stack:
            if isinstance(screen, QueueScreen):
                screen.show()

    @property
    def busy(self) -> bool:
        """Something is being looked at."""
        return any([reading.busy for reading in self.readings])

    def _watch(self) -> None:
        for reading in self.readings:
            if reading.moved():
                self.look(reading)

    def look(self, reading: Reading) -> None:
        self.run_worker(reading.look(), group=reading.place.name, exit_on_error=False)

    def folder(self, repository: str) -> str:
        """Where a repository is."""
        return next(one.folder for one in self.asked.places if one.name == repository)

    def action_refresh(self) -> None:
        for reading in self.readings:
            self.look(reading)

    async def action_back(self) -> None:
        if len(self.screen_stack) > 2:
            await self.pop_screen()

    def action_copy(self) -> None:
        """The command of what is looked at, for a terminal elsewhere."""
        item = self.looked_at
        if item is not None:
            self.copy_to_clipboard(item.data["run"])
            self.notify(item.data["run"], title="copied", markup=False)

    @property
    def looked_at(self) -> Item | None:
        """The row that the screen is about."""
        item: Item | None = getattr(self.screen, "item", None)
        return item

    def refuses(self, what: str) -> bool:
        """Nothing is written and nothing signed where the desk is only to be looked at."""
        if self.asked.read_only:
            self.notify(f"this desk is read-only: {what} is done at another one", severity="warning", markup=False)
        return self.asked.read_only

    def action_answer(self) -> None:
        """Keep an answer to the assumption that is looked at."""
        item = self.looked_at
        if item is None or self.refuses("answering"):
            return
        if not item.data["settles"]:
            self.notify(
                f"no line of the plan takes an answer to this; what settles it: {item.data['run']}", markup=False
            )
            return
        from guard_tui.screens.answer import AnswerScreen

        key = (item.repository, item.data["plan"], item.data["settles"])

        def kept(said: str | None) -> None:
            if said:
                self.answers[key] = said
            elif said is not None:
                self.answers.pop(key, None)
            for screen in self.screen_stack:
                if hasattr(screen, "show"):
                    screen.show()

        self.push_screen(AnswerScreen(item, self.answers.get(key, "")), kept)

    def action_save(self) -> None:
        """Write what was gathered into the plans."""
        from guard_tui.screens.answer import WriteScreen

        if not self.answers:
            self.notify("no answer is gathered yet: a gives one", markup=False)
        elif not self.refuses("writing"):
            self.push_screen(WriteScreen(self.answers))

    def open_item(self, item: Item) -> None:
        from guard_tui.screens.question import QuestionScreen

        self.push_screen(QuestionScreen(item))
