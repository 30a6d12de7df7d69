"""Drops without stop-writes and evidence before them (G238), and rights or secrets taken away unseen."""

from __future__ import annotations

from guard.grammar.edge import meets, strict
from guard.grammar.resource import holder
from guard.model.draft import Flaw
from guard.model.graph import fresh
from guard.model.vocabulary import DROPS, may, says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step

    Wrong = tuple[str, str, str]  # what, why and the safe form

_DEPLOYED, _DRAINED = strict("deployed"), strict("drained")
_SOAKED = (strict("deployed", 1), strict("drained", 1))
_DATA = ("column:", "table:", "database:", "namespace:", "schema:")
_TAKEN = (  # to running code what has another name, another type or no rows is gone as well
    *DROPS,
    "schema.column.rename",
    "schema.table.rename",
    "schema.column.change_type",
    "schema.partition.detach",
    "data.truncate",
    "data.delete_all",
)
_RIGHTS = ("role:", "secret:")
_TAKES = ("access.revoke", "access.role.drop", "secret.remove")
_ADDS = ("access.grant", "access.role.create", "identity.*", "secret.add")
_FAIL = "code that still runs then writes to what is gone, or is something else, and fails"
_AGAIN = "what it writes goes where the drop takes it, and the code that writes it fails"
_UNKNOWN = "until evidence says otherwise, the code of the step before still runs somewhere"
_READ = "code that still reads it then gets nothing, or what nobody writes any more"
_CUT_OFF = "a service that still uses it is cut off at once, and nobody knows which one it is"


def check(draft: Draft) -> Iterator[Flaw]:
    """Every phase that drops data or takes something away, against what comes before it. Each thing lacking is told."""
    graph, where = draft.order(), draft.policy.environment
    if graph is None:
        return
    for step in graph.own:
        if not step.phase.does or graph.astray(step.node):  # G231 stands: its order is not known yet
            continue
        place = f"/phases/{step.name}/{'drops' if step.phase.drops else 'does'}"
        dropped = _dropped(step, _DATA, _TAKEN)
        if dropped:
            before = [of for of in graph.steps.values() if graph.comes_before(of.node, step.node)]
            before = [of for of in before if _related(draft, of, step)]
            stops = [of for of in before if says(of.phase.does, "code.write.stop")]
            lacking = (
                _writes(graph, step, dropped, stops, where),
                _again(graph, step, dropped, (before, stops)),
                _reads(graph, step, dropped, (before, stops), where),
            )
            yield from [Flaw("G238", place, *wrong) for wrong in lacking if wrong is not None]
        taken = _dropped(step, _RIGHTS, _TAKES)
        if taken and not _seen(graph, step, where):
            what = f"phase {step.name} {taken}, and waits for no evidence from {where} that nobody uses it"
            yield Flaw("G238", place, what, _CUT_OFF, _change_over(graph, step))


def _related(draft: Draft, of: Step, step: Step) -> bool:
    """A step of another plan says something of what is dropped here, as far as both plans name what they change."""
    other = draft.others.get(of.node.partition("/")[0])
    if _own(of) or other is None:
        return True
    mine = {holder(resource) for resource in step.phase.drops if resource.startswith(_DATA)}
    named = [resource for phase in other.phases for resource in (*phase.creates, *phase.drops)]
    theirs = {holder(resource) for resource in named if holder(resource).startswith(_DATA)}
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _own(step: Step) -> bool:
    """A phase of the plan that is looked at goes by its own name alone."""
    return "/" not in step.name


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
    if not stops:
        return f"phase {step.name} {dropped}, and no phase before it does code.write.stop", _FAIL, _stop(graph, step)
    known = [of for of in stops if _soaked(graph, of, step, where)]
    loose = _loose(graph, stops, known)
    if not loose:
        return None
    last = loose[-1].name
    what = f"phase {step.name} {dropped}, and does not wait until {last} is deployed and has soaked in {where}"
    return what, _UNKNOWN, f"wait for it: {step.name}: {{after: {{{last}: deployed 7d}}}}"


def _loose(graph: Graph, steps: list[Step], known: list[Step]) -> list[Step]:
    """Of which nothing is known. What is known of a later step holds for those it came after: it landed on them."""
    own = [of for of in steps if _own(of)]
    if not own:  # of other plans one is enough: which of them it is about, nobody says
        return [] if known else steps
    return [of for of in own if of not in known and not any(graph.comes_before(of.node, one.node) for one in known)]


