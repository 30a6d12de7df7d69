"""Who a text says is the owner of which step: labels and cells, where they say nothing but names."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guard.model.prose import Prose, Unit

_OWNER = Cued(r"(?<![\w-])(?:(?:phase|step) )?Owners?\s*:\s*([^.;|()\n]{1,80})", re.I)
_OWNERS = Cued(
    r"\W*(?:owners?|owned by|does it|done by|run by|runs it|responsible|in charge|assignee|assigned to|driver|dri|lead)"
    r"\W*",
    re.I,
)
_NAMES = Cued(r"\s*(?:,|/|&|\+|\band\b|\bwith\b|\bthen\b)\s*")
_NAME = Cued(r"@?[A-Za-z][\w./-]{0,40}(?: team)?")
STEP = Cued(r"\W*(?:phase|step|stage|wave|#|no\.?|milestone|what)s?\W*", re.I)


def claims(prose: Prose) -> Iterator[tuple[Unit, str, str]]:
    """Where it is said, the step, and who owns it; the owner of the whole plan stands above all headings but one."""
    declared = {step.name.lower(): step.name for step in prose.steps if step.declared}
    steps = set(declared.values())
    several = {unit.step for unit in prose.units if unit.kind == "item" and _OWNER.search(unit.plain())}
    for unit in prose.units:
        if unit.quoted or unit.kind in ("comment", "heading"):
            continue
        if unit.kind == "row":
            header = prose.tables[unit.table - 1].header
            at = next((at for at, title in enumerate(header) if at and _OWNERS.fullmatch(title)), 0)
            step = _of_row(unit, header, declared)
            if at and step and at < len(unit.cells):
                yield unit, step, unit.cells[at].strip()
            continue
        found = _OWNER.match(unit.plain().strip())
        if found is None or unit.text.strip()[found.end() :].strip(" ."):
            continue
        if unit.kind != "item" and unit.step in steps and unit.step not in several:
            yield unit, unit.step, found[1].strip()
        elif not unit.step and len(unit.under) <= 1 and not prose.tables:
            yield unit, "", found[1].strip()


def _of_row(unit: Unit, header: tuple[str, ...], declared: Mapping[str, str]) -> str:
    """The declared step that a row is about."""
    if not header or not STEP.fullmatch(header[0]) or not unit.cells:
        return ""
    said = re.sub(r"^\W*(?:phase|step|stage)\s+", "", unit.cells[0][:200], flags=re.I).strip()
    return declared.get(said.lower(), "")


def people(said: str) -> frozenset[str]:
    """Names, in small letters; none where it says more than names."""
    found = [part.strip() for part in _NAMES.split(said.strip(" .*_`"))]
    whole = all([_NAME.fullmatch(part) for part in found])
    return (
        frozenset([part.lstrip("@").rpartition("/")[2].lower().removesuffix(" team") for part in found])
        if whole
        else frozenset()
    )


_PEOPLE = Cued(
    r"\W*(?:deciders?|decided by|decision makers?|participants?|people|contacts?|on call|rota|team|members|crew"
    r"|involved|authors?|reviewers?|reviewed by|approvers?|approved by|sign-?offs?|owners?|responsible|accountable"
    r"|leads?|drivers?|stakeholders?|present|attendees|consulted|informed)\s*:\s*([^.;:\n]{3,200})\.?\W*",
    re.I,
)
_BRACKET = Cued(r"\s*\([^()]{0,60}\)")
_AMONG = Cued(r"\s*(?:,\s*and\b|,|&|\+|\band\b)\s*")
_BARE = Cued(r"@?[A-Za-z][\w/-]{1,40}")


def listed(plain: str) -> tuple[str, ...]:
    """The people of a list behind a label, where there are two or more, and each is one word."""
    found = _PEOPLE.fullmatch(plain[:400])
    if found is None:
        return ()
    names = tuple([part.strip(" *_`") for part in _AMONG.split(_BRACKET.sub("", found[1]).strip())])
    return names if len(names) > 1 and all([_BARE.fullmatch(name) for name in names]) else ()
