"""What a person settles at the desk: answers gathered and written, acts that are signed; and who sits there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message

from guard.words import clock, moment
from guard_tui.actions import KEYS, shown
from guard_tui.acts import act_of
from guard_tui.view import View
from guard_tui.widgets.line import Line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.events import Key

    from guard_tui.acts import Act
    from guard_tui.opened import Opened
    from guard_tui.waits import Item, Queue


SETTLES = ("answer", "accept", "edit", "approve", "attest")


class Came(Message):
    """Something has come, or all of it has; of several that wait the last one is enough."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Came)


class Settling(App[int]):
    """The part of the desk that changes something; where it is read-only, nothing of it is done."""

    def __init__(self, opened: Opened, queue: Queue) -> None:
        super().__init__()
        self.opened = opened
        self.queue = queue
        self.accepts: dict[tuple[str, str], dict[str, str]] = {}  # repository, plan: questions to accept as they stand
        self.answers: dict[tuple[str, str, str], str] = {}  # repository, plan, assumption: what is still to be written
        self.keys: dict[str, str] = {}  # actions that have other keys than by themselves
        self._leaving = False

    def every_key(self, name: str) -> str:
        """The keys of an action, "queue.kind" or "desk.save", as they stand on a keyboard."""
        return shown(self.keys.get(name) or KEYS[name])

    def key(self, name: str) -> str:
        """The one that is told where a sentence names it."""
        return self.every_key(name).split()[0]

    @property
    def looked_at(self) -> Item | None:
        """The row that the screen is about."""
        return self.view.item if self.view is not None else None

    @property
    def view(self) -> View[Any] | None:
        """The screen; None while a box is over it."""
        return self.screen if isinstance(self.screen, View) else None

    @property
    def views(self) -> list[View[Any]]:
        """Every screen, the one that is seen last."""
        return [one for one in self.screen_stack if isinstance(one, View)]

    @property
    def now(self) -> int:
        """The time that is looked at; else what the clock says."""
        at = dict(zip(self.opened.words, self.opened.words[1:], strict=False)).get("--now")
        said = moment(at, "guard triage")
        return clock() if said is None else said

    def me(self, repository: str) -> str:
        """Who sits here, as far as anybody knows."""
        return self.opened.me or self.queue.me(repository)

    async def _on_key(self, event: Key) -> None:
        """A letter that was typed before its line stood there goes into that line, and is no key for anything."""
        if isinstance(self.focused, Line) and event.is_printable and event.character:
            self.focused.insert_text_at_cursor(event.character)
            event.prevent_default()

    async def knowing(self, repository: str, then: Callable[[], Awaitable[object]]) -> None:
        """Do it once it is known who sits here; nobody is asked twice."""
        people = self.queue.heads[repository]["people"] if repository in self.queue.heads else {}
        if self.me(repository) or not people:
            await then()
            return
        from guard_tui.screens.who import WhoScreen

        def told(name: str | None) -> None:
            if name:
                self.queue.called(name)
                self.post_message(Came())
                self.call_next(then)

        await self.push_screen(WhoScreen(people), told)

    def refuses(self, what: str) -> bool:
        """Nothing is written and nothing signed where the desk is only to be looked at."""
        if self.opened.read_only:
            self.notify(f"this desk is read-only: {what} is done at another one", severity="warning", markup=False)
        return self.opened.read_only

    def able(self, action: str, item: Item | None) -> bool:
        """Whether this can be done about a row: the foot of the screen names no other key."""
        if action == "save":
            return bool(self.answers)
        if action not in SETTLES:
            return True
        if item is None:
            return False  # where the desk is read-only a key says so, and is no dead one
        return bool(self._fits(action, item))

    def _fits(self, action: str, item: Item) -> object:
        data = item.data
        simply = {"answer": data["settles"], "accept": data["accepts"], "edit": data["path"]}
        return simply[action] if action in simply else act_of(data, action)

    def action_accept(self) -> None:
        """Take a question with the next yes to its plan, as it stands; or leave it out again."""
        item = self.looked_at
        if item is None or not item.data["accepts"] or self.refuses("accepting"):
            return
        data = item.data
        kept = self.accepts.setdefault((item.repository, data["plan"] or ""), {})
        word = "left out" if kept.pop(data["accepts"], None) else "accepted"
        if word == "accepted":
            kept[data["accepts"]] = data["says"]
        self.notify(
            f"{word} by your next yes to {data['plan'] or 'it'}, with the reason you give: {self.key('desk.approve')}",
            markup=False,
        )
        self.post_message(Came())

    async def action_quit(self) -> None:
        """What was gathered and not written is lost with the desk: that is said first."""
        save, yes = self.key("desk.save"), self.key("desk.approve")
        left = [f"{len(self.answers):,} not written: {save} writes"] if self.answers else []
        left += [f"questions accepted and not signed: {yes} signs"] if any(self.accepts.values()) else []
        if left and not self._leaving:
            self._leaving = True
            said = f"{'; '.join(left)}. {self.key('desk.quit')} once more leaves without."
            self.notify(said, title="answers", severity="warning", markup=False)
        else:
            self.exit()

    async def action_answer(self) -> None:
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
            self._leaving = False
            if said:
                self.answers[key] = said
            elif said is not None:
                self.answers.pop(key, None)
            for view in self.views:
                view.show()

        await self.push_screen(AnswerScreen(item, self.answers.get(key, "")), kept)

    async def action_save(self) -> None:
        """Write what was gathered into the plans."""
        from guard_tui.screens.answer import WriteScreen

        if not self.answers:
            self.notify(f"no answer is gathered yet: {self.key('desk.answer')} gives one", markup=False)
        elif not self.refuses("writing"):
            await self.knowing(next(iter(self.answers))[0], lambda: self.push_screen(WriteScreen(self.answers)))

    async def sign(self, act: Act, repository: str, about: Item | None = None) -> None:
        """Show what would be signed; it is signed there, or not."""
        from guard_tui.screens.sign import SignScreen

        def signed(done: bool | None) -> None:
            if done and self.looked_at is not None:
                self.call_later(self.run_action, "back")  # what it was about waits no longer

        if not self.refuses("signing"):
            self.clear_notifications()  # none lies over what is read there
            await self.knowing(repository, lambda: self.push_screen(SignScreen(act, repository, about), signed))

    async def _signs(self, word: str) -> None:
        """The act that what is looked at waits for."""
        item = self.looked_at
        accepts = self.accepts.get((item.repository, item.data["plan"] or ""), {}) if item is not None else {}
        act = act_of(item.data, word, tuple(accepts)) if item is not None else None
        if item is None or act is None:
            self.notify(f"what is looked at waits for no such word of yours: {word}", markup=False)
        else:
            await self.sign(act, item.repository, item)

    async def action_approve(self) -> None:
        await self._signs("approve")

    async def action_attest(self) -> None:
        await self._signs("attest")
