"""A page as a whole: its front matter, its blocks, its phases, and what each unit belongs to."""

from __future__ import annotations

from guard.model.prose import Fence, Prose, Table, Unit
from guard.prose import blocks, fields, meant, roles, steps
from guard.prose.front import front
from guard.prose.language import language
from guard.prose.text import read
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Role
    from guard.prose.parts import Part
    from guard.prose.steps import Told


def _title(parts: tuple[Part, ...]) -> int:
    """The heading that names the whole page: the first, where no other is of its level; -1 where none does."""
    levels = [(part.level, at) for at, part in enumerate(parts) if part.level]
    if not levels or levels[0] != min(levels) or [level for level, _ in levels].count(levels[0][0]) > 1:
        return -1
    level, at = levels[0]
    return at if len(levels) > 1 or (level == 1 and len(parts[at].text.split()) > 2) else -1


class _Place(NamedTuple):
    """What a part stands under."""

    under: tuple[str, ...]
    role: Role
    step: str


def prose(given: str | bytes, where: str) -> Prose:
    text, faults = read(given)
    declared = front(text)
    body = text.split("\n", declared.lines)[declared.lines] if declared.lines else text
    page = blocks.page("\n" * declared.lines + body if declared.lines else text, where)
    told = steps.told(page.parts, declared.steps)
    units, fences, tables = _assembled(declared.parts, page.parts, told)
    said = [unit.plain() for unit in units if unit.kind in ("sentence", "item", "row", "field") and not unit.quoted]
    return Prose(
        where,
        page.lines,
        units,
        fences,
        tables,
        told.steps,
        page.anchors,
        declared.declared,
        language(said),
        tuple(sorted([*faults, *declared.faults, *page.faults])),
    )


def _assembled(
    first: tuple[Part, ...], parts: tuple[Part, ...], told: Told
) -> tuple[tuple[Unit, ...], tuple[Fence, ...], tuple[Table, ...]]:
    units: list[Unit] = []
    fences: list[Fence] = []
    tables: dict[int, Table] = {}
    rows: dict[int, list[int]] = {}
    names = {at: (part.text, roles.of(part.text)) for at, part in enumerate(parts) if part.level}
    title = _title(parts)
    if title in names and names[title][1] != "steps":
        names[title] = (names[title][0], "")
    for part in first:
        role, step = fields.place(part.pointer)
        units.append(_unit(len(units) + 1, part, _Place((), role, step)))
    for at, (part, step) in enumerate(zip(parts, told.of, strict=True)):
        above = [names[one] for one in part.headings]
        under = tuple([text for text, _ in above])
        own = (names[at][1],) if part.level else ()
        role = "steps" if told.ordered and step else roles.under([*[role for _, role in above], *own])
        place = _Place(under, role, step)
        if part.kind == "fence":
            fences.append(_fence(part, place, units))
            continue
        unit = _unit(len(units) + 1, part, place)
        units.append(unit._replace(quoted=True) if part.spans and meant.struck(unit) else unit)
        if part.table and part.kind == "heading":
            tables[part.table] = Table(part.table, part.cells, part.line, (), under)
        elif part.table:
            rows.setdefault(part.table, []).append(len(units))
    filled = [table._replace(rows=tuple(rows.get(table.number, ()))) for table in tables.values()]
    return tuple(units), tuple(fences), tuple(filled)


def _fence(part: Part, place: _Place, before: list[Unit]) -> Fence:
    role = meant.role_of(part, before, place.under, place.role)
    quoted = part.quoted or meant.refused(part, before, place.under)
    return Fence(part.language, part.text, part.line, place.under, role, place.step, quoted)


def _unit(number: int, part: Part, place: _Place) -> Unit:
    return Unit(
        number,
        part.kind,  # type: ignore[arg-type]  # a fence is none, and does not come here
        part.text,
        part.line,
        part.spans,
        part.block,
        *place,
        part.quoted,
        part.cells,
        part.table,
        part.pointer,
    )
