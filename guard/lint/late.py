"""Late-writer invariants that start too late (G246): what is written before they hold slips through."""

from __future__ import annotations

from guard.model.draft import Flaw
from guard.model.vocabulary import DROPS, may, says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step

_WHY = "a writer that comes in before it holds writes where nobody looks any more, and what it writes is lost"


def check(draft: Draft) -> Iterator[Flaw]:
    """Every `absent` with a phase it starts from, in a plan that backfills or drops."""
    plan, graph = draft.plan, draft.order()
    if plan is None or graph is None:
        return
    steps = {step.phase.name: step for step in graph.own}
    duals = [step for step in graph.own if says(step.phase.does, "code.write.dual")]
    ends = [step for step in graph.own if may(step.phase.does, ("data.backfill",))]
    ends += [step for step in graph.own if step.phase.drops or may(step.phase.does, DROPS)]
    if any(graph.astray(step.node) for step in (*duals, *ends)):  # G231 stands
        return
    for pattern in plan.absent:
        start = steps.get(pattern.since or "")
        bound = _too_late(graph, start, duals, ends) if start is not None and ends else None
        if start is not None and bound is not None:
            what = f"absent {pattern.name} holds only from {start.name} on, and {bound[0]}"
            mend = f"let it hold earlier: {pattern.name}: {{from: {bound[1]}}}"
            yield Flaw("G246", f"/absent/{pattern.name}/from", what, _WHY, mend)


def _too_late(graph: Graph, start: Step, duals: list[Step], ends: list[Step]) -> tuple[str, str] | None:
    """Where it ought to start, in words and by name: at the dual write, else before what destroys or fills."""
    if duals:
        if any(start.node == dual.node or graph.comes_before(start.node, dual.node) for dual in duals):
            return None
        return f"the dual write begins with {duals[0].name}", duals[0].name
    for end in ends:
        if not graph.comes_before(start.node, end.node):
            ahead = [step for step in graph.own if graph.comes_before(step.node, end.node)]
            how = "drops" if end.phase.drops or may(end.phase.does, DROPS) else "backfills"
            return f"{end.name} {how} without it", ahead[0].name if ahead else "EARLIER-PHASE"
    return None
