"""Edges that lead nowhere (G231), and phases that wait for each other in a circle (G230)."""

from __future__ import annotations

from guard.document import pointer
from guard.model.draft import Flaw
from guard.model.graph import Graph, node_of
from guard.model.vocabulary import nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import After, Phase, Plan

_SELF = "a phase that waits for itself never begins"
_NOBODY = "what is not there never comes about, so the phase would wait for ever"
_CIRCLE = "each of them comes after the one before it, so none of them can ever begin"


def check(draft: Draft) -> Iterator[Flaw]:
    """Flaws of single edges, then the circles."""
    plan = draft.plan
    if plan is None:
        return
    for phase in plan.phases:
        for after in phase.after:
            wrong = _wrong(draft, plan, phase, after)
            if wrong is not None:
                yield Flaw("G231", pointer(f"/phases/{phase.name}/after", after.named()), *wrong)
    graph = Graph(plan, draft.others.values())
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
        wanted = f"{near}/{after.phase}" if near else f"PLAN/{after.phase}"
        return what, _NOBODY, _written(phase, wanted, after, near)
    names = [other.name for other in of.phases if other.name != phase.name or of is not plan]
    if after.phase in names:
        return None
    near = nearest_of(after.phase, names)
    what = f"phase {phase.name} comes after {after.named()}, and plan {of.id} has no phase {after.phase}"
    prefix = f"{after.plan}/" if after.plan else ""
    return what, _NOBODY, _written(phase, prefix + (near or "EARLIER-PHASE"), after, near)


def _written(phase: Phase, wanted: str, after: After, near: str = "") -> str:
    meant = f"did you mean {near}? " if near else ""
    return f"{meant}name the phase it waits for: {phase.name}: {{after: {{{wanted}: {after.edges[0].fact}}}}}"


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
