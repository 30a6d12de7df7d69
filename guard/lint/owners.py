"""Resources that nobody owns, or nobody speaks for (G241)."""

from __future__ import annotations

from guard.document import pointer
from guard.grammar.resource import holder
from guard.model.draft import Flaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.policy import Policy

_TABLE = "a table that two teams write to and none owns is where migrations break: nobody is asked"
_OTHER = "what nobody owns changes without anybody being asked, and when it breaks nobody answers for it"
_RULES = "whoever may change the rules may change all that follows from them, and nobody would be asked"
_POLICY = ".guard/policy.yaml"
_SILENT = "all owners must agree, and nobody can speak for this one"


def check(draft: Draft) -> Iterator[Flaw]:
    """What phases create and drop; or what a policy names consumers of."""
    policy = draft.policy
    if draft.plan is None:
        if policy.people and not policy.teams_of(_POLICY.encode()):
            what = f"the policy itself has no owner: no pattern under owners covers /{_POLICY}"
            yield Flaw(
                "G241", "/owners", what, _RULES, "name the team that keeps the rules: owners: {/.guard/**: TEAM}"
            )
        for resource in policy.consumers:
            if not _teams(policy, resource):
                what = f"{resource} has consumers and no owner"
                yield Flaw("G241", pointer("/consumers", resource), what, _why(resource), _form(resource))
        return
    for phase in draft.plan.phases:
        for key, resources in (("creates", phase.creates), ("drops", phase.drops)):
            for resource in dict.fromkeys(map(holder, resources)):
                wrong = _wrong(policy, resource, [of for of in resources if holder(of) == resource])
                if wrong is not None:
                    what = f"phase {phase.name} {key} {wrong[0]}"
                    yield Flaw("G241", f"/phases/{phase.name}/{key}", what, *wrong[1:])


def _wrong(policy: Policy, resource: str, touched: list[str]) -> tuple[str, str, str] | None:
    """What is wrong with the owners of what a phase touches of one resource."""
    lonely = [of for of in touched if not _teams(policy, of)]
    if lonely:
        return f"{', '.join(lonely)}, and the policy names no owner of {resource}", _why(resource), _form(resource)
    known = policy.teams()
    silent = [team for of in touched for team in _teams(policy, of) if team not in known]
    if silent:
        mend = f"the owner of the policy names somebody of it: people: {{NAME: {{teams: [{silent[0]}]}}}}"
        return f"{', '.join(touched)}, owned by team {silent[0]}, in which nobody is", _SILENT, mend
    return None


def _teams(policy: Policy, resource: str) -> tuple[str, ...]:
    """Its own owners, and those of the table it belongs to."""
    own = policy.owners_of(resource)
    return own if holder(resource) == resource else (*own, *policy.owners_of(holder(resource)))


def _why(resource: str) -> str:
    return _TABLE if holder(resource).startswith("table:") else _OTHER


def _form(resource: str) -> str:
    return f"the owner of the policy names who must agree: owners: {{{resource}: TEAM}}"
