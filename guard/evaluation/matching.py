"""Which doubts speak of which defects: by the family of their kinds and by place, one to one, the nearest first.

Kinds within a family are told apart by a hair, families rarely (guard.model.families). So a doubt finds a defect of its
family; figures called strict ask for the very kind.
"""

from __future__ import annotations

import re

from guard.model.families import ADVISORY, FAMILY
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.evaluation.corpus import Defect
    from guard.model.prose import Prose

ABSENT = ("reversal", "ownership")  # what is missing stands nowhere: its place is the phase it is missing from
ALIKE = 0.3  # how much of their words two quotes share that speak of one thing
_SAME_PHASE = 0.1  # less near than anything else
_WORD = re.compile(r"\w+")


class Said(NamedTuple):
    """What a layer says of a place of a text."""

    kind: str
    unit: int  # 0: none
    line: int
    quote: str
    rule: str = ""
    name: str = ""  # its fingerprint
    what: str = ""


class Matched(NamedTuple):
    """What came of holding all that was said against all that is wrong."""

    found: tuple[tuple[Defect, Said], ...]
    again: tuple[Said, ...]  # of a defect that another has found: neither right nor wrong
    wrong: tuple[Said, ...]
    missed: tuple[Defect, ...]


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def likeness(one: str, other: str) -> float:
    """How many words two quotes share, of all they have."""
    mine, yours = set(words(one)), set(words(other))
    return len(mine & yours) / len(mine | yours) if mine and yours else 0.0


def unit_at(prose: Prose, line: int, quote: str) -> int:
    """The unit that holds words of a line; 0 where none does, as in code and in front matter."""
    sought = f" {' '.join(words(quote))} "
    before = [unit for unit in prose.units if unit.line <= line]
    holding = [unit for unit in before if sought in f" {' '.join(words(unit.text))} "]
    if holding:
        return holding[-1].number
    fenced = any(fence.line <= line < fence.line + fence.text.count("\n") + 1 for fence in prose.fences)
    near = [unit for unit in before if unit.line == line]
    return near[0].number if near and not fenced else 0


def step_at(prose: Prose, unit: int, line: int) -> str:
    """The phase a unit or a line belongs to; "" for none."""
    if unit:
        return prose.unit(unit).step
    for fence in prose.fences:
        if fence.line <= line < fence.line + fence.text.count("\n") + 1:
            return fence.step
    first = min([one.line for one in prose.units], default=0)
    declared = [step for step in prose.steps if step.declared and step.line <= line < first]
    return max(declared, key=lambda step: step.line).name if declared else ""


def matched(prose: Prose, defects: Sequence[Defect], said: Iterable[Said]) -> Matched:
    """Each doubt and each defect at most once, those nearest to each other first."""
    claims = [one for one in said if one.kind in FAMILY]
    units = [unit_at(prose, defect.line, defect.quote) for defect in defects]
    phases = [step_at(prose, unit, defect.line) for unit, defect in zip(units, defects, strict=True)]
    near = []
    for here, defect in enumerate(defects):
        for there, one in enumerate(claims):
            how = nearness(defect, units[here], one)
            if not how and phases[here] and FAMILY[defect.kind] == FAMILY[one.kind] and FAMILY[one.kind] in ABSENT:
                how = _SAME_PHASE if step_at(prose, one.unit, one.line) == phases[here] else 0.0
            if how > 0:
                near.append((one.rule in ADVISORY, -how, one.kind != defect.kind, here, there))
    advice = {there for there, one in enumerate(claims) if one.rule in ADVISORY}
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, here, there in sorted(near):
        if here not in pairs and there not in taken:
            pairs[here] = there
            taken.add(there)
    repeats = {there for *_, here, there in near if here in pairs} - taken
    for there in set(range(len(claims))) - taken:
        if any(_same_words(defects[here], units[here], claims[there]) for here in pairs):
            repeats.add(there)
    repeats -= advice
    return Matched(
        tuple([(defects[here], claims[there]) for here, there in sorted(pairs.items())]),
        tuple([claims[there] for there in sorted(repeats)]),
        tuple([one for there, one in enumerate(claims) if there not in taken | repeats | advice]),
        tuple([defect for here, defect in enumerate(defects) if here not in pairs]),
    )


def _same_words(defect: Defect, unit: int, one: Said) -> bool:
    """It is about words of the defect, where that stands; of whatever family."""
    return _here(defect, unit, one) and likeness(defect.quote, one.quote) > 0


def _here(defect: Defect, unit: int, one: Said) -> bool:
    return bool(unit and one.unit == unit) or defect.line <= one.line <= max(defect.line, defect.last)


def nearness(defect: Defect, unit: int, one: Said) -> float:
    """0 where it speaks of something else; more the more place and words agree."""
    if FAMILY[defect.kind] != FAMILY[one.kind]:
        return 0.0
    alike = likeness(defect.quote, one.quote)
    return 1.0 + alike if _here(defect, unit, one) else alike if alike >= ALIKE else 0.0
