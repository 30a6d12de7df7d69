"""Whose turn it was: each phase that came before, what was asked of it, and the evidence that met it."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import moment
from guard.model.graph import node_of
from guard.model.log import Evidence
from guard.model.state import said as spelled
from guard.records.steps.step import NO_FACTS, Step, fact, few, text, texts
from guard.records.steps.words import evidence, of_row, rows, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.grammar.edge import Edge
    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then

TITLE = "Whose turn it was"
LATE = ("G401", "G402", "G405", "G406", "G407", "G409", "G410")  # rules of the order


def turn(then: Then) -> Step:
    """Of the one phase that it was held to; of anything else the log is told."""
    if not then.turn:
        why = "whose turn it was nobody asked at this door" if then.facts else NO_FACTS
        return Step(TITLE, "not asked" if then.facts else "unknown", (fact("turn", why), *_found(then)))
    told = [*_log(then), *_found(then)]
    node, back = then.node(), then.turn.get("back")
    if back is not None:
        why = f"no longer open as a way back: {text(back['late'])}" if back.get("late") else "open as a way back"
        told.insert(0, fact("goes back", f"{text(back['node'])}: {why}"))
    if not node:
        words = "it is held to no phase, so none had to come before it"
        if then.held()[0]:
            words = "nobody said which phase it is of, so nobody can tell what had to come before it"
        return Step(TITLE, _late(then) or "no phase", (fact("phase", words), *told))
    state = then.turn["states"][node]
    facts = [fact("phase", f"{node} was {text(state['name'])}"), *_before(then, node), *_waits(state), *told]
    come = _late(then) or ("not asked" if _edges(state) else "met")
    if come == "not asked":
        facts.append(fact("not asked", "no finding came of it: nothing that it does is held to this order"))
    return Step(TITLE, come, tuple(facts))


def _late(then: Then) -> str:
    """What was found of the order; "" where nothing was. Findings that are left out may have been of it."""
    found = [one["rule"] for one in then.findings() if then.stopped(one) and one["rule"] in LATE]
    if "G402" in found and len(found) == 1:
        return "unknown"
    hidden = isinstance(then.outcome["findings"], dict) and then.outcome["outcome"] != "pass"
    return "not met" if found else "left out" if hidden else ""


def _found(then: Then) -> Iterator[Fact]:
    for one in then.findings():
        if one["rule"] in LATE:
            yield fact(one["rule"], f"{text_of(one['what'])}; {text_of(one['why'])}")


def text_of(words: object) -> str:
    """Words that a finding was told in, which are escaped already where they must be."""
    if not isinstance(words, str):
        raise TypeError("no words of a record")
    return words


def _edges(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [wait for wait in state["waits"] if wait["kind"] != "approval"]


def _waits(state: dict[str, Any]) -> Iterator[Fact]:
    """What was still waited for, with whose turn it was instead."""
    for wait in _edges(state):
        since = f", since {moment.said(wait['since'])}" if wait["since"] else ""
        since = f", until {moment.said(wait['until'])}" if wait.get("until") else since
        who = f"; the turn of {few(texts(wait['who']))}" if wait["who"] else ""
        yield fact("still waits", f"{text(wait['words'])}; {text(wait['why'])}{since}{who}")


def _before(then: Then, node: str) -> Iterator[Fact]:
    """Each edge of the plan as it stood, where the phase stood that it leads to, and what was said of that."""
    phase, plan = then.phase(), then.plans.get(node.partition("/")[0])
    if phase is None or plan is None:
        yield fact("came before", f"which phases did stands in the plan, and that cannot be read here: {then.unread}")
        yield from _every(then)
        return
    if not phase.after:
        yield fact("came before", "no phase: it is one that may come first")
    waits = [wait["of"] for wait in _edges(then.turn["states"][node])]
    for after in phase.after:
        of = node_of(plan, after)
        for edge in after.edges:
            met = "not met" if of in waits else "met"
            where = f" in {edge.env}" if edge.env else ""
            yield fact("waited for", f"{of}: {shown(spelled(edge))}{where}: {met}")
            yield from _said(then, of, edge)
        yield from _stood(then, of)


def _stood(then: Then, of: str) -> Iterator[Fact]:
    """The phase before it, as it stood."""
    state = then.turn["states"].get(of)
    if state is None:
        yield fact("stood", f"{of}: the record does not tell where it stood")
        return
    landings = [text(one["commit"])[:12] for one in state["landings"]]
    landed = f", with what landed as {few(landings)}" if landings else ", and nothing of it had landed"
    told = f"; {few(texts(state['facts']))}" if state["facts"] else ""
    yield fact("stood", f"{of} was {text(state['name'])}{landed}{told}")


def _said(then: Then, of: str, edge: Edge) -> Iterator[Fact]:
    """All that was attested of this fact there, in the order of the log: the last word may take the first one back."""
    env = edge.env or (then.policy.environment if then.policy is not None else "")
    for row in rows(then):
        entry = of_row(then, row)
        act = entry.act if entry is not None else None
        if not isinstance(act, Evidence) or env not in ("", act.env):
            continue
        if (f"{act.plan}/{act.phase}", act.fact) == (of, edge.fact):
            yield evidence(then, row, act)


def _every(then: Then) -> Iterator[Fact]:
    """All evidence that the record names, where nobody can tell which of it was asked for."""
    for row in rows(then):
        entry = of_row(then, row)
        if entry is not None and isinstance(entry.act, Evidence):
            yield evidence(then, row, entry.act)


def _log(then: Then) -> Iterator[Fact]:
    """What is wrong with the log, the time, or with what stands beside the phase."""
    yield from unknown(then)
    if then.turn.get("missing"):
        yield fact("log", text(then.turn["missing"]))
    if then.turn.get("behind"):
        yield fact("time", text(then.turn["behind"]))
    for resource, nodes in then.turn.get("beside", {}).items():
        yield fact("beside it", f"{few(texts(nodes))} changes {shown(resource)} too, without an order between them")
