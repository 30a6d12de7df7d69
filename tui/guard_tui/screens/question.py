"""One thing that waits, in full: what is asked, the sentence in its document, the evidence, what comes of it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import SuspendNotSupported
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer

from guard_tui.actions import bindings
from guard_tui.runs import run
from guard_tui.safe import plain
from guard_tui.terminal import given_up
from guard_tui.widgets.diff import Diff
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from guard_tui.desk import Desk
    from guard_tui.queue import Item

FILES = 12  # that are named beside a question
ASKED = {"rule": "a rule", "model": "a model, which may only ask", "agent": "somebody at work", "policy": "the policy"}


class QuestionScreen(Screen[None]):
    """What the queue knows stands there at once; the rest comes as soon as guard has told it."""

    app: Desk
    BINDINGS = bindings("question")

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.told: Mapping[str, Any] = {}
        self.wrong = ""

    def compose(self) -> ComposeResult:
        yield Page(heading(self.item), id="head")
        with Horizontal(id="question"):
            with Scroll(id="words"):
                yield Page(id="asks")
                yield Page(id="comes")
                yield Page(id="evidence")
            with Scroll(id="source"):
                yield Page(id="document")
        yield Diff(id="diff")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Diff).display = False
        self.show()
        self.query_one("#words").focus()
        self.run_worker(self._read(), group="question", exclusive=True)

    def words(self) -> tuple[str, ...]:
        """The command that tells it in full."""
        return ("questions", "--waiting", self.item.data["id"], *self.item.place, *self.app.asked.words)

    async def _read(self) -> None:
        answer = await run(*self.words(), "--format", "json", cwd=self.app.folder(self.item.repository))
        try:
            self.told = json.loads(answer.out)
        except ValueError:
            self.wrong = answer.said.strip()
        if "row" not in self.told:
            self.told = {}
            self.wrong = self.wrong or answer.said.strip()
        self.show()

    def show(self) -> None:
        """All that is known by now."""
        item, told = self.item, self.told
        self.query_one("#asks", Page).show(self._asks())
        self.query_one("#document", Page).show(_document(told.get("document"), item))
        self.query_one("#evidence", Page).show(_evidence(told))
        comes = self.wrong or ("" if told else "looking...")
        self.query_one("#comes", Page).show(Sheet().lines(comes) if comes else _comes(told))

    def _asks(self) -> Sheet:
        data, told = self.item.data, self.told
        sheet = Sheet().line(data["says"], "bold").line()
        if data["quote"]:
            sheet.line(f"“{data['quote']}”", "italic").line()
        asks = told.get("asks")
        key = (self.item.repository, data["plan"] or "", data["settles"] or "")
        kept = self.app.answers.get(key, "")
        sheet.rows(
            [
                ("why", data["why"] if data["why"] != data["says"] else ""),
                ("asked by", f"{ASKED[data['asked']]}, {data['rule']}" + (f": {asks['title']}" if asks else "")),
                ("who", ", ".join(data["who"]) or "nobody who is listed can settle it"),
                ("holds", ", ".join(data["holds"])),
                ("answer", f"{kept}\n(not written yet: w writes it)" if kept else data.get("answered") or ""),
            ]
        )
        return sheet.line().line(asks["means"], "dim") if asks else sheet

    @property
    def diff(self) -> Diff:
        return self.query_one(Diff)

    def action_diff(self) -> None:
        """The change itself, or the words again."""
        shows = not self.diff.display
        self.diff.display = shows
        self.query_one("#question").display = not shows
        if shows:
            self.diff.focus()
            if not self.diff.begun:
                self.diff.read((*self.words(), "--diff", "--format", "json"), self.app.folder(self.item.repository))
        else:
            self.query_one("#words").focus()

    def action_explain(self) -> None:
        self.app.tell(("explain", self.item.data["rule"]), self.item.repository)

    def action_edit(self) -> None:
        """The document in the editor of whoever sits here."""
        path = self.item.data["path"]
        if path and not self.app.refuses("editing"):
            edit(self.app, os.path.join(self.app.folder(self.item.repository), path), self.item.data["line"] or 1)

    async def leave(self) -> None:
        """From the change to the words, from there to the queue."""
        if self.diff.display:
            self.action_diff()
        else:
            await self.app.pop_screen()


def edit(app: Desk, path: str, line: int) -> None:
    """In $VISUAL or $EDITOR; most of them take +LINE."""
    if os.path.islink(path) or not os.path.isfile(path):
        app.notify(f"{path} stands on its branch alone: check that out to edit it", markup=False)
        return
    try:
        words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        with given_up(app):
            subprocess.run([*words, f"+{line}", path], check=False)
    except (SuspendNotSupported, OSError, ValueError) as error:  # ValueError: a quotation mark that nothing closes
        app.notify(f"no editor could be opened: {error}", severity="error", markup=False)
    app.action_refresh()


def heading(item: Item) -> Text:
    data = item.data
    text = Text(f"{data['urgency']} {data['kind']}", "bold")
    text.append(
        f"  {plain(item.about)}  on {plain(data['where'])} {data['commit'][:8]}  [{data['rule']}]  {data['id']}"
    )
    return text


def _document(told: Mapping[str, Any] | None, item: Item) -> Text:
    """The lines around the sentence, those it stands in marked by more than a colour."""
    if not told:
        place = item.data["path"] or ""
        return Text(f"{plain(place)}\n" if place else "")
    text = Text(f"{plain(told['path'])}  {told['commit'][:12]}\n\n", "bold")
    for number, line in enumerate(told["lines"], told["first"]):
        inside = told["from"] <= number <= told["to"]
        text.append(f"{'>' if inside else ' '}{number:>5}  {plain(line)}\n", "bold reverse" if inside else "dim")
    return text


def _evidence(told: Mapping[str, Any]) -> Sheet:
    rows = []
    for one in told.get("evidence", ()):
        place = f"  {one['path']}" + (f":{one['line']}" if one["line"] else "") if one["path"] else ""
        rows.append((one["what"], f"{one['words']}{place}"))
    return Sheet().title("evidence").rows(rows) if rows else Sheet()


def _comes(told: Mapping[str, Any]) -> Sheet:
    """What there is to do, what an answer opens and what stays closed, what changes."""
    steps = [(one["who"], one["run"]) for one in told.get("next", ())]
    sheet = Sheet().title("what to do").rows(steps) if steps else Sheet()
    for name, title in (("opens", "what an answer opens"), ("stays", "what stays closed")):
        rows = [(one["label"], one["words"]) for one in told.get(name, ())]
        sheet = sheet.title(title).rows(rows) if rows else sheet
    files = told.get("files") or ()
    if files:
        sheet.title(f"{len(files):,} files change (d shows them)")
        sheet.rows([(one["change"], f"{one['path']}{_amount(one)}") for one in files[:FILES]])
        sheet.line(f"and {len(files) - FILES:,} more" if len(files) > FILES else "")
    return sheet


def _amount(file: Mapping[str, Any]) -> str:
    return f"  +{file['added']:,} -{file['removed']:,}" if file["added"] is not None else ""
