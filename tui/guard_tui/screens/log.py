"""The log: every entry, whether it counts, and a recorded landing judged once more: why was this allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.widgets import Footer

from guard_tui.actions import bindings
from guard_tui.acts import Act
from guard_tui.runs import run
from guard_tui.safe import plain
from guard_tui.view import View
from guard_tui.waits import age
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.listing import Listing
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from guard_tui.desk import Desk
    from guard_tui.widgets.listing import Cell

Entry = Mapping[str, Any]
ACT, BY, AGE, ID = 12, 12, 6, 10


class Entries(Listing[Entry]):
    """An entry a line, the newest first."""

    app: Desk

    def key_of(self, item: Entry) -> str:
        return str(item["commit"])

    def cells(self, item: Entry, width: int) -> Iterable[Cell]:
        dim, base = self.get_component_rich_style("listing--dim"), self.rich_style
        since = age(self.app.now - item["at"]) if item["at"] else ""
        return (
            (_short(item)[: ID - 2], ID, dim),
            (plain(item["act"]), ACT, self.get_component_rich_style("listing--about")),
            (plain(item["by"]), BY, dim),
            (_words(item), max(0, width - ID - ACT - BY - AGE), base),
            (since.rjust(AGE - 1), AGE, dim),
        )


class LogScreen(View[None]):
    """As `guard log show` tells it, verified as `guard log verify` does."""

    BINDINGS = bindings("log")

    def __init__(self, repository: str) -> None:
        super().__init__()
        self.repository = repository
        self.told: Mapping[str, Any] = {}
        self.state = "verifying..."

    def compose(self) -> ComposeResult:
        yield Page(Text("log", "bold"), id="head")
        with Horizontal(id="log"):
            yield Entries(id="entries")
            with Scroll(id="facts"):
                yield Page("looking...", id="entry")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Entries).focus()
        self.again()

    def again(self) -> None:
        """As it is now."""
        self.run_worker(self._read(), group="log", exclusive=True)
        self.run_worker(self._verify(), group="verify", exclusive=True)

    async def _read(self) -> None:
        answer = await self._run("show", "--format", "json")
        try:
            self.told = json.loads(answer.out)
            entries = list(reversed(self.told["entries"]))
        except (ValueError, KeyError):
            self.query_one("#entry", Page).show(Sheet().lines(answer.said))
            return
        self._head()
        self.query_one(Entries).put(entries)
        if not entries:
            self.query_one("#entry", Page).show(Sheet().line(self.told["missing"] or "The log has no entry yet."))

    async def _run(self, *words: str) -> Any:
        return await run("log", *words, *self.app.looking_at_log, cwd=self.app.folder(self.repository))

    async def _verify(self) -> None:
        answer = await self._run("verify", "--format", "json")
        try:
            told = json.loads(answer.out)
            void = f", {len(told['void']):,} void" if told["void"] else ""
            self.state = told["missing"] or f"verified: {told['counting']:,} of {told['entries']:,} count{void}"
        except (ValueError, KeyError):
            self.state = f"NOT verified: {answer.said.strip()}"
        self._head()

    def _head(self) -> None:
        tip = self.told.get("tip") or ""
        head = Text("log", "bold")
        head.append(f"  {tip[:12]}  {plain(self.state)}")
        self.query_one("#head", Page).show(head)

    @property
    def entry(self) -> Entry | None:
        return self.query_one(Entries).item

    @on(Entries.Moved)
    def _moved(self, event: Entries.Moved) -> None:
        if event.item is not None:
            self.query_one("#entry", Page).show(_entry(event.item, self.app.key("log.replay")))

    @on(Entries.Opened)
    def _opened(self) -> None:
        self.action_replay()

    def action_verify(self) -> None:
        """Cold, once more, in guard's own words."""
        self.app.tell(("log", "verify", *self.app.looking_at_log), self.repository)

    def action_replay(self) -> None:
        """Why a landing was allowed, step by step; of any other entry all that was signed."""
        entry = self.entry
        if entry is None:
            return
        if entry["act"] == "landing":
            from guard_tui.screens.replay import ReplayScreen

            self.app.push_screen(ReplayScreen(self.repository, entry))
        else:
            self.app.tell(("log", "show", _short(entry), *self.app.looking_at_log), self.repository)

    async def action_revoke(self) -> None:
        """Strike out what is looked at."""
        entry = self.entry
        if entry is None or not entry["revocable"]:
            self.notify("only an approval or evidence that counts can be struck out", markup=False)
        else:
            await self.app.sign(Act("revoke", (_short(entry),)), self.repository)


def _short(entry: Entry) -> str:
    return str(entry["entry"]).removeprefix("sha256:")[:16]


def _words(entry: Entry) -> str:
    """What it says; first that it counts for nothing, where it does."""
    return plain(("" if entry["state"] == "counts" else f"{entry['state'].upper()}: ") + entry["words"])


def _entry(entry: Entry, key: str) -> Sheet:
    at = datetime.fromtimestamp(entry["at"], UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if entry["at"] else ""
    rows = (
        ("by", entry["by"]),
        ("at", at),
        ("state", entry["state"]),
        ("why", f"{entry['why']} [{entry['rule']}]" if entry["why"] else ""),
        ("revoked", f"by {entry['revoked_by']}" if entry["revoked_by"] else ""),
        ("reason", entry["reason"] or ""),
        ("outcome", entry["outcome"] or ""),
        ("presence", entry["presence"] or ""),
        ("entry", str(entry["entry"])),
        ("commit", entry["commit"]),
    )
    what = "why this landing was allowed" if entry["act"] == "landing" else "all that was signed"
    return Sheet().line(_words(entry), "bold").line().rows(rows).line().line(f"{key} shows {what}", "dim")
