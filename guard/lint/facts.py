"""Facts that edges wait for, which no machine of the policy attests and nobody can sign for (G247)."""

from __future__ import annotations

from guard.document import pointer
from guard.model.draft import Flaw
from guard.model.graph import node_of
from guard.model.persons import keyed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Plan
    from guard.model.policy import Policy

_WHY = "a fact that no machine attests is a person's to say, and the policy lists no key of a person: it never comes in"


def check(draft: Draft) -> Iterator[Flaw]:
    """Facts of a plan's edges, or of the order a policy asks for. A policy that lists no key at all asks for none."""
    policy = draft.policy
    attested = {fact for machine in policy.machines.values() for fact in machine.attests}
    if not attested or keyed(policy):
        return
    if draft.plan is not None:
        yield from _of_plan(draft, draft.plan, attested)
        return
    for rule in policy.order:
        if rule.needs is not None and rule.needs.fact not in {*attested, "complete"}:
            what = f"the order {rule.first} before {rule.then} needs {rule.needs.fact}, which no machine attests"
            yield Flaw("G247", "/order", what, _WHY, _mend(policy, rule.needs.fact))


def _of_plan(draft: Draft, plan: Plan, attested: set[str]) -> Iterator[Flaw]:
    outside = {f"{of.id}/{phase.name}" for of in (*draft.others.values(), plan) for phase in of.phases if phase.outside}
    for phase in plan.phases:
        for after in phase.after:
            for fact in dict.fromkeys([edge.fact for edge in after.edges]):
                # Of what lands here guard itself sees that it is complete.
                if fact not in attested and (fact != "complete" or node_of(plan, after) in outside):
                    place = pointer(f"/phases/{phase.name}/after", after.named())
                    what = f"phase {phase.name} waits until {after.named()} is {fact}, which no machine attests"
                    yield Flaw("G247", place, what, _WHY, _mend(draft.policy, fact))


def _mend(policy: Policy, fact: str) -> str:
    name, machine = next((name, machine) for name, machine in policy.machines.items() if machine.attests)
    facts = ", ".join(sorted({*machine.attests, fact}))
    return f"the owner of the policy names it for the machine that sees it, such as {name}: {{attests: [{facts}]}}"
