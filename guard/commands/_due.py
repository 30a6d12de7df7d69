"""The one next command: what `guard next` ends with, and whoever else tells where plans stand."""

from __future__ import annotations

from guard.commands._phases import ANYBODY, looks, own, steps, turn
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.plan import Phase, Plan
    from guard.model.world import State

    Row = tuple[Plan, Phase, State]


class Step(NamedTuple):
    """The one next command, and whose it is; "" where nothing is left to do."""

    who: str
    run: str


def due(rows: tuple[Row, ...]) -> Step:
    """The one next command: work that may be done, else looking, a yes that is asked for, what is waited for."""
    going = [row for row in rows if row[2].leaves and not row[2].over]
    able = [(phase, state) for _, phase, state in going if turn(state.waits) == "open"]
    for looking in (False, True):
        for phase, state in able:
            if phase.outside is None and looks(phase) is looking and not _worked_off(state):
                return Step(ANYBODY, f"guard next --take {state.node}")
    for _, state in able:
        return Step(*steps(state.leaves[0])[0])
    for wanted in ("ready", "waiting"):
        for _, _, state in going:
            if turn(state.waits) == wanted and not own(state.waits[0].run):
                return Step(*steps(state.waits[0])[0])
    return Step("", "")


def _worked_off(state: State) -> bool:
    """Something has landed, and all that is missing is that somebody says it is complete."""
    return bool(state.landings) and all([wait.kind == "exit" and wait.who for wait in state.leaves])
