"""The order a policy asks for (G244): rules that no work can meet, and plans that do not meet them."""

from __future__ import annotations

from guard.grammar.edge import meets, said
from guard.model.draft import Flaw
from guard.model.graph import fresh
from guard.model.vocabulary import DRAINS, DROPS, NO_WAY_BACK, TRAITS, UNREAD, WRITES_DATA, allowed, may, says, tellable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.graph import Graph, Step
    from guard.model.policy import Order, Policy

_RULE = "a rule that nothing can meet stops all work it speaks of"
_APART = "the policy keeps them apart, so no landing of this phase can do what the phase is for"
_USUAL = ("code.write.dual", "schema.column.add", "data.backfill")  # what the safe form names of several
_BUILT_IN = (("code.write.dual", "data.backfill"), *[("code.write.stop", drop) for drop in DROPS])  # G239 and G238
_FIRST = "the policy asks for this order, so the phase could never land"


def check(draft: Draft) -> Iterator[Flaw]:
    """The rules of a policy; or the phases of a plan held to them."""
    policy, plan = draft.policy, draft.plan
    if plan is None:
        yield from _impossible(policy)
        return
    graph = draft.order()
    for rule in policy.order:
        if rule.apart:
            for phase in plan.phases:
                new = fresh(phase.name, {of.name for of in plan.phases})
                yield from _together(phase.name, phase.does, rule.apart, new)
        elif graph is not None:
            wanted = allowed(rule.then, policy.detects)
            for step in graph.own:
                how = () if graph.astray(step.node) else may(step.phase.does, wanted)
                wrong = _unmet(graph, step, rule, how[0], policy) if how else None
                if wrong is not None:
                    yield Flaw("G244", f"/phases/{step.name}/does", wrong[0], _FIRST, wrong[1])


def _together(name: str, does: tuple[str, ...], apart: tuple[str, ...], new: str) -> Iterator[Flaw]:
    """Two sides of a rule within one phase. `*` is on no side: what it does, each landing shows."""
    sides = [next((of for of in does if says((of,), side)), None) for side in apart]
    both = list(dict.fromkeys([of for of in sides if of is not None]))
    if len(both) > 1:
        what = f"phase {name} does {both[0]} and {both[1]}, which the policy keeps apart ({', '.join(apart)})"
        mend = (
            f"write a phase for each: {name}: {{does: [{both[0]}]}}, "
            f"{new}: {{after: {{{name}: deployed}}, does: [{both[1]}]}}"
        )
        yield Flaw("G244", f"/phases/{name}/does", what, _APART, mend)


def _unmet(graph: Graph, step: Step, rule: Order, how: str, policy: Policy) -> tuple[str, str] | None:
    """What a phase lacks of what must come first, and the safe form."""
    needs = rule.needs
    before = [of for of in graph.steps.values() if graph.comes_before(of.node, step.node)]
    firsts = [of for of in before if says(of.phase.does, rule.first)]
    edge = "complete" if needs is None else said(needs._asdict())
    known = [edge for of in firsts for edge in graph.known(of.node, step.node)]
    if firsts and (needs is None or any(meets(one, needs, policy.environment) for one in known)):
        return None
    able = [of.name for of in firsts if needs is None or tellable(needs.fact, of.phase, policy)]
    if able:
        what = f"and does not wait until {able[-1]} ({rule.first}) is {edge}"
        mend = f"wait for it: {step.name}: {{after: {{{able[-1]}: {edge}}}}}"
    else:
        what = f"and no phase before it does {rule.first}" + (f" of which {edge} can be told" if firsts else "")
        mend = f"write it first: {_new(graph, step, rule, edge, policy)}"
    return f"phase {step.name} does {how}, {what}, as the policy asks", mend


def _new(graph: Graph, step: Step, rule: Order, edge: str, policy: Policy) -> str:
    """A phase that does what comes first, and the edge to it; a backfill behind the dual write it needs."""
    ids = allowed(rule.first, policy.detects)
    wanted = [id_ for id_ in ids if rule.needs is None or rule.needs.fact != "backfilled" or _fills(policy, id_)]
    usual = [id_ for id_ in _USUAL if id_ in wanted]
    safe = [id_ for id_ in wanted if NO_WAY_BACK not in TRAITS.get(id_, "")]
    does = next(iter([*usual, *safe, *wanted]), rule.first)
    new, first, after = graph.named(does.replace(".", "-").replace("_", "-").replace("*", "first"), step.node), "", ""
    if does == "data.backfill":
        dual = graph.named("dual-write", step.node)
        first, after = f"{dual}: {{does: [code.write.dual]}}, ", f"after: {{{dual}: deployed 24h}}, "
    return f"{first}{new}: {{{after}does: [{does}]}}, {step.name}: {{after: {{{new}: {edge}}}}}"


