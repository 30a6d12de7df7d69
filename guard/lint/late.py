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
    flags = [step for step in graph.own if _ends_a_flag(step)]
    if any(graph.astray(step.node) for step in (*duals, *ends, *flags)):  # G231 stands
        return
    for pattern in plan.absent:
        start = steps.get(pattern.since or "")
        if start is None:
            continue
        bound = (_too_late(graph, start, duals, ends) if ends else None) or _asked(graph, start, flags)
        if bound is not None:
            what = f"absent {pattern.name} holds only from {start.name} on, and {bound[0]}"
            mend = f"let it hold earlier: {pattern.name}: {{from: {bound[1]}}}"
            yield Flaw("G246", f"/absent/{pattern.name}/from", what, _WHY, mend)


def _ends_a_flag(step: Step) -> bool:
    return any(of.startswith("flag:") for of in step.phase.drops) or bool(may(step.phase.does, ("flag.remove",)))


def _too_late(graph: Graph, start: Step, duals: list[Step], ends: list[Step]) -> tuple[str, str] | None:
    """Where it ought to start, in words and by name: at the dual write, else before what destroys or fills."""
    if duals:
        first = next((dual for dual in duals if graph.comes_before(dual.node, start.node)), None)
        if first is None and any(start.node == of.node or graph.comes_before(start.node, of.node) for of in duals):
            return None
        first = first or duals[0]
        first = next((dual for dual in duals if graph.comes_before(dual.node, first.node)), first)
        return f"the dual write begins with {first.name}", first.name
    for end in ends:
        if not graph.comes_before(start.node, end.node):
            ahead = [step for step in graph.own if graph.comes_before(step.node, end.node)]
            how = "drops" if end.phase.drops or may(end.phase.does, DROPS) else "backfills"
            return f"{end.name} {how} without it", ahead[0].name if ahead else "EARLIER-PHASE"
    return None


def _asked(graph: Graph, start: Step, flags: list[Step]) -> tuple[str, str] | None:
    """Before a flag goes: while code that asks for it is taken out, no new question comes in."""
    for end in flags:
        ahead = [step for step in graph.own if graph.comes_before(step.node, end.node)]
        codes = [step for step in ahead if any(of.startswith("code.") for of in step.phase.does)]
        if codes and not any(graph.comes_before(start.node, code.node) for code in codes):
            first = [step.name for step in ahead if graph.comes_before(step.node, codes[0].node)]
            return f"{codes[-1].name} changes the code before {end.name} without it", (first or ["EARLIER-PHASE"])[0]
    return None
