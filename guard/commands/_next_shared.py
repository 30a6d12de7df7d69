"""Work that would be in vain: another plan changes the same resource, and no order between them is said (G406)."""

from __future__ import annotations

from guard.commands._due import due
from guard.model.case import Binding
from guard.model.world import owners
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands._due import Step
    from guard.model.plan import Phase, Plan
    from guard.model.world import State
    from guard.standing import Standing

    Row = tuple[Plan, Phase, State]


class Met(NamedTuple):
    """Why a phase cannot land as things stand, whose plan it is of, and who says what about it."""

    why: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    owner: str


def met(standing: Standing, plan: Plan, phase: Phase) -> Met | None:
    """The owners of what two plans change say which goes first; where nobody is named, the owner of the plan."""
    from guard.replay.progress import beside_of

    node, why = f"{plan.id}/{phase.name}", []
    others: dict[tuple[str, str], None] = {}
    for resource, nodes in beside_of(standing.replay, Binding(plan, (phase,), ())).items():
        policy = standing.trusted.policy
        teams = set(owners(policy, resource))
        people = [name for name, person in policy.people.items() if teams & set(person.teams)] or [plan.owner]
        why.append(f"{node} changes {resource}, and so does {' and '.join(nodes)}, with no order between them")
        says = f"say which goes first, in the plan that waits: after: {{{nodes[0]}: deployed}}"
        others |= {(name, says): None for name in people}
    return Met(tuple(why), tuple(others), plan.owner) if why else None


def apart(standing: Standing, rows: tuple[Row, ...], step: Step) -> tuple[Step, Met | None]:
    """What is due, but for phases that could not land; and where nothing else can be taken up, why not the first."""
    first, left = None, rows
    while True:
        row = next((row for row in left if step.run == f"guard next --take {row[2].node}"), None)
        found = met(standing, *row[:2]) if row is not None else None
        if row is None or found is None:
            return step, first if row is None else None
        first = first or found
        left = tuple([one for one in left if one != row])
        step = due(left)
