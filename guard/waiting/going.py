"""A plan that is not done, with the phases of it that are left, and where it was looked up."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.acts.ground import Ground
    from guard.model.plan import Plan
    from guard.model.world import State, Wait
    from guard.waiting.row import Urgency


class Going(NamedTuple):
    """What is left of one plan."""

    plan: Plan
    states: Mapping[str, State]  # by the short name of the phase
    where: str  # the branch
    at: str  # its commit
    since: int  # when the plan landed as it stands

    def urgency(self, phases: Iterable[str]) -> Urgency:
        """Something could go on at once if people said so: it waits for nothing else."""
        states = [self.states[phase] for phase in phases]
        return "now" if any([all(map(of_person, state.waits or state.leaves)) for state in states]) else "later"


def place(ground: Ground) -> tuple[str, str]:
    """The branch by its short name, and where it is at."""
    return ground.ref.removeprefix("refs/heads/").removeprefix("refs/remotes/"), ground.replay.at.decode()


def of_person(wait: Wait) -> bool:
    """A word is all that is missing."""
    return wait.kind == "approval" or (wait.kind == "exit" and bool(wait.who))
