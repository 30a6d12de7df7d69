"""The queue: what waits for me, for my teams, for everyone; most urgent first."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, Input

from guard_tui.actions import bindings
from guard_tui.safe import plain, plain_lines
from guard_tui.view import View
from guard_tui.waits import KINDS, WHOSE, short
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.line import Line
from guard_tui.widgets.rows import Rows, glance_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click

    from guard_tui.waits import Item

NOTHING = {
    "mine": "Nothing waits for you.\n\n{teams} shows what waits for your teams, {everyone} for everyone.",
    "teams": "Nothing waits for your teams.\n\n{everyone} shows what waits for everyone.",
    "everyone": "Nothing waits for anybody.",
}
NOBODY = (
    "Nobody can tell who you are: no key that is at hand is one person's of the policy.\n\n"
    "{everyone} shows what waits for everyone; guard triage --as NAME says who you are."
)
NONE = "Nothing of what waits is like that.\n\n{back} clears the search, {kind} chooses another kind."
EVERYONE = "{everyone} shows what waits for everyone."
KEYED = {"mine": "queue.mine", "teams": "queue.teams", "everyone": "queue.everyone"}
KEYED |= {"kind": "queue.kind", "back": "desk.back"}
LATE = 0.4  # seconds after which the keys are shown, whatever has come


class QueueScreen(View[None]):
    """The list, and beside it the row that is looked at."""

    BINDINGS = bindings("queue")
    AUTO_FOCUS: ClassVar[str] = "#rows"

    def compose(self) -> ComposeResult:
        yield Page(id="head")
        with Horizontal(id="tabs"):
            for whose in WHOSE:
                yield Page("", id=f"tab-{whose}", classes="tab")
            yield Page("", id="kind", classes="tab")
            yield Page("", id="left", classes="tab")
        find = self.app.queue.wanted.words
        yield Line(find, placeholder="words that a row holds; Enter keeps them, Escape clears them", id="search")
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield Rows(id="rows")
                yield Page(id="empty")
            with VerticalScroll(id="preview", can_focus=False):
                yield Page(id="glance")
        yield Page(id="foot")

    def on_mount(self) -> None:
        self.query_one("#search").display = bool(self.app.queue.wanted.words)
        self.call_later(self.show)
        self.set_timer(LATE, self._late)

    async def _late(self) -> None:
        """What can wait until the first rows stand there: the keys, each a part of its own, and a look for waste."""
        foot = self.query("#foot")
        if foot:
            await foot.remove()
            await self.mount(Footer())
            self.refresh_bindings()  # what it shows it is told only when that changes
            gc.freeze()
            gc.enable()

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    @property
    def item(self) -> Item | None:
        return self.rows.item

    def show(self) -> None:
        """As the queue is now."""
        if not self.is_mounted:
            return
        queue, items = self.app.queue, self.app.queue.shown
        self.query_one("#head", Page).show(self._head())
        counts = queue.counts()
        for whose in WHOSE:
            tab = self.query_one(f"#tab-{whose}", Page)
            name = {"mine": "mine", "teams": "my teams", "everyone": "everyone"}[whose]
            tab.show(f" {self.app.key(KEYED[whose])} {name} {getattr(counts, whose):,} ")
            tab.set_class(queue.wanted.whose == whose, "-on")
        self.query_one("#kind", Page).show(f" kind: {queue.wanted.kind or 'all'} ")
        self.query_one("#kind").set_class(bool(queue.wanted.kind), "-on")
        narrowed = queue.wanted.kind or queue.wanted.words
        self.query_one("#left", Page).show(f" {len(items):,} of {counts.of:,} " if narrowed else "")
        self.rows.display = bool(items)
        empty = self.query_one("#empty", Page)
        empty.display = not items
        if not items:
            empty.show(self._empty())
        self.rows.put(items)
        if items or (queue.heads and not self.app.busy):
            self.call_after_refresh(self._late)
        if items and self.focused is None:
            self.rows.focus()

    def _head(self) -> Text:
        """What is looked at, how much is overdue, and whether more is to come."""
        queue = self.app.queue
        heads = list(queue.heads.values())
        names = " and ".join(dict.fromkeys([head["me"] for head in heads if head["me"]]))
        text = Text("guard triage", "bold")
        for head in heads[:1] if len(self.app.opened.places) == 1 else ():
            text.append(f"  {plain(short(head['trusted']['ref']))} {head['trusted']['commit'][:8]}")
        if len(self.app.opened.places) > 1:
            text.append(f"  {len(self.app.opened.places)} repositories")
        text.append(f"  {plain(names)}" if names else "")
        text.append("  read-only" if self.app.opened.read_only else "")
        text.append("  looking..." if self.app.busy else "")
        answers = len(self.app.answers)
        save, more = self.app.key("desk.save"), self.app.key("queue.unlooked")
        text.append(
            f"  {save} writes {answers:,} answer{'' if answers == 1 else 's'}" if answers else "", "bold reverse"
        )
        overdue = queue.counts().overdue
        text.append(f"  {overdue:,} overdue" if overdue else "")
        text.append(f"  {len(queue.unlooked):,} not looked at ({more})" if queue.unlooked else "")
        return text

    def _empty(self) -> str:
        wrong = [reading.wrong for reading in self.app.readings if reading.wrong]
        queue, heads = self.app.queue, self.app.queue.heads.values()
        if wrong:
            return "\n".join(plain_lines("\n\n".join(wrong)))
        if self.app.busy:
            return "Looking at what waits..."
        if queue.wanted.words or queue.wanted.kind:
            return self._said(NONE)
        stranger = queue.stranger(self.app.opened.me)
        if queue.wanted.whose != "everyone" and stranger:
            return f"{stranger}.\n\n{self._said(EVERYONE)}"
        if heads and not any([head["adopted"] for head in heads]):
            return (
                "guard is not adopted here: no .guard/policy.yaml on the trusted branch, so nothing waits for anybody."
            )
        if queue.wanted.whose != "everyone" and not any([head["me"] for head in queue.heads.values()]):
            return self._said(NOBODY)
        return self._said(NOTHING[queue.wanted.whose])

    def _said(self, words: str) -> str:
        """With the keys that it names."""
        return words.format_map({name: self.app.key(key) for name, key in KEYED.items()})

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        glance = self.query_one("#glance", Page)
        glance.show(glance_of(event.item) if event.item is not None else "")
        self.query_one("#preview").display = event.item is not None
        self.refresh_bindings()

    @on(Rows.Opened)
    def _opened(self, event: Rows.Opened) -> None:
        self.app.open_item(event.item)

    def action_open(self) -> None:
        if self.item is not None:
            self.app.open_item(self.item)

    def on_click(self, event: Click) -> None:
        name = self.get_widget_at(event.screen_x, event.screen_y)[0].id or ""  # a click that came up names this screen
        if name.startswith("tab-"):
            self._whose(name.removeprefix("tab-"))
        elif name == "kind":
            self.action_kind()

    def _whose(self, whose: str) -> None:
        self.app.queue.want(self.app.queue.wanted._replace(whose=whose))
        self.show()

    def action_mine(self) -> None:
        self._whose("mine")

    def action_teams(self) -> None:
        self._whose("teams")

    def action_everyone(self) -> None:
        self._whose("everyone")

    def action_kind(self) -> None:
        wanted = self.app.queue.wanted
        kind = KINDS[(KINDS.index(wanted.kind) + 1) % len(KINDS)]
        self.app.queue.want(wanted._replace(kind=kind))
        self.show()

    def action_unlooked(self) -> None:
        """What could not be looked at, and why."""
        from guard_tui.screens.text import PageScreen

        rows = [(of or what, f"{what}: {why}" if of else why) for of, what, why in self.app.queue.unlooked]
        sheet = Sheet().rows(rows) if rows else Sheet("Everything was looked at.")
        self.app.push_screen(PageScreen("not looked at", sheet))

    @property
    def returns(self) -> bool:
        """There is a search that could be cleared."""
        return bool(self.query_one("#search").display)

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        self.set_focus(search)
        self.refresh_bindings()

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        self.app.queue.want(self.app.queue.wanted._replace(words=event.value))
        self.show()

    @on(Input.Submitted, "#search")
    def _kept(self) -> None:
        self.query_one("#search").display = bool(self.app.queue.wanted.words)
        self.rows.focus()
        self.refresh_bindings()

    def come(self) -> None:
        self.show()

    async def leave(self) -> None:
        """The search is cleared."""
        search = self.query_one("#search", Input)
        search.value = ""
        search.display = False
        self.rows.focus()
        self.refresh_bindings()
