"""Plans that change one resource without an order between them (G249): each of them reads well by itself."""

from __future__ import annotations

from guard.grammar.resource import holder
from guard.model.draft import Flaw
from guard.model.graph import around, node_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Phase, Plan
    from guard.model.policy import Policy

_WHY = "whichever lands second meets what it does not expect, and nobody has agreed which of them that is"


def check(draft: Draft) -> Iterator[Flaw]:
    """Every phase that creates or drops what a phase of another plan does too, with no way between the two."""
    plan = draft.plan
    if plan is None:
        return
    tables = {holder(resource) for phase in plan.phases for resource in _changed(phase)}
    crossed = [(other, [phase for phase in other.phases if _meets(phase, tables)]) for other in _by_id(draft)]
    crossed = [(other, phases) for other, phases in crossed if phases]
    if not crossed:
        return
    plans = (plan, *draft.others.values())
    ways = around([f"{plan.id}/{phase.name}" for phase in plan.phases], plans)
    unsure = _astray(plans)
    for other, phases in crossed:
        told: set[str] = set()
        for phase in plan.phases:
            node = f"{plan.id}/{phase.name}"
            if node in unsure or not told.isdisjoint(ways[node].before):
                continue
            ordered = (ways[node].before, ways[node].after, unsure)
            names = [(of, f"{other.id}/{of.name}") for of in phases if _shared(phase, of)]
            loose = [of for of, name in names if not any([name in found for found in ordered])]
            if loose:
                told.add(node)
                yield _flaw(phase, other, loose, draft.policy)


def _by_id(draft: Draft) -> list[Plan]:
    return [draft.others[name] for name in sorted(draft.others)]


def _changed(phase: Phase) -> tuple[str, ...]:
    return (*phase.creates, *phase.drops)


def _meets(phase: Phase, tables: Container[str]) -> bool:
    """It changes the same, or something of a table of which the plan changes something."""
    return any([holder(of) in tables for of in _changed(phase)])


def _shared(one: Phase, other: Phase) -> tuple[str, str] | None:
    """A resource of each that are the same, or belong to one table."""
    for mine in _changed(one):
        for theirs in _changed(other):
            if holder(mine) == holder(theirs):
                return mine, theirs
    return None


def _astray(plans: tuple[Plan, ...]) -> set[str]:
    """Steps behind an edge that leads nowhere: G231 is told of it, and where it was to lead is not known yet."""
    known = {f"{plan.id}/{phase.name}" for plan in plans for phase in plan.phases}
    named = {node_of(plan, after) for plan in plans for phase in plan.phases for after in phase.after}
    lost = around(named - known, plans) if named - known else {}
    return {node for ways in lost.values() for node in ways.after}


def _flaw(phase: Phase, other: Plan, loose: list[Phase], policy: Policy) -> Flaw:
    """The first resource they share, whose it is, and an edge to every one of the other plan's phases."""
    mine, theirs = _shared(phase, loose[0]) or ("", "")
    key = "creates" if mine in phase.creates else "drops"
    first = f"{other.id}/{loose[0].name}"
    how = "creates" if theirs in loose[0].creates else "drops"
    what = f"phase {phase.name} {key} {mine}, {first} {how} {theirs}, and neither waits for the other"
    edges = [f"{other.id}/{of.name}: {'deployed' if of.does and not of.outside else 'complete'}" for of in loose]
    mend = (
        f"agree which goes first; the one that comes later waits, here or in plan {other.id}. If it is this one: "
        f"{phase.name}: {{after: {{{', '.join(edges)}}}}}"
    )
    return Flaw("G249", f"/phases/{phase.name}/{key}", what, _WHY + _whose(holder(mine), policy), mend)


def _whose(resource: str, policy: Policy) -> str:
    """Everybody who has a say in which goes first."""
    owners, consumers = policy.owners_of(resource), policy.consumers.get(resource, ())
    told = [f"owned by {' and '.join(owners)}"] if owners else []
    told += [f"used by {' and '.join(consumers)}"] if consumers else []
    return f"; {resource} is {', '.join(told)}" if told else ""
