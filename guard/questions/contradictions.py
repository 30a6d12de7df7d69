"""A plan that contradicts itself (G724): two of its phases, owners, places in an order or dates say two things.

Fields, headings, labels and tables are compared; what sentences mean is left to whoever reads them.
"""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt
from guard.model.lookup import Near
from guard.model.paths import PathSet, check_pattern
from guard.prose import owners, roles
from guard.prose.clashes import clashing
from guard.prose.cued import Cued
from guard.prose.figures import date_of
from guard.prose.order import backwards, earlier, in_circles
from guard.prose.owners import STEP
from guard.prose.portions import misplaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose, Step, Table, Unit

_NUMBERED = Cued(r"\W{0,4}(phase|step|stage|wave|milestone)\s*#?(\d{1,3})\b", re.I)
_AFTER = Cued(
    r"(?:^\W*|[.;:,]\s*|\bit |\bthis (?:phase|step|stage) )(?:(?:runs?|starts?|begins?|comes?|happens?|goes"
    r"|must run|lands?) (?:only )?after|depends on|requires|needs"
    r"|waits for|blocked by|prerequisites?:?|after:)\s+(?:the )?(?:completion of )?((?:(?:phase|step"
    r"|stage) )?[\w-]{1,60})",
    re.I,
)
_BEFORE = Cued(
    r"(?:\bfirst of all,? before|\b(?:is|are) safe to run before|(?:^\W*|[.;:,]\s*|\bit |\bthis (?:phase|step"
    r"|stage) )(?:(?:runs?|starts?|begins?|comes?|happens?|goes|must run|lands?|is done|run)"
    r"[^.;:]{0,20}? before|before:))\s+(?:the )?((?:(?:phase|step|stage) )?[\w-]{1,60})",
    re.I,
)
_STARTS = Cued(r"\W*(?:start(?:s|ed)?|begin(?:s)?|from|date|when|day|on|planned|scheduled)(?: date| on)?\W*", re.I)
_STOPS = Cued(r"\W*(?:end(?:s|ed)?|until|to|finish(?:es)?|done by|through|by)(?: date)?\W*", re.I)
_REVERSIBLE = Cued(
    r"\b(?:is|are|stays?|remains?) (?:fully |completely |always |trivially )?reversible\b"
    r"|\bcan be (?:rolled back|undone|reverted|taken back) at any time\b",
    re.I,
)
_CLOCKS = Cued(r"\W*(?:time|at|when|start(?:s)?|clock|utc)(?: \(.{1,20}\))?\W*", re.I)
_CLOCK = Cued(r"\W{0,3}([01]?\d|2[0-3]):([0-5]\d)\b")
ASK = "Which of the two holds?"
MEND = (
    "let one of the two places go, or let both say the same; where the order is meant, let the edge of the phase say it"
)


def check(paper: Paper) -> Iterator[Doubt]:
    prose = paper.prose
    yield from _headings(prose)
    yield from _edges(prose)
    yield from _said_order(prose)
    yield from _owned(prose)
    yield from _outside(prose)
    yield from _resources(prose)
    for unit, quote, what in (*clashing(prose, paper.known.of("owner").names), *misplaced(prose), *backwards(prose)):
        yield _doubt(unit, quote, what)
    for table in prose.tables:
        yield from _dated(prose, table)
        yield from _timed(prose, table)


def _doubt(unit: Unit, quote: str, what: str) -> Doubt:
    return Doubt("G724", unit.number, quote, what, ASK, MEND)


def _of_step(step: Step, quote: str, what: str, line: int = 0) -> Doubt:
    return Doubt("G724", 0, quote, what, ASK, MEND, line or step.line, f"phase {step.name}: {quote}")


