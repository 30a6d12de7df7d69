"""A plan: its phases drawn, where each stands, for whom it waits and since when; what is used up, what has changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.binding import Binding
from textual.containers import Horizontal
from textual.geometry import Region
from textual.widgets import Footer

from guard_tui.actions import bindings
from guard_tui.runs import run
from guard_tui.safe import plain
from guard_tui.view import View
from guard_tui.waits import age, short
from guard_tui.widgets.facts import Page, Sheet
from guard_tui.widgets.graph import bar, drawn
from guard_tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.events import Click

    from guard_tui.waits import Item


class PlanScreen(View[None]):
    """As `guard plan status` tells it."""

    BINDINGS = bindings(
        "plan",
        [
            Binding("up,k", "phase(-1)", "Phase before", show=False, id="plan.up"),
            Binding("down,j", "phase(1)", "Next phase", show=False, id="plan.down"),
        ],
    )

    def __init__(self, repository: str, plan: str, phase: str = "", ahead: str = "") -> None:
        super().__init__()
        self.repository, self.plan, self.wanted = repository, plan, phase
        self.ahead = ahead  # the branch that somebody comes from, which is still to land
        self.told: Mapping[str, Any] = {}
        self.chosen = 0
        self.lines: list[int] = []

    def compose(self) -> ComposeResult:
        yield Page(Text(f"plan {plain(self.plan)}", "bold"), id="head")
        if self.ahead:
            yield Page(self._counts(), id="ahead")
        with Horizontal(id="plan"):
            with Scroll(id="graph"):
                yield Page("looking...", id="drawn")
                yield Page("", id="whole")
            with Scroll(id="facts"):
                yield Page("", id="phase")
        yield Footer()

    def _counts(self) -> str:
        """That what is drawn is what counts, and not what the branch makes of it."""
        head = self.app.queue.heads.get(self.repository)
        on = plain(short(head["trusted"]["ref"])) if head is not None else "the trusted branch"
        what = (
            f"as it counts, on {on}. {plain(self.ahead)} is still to land: what it makes of the plan is in its change"
        )
        return f"{what} ({self.app.key('question.diff')} in its row)."

    def on_mount(self) -> None:
        self.query_one("#graph").focus()
        self.again()

    def again(self) -> None:
        """As it is now; who looked at a phase goes on looking at it."""
        self.wanted = self.phase["phase"] if self.phase is not None else self.wanted
        self.run_worker(self._read(), group="plan", exclusive=True)

    async def _read(self) -> None:
        words = ("plan", "status", self.plan, *self.app.standing, "--format", "json")
        answer = await run(*words, cwd=self.app.folder(self.repository))
        try:
            self.told = next(iter(json.loads(answer.out)["plans"]))
        except (ValueError, KeyError, StopIteration):
            self.query_one("#drawn", Page).show(Sheet().lines(answer.said))
            return
        names = [phase["phase"] for phase in self.told["phases"]]
        going = [at for at, phase in enumerate(self.told["phases"]) if phase["state"] != "complete"]
        self.chosen = names.index(self.wanted) if self.wanted in names else next(iter(going), 0)
        self.show()

    @property
    def phase(self) -> Mapping[str, Any] | None:
        return self.told["phases"][self.chosen] if self.told else None

    @property
    def item(self) -> Item | None:
        """What waits of the phase that is chosen, a yes first; else of the whole plan."""
        of = [one for one in self.app.queue.every if (one.repository, one.data["plan"]) == (self.repository, self.plan)]
        name = self.phase["phase"] if self.phase is not None else ""
        of.sort(key=lambda one: ((one.data["phase"] or "") != name, one.data["kind"] != "approval", one.data["order"]))
        return next((one for one in of if one.data["phase"] in (name, None)), None)

    def show(self) -> None:
        if not self.told:
            return
        plan, phases = self.told, self.told["phases"]
        done = len([phase for phase in phases if phase["state"] == "complete"])
        head = Text(f"plan {plain(plan['plan'])} version {plan['version']}", "bold")
        head.append(f"  owner {plain(plan['owner'])}  {done} of {len(phases)} phases complete  {plain(plan['why'])}")
        self.query_one("#head", Page).show(head)
        graph = self.query_one("#graph")
        text, self.lines = drawn(phases, self.chosen, graph.size.width - 2)
        self.query_one("#drawn", Page).show(text)
        self.query_one("#whole", Page).show(Sheet().rows(_whole(plan)))
        self.query_one("#phase", Page).show(_phase(phases[self.chosen], self.app.now))
        graph.scroll_to_region(Region(0, self.lines[self.chosen], 1, 2), animate=False, x_axis=False)

    def on_resize(self) -> None:
        self.show()

    def action_phase(self, by: int) -> None:
        if self.told:
            self.chosen = max(0, min(self.chosen + by, len(self.told["phases"]) - 1))
            self.show()

    def on_click(self, event: Click) -> None:
        under = self.get_widget_at(event.screen_x, event.screen_y)[0]
        if under.id == "drawn" and event.y in self.lines:
            self.chosen = self.lines.index(event.y)
            self.show()

    def action_graph(self) -> None:
        """The list that `guard plan graph` draws."""
        self.app.tell(("plan", "graph", self.plan), self.repository)

    def action_show(self) -> None:
        self.app.tell(("plan", "show", self.plan), self.repository)


def _whole(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is of all of it: what is used up, what has changed since a yes, what it takes for granted."""
    used = plan["used"]
    total = used["total"] or {}
    for name in ("landings", "files", "lines", "bytes"):
        if name in total and name in used:
            share = {"name": name, "state": "no", "left": total[name] - used[name], "of": total[name]}
            yield "used", bar(share)
    if not total:
        yield "used", f"{used['landings']:,} landings, {used['files']:,} files; no limit of all together"
    changed = plan["changed"]
    if changed is not None:
        since = f"since {changed['by']} approved version {changed['version'] or '?'}"
        if not changed["known"]:
            yield "changed", f"{since}: that version does not stand on the branch"
        parts = [(name, changed[name]) for name in ("looser", "unclear", "tighter")]
        for name, words in parts:
            for one in words:
                yield name if name != "unclear" else "to read", one
        if changed["known"] and not any([words for _, words in parts]):
            yield "changed", f"nothing {since}"
    for one in plan["assumptions"]:
        yield one["name"], f"{one['state']}: {one['says']}" + (f"  ({one['by']})" if one["by"] else "")
    for note in plan["notes"]:
        yield "note", note


