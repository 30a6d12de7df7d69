"""People and teams that the policy does not know (G234)."""

from __future__ import annotations

from guard.document import pointer
from guard.model.draft import Flaw
from guard.model.vocabulary import nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.draft import Draft

_PERSON = "a name that stands for nobody answers for nothing, and nobody can be asked"
_TEAM = "nobody speaks for this team, so what it owns waits for an answer that never comes"


def check(draft: Draft) -> Iterator[Flaw]:
    """The owner of a plan; or the owners of agents, paths and resources in a policy."""
    policy, plan = draft.policy, draft.plan
    if plan is not None:
        if plan.owner not in policy.people:
            what = f"plan {plan.id} is owned by {plan.owner}, whom the policy does not know"
            yield Flaw("G234", "/owner", what, _PERSON, _meant("owner", plan.owner, policy.people))
        return
    for agent, owner in policy.agents.items():
        if owner not in policy.people:
            what = f"agent {agent} is owned by {owner}, whom the policy does not know"
            yield Flaw("G234", f"/agents/{agent}/owner", what, _PERSON, _meant("owner", owner, policy.people))
    teams = policy.teams()
    for entry in policy.owners:
        for team in entry.teams:
            if team not in teams:
                near = nearest_of(team, sorted(teams))
                mend = f"did you mean {near}? " if near else ""
                mend += f"name somebody of it under people: {{NAME: {{teams: [{team}]}}}}"
                what = f"{entry.of} is owned by team {team}, and nobody is in that team"
                yield Flaw("G234", pointer("/owners", entry.of), what, _TEAM, mend)


def _meant(key: str, name: str, people: Iterable[str]) -> str:
    near = nearest_of(name, people)
    if near:
        return f"did you mean {near}? write {key}: {near}"
    return f"write {key}: with a name that stands under people: in the policy, or let its owner add {name} there"
