"""A plan drawn: its phases in the order they may come, what each waits for, and where a person must say yes.

As a list for people and terminals, and as a Mermaid flowchart for pages. Everything a plan says arrives escaped.
"""

from __future__ import annotations

from guard.escape import seen, shown
from guard.grammar import edge, window
from guard.model import graph
from guard.model.chart import label
from guard.model.vocabulary import shared, stops
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.plan import After, Phase, Plan
    from guard.model.policy import Policy

LABEL = 10  # columns of what a line of a phase is about


class Waiting(NamedTuple):
    """A phase of another plan that waits for one of this plan."""

    phase: str
    by: str  # "plan/phase"
    edges: str


def as_text(plan: Plan, others: dict[str, Plan], policy: Policy | None = None) -> str:
    """The list, in the order in which phases may come; the graph must have no circle. The policy says who owns what."""
    phases = {phase.name: phase for phase in plan.phases}
    waiting = _waiting(plan, others)
    lines = [f"plan {shown(plan.id)}, {_count(len(phases), 'phase')} in the order they may come"]
    for number, name in enumerate(graph.order(plan, others.values()), 1):
        lines += ["", f"{number:>2}  {shown(name)}{_kind(phases[name])}"]
        facts = [("STOP", reason) for reason in reasons(phases[name], policy)]
        facts += _facts(phases[name], [wait for wait in waiting if wait.phase == name])
        for about, words in facts:
            lines.append(f"    {about.ljust(LABEL)}{seen(words)}")
    return "\n".join(lines) + "\n"


def as_mermaid(plan: Plan, others: dict[str, Plan], policy: Policy | None = None) -> str:
    """The flowchart. Ids are numbers, so that no name is taken for a word of the language."""
    order = graph.order(plan, others.values())
    why = {phase.name: reasons(phase, policy) for phase in plan.phases}
    phases = {phase.name: phase for phase in plan.phases}
    ids = {name: f"p{number}" for number, name in enumerate(order, 1)}
    waiting = _waiting(plan, others)
    far = sorted({after.named() for phase in plan.phases for after in phase.after if after.plan})
    far += sorted({wait.by for wait in waiting} - set(far))
    ids |= {name: f"x{number}" for number, name in enumerate(far, 1)}
    lines = ["flowchart TD", *(f"  {ids[name]}{_shape(phases[name], why[name])}" for name in order)]
    lines += [f"  {ids[name]}([{label([name])}])" for name in far]
    for name in order:
        lines += [_arrow(ids[after.named()], after, ids[name]) for after in phases[name].after if after.named() in ids]
    lines += [f"  {ids[wait.phase]} -. {label([wait.edges])} .-> {ids[wait.by]}" for wait in waiting]
    stopping = [ids[name] for name in order if why[name]]
    if stopping:
        lines += ["  classDef stop stroke-width:3px", f"  class {','.join(stopping)} stop"]
    return "\n".join(lines) + "\n"


def reasons(phase: Phase, policy: Policy | None = None) -> tuple[str, ...]:
    """Why a person must say yes before this phase: what the plan says, and what follows from what it does."""
    said = () if phase.stop is None else (phase.stop,)
    return said + stops(phase.does, () if policy is None else shared(phase, policy))


def _facts(phase: Phase, waiting: list[Waiting]) -> list[tuple[str, str]]:
    """What is worth a line, in the order in which it is asked."""
    facts = [("after", f"{after.named()}: {edges(after)}") for after in phase.after] or [("after", "nothing")]
    facts += [("window", window.said(when)) for when in phase.windows]
    facts += [("outside", phase.outside)] if phase.outside is not None else []
    lists = (("does", phase.does), ("creates", phase.creates), ("drops", phase.drops), ("sites", phase.sites))
    facts += [(about, ", ".join(words)) for about, words in lists if words]
    facts += [("back", _rollback(phase))] if phase.rollback is not None else []
    facts += [("for good", f"the way back: {phase.irreversible}")] if phase.irreversible is not None else []
    return facts + [("before", f"{wait.by}: {wait.edges}") for wait in waiting]


def _kind(phase: Phase) -> str:
    if phase.outside is not None:
        return "  (outside: evidence alone tells)"
    return "" if phase.does else "  (looks, changes nothing)"


def _rollback(phase: Phase) -> str:
    from guard.grammar import duration

    rollback = phase.rollback
    assert rollback is not None
    when = f"when {rollback.when}" if rollback.when is not None else ""
    within = f"within {duration.said(rollback.within)}" if rollback.within is not None else ""
    by = f"by {rollback.by}" if rollback.by is not None else ""
    return ", ".join(words for words in (when, within, by) if words) or "by its inverse"


def edges(after: After) -> str:
    """What must be known of what comes before, in the short form."""
    return " and ".join(edge.said(_long(one)) for one in after.edges)


def _long(one: edge.Edge) -> dict[str, object]:
    return {key: value for key, value in one._asdict().items() if value is not None}


def _waiting(plan: Plan, others: dict[str, Plan]) -> list[Waiting]:
    """Phases of other plans that come after one of this plan."""
    names = {phase.name for phase in plan.phases}
    found = []
    for other in others.values():
        for phase in other.phases:
            for after in phase.after:
                if after.plan == plan.id and after.phase in names:
                    found.append(Waiting(after.phase, f"{other.id}/{phase.name}", edges(after)))
    return found


def _shape(phase: Phase, why: tuple[str, ...]) -> str:
    """A stop is a hexagon, a phase outside a parallelogram, everything else a box."""
    lines = [phase.name, phase.outside if phase.outside is not None else ", ".join(phase.does) or "looks only"]
    lines += [f"STOP: {why[0]}"] if why else []
    if why:
        return "{{" + label(lines) + "}}"
    return f"[/{label(lines)}/]" if phase.outside is not None else f"[{label(lines)}]"


def _arrow(before: str, after: After, to: str) -> str:
    words = label([edges(after)])
    return f"  {before} -. {words} .-> {to}" if after.plan else f"  {before} -- {words} --> {to}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