def _soaked(graph: Graph, stop: Step, step: Step, where: str) -> bool:
    """A step is known to be deployed or drained, and time passes before another begins, on that edge or a later one."""
    for then, edge in graph.onward(stop.node, step.node):
        if any(meets(edge, wanted, where) for wanted in _SOAKED):
            return True
        seen = meets(edge, _DEPLOYED, where) or meets(edge, _DRAINED, where)
        if seen and _passes(graph, then, step.node):
            return True
    return False


def _passes(graph: Graph, first: str, then: str) -> bool:
    """Some edge between two steps takes time. What is rehearsed may be so long before."""
    nodes = [of for of in graph.steps if of == first or graph.comes_before(first, of)]
    nodes = [of for of in nodes if graph.comes_before(of, then)]
    return any(edge.soak and edge.fact != "rehearsed" for of in nodes for edge in graph.known(of, then))


def _again(graph: Graph, step: Step, dropped: str, of_both: tuple[list[Step], list[Step]]) -> Wrong | None:
    """Nothing writes to both places again once the writes have stopped."""
    before, stops = of_both
    duals = [of for of in before if _own(of) and says(of.phase.does, "code.write.dual")]
    again = [of for of in duals if not any(graph.comes_before(of.node, stop.node) for stop in stops)]
    if not again or not stops:
        return None
    what = f"phase {step.name} {dropped}, and after {stops[-1].name} {again[-1].name} writes to both places again"
    return what, _AGAIN, f"let the writes stop after it: {_end(graph, again[-1], step)}"


def _end(graph: Graph, behind: Step, step: Step) -> str:
    """The safe form: a new phase that stops the writes, behind one that stands there now, and the drop waits."""
    new = fresh("stop-writes", {of.name for of in graph.own})
    form = f"{new}: {{after: {{{behind.name}: deployed 7d}}, does: [code.write.stop, file.modify]}}"
    return f"{form}, {step.name}: {{after: {{{new}: deployed 7d}}}}"


def _reads(graph: Graph, step: Step, dropped: str, of_both: tuple[list[Step], list[Step]], where: str) -> Wrong | None:
    """The reads have gone elsewhere, before the writes stopped, and it is known that they have."""
    ends = of_both[1]
    before = [of for of in of_both[0] if says(of.phase.does, "code.read.switch") or of.phase.sites]
    if not before:
        mend = "switch the reads first, and wait for it: " + _switch(graph, ends[0] if ends else step)
        return f"phase {step.name} {dropped}, and no phase before it switches the reads", _READ, mend
    early = [of for of in before if not ends or any(graph.comes_before(of.node, stop.node) for stop in ends)]
    late = [of for of in before if of not in early and _own(of) and says(of.phase.does, "code.read.switch")]
    if not early or late:
        first, then = (late or before)[0], ends[-1 if early else 0]
        what = f"phase {step.name} {dropped}, and {first.name} does not switch the reads before the writes stop"
        return f"{what} ({then.name})", _READ, f"let the reads go first: {_turned(graph, first, step, (ends, early))}"
    by_name = [of for of in early if says(of.phase.does, "code.read.switch")]
    known = [of for of in early if _gone(graph, of, step, where)]
    loose = _loose(graph, by_name, known) if any(map(_own, by_name)) else [] if known else early
    if not loose:
        return None
    last, then_name = loose[-1].name, ends[0].name if ends else step.name
    what = f"phase {step.name} {dropped}, and nothing waits until {last} is deployed in {where}, or nothing remains"
    return what, _UNKNOWN, f"wait for it: {then_name}: {{after: {{{last}: deployed 7d}}}}"


def _turned(graph: Graph, first: Step, step: Step, of_both: tuple[list[Step], list[Step]]) -> str:
    """The safe form where reads go last: the other way round, where nothing stands against it."""
    ends, early = of_both
    if early:
        return _end(graph, first, step)
    then = ends[0]
    if first.node != then.node and not graph.comes_before(then.node, first.node):
        return f"{then.name}: {{after: {{{first.name}: deployed 7d}}}}"
    return _switch(graph, then)


def _stop(graph: Graph, step: Step) -> str:
    """The safe form: the writes stop after what leads to the drop now, and the drop waits."""
    name = graph.named("stop-writes", step.node)
    leading = [of for of in graph.leading(step.node) if of.name != name]
    stands = any(of.name == name for of in graph.own)  # then it stays behind what it stands behind
    edges = ", ".join([f"{of.name}: {_waited(of)}" for of in leading])
    after = f"after: {{{edges}}}, " if leading and not stands else ""
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
