"""What `guard plan status` has found, before it is shown."""

from __future__ import annotations

from guard.grammar.moment import said
from guard.model.asking import stop
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._phases import Left
    from guard.model.assumption import Settled
    from guard.model.plan import Phase, Plan
    from guard.model.world import State
    from guard.standing import Standing


class Told(NamedTuple):
    """One plan: its phases in order with their states, the places that are left, its assumptions."""

    plan: Plan
    phases: tuple[tuple[Phase, State], ...]
    left: dict[str, tuple[Left, ...]]  # by the name of the phase
    assumed: tuple[Settled, ...]
    notes: tuple[str, ...] = ()  # what landed and counts for no phase of it


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


def notes(standing: Standing, plan: Plan) -> tuple[str, ...]:
    """Why a phase may seem to have no landings: they are of one that is gone from the plan, or from before `since`."""
    replay, policy = standing.replay, standing.trusted.policy
    found = []
    for node, landings in replay.world.landings.items():
        if node.startswith(f"{plan.id}/") and node not in replay.states:
            last = f"{landings[-1].commit[:12].decode()} {said(landings[-1].at)}"
            words = f"{node} is no phase of it any longer: what landed in it counts for none, last {last}"
            found.append(f"{words}; {plan.owner}: a phase that was renamed gets its name back")
    going = [state for node, state in replay.states.items() if node.startswith(f"{plan.id}/") and not state.ever]
    if policy.since is not None and any([wait.kind == "landing" for state in going for wait in state.leaves]):
        found.append(f"what landed before {policy.since[:12]} is not looked at: since of the policy  ({policy.where})")
    return tuple(found)


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
