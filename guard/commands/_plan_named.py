"""The plan that a word names, for the commands that look at one; and what stands in the way of looking at it."""

from __future__ import annotations

from guard.commands import _plan_findings as findings
from guard.commands._plan_findings import Found
from guard.commands._words import nearest
from guard.drawing import as_circle
from guard.errors import UsageError
from guard.escape import shown
from guard.model.graph import Graph
from guard.model.plan import Plan
from guard.report import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.drafts import File, Folder

LISTED = 8


def plan_named(folder: Folder, name: str, command: str) -> File:
    """The plan of this id; the nearest one is told where there is none."""
    file = folder.plan(name)
    if file is None:
        known = folder.names()
        all_there_are = f"; there is {', '.join(map(shown, known[:LISTED]))}" if known else "; there is none yet"
        what = f"no plan '{shown(name)}'{nearest(name, known) or all_there_are}"
        raise UsageError(f"{what} ({command} --help)")
    return file


def others(folder: Folder, plan: Plan) -> dict[str, Plan]:
    """The other plans that can be read, by id."""
    values = [file.value for file in folder.plans if isinstance(file.value, Plan)]
    return {value.id: value for value in values if value.id != plan.id}


def refuse(found: list[Found]) -> int:
    """A document that cannot be looked at: why, and the exit code of findings."""
    write(findings.as_text(found))
    return 1


def circles(file: File, plan: Plan, beside: dict[str, Plan]) -> list[Found]:
    """Phases that wait for one another: they have no order, and no digest."""
    found = []
    for circle in Graph(plan, beside.values()).circles():
        first = next((node for node in circle if node.startswith(f"{plan.id}/")), "")
        place = f"/phases/{first.partition('/')[2]}/after"
        line, column = file.read.positions.get(place, file.read.positions.get("/phases", (1, 1)))
        what = as_circle([node.removeprefix(f"{plan.id}/") for node in circle])
        why = "each waits for the one after it, so none of them can ever begin"
        mend = "let one of them wait for what comes before all of them"
        frame = file.read.source().frame(line, column)
        found.append(Found("G230", file.path, line, column, what, why, mend, frame))
    return found
