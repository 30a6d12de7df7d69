"""An answer to an assumption, in a person's own words; and all that were gathered, written into the plans together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Input

from guard_tui.actions import bindings
from guard_tui.runs import command, run
from guard_tui.safe import plain, plain_lines
from guard_tui.view import View
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.line import Line
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from guard_tui.desk import Desk
    from guard_tui.runs import Answer
    from guard_tui.waits import Item

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
        self.about = item
        self.before = before

    def compose(self) -> ComposeResult:
        data = self.about.data
        with Vertical(id="box"):
            yield Page(Text(f"{plain(data['plan'])} {plain(data['settles'])}", "bold"))
            yield Page(Text(f"“{plain(data['quote'])}”", "italic"), id="quote")
            yield Page(HOW, classes="hint")
            yield Line(self.before, placeholder="what was looked at, and what it showed", id="answer", max_length=500)
            with Horizontal(classes="buttons"):
                yield Button("Keep it", id="keep", compact=True)
                yield Button("Leave it as it was", id="leave", compact=True)

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#answer"))

    @on(Input.Submitted)
    @on(Button.Pressed, "#keep")
    def _kept(self) -> None:
        self.dismiss(" ".join(self.query_one("#answer", Line).value.split()))

    @on(Button.Pressed, "#leave")
    def key_escape(self) -> None:
        self.dismiss(None)


class WriteScreen(View[bool]):
    """What will be written, and which approvals it makes stale; then it is written, and the commit is the person's."""

    BINDINGS = bindings("write")

    def __init__(self, answers: dict[Key, str]) -> None:
        super().__init__()
        self.plans: dict[tuple[str, str], list[str]] = {}
        for (repository, plan, name), said in sorted(answers.items()):
            self.plans.setdefault((repository, plan), []).append(f"{name}={said}")
        self.shown: dict[tuple[str, str], str] = {}  # by which what stands on the screen is known again
        self.able = False

    def compose(self) -> ComposeResult:
        yield Page(
            Text(f"answers for {', '.join([plain(plan) for _, plan in self.plans])}, as they would be written", "bold"),
            id="head",
        )
        with Scroll(id="written"):
            yield Page("looking...", id="told")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#written").focus()
        self.run_worker(self._read(), group="write", exclusive=True)

    def words(self, repository: str, plan: str, *more: str) -> tuple[str, ...]:
        me = self.app.me(repository)
        who = ("--as", me) if me else ()
        # what stood there before is seen in the difference, which is shown before anything is written
        answers = self.plans[repository, plan]
        return ("plan", "answer", plan, *answers, *who, "--replace", *self.app.standing, *more)

    async def _read(self) -> None:
        """All of it tried first, so that all is written or nothing is."""
        sheet, self.able = Sheet(), True
        for repository, plan in self.plans:
            words = self.words(repository, plan, "--dry-run", "--format", "json")
            answer = await run(*words, cwd=self.app.folder(repository))
            told = _told(answer)
            if answer.code != 0 or "diff" not in told:
                self.able = False
                _refused(sheet.line(f"{plan} cannot be written:", "bold"), told, answer)
            else:
                self.shown[repository, plan] = told["shown"]
                _written(sheet, told)
        write, back = self.app.key("write.write"), self.app.key("desk.back")
        able = f"{write} writes it into the work tree; the commit is yours."
        sheet.line(able if self.able else f"{back} goes back.", "bold")
        self.query_one("#told", Page).show(sheet)

    def action_write(self) -> None:
        """Into the work tree, once; whoever leaves meanwhile keeps nothing from being written whole."""
        if self.able and not self.app.refuses("writing"):
            self.able = False
            self.app.run_worker(self._write(), group="writing")

    async def _write(self) -> None:
        sheet = Sheet()
        for repository, plan in self.plans:
            words = self.words(repository, plan)
            as_read = ("--shown", self.shown[repository, plan], "--format", "json")
            answer = await run(*words, *as_read, cwd=self.app.folder(repository))
            sheet.line(command(words), "bold")
            if answer.code == 0:
                _done(sheet, answer.out)
            else:
                _refused(sheet, _told(answer), answer)
            if answer.code == 0:
                for name in [one.partition("=")[0] for one in self.plans[repository, plan]]:
                    self.app.answers.pop((repository, plan, name), None)
        if self.is_attached:
            self.query_one("#told", Page).show(sheet)
        self.app.action_refresh()

    async def leave(self) -> None:
        self.dismiss(not self.able)


def _told(answer: Answer) -> dict[str, Any]:
    """The report; nothing, where there is none."""
    try:
        told = json.loads(answer.out)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refused(sheet: Sheet, told: dict[str, Any], answer: Answer) -> None:
    """What stands against it, in words."""
    for one in told.get("refused", []):
        sheet.rows([("what", one["what"]), ("why", one["why"]), ("next", one["mend"])]).line()
    if not told.get("refused"):
        sheet.lines(answer.said.strip()).line()


def _written(sheet: Sheet, told: dict[str, Any]) -> None:
    sheet.line(told["path"], "bold")
    for line in plain_lines(told["diff"].rstrip("\n")):
        sheet.line(line, {"+": "green", "-": "red"}.get(line[:1], "dim"))
    stale = [(_who(one["who"]), f"{one['node']}: {one['run']}") for one in told["stale"]]
    sheet.title("made stale: a yes is asked for again" if stale else "no approval becomes stale").rows(stale)
    sheet.rows([("keeps", ", ".join(told["keeps"]))]).line()


def _who(names: str | list[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _done(sheet: Sheet, out: str) -> None:
    try:
        told = json.loads(out)
    except ValueError:
        sheet.lines(out)
    else:
        sheet.rows([("written", told["path"]), *[(one["who"], one["run"]) for one in told["next"]]])
