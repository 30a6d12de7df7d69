"""A resource that two plans change, with no order between them (G406): neither may treat it as its own."""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """Every owner and every consumer of the resource is named: each of them has a say."""
    plan, progress = case.binding.plan, case.progress
    if plan is None or progress is None or len(case.binding.phases) != 1 or case.goes_back():
        return
    from guard.model.world import consumers, owners

    node = f"{plan.id}/{case.binding.phases[0].name}"
    for resource, nodes in progress.beside.items():
        teams, users = owners(case.policy, resource), consumers(case.policy, resource)
        what = f"{node} changes {resource}, and so does {' and '.join(nodes)}, with no order between them"
        told = f"owned by {' and '.join(teams) or 'nobody'}, used by {' and '.join(users) or 'nobody that is named'}"
        place = plan.at("/phases/" + node.partition("/")[2])
        people = [name for name, person in case.policy.people.items() if set(teams) & set(person.teams)]
        edge = f"says which goes first, in the plan that waits: after: {{{nodes[0]}: deployed}}"
        you = Next("you", "leave it out of this landing; end your turn and tell the owners")
        yield finding("G406", what, f"{resource} is {told}  ({place})", (you, *[Next(name, edge) for name in people]))
