"""What `guard plan status` has found, before it is shown."""

from __future__ import annotations

from guard.model.asking import stop
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._phases import Left
    from guard.commands._standing import Standing
    from guard.model.assumption import Settled
    from guard.model.plan import Phase, Plan
    from guard.model.world import State


class Told(NamedTuple):
    """One plan: its phases in order with their states, the places that are left, its assumptions."""

    plan: Plan
    phases: tuple[tuple[Phase, State], ...]
    left: dict[str, tuple[Left, ...]]  # by the name of the phase
    assumed: tuple[Settled, ...]


class Outside(NamedTuple):
    """A step of the branch that nothing explains, and whom to ask about it."""

    commit: bytes
    at: int
    why: str
    paths: tuple[bytes, ...]
    ask: tuple[str, ...]


class Report(NamedTuple):
    """All of it."""

    standing: Standing
    plans: tuple[Told, ...]
    outside: tuple[Outside, ...]

    def rows(self) -> Iterator[tuple[Plan, Phase, State]]:
        for told in self.plans:
            for phase, state in told.phases:
                yield told.plan, phase, state

    def stops(self, plan: Plan, phase: Phase) -> str:
        """Why a person looks again before this phase; "" where nobody has to."""
        return stop(plan, phase, self.standing.trusted.policy, self.standing.replay.world.also)


def approved(state: State) -> bool:
    """Nobody's yes is missing."""
    return not any([wait.kind == "approval" for wait in state.waits])


def floor(state: State) -> str:
    """What may no longer run, in words; "" where anything may."""
    of, commit = state.floor
    if not commit:
        return ""
    when = "" if state.landings else "once landed, "
    return f"{when}nothing older than {commit[:12].decode()} ({of.partition('/')[2]}) may run"
