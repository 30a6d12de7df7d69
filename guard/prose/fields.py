"""The texts of a plan as prose: each field that says something is a unit, at its line; then the narrative beside it."""

from __future__ import annotations

from guard.grammar import edge
from guard.model.prose import Assumed, Declared, Prose, Step, Unit
from guard.prose.cued import Cued
from guard.prose.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.plan import Phase, Plan
    from guard.model.prose import Language, Role, Span

_CODE = Cued(r"(`{1,3})([^`\n]{1,500})\1(?!`)")
_ROLES: dict[str, Role] = {
    "why": "background",
    "assume": "assumptions",
    "owner": "owners",
    "gate": "gate",
    "rollback": "rollback",
    "irreversible": "rollback",
    "phases": "steps",
}
NOTHING = Prose("", 0, ())


def words(text: str) -> tuple[str, tuple[Span, ...]]:
    """A text of a document on one line: code between ` and ` is told, other marks are letters."""
    found = Words()
    start = 0
    for code in _CODE.finditer(text):
        found.add(" ".join(text[start : code.start()].split("\n")), 1)
        at = found.length
        found.add(code[2], 1, verbatim=True)
        found.span(at, "code")
        start = code.end()
    found.add(" ".join(text[start:].split("\n")), 1)
    return found.complete(), tuple(found.spans)


def place(pointer: str) -> tuple[Role, str]:
    """What a field is for, and the phase it belongs to."""
    keys = [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]
    told = [_ROLES[key] for key in keys if key in _ROLES]
    step = keys[1] if len(keys) > 1 and keys[0] == "phases" else ""
    return (told[-1] if told else ""), step


def prose_of(plan: Plan, narrative: Prose | None) -> Prose:
    """What a plan says, and what is told beside it: one text, its units numbered on."""
    beside = NOTHING if narrative is None else narrative
    steps = tuple([_step(number, plan, phase) for number, phase in enumerate(plan.phases, 1)])
    units = [_field(number, plan, pointer, text) for number, (pointer, text) in enumerate(_texts(plan), 1)]
    first = len(units)
    named = _Named(steps)
    for unit in beside.units:
        units.append(
            unit._replace(
                number=unit.number + first,
                block=unit.block + first if unit.block else 0,
                step=named.of(unit),
                where=unit.where or beside.where,
            )
        )
    tables = [table._replace(rows=tuple([row + first for row in table.rows])) for table in beside.tables]
    return Prose(
        plan.where,
        max(plan.lines.values(), default=0),
        tuple(units),
        tuple([fence._replace(step=named.under(fence.under)) for fence in beside.fences]),
        tuple(tables),
        steps,
        beside.anchors,
        _declared(plan),
        _language(units),
        beside.faults,
    )


def declared_by(plan: Plan) -> Prose:
    """What a plan declares, without a word of what it says."""
    steps = tuple([_step(number, plan, phase) for number, phase in enumerate(plan.phases, 1)])
    return Prose(plan.where, max(plan.lines.values(), default=0), (), steps=steps, declared=_declared(plan))


def _language(units: list[Unit]) -> Language:
    from guard.prose.language import language

    return language([unit.plain() for unit in units if unit.kind != "comment" and not unit.quoted])


def _field(number: int, plan: Plan, pointer: str, text: str) -> Unit:
    said, spans = words(text)
    role, step = place(pointer)
    line = plan.lines.get(pointer, 0) or plan.lines.get(pointer.rpartition("/")[0], 1)
    return Unit(number, "field", said, line, spans, number, (), role, step, pointer=pointer, where=plan.where)


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every text that a person wrote as words, by its pointer, in the order of the document."""
    found = [("/why", plan.why)]
    for one in plan.assumptions:
        found += [(f"/assume/{one.name}/says", one.says), (f"/assume/{one.name}/settled_by", one.settled_by or "")]
    for phase in plan.phases:
        at = f"/phases/{phase.name}"
        told = {"outside": phase.outside, "stop": phase.stop, "irreversible": phase.irreversible}
        found += [(f"{at}/{key}", text or "") for key, text in told.items()]
        found.append((f"{at}/rollback/by", (phase.rollback and phase.rollback.by) or ""))
    found.sort(key=lambda one: plan.lines.get(one[0], 0))
    return ((pointer, text) for pointer, text in found if text.strip())


def _step(number: int, plan: Plan, phase: Phase) -> Step:
    gates = [f"{after.named()}: {' and '.join([_said(one) for one in after.edges])}" for after in phase.after]
    back = phase.rollback
    return Step(
        phase.name,
        phase.name,
        plan.lines.get(f"/phases/{phase.name}", 0),
        tuple([after.named() for after in phase.after]),
        creates=phase.creates,
        drops=phase.drops,
        does=phase.does,
        irreversible=phase.irreversible or "",
        rollback="" if back is None else back.by or back.when or "",
        gate="; ".join(gates),
        declared=True,
        number=number,
    )


def _said(one: edge.Edge) -> str:
    long: dict[str, object] = {"fact": one.fact, "soak": one.soak, "expect": one.expect}
    return edge.said(long if one.env is None else {**long, "env": one.env})


def _declared(plan: Plan) -> Declared:
    creates = {name: phase.name for phase in plan.phases for name in phase.creates}
    assumes = [
        Assumed(one.name, one.says, one.settled_by or "", plan.lines.get(f"/assume/{one.name}", 0))
        for one in plan.assumptions
    ]
    counts = {one.name: one.expected for one in plan.sites if one.expected is not None}
    return Declared(creates, plan.owner, tuple(assumes), counts, plan.patterns, plan.lines)


class _Named:
    """The phase of the plan that a heading of the narrative, or an item, is about."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        from guard.prose.steps import Names

        self._names = Names(steps)
        self._under: dict[tuple[str, ...], str] = {}
        self._blocks: dict[int, str] = {}

    def under(self, headings: tuple[str, ...]) -> str:
        known = self._under.get(headings)
        if known is None:
            told = [self._names.heading(heading) for heading in reversed(headings)]
            known = self._under[headings] = next((step.name for step in told if step is not None), "")
        return known

    def of(self, unit: Unit) -> str:
        if unit.kind == "item" and unit.block not in self._blocks:
            begins = self._names.begins(unit.text)
            self._blocks[unit.block] = begins.name if begins is not None else ""
        own = (unit.text,) if unit.kind == "heading" and not unit.table else ()
        return self.under((*unit.under, *own)) or self._blocks.get(unit.block, "")
