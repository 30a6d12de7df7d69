"""Edges, and `absent`, that lead to no phase (G231), and phases that wait for each other in a circle (G230)."""

from __future__ import annotations

from guard.document import pointer
from guard.grammar.edge import said
from guard.model.draft import Flaw
from guard.model.graph import around, node_of
from guard.model.vocabulary import nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph
    from guard.model.plan import After, Phase, Plan

_SELF = "a phase that waits for itself never begins"
_NOBODY = "what is not there never comes about, so the phase would wait for ever"
_NEVER = "it would hold from a phase on that never comes, so it would never hold"
_CIRCLE = "each of them comes after the one before it, so none of them can ever begin"


def check(draft: Draft) -> Iterator[Flaw]:
    """Flaws of single edges, then the circles."""
    plan, graph = draft.plan, draft.graph()
    if plan is None or graph is None:
        return
    for phase in plan.phases:
        for after in phase.after:
            wrong = _wrong(draft, plan, phase, after)
            if wrong is not None:
                yield Flaw("G231", pointer(f"/phases/{phase.name}/after", after.named()), *wrong)
    yield from _since(plan)
    yield from circles(plan, graph)


def _since(plan: Plan) -> Iterator[Flaw]:
    """The phases from which on something must be absent."""
    names = [phase.name for phase in plan.phases]
    for pattern in plan.absent:
        if pattern.since is not None and pattern.since not in names:
            near = nearest_of(pattern.since, names)
            what = f"absent {pattern.name} holds from phase {pattern.since} on, which the plan does not have"
            mend = f"did you mean {near}? write from: {near}" if near else f"name a phase of the plan: from: {names[0]}"
            yield Flaw("G231", f"/absent/{pattern.name}/from", what, _NEVER, mend)


def circles(plan: Plan, graph: Graph) -> Iterator[Flaw]:
    """Every knot of phases that wait for each other, by its shortest circle; for this, no policy is needed."""
    for circle in graph.circles():
        yield _circle(plan, circle, [graph.steps[node].name for node in circle])


def _wrong(draft: Draft, plan: Plan, phase: Phase, after: After) -> tuple[str, str, str] | None:
    """What is wrong with one edge, why, and what to write."""
    if node_of(plan, after) == f"{plan.id}/{phase.name}":
        return f"phase {phase.name} comes after itself", _SELF, _written(phase, "EARLIER-PHASE", after)
    of = plan if after.plan in ("", plan.id) else draft.others.get(after.plan)
    if of is None:
        near = nearest_of(after.plan, draft.others)
        what = f"phase {phase.name} comes after {after.named()}, and there is no plan {after.plan}"
        meant = nearest_of(after.phase, _open(draft, plan, phase, draft.others[near])) if near else ""
        return what, _NOBODY, _written(phase, f"{near or 'PLAN'}/{meant or 'PHASE'}", after, near)
    if after.phase in [other.name for other in of.phases]:
        return None
    near = nearest_of(after.phase, _open(draft, plan, phase, of))
    what = f"phase {phase.name} comes after {after.named()}, and plan {of.id} has no phase {after.phase}"
    prefix = f"{after.plan}/" if after.plan else ""
    return what, _NOBODY, _written(phase, prefix + (near or "EARLIER-PHASE"), after, near)


def _open(draft: Draft, plan: Plan, phase: Phase, of: Plan) -> list[str]:
    """The phases of a plan that this one may wait for: not itself, and none that waits for it."""
    node = f"{plan.id}/{phase.name}"
    behind = around([node], (plan, *draft.others.values()))[node].after
    return [other.name for other in of.phases if f"{of.id}/{other.name}" not in (node, *behind)]


def _written(phase: Phase, wanted: str, after: After, near: str = "") -> str:
    """The edge as it stands, every condition of it, with another phase."""
    meant = f"did you mean {near}? " if near else ""
    words = [said(edge._asdict()) for edge in after.edges]
    edges = words[0] if len(words) == 1 else f"[{', '.join(words)}]"
    return f"{meant}name the phase it waits for: {phase.name}: {{after: {{{wanted}: {edges}}}}}"


def _circle(plan: Plan, circle: list[str], names: list[str]) -> Flaw:
    """The circle, said where the first of its phases waits for the last."""
    place = "/phases"
    for phase in plan.phases:
        if f"{plan.id}/{phase.name}" == circle[0]:
            keys = [after.named() for after in phase.after if node_of(plan, after) == circle[-2]]
            place = pointer(f"/phases/{phase.name}/after", keys[0])
    mend = (
        f"decide which of them begins, and let `after` lead one way only, such as {names[0]} first and then "
        f"{names[1]}: {{after: {{{names[0]}: complete}}}}"
    )
    return Flaw("G230", place, f"phases wait for each other in a circle: {' -> '.join(names)}", _CIRCLE, mend)