def _headings(prose: Prose) -> Iterator[Doubt]:
    """The same number twice, or going back, in headings that stand side by side."""
    last: dict[tuple[tuple[str, ...], str], int] = {}
    told: set[tuple[tuple[tuple[str, ...], str], int]] = set()
    for unit in prose.units:
        found = (
            _NUMBERED.match(unit.text) if unit.kind == "heading" and not unit.table and not _of_rollback(unit) else None
        )
        if found is None:
            continue
        number, key = int(found[2]), (unit.under, found[1].lower())
        before, seen = last.get(key, 0), (key, number) in told
        if seen:
            yield _doubt(unit, found[0].strip(), f"two headings call themselves {found[1].lower()} {number}")
        elif number < before:
            yield _doubt(
                unit, found[0].strip(), f"{found[1].lower()} {number} stands behind {found[1].lower()} {before}"
            )
        last[key] = number
        told.add((key, number))


def _of_rollback(unit: Unit) -> bool:
    """Steps of a way back go from the last to the first."""
    return unit.role == "rollback" or any([roles.of(heading) == "rollback" for heading in unit.under])


def _edges(prose: Prose) -> Iterator[Doubt]:
    """Steps after themselves or after one that is none. Phases of a plan are held to this by the plan's own rules."""
    if prose.where.endswith((".yaml", ".yml")):
        return
    edges = {step.name: step.after for step in prose.steps}
    circles, beside, names = (
        in_circles(edges),
        Near(edges),
        {said for step in prose.steps for said in (step.name, step.title)},
    )
    for step in prose.steps:
        for other in [one for one in step.after if step.declared and one not in names and "/" not in one]:
            near = beside.guess(other)
            what = f"{shown(step.name)} comes after {shown(other)}, and no phase is called so"
            line = prose.declared.lines.get(f"/phases/{step.name}/after", step.line)
            ask, mend = f"After which phase does {shown(step.name)} come?", "name under after a phase that is declared"
            why = f"did you mean {shown(near)}?" if near else ""
            yield _of_step(step, other, what, line)._replace(ask=ask, mend=mend, why=why)
        if step.name in circles:
            yield _of_step(step, step.name, f"{shown(step.name)} comes after itself, by its own edges")


def _said_order(prose: Prose) -> Iterator[Doubt]:
    """A step that says it comes after one that comes after it, or before one that it waits for."""
    edges = {step.name: step.after for step in prose.steps}
    for unit in prose.units:
        if not unit.step or unit.quoted or unit.kind == "comment" or unit.role in ("rollback", "questions"):
            continue
        plain = unit.text
        for words, later in ((_AFTER, True), (_BEFORE, False)):
            for found in words.finditer(plain):
                other = _named(prose, found[1])
                if other is None or other.name == unit.step:
                    continue
                against = unit.step in earlier(edges, other.name) if later else other.name in earlier(edges, unit.step)
                if against:
                    order = "after" if later else "before"
                    what = (
                        f"{shown(unit.step)} says that it comes {order} {shown(other.name)}, and the phases are "
                        "ordered the other way"
                    )
                    yield _doubt(unit, found[0].strip(" .;:,"), what)


def _named(prose: Prose, said: str) -> Step | None:
    """A number alone is none: `Before: 1 worker`."""
    word, _, bare = said.strip(".,;:").lower().rpartition(" ")
    if bare.isdigit() and word:
        return next((step for step in prose.steps if step.number == int(bare)), None)
    return next((step for step in prose.steps if step.name.lower() == bare), None)


def _owned(prose: Prose) -> Iterator[Doubt]:
    """One step, and owners in two places that have nobody in common."""
    held: dict[str, tuple[frozenset[str], str]] = {
        step.name: (owners.people(step.owner), step.owner) for step in prose.steps if step.owner
    }
    if prose.declared.owner and owners.people(prose.declared.owner):
        held[""] = (owners.people(prose.declared.owner), prose.declared.owner)
    for unit, name, said in owners.claims(prose):
        people = owners.people(said)
        known = held.setdefault(name, (people, said)) if people else None
        if known is not None and known[0] and not known[0] & people:
            of = f"phase {shown(name)}" if name else "the plan"
            yield _doubt(unit, said, f"{of} is {shown(known[1])}'s elsewhere, and {shown(said)}'s here")


