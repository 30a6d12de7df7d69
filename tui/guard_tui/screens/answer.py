"""An answer to an assumption, in a person's own words; and all that were gathered, written into the plans together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Input

from guard_tui.actions import bindings
from guard_tui.runs import command, run
from guard_tui.safe import plain, plain_lines
from guard_tui.widgets.facts import Page, laid

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from guard_tui.desk import Desk
    from guard_tui.queue import Item

    Key = tuple[str, str, str]

HOW = (
    "What holds, and how it was seen: a sentence of your own, such as\n"
    "  sampled 5,000 rows, 0.4 % have a single word, kept in given_name\n\n"
    "Enter keeps it here, nothing is written yet. Escape leaves it as it was. An empty line takes it back."
)


class AnswerScreen(ModalScreen[str | None]):
    """One line, kept until all are written."""

    app: Desk

    def __init__(self, item: Item, before: str) -> None:
        super().__init__()
        self.item = item
        self.before = before

    def compose(self) -> ComposeResult:
        data = self.item.data
        with Vertical(id="box"):
            yield Page(Text(f"{plain(data['plan'])} {plain(data['settles'])}", "bold"))
            yield Page(Text(f"“{plain(data['quote'])}”", "italic"), id="quote")
            yield Page(HOW, classes="hint")
            yield Input(self.before, placeholder="what was looked at, and what it showed", id="answer", max_length=500)

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        self.dismiss(" ".join(event.value.split()))

    def key_escape(self) -> None:
        self.dismiss(None)


class WriteScreen(Screen[bool]):
    """What will be written, and which approvals it makes stale; then it is written, and the commit is the person's."""

    app: Desk
    BINDINGS = bindings("write")

    def __init__(self, answers: dict[Key, str]) -> None:
        super().__init__()
        self.plans: dict[tuple[str, str], list[str]] = {}
        for (repository, plan, name), said in sorted(answers.items()):
            self.plans.setdefault((repository, plan), []).append(f"{name}={said}")
        self.able = False

    def compose(self) -> ComposeResult:
        yield Page(Text(f"answers for {len(self.plans):,} plans, as they would be written", "bold"), id="head")
        with VerticalScroll(id="written"):
            yield Page("looking...", id="told")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#written").focus()
        self.run_worker(self._read(), group="write", exclusive=True)

    def words(self, repository: str, plan: str, *more: str) -> tuple[str, ...]:
        me = self.app.asked.me or self.app.queue.me(repository)
        who = ("--as", me) if me else ()
        return ("plan", "answer", plan, *self.plans[repository, plan], *who, *more)

    async def _read(self) -> None:
        """All of it tried first, so that all is written or nothing is."""
        text, self.able = Text(), True
        for repository, plan in self.plans:
            words = self.words(repository, plan, "--dry-run", "--format", "json")
            answer = await run(*words, cwd=self.app.folder(repository))
            try:
                told = json.loads(answer.out)
            except ValueError:
                told = {}
            if answer.code != 0 or "diff" not in told:
                self.able = False
                text.append(f"{plain(plan)} cannot be written:\n", "bold")
                text.append("\n".join(plain_lines(answer.said.strip())) + "\n\n")
            else:
                text.append_text(_written(told))
        text.append(
            "\nw writes it into the work tree; the commit is yours.\n" if self.able else "\nEscape goes back.\n", "bold"
        )
        self.query_one("#told", Page).show(text)

    async def action_write(self) -> None:
        """Into the work tree."""
        if not self.able or self.app.refuses("writing"):
            return
        text, wrong = Text(), False
        for repository, plan in self.plans:
            words = self.words(repository, plan, "--format", "json")
            answer = await run(*words, cwd=self.app.folder(repository))
            wrong = wrong or answer.code != 0
            text.append(f"{plain(command(words[:-2]))}\n", "bold")
            text.append_text(_done(answer.out) if answer.code == 0 else Text(f"{plain(answer.said)}\n"))
            if answer.code == 0:
                for name in [one.partition("=")[0] for one in self.plans[repository, plan]]:
                    self.app.answers.pop((repository, plan, name), None)
        self.able = False
        self.query_one("#told", Page).show(text)
        self.app.action_refresh()

    def key_escape(self) -> None:
        self.dismiss(not self.able)


def _written(told: dict[str, Any]) -> Text:
    text = Text(f"{plain(told['path'])}\n", "bold")
    for line in plain_lines(told["diff"].rstrip("\n")):
        text.append(f"{line}\n", {"+": "green", "-": "red"}.get(line[:1], "dim"))
    stale = [
        (one["who"] if isinstance(one["who"], str) else ", ".join(one["who"]), f"{one['node']}: {one['run']}")
        for one in told["stale"]
    ]
    text.append(
        "\nmade stale: a yes is asked for again\n" if stale else "\nno approval becomes stale\n", "bold underline"
    )
    text.append_text(laid(stale))
    if told["keeps"]:
        text.append_text(laid([("keeps", ", ".join(told["keeps"]))]))
    text.append("\n")
    return text


def _done(out: str) -> Text:
    try:
        told = json.loads(out)
    except ValueError:
        return Text(f"{plain(out)}\n")
    return laid([("written", told["path"]), *[(one["who"], one["run"]) for one in told["next"]]])
