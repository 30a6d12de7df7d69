"""One thing that waits, in full: what is asked, the sentence in its document, the evidence, what comes of it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.containers import Horizontal
from textual.widgets import Footer

from guard_tui.actions import bindings
from guard_tui.runs import run
from guard_tui.safe import plain
from guard_tui.terminal import edit
from guard_tui.view import View
from guard_tui.widgets.diff import Diff
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from guard_tui.waits import Item

GONE = "It waits no longer as it stood here: settled, or what it was about has moved."
FILES = 12  # that are named beside a question
ASKED = {"rule": "a rule", "model": "a model, which may only ask", "agent": "somebody at work", "policy": "the policy"}


class QuestionScreen(View[None]):
    """What the queue knows stands there at once; the rest comes as soon as guard has told it."""

    BINDINGS = bindings("question")

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.row = item  # as it was told last
        self.gone = False  # it waits no longer
        self.moved = ""  # what has moved since somebody began to read
        self.told: Mapping[str, Any] = {}
        self.wrong = ""

    @property
    def item(self) -> Item | None:
        return None if self.gone else self.row

    def compose(self) -> ComposeResult:
        yield Page(heading(self.row), id="head")
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
        self.again()

    def again(self) -> None:
        """All of it, as it is now."""
        if not self.gone:
            self.run_worker(self._read(), group="question", exclusive=True)

    def come(self) -> None:
        """Once all of a look has come: what moved meanwhile is said, and looked at as it is now."""
        if self.app.reading(self.row.repository).busy:
            return
        now = self.app.queue.of(self.row.key)
        if now is None:
            self._went()
        elif self.gone or now.data != self.row.data:
            self._came(now)

    def _went(self) -> None:
        if not self.gone:
            self.gone, self.told = True, {}
            self.moved = f"{GONE} {self.app.key('desk.back')} goes back."
            self._anew()

    def _came(self, now: Item) -> None:
        """It is another than was read: nothing that was read of the other stays on the screen."""
        old, new = self.row.data["commit"], now.data["commit"]
        self.row, self.gone, self.told = now, False, {}
        if old != new:
            self.moved = f"{now.data['where']} has moved, {old[:8]} to {new[:8]}: this is how it stands now."
        self._anew()
        self.again()

    def _anew(self) -> None:
        self.wrong = ""
        self.query_one("#head", Page).show(heading(self.row))
        self.show()
        self.diff.clear()
        if self.moved:
            self.notify(self.moved, title="moved", severity="warning", markup=False)
        if self.diff.display and not self.gone:
            self._reads()
        self.refresh_bindings()

    def words(self) -> tuple[str, ...]:
        """The command that tells it in full."""
        return ("questions", "--waiting", self.row.data["id"], *self.row.place, *self.app.opened.words)

    async def _read(self) -> None:
        answer = await run(*self.words(), "--format", "json", cwd=self.app.folder(self.row.repository))
        try:
            told = json.loads(answer.out)
        except ValueError:
            told = {}
        self.told = told if "row" in told else {}
        self.wrong = "" if self.told else answer.said.strip()
        if self.told and self.told["row"]["commit"] != self.row.data["commit"]:  # it moved after the last look
            self.told = {}
            self.app.look(self.app.reading(self.row.repository))
        self.show()

    def show(self) -> None:
        """All that is known by now."""
        item, told = self.row, self.told
        self.query_one("#asks", Page).show(self._asks())
        self.query_one("#document", Page).show(_document(told.get("document"), item))
        self.query_one("#evidence", Page).show(_evidence(told))
        comes = self.wrong or ("" if told or self.gone else "looking...")
        sheet = Sheet().lines(comes) if comes else _comes(told, self.app.key("question.diff"))
        self.query_one("#comes", Page).show(sheet)

    def _asks(self) -> Sheet:
        data, told = self.row.data, self.told
        sheet = Sheet().line(self.moved, "bold reverse").line() if self.moved else Sheet()
        sheet.line(data["says"], "bold").line()
        if data["quote"]:
            sheet.line(f"“{data['quote']}”", "italic").line()
        asks = told.get("asks")
        key = (self.row.repository, data["plan"] or "", data["settles"] or "")
        kept = self.app.answers.get(key, "")
        kept = f"{kept}\n(not written yet: {self.app.key('desk.save')} writes it)" if kept else ""
        sheet.rows(
            [
                ("why", data["why"] if data["why"] != data["says"] else ""),
                ("asked by", f"{ASKED[data['asked']]}, {data['rule']}" + (f": {asks['title']}" if asks else "")),
                ("who", ", ".join(data["who"]) or "nobody who is listed can settle it"),
                ("holds", ", ".join(data["holds"])),
                ("answer", kept or data.get("answered") or ""),
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
                self._reads()
        else:
            self.query_one("#words").focus()

    def _reads(self) -> None:
        self.diff.read((*self.words(), "--diff", "--format", "json"), self.app.folder(self.row.repository))

    def action_explain(self) -> None:
        self.app.tell(("explain", self.row.data["rule"]), self.row.repository)

    def action_edit(self) -> None:
        """The document in the editor of whoever sits here."""
        path = self.row.data["path"]
        if path and not self.app.refuses("editing"):
            edit(self.app, os.path.join(self.app.folder(self.row.repository), path), self.row.data["line"] or 1)

    async def leave(self) -> None:
        """From the change to the words, from there to the queue."""
        if self.diff.display:
            self.action_diff()
        else:
            await self.app.pop_screen()


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


def _comes(told: Mapping[str, Any], key: str) -> Sheet:
    """What there is to do, what an answer opens and what stays closed, what changes."""
    steps = [(one["who"], one["run"]) for one in told.get("next", ())]
    sheet = Sheet().title("what to do").rows(steps) if steps else Sheet()
    for name, title in (("opens", "what an answer opens"), ("stays", "what stays closed")):
        rows = [(one["label"], one["words"]) for one in told.get(name, ())]
        sheet = sheet.title(title).rows(rows) if rows else sheet
    files = told.get("files") or ()
    if files:
        sheet.title(f"{len(files):,} files change ({key} shows them)")
        sheet.rows([(one["change"], f"{one['path']}{_amount(one)}") for one in files[:FILES]])
        sheet.line(f"and {len(files) - FILES:,} more" if len(files) > FILES else "")
    return sheet


def _amount(file: Mapping[str, Any]) -> str:
    return f"  +{file['added']:,} -{file['removed']:,}" if file["added"] is not None else ""