def _outside(prose: Prose) -> Iterator[Doubt]:
    """Files of a phase that the scope of the plan leaves out."""
    patterns = [said for said in prose.declared.scope if check_pattern(said) is None]
    scope = PathSet(patterns)
    for step in prose.steps if patterns else ():
        for file in step.files:
            path = file.lstrip("/")
            if "*" not in path and not scope.matches(path.encode()):
                line = next(
                    (line for key, line in prose.declared.lines.items() if key == f"/phases/{step.name}/files"), 0
                )
                yield _of_step(
                    step,
                    file,
                    f"{shown(file)} is a file of phase {shown(step.name)}, and outside the scope of the plan",
                    line,
                )


def _resources(prose: Prose) -> Iterator[Doubt]:
    """Created twice, or declared as lasting and taken back, and told to be both."""
    made: dict[str, Step] = {}
    for step in prose.steps:
        for name in dict.fromkeys(step.creates):
            if name in made:
                what = f"{shown(name)} is created by {shown(made[name].name)} and by {shown(step.name)}"
                yield _of_step(step, name, what)
            made.setdefault(name, step)
            if name in step.drops:
                yield _of_step(step, name, f"phase {shown(step.name)} creates {shown(name)} and drops it")
    lasting = {step.name: step for step in prose.steps if step.irreversible}
    for unit in prose.units:
        found = _REVERSIBLE.search(unit.plain()) if unit.step in lasting and not unit.quoted else None
        if found is not None and not re.search(
            r"\bnot\b|\bnever\b|\bno longer\b", unit.plain()[max(0, found.start() - 60) : found.end()]
        ):
            yield _doubt(
                unit, found[0], f"phase {shown(unit.step)} is declared as irreversible, and this says otherwise"
            )


def _dated(prose: Prose, table: Table) -> Iterator[Doubt]:
    """Rows of steps whose dates go back, and ends before their beginnings."""
    if not table.header or not STEP.fullmatch(table.header[0]):
        return
    starts = next((at for at, title in enumerate(table.header) if at and _STARTS.fullmatch(title)), 0)
    stops = next((at for at, title in enumerate(table.header) if at and _STOPS.fullmatch(title)), 0)
    last: datetime.date | None = None
    for number in table.rows if starts else ():
        unit = prose.unit(number)
        begins, ends = _date(unit, starts), _date(unit, stops) if stops else None
        if re.match(r"\W*(?:sum|total|all)\b", unit.text, re.I):
            continue
        if begins is not None and ends is not None and ends < begins:
            yield _doubt(unit, unit.cells[stops], f"this ends on {ends}, before it begins")
        if begins is not None and last is not None and begins < last:
            yield _doubt(unit, unit.cells[starts], f"this comes on {begins}, before the row above it, on {last}")
        last = begins or last


def _timed(prose: Prose, table: Table) -> Iterator[Doubt]:
    """Rows by the clock that go back; past midnight it begins anew."""
    at = next((at for at, title in enumerate(table.header) if _CLOCKS.fullmatch(title)), -1)
    last = None
    for number in table.rows if at >= 0 else ():
        unit = prose.unit(number)
        told = _CLOCK.match(unit.cells[at]) if at < len(unit.cells) else None
        now = int(told[1]) * 60 + int(told[2]) if told else None
        if now is not None and last is not None and now < last and last - now < 12 * 60:
            yield _doubt(unit, unit.cells[at], f"this comes at {unit.cells[at].strip()}, before the row above it")
        last = last if now is None else now


def _date(unit: Unit, at: int) -> datetime.date | None:
    return date_of(unit.cells[at]) if at < len(unit.cells) else None
