"""Backfills without a dual write before them (G239): rows that are written meanwhile stay empty."""

from __future__ import annotations

from guard.grammar.edge import meets, strict
from guard.model.draft import Flaw
from guard.model.vocabulary import FILLS, TRAITS, UNREAD, may, says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step

_DEPLOYED = strict("deployed")
_HOLES = "what the old code writes while the backfill runs, and after it, is in the old place alone: a hole for ever"
_NOT_YET = "what writes to a column before it is there fails, or writes nothing"
_DUAL = ("code.write.dual", "schema.trigger.create")  # a trigger writes to the second place too
_SEEDS = ("data.copy", "data.insert", "data.insert_select")
_MAY_FILL = (*FILLS, *[id_ for id_, traits in TRAITS.items() if UNREAD in traits])  # when the plan made what they fill
_COLUMNS = ("schema.column.add", "schema.column.add_required")


def check(draft: Draft) -> Iterator[Flaw]:
    """Every phase that may backfill, against the phases before it; and what writes before there is anything to fill."""
    graph = draft.order()
    if graph is None:
        return
    duals = [step for step in graph.steps.values() if any(says(step.phase.does, of) for of in _DUAL)]
    awaited = _awaited(graph) | _elsewhere(draft)
    for step in graph.own:
        if graph.astray(step.node):  # G231 stands
            continue
        place = f"/phases/{step.name}/{'outside' if step.phase.outside else 'does'}"
        how = _how(graph, step, awaited)
        wrong = _wrong(graph, step, duals, how, draft.policy.environment) if how else None
        if wrong is not None:
            yield Flaw("G239", place, wrong[0], _HOLES, wrong[1])
        named = next((of for of in ("data.backfill", _DUAL[0]) if says(step.phase.does, of)), "")
        early = _early(graph, step, named) if named else None
        if early is not None:
            yield Flaw("G239", place, early[0], _NOT_YET, early[1])


def _awaited(graph: Graph) -> set[str]:
    """Steps of which some edge waits until they are backfilled."""
    nodes = [(of, then) for then in graph.steps for of in graph.leading(then)]
    return {of.node for of, then in nodes if any(edge.fact == "backfilled" for edge in graph.between(of.node, then))}


def _elsewhere(draft: Draft) -> set[str]:
    """Steps of which another plan waits until they are backfilled."""
    return {
        f"{after.plan or other.id}/{after.phase}"
        for other in draft.others.values()
        for phase in other.phases
        for after in phase.after
        if any(edge.fact == "backfilled" for edge in after.edges)
    }


def _how(graph: Graph, step: Step, awaited: set[str]) -> str:
    """What makes a backfill of a phase, in words; "" where it is none."""
    named = may(step.phase.does, ("data.backfill",))
    if named:
        return f"does {named[0]}"
    made = [of for of in _makers(graph) if of.node == step.node or graph.comes_before(of.node, step.node)]
    fills = may(step.phase.does, _MAY_FILL) if made else ()
    if step.node in awaited:
        return f"does {fills[0]}" if fills else "is awaited as backfilled"
    if fills and set(fills) <= set(_SEEDS) and not any(map(_widens, made)) and not _moves(graph):
        return ""  # rows for a new table that nobody writes yet
    return f"does {fills[0]}" if fills else ""


def _makers(graph: Graph) -> list[Step]:
    """Steps that make a column or a table, by what they create or by what they may do."""
    made = ("schema.table.create", *_COLUMNS)
    return [
        step
        for step in graph.steps.values()
        if any(of.startswith(("column:", "table:")) for of in step.phase.creates) or may(step.phase.does, made)
    ]


def _widens(step: Step) -> bool:
    """It makes a column of a table that may be written already."""
    return any(of.startswith("column:") for of in step.phase.creates) or bool(may(step.phase.does, _COLUMNS))


def _moves(graph: Graph) -> bool:
    """Somebody reads or writes elsewhere than before: then what fills a new table fills it from an old one."""
    does = [step.phase.does for step in graph.steps.values()]
    return any(says(of, wanted) for of in does for wanted in ("code.read.switch", *_DUAL))


def _wrong(graph: Graph, step: Step, duals: list[Step], how: str, where: str) -> tuple[str, str] | None:
    """No dual write before it, or one of which nobody knows that it is deployed."""
    before = [dual for dual in duals if graph.comes_before(dual.node, step.node)]
    if not before:
        new = graph.named("dual-write", step.node)
        leading = [of for of in _makers(graph) if graph.comes_before(of.node, step.node)]
        stands = any(of.name == new for of in graph.own)  # then it stays behind what it stands behind
        after = f"after: {{{leading[-1].name}: {_waited(leading[-1])}}}, " if leading and not stands else ""
        mend = (
            f"write to both places first, and wait for it: {new}: {{{after}does: [code.write.dual]}}, "
            f"{step.name}: {{after: {{{new}: deployed 24h}}}}"
        )
        return f"phase {step.name} {how}, and no phase before it does code.write.dual", mend
    edges = [edge for dual in before for edge in graph.known(dual.node, step.node)]
    if any(meets(edge, _DEPLOYED, where) for edge in edges):
        return None
    what = f"phase {step.name} {how}, and does not wait until {before[-1].name} is deployed in {where}"
    return what, f"wait for it: {step.name}: {{after: {{{before[-1].name}: deployed 24h}}}}"


def _early(graph: Graph, step: Step, how: str) -> tuple[str, str] | None:
    """It fills or writes what the plan makes, and nothing is made before it."""
    makers = _makers(graph)
    if not makers or any(of.node == step.node or graph.comes_before(of.node, step.node) for of in makers):
        return None
    first = makers[0]
    what = f"phase {step.name} does {how}, and does not wait until {first.name} has made what it writes to"
    form = f"{step.name}: {{after: {{{first.name}: {_waited(first)}}}}}"
    if graph.ahead(first.node, step.node):
        return what, f"wait for it: {form}"
    return what, f"let {first.name} go first, and turn the edges between them: {form}, instead of the other way"


def _waited(step: Step) -> str:
    return "complete" if step.phase.outside or not step.phase.does else "deployed"
