"""Drops without stop-writes and evidence before them (G238), and rights or secrets taken away unseen."""

from __future__ import annotations

from guard.grammar.edge import meets, strict
from guard.model.draft import Flaw
from guard.model.vocabulary import DROPS, may, says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step

    Wrong = tuple[str, str, str]  # what, why and the safe form

_DEPLOYED, _SOAKED, _DRAINED = strict("deployed"), strict("deployed", 1), strict("drained")
_DATA = ("column:", "table:", "database:", "namespace:", "schema:")
_RIGHTS = ("role:", "secret:")
_TAKES = ("access.revoke", "access.role.drop", "secret.remove")
_ADDS = ("access.grant", "access.role.create", "identity.*", "secret.add")
_FAIL = "code that still runs then writes to what is gone, and fails"
_UNKNOWN = "until evidence says otherwise, the code of the step before still runs somewhere"
_READ = "code that still reads it then gets nothing, or what nobody writes any more"
_CUT_OFF = "a service that still uses it is cut off at once, and nobody knows which one it is"


def check(draft: Draft) -> Iterator[Flaw]:
    """Every phase that drops data or takes something away, against what comes before it. Each thing lacking is told."""
    graph, where = draft.order(), draft.policy.environment
    if graph is None:
        return
    stops = [step for step in graph.steps.values() if says(step.phase.does, "code.write.stop")]
    switches = [step for step in graph.steps.values() if says(step.phase.does, "code.read.switch") or step.phase.sites]
    for step in graph.own:
        if not step.phase.does or graph.astray(step.node):  # G231 stands: its order is not known yet
            continue
        place = f"/phases/{step.name}/{'drops' if step.phase.drops else 'does'}"
        dropped = _dropped(step, _DATA, DROPS)
        if dropped:
            lacking = (
                _writes(graph, step, dropped, stops, where),
                _reads(graph, step, dropped, (stops, switches), where),
            )
            yield from [Flaw("G238", place, *wrong) for wrong in lacking if wrong is not None]
        taken = _dropped(step, _RIGHTS, _TAKES)
        if taken and not _seen(graph, step, where):
            what = f"phase {step.name} {taken}, and waits for no evidence from {where} that nobody uses it"
            yield Flaw("G238", place, what, _CUT_OFF, _change_over(graph, step))


def _dropped(step: Step, kinds: tuple[str, ...], ids: tuple[str, ...]) -> str:
    """What the phase takes away of these kinds, in words; "" where nothing."""
    named = [of for of in step.phase.drops if of.startswith(kinds)]
    if named:
        return f"drops {', '.join(named)}"
    allowed = may(step.phase.does, ids)
    if not allowed:
        return ""
    if allowed[0] in step.phase.does:
        return f"does {allowed[0]}"
    return f"may do {allowed[0]} ({', '.join([of for of in step.phase.does if may((of,), allowed)])})"


def _writes(graph: Graph, step: Step, dropped: str, stops: list[Step], where: str) -> Wrong | None:
    """The writes have stopped, and it is known that they have."""
    before = [stop for stop in stops if graph.comes_before(stop.node, step.node)]
    if not before:
        return f"phase {step.name} {dropped}, and no phase before it does code.write.stop", _FAIL, _stop(graph, step)
    edges = [edge for stop in before for edge in graph.known(stop.node, step.node)]
    if any(meets(edge, _SOAKED, where) for edge in edges):
        return None
    last = before[-1].name
    what = f"phase {step.name} {dropped}, and does not wait until {last} is deployed and has soaked in {where}"
    return what, _UNKNOWN, f"wait for it: {step.name}: {{after: {{{last}: deployed 7d}}}}"


