"""One thing that waits, in full: what is asked, the sentence in its document, the evidence, what comes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer

from guard_tui.actions import bindings
from guard_tui.runs import run
from guard_tui.safe import plain
from guard_tui.widgets.diff import Diff
from guard_tui.widgets.facts import Page, laid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult

    from guard_tui.desk import Desk
    from guard_tui.queue import Item

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
            with VerticalScroll(id="words"):
                yield Page(id="asks")
                yield Page(id="evidence")
                yield Page(id="comes")
            with VerticalScroll(id="source"):
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
        data = self.item.data
        where = ("--branch", data["where"]) if data["lands"] else ("--no-branches",)
        return ("questions", "--waiting", data["id"], *where, *self.app.asked.words)

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
        self.query_one("#asks", Page).show(laid([row for row in self._asks() if row[1]]))
        self.query_one("#document", Page).show(_document(told.get("document"), item))
        self.query_one("#evidence", Page).show(_evidence(told))
        comes = self.wrong or ("" if told else "looking...")
        self.query_one("#comes", Page).show(Text(plain(comes)) if comes else _comes(told))

    def _asks(self) -> Iterator[tuple[str, str]]:
        data, told = self.item.data, self.told
        yield "", f"{data['says']}\n"
        if data["quote"]:
            yield "", f"“{data['quote']}”\n"
        yield "why", data["why"] if data["why"] != data["says"] else ""
        asks = told.get("asks")
        title = f": {asks['title']}" if asks else ""
        yield "asked by", f"{ASKED[data['asked']]}, {data['rule']}{title}"
        yield "", f"\n{asks['means']}\n" if asks else ""
        yield "who", ", ".join(data["who"]) or "nobody who is listed can settle it"
        yield "holds", ", ".join(data["holds"])
        key = (self.item.repository, data["plan"] or "", data["settles"] or "")
        yield "answer", self.app.answers.get(key, "") or data.get("answered") or ""

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
                self.diff.read((*self.words(), "--diff"), self.app.folder(self.item.repository))
        else:
            self.query_one("#words").focus()

    async def key_escape(self) -> None:
        if self.diff.display:
            self.action_diff()
        else:
            await self.app.action_back()


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


def _evidence(told: Mapping[str, Any]) -> Text:
    rows = []
    for one in told.get("evidence", ()):
        place = f"  {one['path']}" + (f":{one['line']}" if one["line"] else "") if one["path"] else ""
        rows.append((one["what"], f"{one['words']}{place}"))
    text = Text("\nevidence\n" if rows else "", "bold underline")
    text.append_text(laid(rows))
    return text


def _comes(told: Mapping[str, Any]) -> Text:
    """What an answer opens, what stays closed, what there is to do."""
    text = Text()
    for name, title in (("opens", "what an answer opens"), ("stays", "what stays closed")):
        rows = [(one["label"], one["words"]) for one in told.get(name, ())]
        text.append(f"\n{title}\n" if rows else "", "bold underline")
        text.append_text(laid(rows))
    files = told.get("files") or ()
    text.append(f"\n{len(files):,} files change  (d shows them)\n" if files else "", "bold underline")
    for one in files[:12]:
        amount = f"  +{one['added']} -{one['removed']}" if one["added"] is not None else ""
        text.append(f"{plain(one['change']):9}{plain(one['path'])}{amount}\n")
    steps = [(one["who"], one["run"]) for one in told.get("next", ())]
    text.append("\nwhat to do\n" if steps else "", "bold underline")
    text.append_text(laid(steps))
    return text
