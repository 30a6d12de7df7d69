"""Backfills without a dual write before them (G239): rows that are written meanwhile stay empty."""

from __future__ import annotations

from guard.grammar.edge import meets, strict
from guard.model.draft import Flaw
from guard.model.vocabulary import may, says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step

_DEPLOYED = strict("deployed")
_HOLES = "what the old code writes while the backfill runs, and after it, is in the old place alone: a hole for ever"
_FILLS = ("data.insert_select", "data.merge", "data.update")  # a backfill too, when the plan made what they fill


def check(draft: Draft) -> Iterator[Flaw]:
    """Every phase that may backfill, against the phases before it."""
    graph = draft.order()
    if graph is None:
        return
    duals = [step for step in graph.steps.values() if says(step.phase.does, "code.write.dual")]
    makers = [
        step for step in graph.steps.values() if any(of.startswith(("column:", "table:")) for of in step.phase.creates)
    ]
    for step in graph.own:
        if graph.astray(step.node):  # G231 stands
            continue
        how = may(step.phase.does, ("data.backfill",))
        if not how and any(graph.comes_before(maker.node, step.node) for maker in makers):
            how = may(step.phase.does, _FILLS)
        wrong = _wrong(graph, step, duals, how[0], draft.policy.environment) if how else None
        if wrong is not None:
            yield Flaw("G239", f"/phases/{step.name}/does", wrong[0], _HOLES, wrong[1])


def _wrong(graph: Graph, step: Step, duals: list[Step], how: str, where: str) -> tuple[str, str] | None:
    """No dual write before it, or one of which nobody knows that it is deployed."""
    before = [dual for dual in duals if graph.comes_before(dual.node, step.node)]
    if not before:
        new = graph.named("dual-write", step.node)
        mend = (
            f"write to both places first, and wait for it: {new}: {{does: [code.write.dual]}}, "
            f"{step.name}: {{after: {{{new}: deployed 24h}}}}"
        )
        return f"phase {step.name} does {how}, and no phase before it does code.write.dual", mend
    edges = [edge for dual in before for edge in graph.known(dual.node, step.node)]
    if any(meets(edge, _DEPLOYED, where) for edge in edges):
        return None
    what = f"phase {step.name} does {how}, and does not wait until {before[-1].name} is deployed in {where}"
    return what, f"wait for it: {step.name}: {{after: {{{before[-1].name}: deployed 24h}}}}"
