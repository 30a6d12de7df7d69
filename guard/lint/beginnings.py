"""Phases that can never begin (G232): they wait for a fact that can never be told of the phase before."""

from __future__ import annotations

from guard.document import pointer
from guard.model.draft import Flaw
from guard.model.graph import node_of
from guard.model.vocabulary import WRITES, may, says, tellable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step
    from guard.model.policy import Policy


def check(draft: Draft) -> Iterator[Flaw]:
    """Each phase that waits in vain, and those that come after one."""
    plan, graph = draft.plan, draft.order()
    if plan is None or graph is None:
        return
    keys = {
        (node_of(plan, after), f"{plan.id}/{phase.name}"): pointer(f"/phases/{phase.name}/after", after.named())
        for phase in plan.phases
        for after in phase.after
    }
    never: set[str] = set()
    for step in graph.ordered():
        for before in graph.leading(step.node):
            wrong = _wrong(graph, step, before, draft.policy) or _behind(step, before, never)
            if wrong is not None:
                never.add(step.node)
                place = keys.get((before.node, step.node))
                if place is not None:
                    yield Flaw("G232", place, *wrong)


def _behind(step: Step, before: Step, never: set[str]) -> tuple[str, str, str] | None:
    if before.node not in never:
        return None
    what = f"phase {step.name} comes after {before.name}, which can never begin"
    return what, "what follows a phase that never begins never begins either", f"mend the edges of {before.name} first"


def _wrong(graph: Graph, step: Step, before: Step, policy: Policy) -> tuple[str, str, str] | None:
    """The first edge between the two that can never be met."""
    for edge in graph.between(before.node, step.node):
        if tellable(edge.fact, before.phase, policy):
            continue
        if edge.fact == "deployed":
            lacks = "happens outside this repository" if before.phase.outside else "changes nothing"
            why = "only what lands can be deployed, so nobody can ever say so of this phase"
            mend = f"wait until it is done: {step.name}: {{after: {{{before.name}: complete}}}}"
        elif edge.fact == "backfilled":
            lacks, why = "writes no data", "nothing is backfilled by it, so nobody can ever count what remains"
            mend = _after_backfill(graph, step)
        else:
            lacks = "has no sites, switches no readers and touches nothing with consumers"
            why = "there is nothing that could run dry, so nobody can ever say that it has"
            mend = (
                f"say what runs dry: {before.name}: {{does: [code.read.switch], sites: NAME}}, or name the services "
                "that use the resource under consumers: in the policy"
            )
        return f"phase {step.name} waits until {before.name} is {edge.fact}, and {before.name} {lacks}", why, mend
    return None


def _after_backfill(graph: Graph, step: Step) -> str:
    """The safe form, with the phases of the plan that write to both places and backfill, where there are such."""
    ahead = [of for of in graph.own if graph.ahead(of.node, step.node)]
    for of in ahead:
        if may(of.phase.does, WRITES):
            return f"wait for the phase that writes the data: {step.name}: {{after: {{{of.name}: backfilled}}}}"
    duals = [of.name for of in ahead if says(of.phase.does, "code.write.dual")]
    new, dual = graph.named("backfill", step.node), duals[0] if duals else graph.named("dual-write", step.node)
    first = "" if duals else f"{dual}: {{does: [code.write.dual]}}, "
    fill = f"{new}: {{after: {{{dual}: deployed 24h}}, does: [data.backfill]}}"
    return f"write the phase that does: {first}{fill}, {step.name}: {{after: {{{new}: backfilled}}}}"
