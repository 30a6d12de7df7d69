"""Results as one table: the figure first, its target beside it, and `ok` or `over` where there is a target."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from typing import Any, NamedTuple


class Result(NamedTuple):
    """One measured figure; where it could not be had, a note instead that says why."""

    name: str
    figure: float | None
    unit: str = ""
    target: float | None = None  # the figure may be this and no more
    spread: tuple[float, float] | None = None
    cpu: float | None = None  # the ratio of processor time
    floor: float | None = None  # seconds
    seconds: float | None = None
    memory: int | None = None  # bytes
    note: str = ""
    failed: bool = False  # what was to be timed did something else

    @property
    def over(self) -> bool:
        return self.failed or (self.figure is not None and self.target is not None and self.figure > self.target)

    @property
    def state(self) -> str:
        if self.figure is None:
            return "failed" if self.failed else "not run"
        return "" if self.target is None else "over" if self.over else "ok"


HEADINGS = ("", "figure", "target", "", "spread", "cpu x", "floor ms", "ms", "MB", "")


def render(results: Iterable[Result]) -> str:
    """The table, columns aligned, numbers to the right."""
    rows = [HEADINGS, *map(_cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, 3, 9) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _cells(result: Result) -> tuple[str, ...]:
    return (
        result.name,
        "" if result.figure is None else f"{_number(result.figure)} {result.unit}".rstrip(),
        "" if result.target is None else f"<= {_number(result.target)}",
        result.state,
        "" if result.spread is None else f"{result.spread[0]:.2f}-{result.spread[1]:.2f}",
        "" if result.cpu is None else f"{result.cpu:.2f}",
        "" if result.floor is None else f"{result.floor * 1000:.1f}",
        "" if result.seconds is None else f"{result.seconds * 1000:.1f}",
        "" if result.memory is None else f"{result.memory / 1_000_000:.0f}",
        result.note,
    )


def _number(figure: float) -> str:
    if figure == int(figure):
        return f"{int(figure)}"
    return f"{figure:.2f}" if figure < 100 else f"{figure:.0f}"


def machine(git: str) -> dict[str, Any]:
    """What the figures were taken on; ratios travel between machines, milliseconds do not."""
    version = subprocess.run([git, "--version"], capture_output=True, text=True).stdout.split()[2:3]
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "git": "".join(version),
        "load": round(os.getloadavg()[0], 1),
    }


def told(facts: dict[str, Any], rounds: int) -> str:
    on = f"{facts['system']}, {facts['cores']} cores, Python {facts['python']}, git {facts['git']}"
    busy = "; others were at work here, so trust the narrow spreads only" if facts["load"] > facts["cores"] else ""
    return f"{on}, load {facts['load']}; {rounds} rounds, fewer where a row is slow{busy}\n"