def _reads(graph: Graph, step: Step, dropped: str, of_both: tuple[list[Step], list[Step]], where: str) -> Wrong | None:
    """The reads have gone elsewhere, before the writes stopped, and it is known that they have."""
    stops, switches = of_both
    before = [of for of in switches if graph.comes_before(of.node, step.node)]
    ends = [stop for stop in stops if graph.comes_before(stop.node, step.node)]
    if not before:
        mend = "switch the reads first, and wait for it: " + _switch(graph, ends[0] if ends else step)
        return f"phase {step.name} {dropped}, and no phase before it switches the reads", _READ, mend
    early = [of for of in before if not ends or any(graph.comes_before(of.node, stop.node) for stop in ends)]
    if not early:
        first, then = before[0].name, ends[0].name
        what = f"phase {step.name} {dropped}, and {first} does not switch the reads before the writes stop ({then})"
        turn = first != then and not graph.comes_before(ends[0].node, before[0].node)
        form = f"{then}: {{after: {{{first}: deployed 7d}}}}" if turn else _switch(graph, ends[0])
        return what, _READ, f"let the reads go first: {form}"
    if any(_gone(graph, of, step, where) for of in early):
        return None
    last, then = early[-1].name, ends[0].name if ends else step.name
    what = f"phase {step.name} {dropped}, and nothing waits until {last} is deployed in {where}, or nothing remains"
    return what, _UNKNOWN, f"wait for it: {then}: {{after: {{{last}: deployed 7d}}}}"


def _stop(graph: Graph, step: Step) -> str:
    """The safe form: the writes stop after what leads to the drop now, and the drop waits."""
    name = graph.named("stop-writes", step.node)
    leading = [of for of in graph.leading(step.node) if of.name != name]
    stands = any(of.name == name for of in graph.own)  # then it stays behind what it stands behind
    after = f"after: {{{leading[-1].name}: {_waited(leading[-1])}}}, " if leading and not stands else ""
    form = f"{name}: {{{after}does: [code.write.stop, file.modify]}}"
    return f"stop the writes first, and wait for it: {form}, {step.name}: {{after: {{{name}: deployed 7d}}}}"


def _switch(graph: Graph, then: Step) -> str:
    """The safe form: the reads are switched, behind the backfill if there is one, and what follows waits."""
    name = graph.named("switch-reads", then.node)
    stands = [of for of in graph.own if of.name == name]
    fills = [of for of in graph.own if says(of.phase.does, "data.backfill")]
    fills = [of for of in fills if all(graph.ahead(of.node, behind.node) for behind in (*stands, then))]
    edge = f"{fills[-1].name}: backfilled" if fills else ""
    leading = graph.leading(then.node)
    if leading and not fills and not stands:
        edge = f"{leading[-1].name}: {_waited(leading[-1])}"
    after = f"after: {{{edge}}}, " if edge else ""
    return f"{name}: {{{after}does: [code.read.switch, file.modify]}}, {then.name}: {{after: {{{name}: deployed 7d}}}}"


def _waited(step: Step) -> str:
    """What can be known of a step, whatever it does."""
    return "deployed 7d" if step.phase.does and not step.phase.outside else "complete"


def _gone(graph: Graph, of: Step, step: Step, where: str) -> bool:
    """One step is known to be deployed, or drained to the last, before another begins."""
    return any(
        meets(edge, wanted, where) for edge in graph.known(of.node, step.node) for wanted in (_DEPLOYED, _DRAINED)
    )


def _seen(graph: Graph, step: Step, where: str) -> bool:
    """Something before it that does more than add is known to be deployed or drained."""
    before = [of for of in graph.steps.values() if graph.comes_before(of.node, step.node) and not _only_adds(of)]
    return any(_gone(graph, of, step, where) for of in before)


def _change_over(graph: Graph, step: Step) -> str:
    """The safe form: what lets everybody change over, by the name it has, or as a new phase."""
    ahead = [of for of in graph.own if graph.comes_before(of.node, step.node) and of.phase.does and not _only_adds(of)]
    if ahead:
        return f"wait until nobody uses it: {step.name}: {{after: {{{ahead[-1].name}: deployed 7d}}}}"
    new = graph.named("switch", step.node)
    return (
        f"let everybody change over first, and wait for that: {new}: {{does: [code.read.switch, file.modify]}}, "
        f"{step.name}: {{after: {{{new}: [deployed 7d, drained]}}}}"
    )


def _only_adds(step: Step) -> bool:
    does = step.phase.does
    return bool(does) and all(any(says((pattern,), add) for add in _ADDS) for pattern in does)
