"""The phases of a plan drawn as a graph: one below the other in the order they may come, with lines from each to those
after it; the state of each in a word, and a mark that a person sees without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from guard_tui.safe import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Phase = Mapping[str, Any]

MARKS = {"complete": "●", "landed": "◐", "open": "○", "ready": "◇", "waiting": "·", "unknown": "?"}
WORDS = {"ready": "ready but for a yes"}
LANES = 6  # lines that run side by side; more are told in words alone


class Lane:
    """A line that runs down from a phase to the last one that waits for it."""

    def __init__(self, start: int, ends: Sequence[int]) -> None:
        self.start, self.ends = start, tuple(sorted(ends))

    @property
    def last(self) -> int:
        return self.ends[-1]


def lanes(phases: Sequence[Phase]) -> list[list[Lane]]:
    """Which line runs in which column; a phase right below needs none beside the list itself."""
    place = {phase["node"]: at for at, phase in enumerate(phases)}
    after: dict[int, list[int]] = {}
    for at, phase in enumerate(phases):
        for one in phase["after"]:
            start = place.get(one["node"])
            if start is not None and start != at - 1:
                after.setdefault(start, []).append(at)
    columns: list[list[Lane]] = []
    for start, ends in sorted(after.items()):
        lane = Lane(start, ends)
        free = next((column for column in columns if column[-1].last <= start), None)
        if free is None:
            columns.append([lane])
        else:
            free.append(lane)
    return columns[:LANES]


def drawn(phases: Sequence[Phase], chosen: int, width: int) -> tuple[Text, list[int]]:
    """The graph, and the line on which each phase stands."""
    columns = lanes(phases)
    text, rows, line = Text(no_wrap=True), [], 0
    names = max([len(phase["phase"]) for phase in phases], default=0)
    for at, phase in enumerate(phases):
        if at:
            joined = any([one["node"] == phases[at - 1]["node"] for one in phase["after"]])
            text.append(
                _between(columns, at) + (" │ " if joined else "   ") + _edges(phase, phases[at - 1], width) + "\n",
                "dim",
            )
            line += 1
        rows.append(line)
        row = Text(_beside(columns, at), "dim")
        row.append(f" {MARKS[phase['state']]} ", "bold")
        row.append(plain(phase["phase"]).ljust(names + 2), "bold reverse" if at == chosen else "bold")
        row.append(_state(phase))
        row.truncate(max(width, 20), overflow="ellipsis")
        text.append_text(row)
        text.append("\n")
        line += 1
    return text, rows


def _state(phase: Phase) -> str:
    state = str(phase["state"])
    words = [WORDS.get(str(phase["turn"]), state) if state in ("waiting", "ready") else state]
    words += [f"STOP: {phase['stop']}"] if phase["stop"] else []
    words += ["window closed"] if phase["window_open"] is False else []
    words += [bar(one) for one in phase["sites"]]
    words += [f"{len(phase['landings'])} landed"] if phase["landings"] else []
    return plain("  ".join(words))


def bar(sites: Mapping[str, Any], size: int = 10) -> str:
    """How far the places are worked off: a bar, and the numbers themselves."""
    left, of = sites["left"], sites["of"]
    if sites["state"] == "unknown":
        return f"{sites['name']}: not known"
    if not of:
        return f"{sites['name']}: {left:,} left"
    done = max(0, of - left)
    full = size * done // of
    return f"{sites['name']}: [{'#' * full}{'-' * (size - full)}] {done:,} of {of:,}"


def _edges(phase: Phase, before: Phase, width: int) -> str:
    """What must be known of the phase right above; what comes from further up stands at its own line."""
    own = [one["edges"] for one in phase["after"] if one["node"] == before["node"]]
    others = [f"{one['node']}: {one['edges']}" for one in phase["after"] if one["node"] != before["node"]]
    return plain("; ".join([*own, *others]))[: max(10, width - 10)]


def _between(columns: Iterable[Sequence[Lane]], at: int) -> str:
    """The lines that go on between two phases."""
    return "".join(["│ " if any([lane.start < at <= lane.last for lane in column]) else "  " for column in columns])


def _beside(columns: Iterable[Sequence[Lane]], at: int) -> str:
    """The lines beside a phase: one that begins there, one that ends or branches off, one that goes by."""
    parts = []
    for column in columns:
        begins = any([lane.start == at for lane in column])
        ends = any([lane.last == at for lane in column])
        branches = any([at in lane.ends and at != lane.last for lane in column])
        by = any([lane.start < at < lane.last for lane in column])
        parts.append(
            "├─" if branches or (begins and ends) else "╭─" if begins else "╰─" if ends else "│ " if by else "  "
        )
    return "".join(parts)
