"""Phases that can never begin (G232): they wait for a fact that can never be told of the phase before."""

from __future__ import annotations

from guard.document import pointer
from guard.grammar.resource import holder
from guard.model.draft import Flaw
from guard.model.graph import node_of, without_circles
from guard.model.paths import covers
from guard.model.vocabulary import TRAITS, UNREAD, WRITES_DATA, may

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step
    from guard.model.plan import Phase
    from guard.model.policy import Policy

_DATA = tuple([id_ for id_, traits in TRAITS.items() if WRITES_DATA in traits or UNREAD in traits])
# Work after which old callers, readers or connections go away one by one.
_DRAINING = tuple([id_ for id_ in TRAITS if id_.startswith(("code.", "flag.", "deploy."))])


def check(draft: Draft) -> Iterator[Flaw]:
    """Each phase that waits in vain, and those that come after one."""
    plan = draft.plan
    graph = None if plan is None else without_circles(plan, draft.others.values())
    if plan is None or graph is None:  # G230 stands
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
        if edge.fact == "deployed" and (before.phase.outside or not before.phase.does):
            lacks = "happens outside this repository" if before.phase.outside else "changes nothing"
            why = "only what lands can be deployed, so nobody can ever say so of this phase"
            mend = f"wait until it is done: {step.name}: {{after: {{{before.name}: complete}}}}"
        elif edge.fact == "backfilled" and not _backfills(before.phase, policy):
            lacks, why = "writes no data", "nothing is backfilled by it, so nobody can ever count what remains"
            mend = _after_backfill(graph, step)
        elif edge.fact == "drained" and not _drains(before.phase, policy):
            lacks = "has no sites, switches no readers and touches nothing with consumers"
            why = "there is nothing that could run dry, so nobody can ever say that it has"
            mend = (
                f"say what runs dry: {before.name}: {{does: [code.read.switch], sites: NAME}}, or name the services "
                "that use the resource under consumers: in the policy"
            )
        else:
            continue
        return f"phase {step.name} waits until {before.name} is {edge.fact}, and {before.name} {lacks}", why, mend
    return None


def _after_backfill(graph: Graph, step: Step) -> str:
    """The safe form, with the phase of the plan that does backfill, where there is one."""
    for of in graph.own:
        later = of.node == step.node or graph.comes_before(step.node, of.node)
        if not later and may(of.phase.does, _DATA):
            return f"wait for the phase that writes the data: {step.name}: {{after: {{{of.name}: backfilled}}}}"
    after = f"{step.name}: {{after: {{backfill: backfilled}}}}"
    return f"write the phase that does: backfill: {{does: [data.backfill]}}, {after}"


def _backfills(phase: Phase, policy: Policy) -> bool:
    """What is done outside, or is an operation of the house, may write anything."""
    return bool(phase.outside or may(phase.does, _DATA) or may(phase.does, policy.detects))


def _drains(phase: Phase, policy: Policy) -> bool:
    touched = {of for resource in (*phase.creates, *phase.drops) for of in (resource, holder(resource))}
    lasting = any(covers(pattern, id_) for pattern in phase.does for id_ in _DRAINING)
    return bool(phase.outside or phase.sites or lasting or not touched.isdisjoint(policy.consumers))