def _impossible(policy: Policy) -> Iterator[Flaw]:
    """Rules of which it can be told, without any plan, that nothing meets them."""
    ids = (*TRAITS, *policy.detects)
    bits = {id_: 1 << place for place, id_ in enumerate(ids)}
    masks = {
        pattern: sum([bits[id_] for id_ in allowed(pattern, policy.detects)])
        for rule in policy.order
        for pattern in (*rule.apart, rule.first, rule.then)
    }
    every = (1 << len(ids)) - 1
    rules = [(masks[rule.first], masks[rule.then]) for rule in policy.order if rule.first and masks[rule.first]]
    reached = _reached(rules, every)
    built_in = [(bits[first], bits[then]) for first, then in _BUILT_IN]
    meetable = _reached([*rules, *built_in], every)
    for rule in policy.order:
        if len(rule.apart) == 1:
            what = f"{rule.apart[0]} is kept apart from nothing but itself"
            mend = "write the sides that never share a landing, such as apart: [schema.*, data.*]"
            yield Flaw("G244", "/order", what, _RULE, mend)
        for place, one in enumerate(rule.apart):
            for other in rule.apart[place + 1 :]:
                if masks[one] & masks[other]:
                    what = f"{one} and {other} are kept apart, and some operations are on both sides"
                    mend = "write sides that share no operation, such as apart: [schema.*, data.*]"
                    yield Flaw("G244", "/order", what, _RULE, mend)
        if rule.apart:
            continue
        if masks[rule.first] and masks[rule.then] and not masks[rule.first] & meetable:
            yield _never(rule, bool(masks[rule.first] & reached))
        if rule.needs is not None and rule.needs.fact == "backfilled" and not _fills(policy, rule.first):
            what = f"{rule.first} must be backfilled before {rule.then}, and {rule.first} writes no data"
            mend = f"ask for what can be known of it: - {{first: {rule.first}, then: {rule.then}, needs: deployed}}"
            yield Flaw("G244", "/order", what, _RULE, mend)
        if rule.needs is not None and rule.needs.fact == "drained" and not _dry(policy, rule.first):
            what = f"{rule.first} must be drained before {rule.then}, and there is nothing of it that could run dry"
            mend = f"ask for what can be known of it: - {{first: {rule.first}, then: {rule.then}, needs: deployed}}"
            yield Flaw("G244", "/order", what, _RULE, mend)


def _never(rule: Order, alone: bool) -> Flaw:
    """What comes first can never come: because of the rules alone, or because of what guard asks for itself."""
    why = "guard asks for the opposite" if alone else f"{rule.first} itself can never come"
    what = f"{rule.first} comes first and {rule.then} then, and {why}"
    mend = "let the rules lead one way, from what can come first: - {first: code.write.dual, then: data.backfill}"
    return Flaw("G244", "/order", what, _RULE, mend)


def _dry(policy: Policy, pattern: str) -> bool:
    """Whether something it covers can run dry, so that `drained` is told of it."""
    ids = allowed(pattern, policy.detects)
    return bool(policy.consumers) or any(id_ not in TRAITS or id_ in DRAINS for id_ in ids)


def _fills(policy: Policy, pattern: str) -> bool:
    """An operation of the house may write anything."""
    of_house = any(id_ not in TRAITS for id_ in allowed(pattern, policy.detects))
    return of_house or bool({WRITES_DATA, UNREAD} & set("".join(TRAITS[id_] for id_ in allowed(pattern))))


def _reached(rules: list[tuple[int, int]], every: int) -> int:
    """The operations that can ever come: of each rule they stand behind, something that comes first can come."""
    reached, before = 0, -1
    while reached != before:
        before, reached = reached, every
        for first, then in rules:
            if not first & before:
                reached &= ~then
    return reached
