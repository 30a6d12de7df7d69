"""Who a text says is the owner of which step: labels and cells, where they say nothing but names."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Step, Unit

_OWNER = re.compile(r"(?<![\w-])(?:(?:phase|step) )?Owners?\s*:\s*([^.;|()\n]{1,80})", re.I)
_OWNERS = re.compile(r"\W*owners?\W*", re.I)
_NAMES = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bwith\b|\bthen\b)\s*")
_NAME = re.compile(r"@?[A-Za-z][\w./-]{0,40}(?: team)?")
STEP = re.compile(r"\W*(?:phase|step|stage|wave|#|no\.?|milestone|what)s?\W*", re.I)


def claims(prose: Prose, unit: Unit) -> Iterator[tuple[str, str]]:
    """The step, and who owns it; the owner of the whole plan stands above all headings but the first."""
    if unit.kind == "row":
        header = prose.tables[unit.table - 1].header
        at = next((at for at, title in enumerate(header) if at and _OWNERS.fullmatch(title)), 0)
        step = _row_step(prose, unit, header)
        if at and step is not None and at < len(unit.cells):
            yield step.name, unit.cells[at].strip()
        return
    declared = {step.name for step in prose.steps if step.declared}
    found = _OWNER.match(unit.plain().strip()) if unit.kind != "heading" else None
    alone = found is not None and not unit.text.strip()[found.end() :].strip(" .")
    if found is not None and alone and unit.step in declared and not _several(prose, unit):
        yield unit.step, found[1].strip()
    elif found is not None and alone and not unit.step and len(unit.under) <= 1 and not prose.tables:
        yield "", found[1].strip()


def _several(prose: Prose, unit: Unit) -> bool:
    """Whether the step has items with owners of their own."""
    labelled = [
        one for one in prose.units if one.step == unit.step and _OWNER.search(one.plain()) and one.kind != "row"
    ]
    return unit.kind == "item" or (len(labelled) > 1 and any([one.kind == "item" for one in labelled]))


def _row_step(prose: Prose, unit: Unit, header: tuple[str, ...]) -> Step | None:
    if not header or not STEP.fullmatch(header[0]) or not unit.cells:
        return None
    said = re.sub(r"^\W*(?:phase|step|stage)\s+", "", unit.cells[0], flags=re.I).strip()
    return next((step for step in prose.steps if step.declared and step.name.lower() == said.lower()), None)


def people(said: str) -> frozenset[str]:
    """Names, in small letters; none where it says more than names."""
    found = [part.strip() for part in _NAMES.split(said.strip(" .*_`"))]
    whole = all([_NAME.fullmatch(part) for part in found])
    return (
        frozenset([part.lstrip("@").rpartition("/")[2].lower().removesuffix(" team") for part in found])
        if whole
        else frozenset()
    )