def _phase(phase: Mapping[str, Any], now: int) -> Sheet:
    return Sheet().line(f"{phase['phase']}: {phase['state']}", "bold").line().rows(_facts(phase, now))


def _facts(phase: Mapping[str, Any], now: int) -> Iterator[tuple[str, str]]:
    yield "STOP", phase["stop"] or ""
    for wait in phase["waits"]:
        yield "waits for", _wait(wait, now)
    for wait in () if phase["waits"] and not phase["landings"] else phase["leaves"]:
        yield "complete", f"once {_wait(wait, now)}"
    yield "over", f"{phase['over']} has landed since" if phase["over"] else ""
    yield "after", "; ".join([f"{one['node']}: {one['edges']}" for one in phase["after"]])
    yield "does", ", ".join(phase["does"]) or phase["outside"] or "looks, changes nothing"
    yield "in", ", ".join(phase["paths"])
    yield "never in", ", ".join(phase["never"])
    yield "at most", ", ".join([f"{value:,} {name}" for name, value in phase["max"].items() if value is not None])
    yield "creates", ", ".join(phase["creates"])
    yield "drops", ", ".join(phase["drops"])
    yield "window", ", ".join(phase["windows"])
    for one in phase["sites"]:
        yield "sites", bar(one, 20) + (f"  ({one['run']})" if one["run"] else "")
    for one in phase["landings"]:
        yield "landed", f"{one['commit'][:12]}, {age(now - one['at'])} ago"
    for one in phase["undone"]:
        yield "undone", f"{one['landing']['commit'][:12]} by {one['by']['commit'][:12]}"
    for one in phase["evidence"]:
        service = f" at {one['service']}" if one["service"] else ""
        values = f" {one['values']}" if one["values"] else ""
        source = f"{one['how']} by {one['by']}, {age(now - one['at'])} ago" + (
            "" if one["believed"] else ", not believed"
        )
        yield "evidence", f"{one['fact']}{values} in {one['env']}{service}: {source}"
    for one in phase["approvals"]:
        yield "yes", f"of {one['by']} to the {one['of']}, {one['state']}, {age(now - one['at'])} ago: {one['reason']}"
    if phase["floor"]:
        yield "floor", phase["floor"]["words"]


def _wait(wait: Mapping[str, Any], now: int) -> str:
    since = f", for {age(now - wait['since'])}" if wait["since"] else ""
    who = f"\n{', '.join(wait['who'])}: {wait['run']}" if wait["who"] else ""
    return f"{wait['what']}; {wait['why']}{since}{who}"
