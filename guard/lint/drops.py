"""Drops without stop-writes and evidence before them (G238), and rights or secrets taken away unseen."""

from __future__ import annotations

from guard.model.draft import Flaw
from guard.model.graph import without_circles
from guard.model.vocabulary import DROPS, may, says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step

    Wrong = tuple[str, str, str]  # what, why and the safe form

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
    graph = None if draft.plan is None else without_circles(draft.plan, draft.others.values())
    if graph is None:
        return
    stops = [step for step in graph.steps.values() if says(step.phase.does, "code.write.stop")]
    switches = [step for step in graph.steps.values() if says(step.phase.does, "code.read.switch") or step.phase.sites]
    for step in graph.own:
        if not step.phase.does:
            continue
        place = f"/phases/{step.name}/{'drops' if step.phase.drops else 'does'}"
        dropped = _dropped(step, _DATA, DROPS)
        if dropped:
            for wrong in (_writes(graph, step, dropped, stops), _reads(graph, step, dropped, stops, switches)):
                if wrong is not None:
                    yield Flaw("G238", place, *wrong)
        taken = _dropped(step, _RIGHTS, _TAKES)
        if taken and not _seen(graph, step):
            what = f"phase {step.name} {taken}, and waits for no evidence that nobody uses it"
            mend = (
                "let everybody change over first, and wait for that: switch: {does: [file.modify]}, "
                f"{step.name}: {{after: {{switch: [deployed 7d, drained]}}}}"
            )
            yield Flaw("G238", place, what, _CUT_OFF, mend)


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


def _writes(graph: Graph, step: Step, dropped: str, stops: list[Step]) -> Wrong | None:
    """The writes have stopped, and it is known that they have."""
    before = [stop for stop in stops if graph.comes_before(stop.node, step.node)]
    if not before:
        leading = [of for of in graph.leading(step.node) if of.name != "stop-writes"]
        after = f"after: {{{leading[-1].name}: deployed 7d}}, " if leading else ""
        mend = (
            f"stop the writes first, and wait for it: stop-writes: {{{after}does: [code.write.stop, file.modify]}}, "
            f"{step.name}: {{after: {{stop-writes: deployed 7d}}}}"
        )
        return f"phase {step.name} {dropped}, and no phase before it does code.write.stop", _FAIL, mend
    edges = [edge for stop in before for edge in graph.known(stop.node, step.node)]
    if any(edge.fact == "deployed" and edge.soak for edge in edges):
        return None
    last = before[-1].name
    what = f"phase {step.name} {dropped}, and does not wait until {last} is deployed and has soaked"
    return what, _UNKNOWN, f"wait for it: {step.name}: {{after: {{{last}: deployed 7d}}}}"


def _reads(graph: Graph, step: Step, dropped: str, stops: list[Step], switches: list[Step]) -> Wrong | None:
    """The reads have gone elsewhere, before the writes stopped, and it is known that they have."""
    before = [of for of in switches if graph.comes_before(of.node, step.node)]
    form = "switch-reads: {does: [code.read.switch, file.modify], sites: NAME}"
    if not before:
        mend = f"switch the reads first: {form}, stop-writes: {{after: {{switch-reads: deployed 7d}}}}"
        return f"phase {step.name} {dropped}, and no phase before it switches the reads", _READ, mend
    ends = [stop for stop in stops if graph.comes_before(stop.node, step.node)]
    early = [of for of in before if not ends or any(graph.comes_before(of.node, stop.node) for stop in ends)]
    if not early:
        first, then = before[0].name, ends[0].name
        what = f"phase {step.name} {dropped}, and {first} does not switch the reads before the writes stop ({then})"
        new = f"{form}, " if first == then else ""
        mend = f"let the reads go first: {new}{then}: {{after: {{{'switch-reads' if new else first}: deployed 7d}}}}"
        return what, _READ, mend
    if any(edge.fact in ("deployed", "drained") for of in early for edge in graph.known(of.node, step.node)):
        return None
    last, then = early[-1].name, ends[0].name if ends else step.name
    what = f"phase {step.name} {dropped}, and nothing waits until {last} is deployed"
    return what, _UNKNOWN, f"wait for it: {then}: {{after: {{{last}: deployed 7d}}}}"


def _seen(graph: Graph, step: Step) -> bool:
    """Something before it that does more than add is known to be deployed or drained."""
    for of in graph.steps.values():
        if not graph.comes_before(of.node, step.node) or _only_adds(of):
            continue
        if any(edge.fact in ("deployed", "drained") for edge in graph.known(of.node, step.node)):
            return True
    return False


def _only_adds(step: Step) -> bool:
    does = step.phase.does
    return bool(does) and all(any(says((pattern,), add) for add in _ADDS) for pattern in does)
