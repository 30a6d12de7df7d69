"""The phases of a page: those it declares, else those its headings tell, else the numbers of its list of steps."""

from __future__ import annotations

import re

from guard.model.prose import Step
from guard.prose import imperative, roles
from guard.prose.cued import Cued
from guard.prose.leads import led
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.prose import Role
    from guard.prose.parts import Part

_PHASE = Cued(
    r"^\W{0,4}(?:phase|step|stage|milestone|wave|part|pr|release|deploy|day|week|round|iteration|ticket)\s*#?"
    r"(\d{1,3}|[ivx]{1,5}|[a-h])\b\s*[:.)\u2013\u2014-]*\s*(.*)$|"
    r"^\W{0,4}(?:phase|step):?\s+(?!by\b)([a-z][\w-]*(?: [\w-]+){0,3})$",
    re.I,
)
_NUMBER = Cued(r"^(\d{1,3})(?:[.):]|\s+[\u2013\u2014-])\s+(.+)$")
_SECTION = Cued(r"^\W{0,4}\d{1,3}(?:\.\d{1,3}){0,3}[.):]?\s+")  # 2.1 of "2.1 Shadow table"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_NEVER = frozenset(("background", "questions", "assumptions", "owners", "references"))
_WORDS = Cued(r"[a-z0-9]+")
_LONGEST = 6  # words of a name
_TITLE = 200


class Told(NamedTuple):
    """What the steps are, and to which of them each part belongs (by its place, "" for none)."""

    steps: tuple[Step, ...]
    of: tuple[str, ...]
    ordered: bool = False  # no heading says so: they are steps by their own words


def told(parts: Sequence[Part], declared: Sequence[Step]) -> Told:
    names = Names(declared)
    headings = _headings(parts)
    if declared and not any([_of_steps(parts, at, title, names) for at, _, title in headings]):
        headings = []  # the sections of the page are numbered, not its phases
    told_ones = {at for at, _, _ in headings}
    headings = sorted([*headings, *[one for one in names.headings(parts) if one[0] not in told_ones]])
    if not headings and not declared:
        return _numbered(parts)
    known = {at: names.called(title or parts[at].text) for at, _, title in headings}
    claimed = {step.name for step in known.values() if step is not None}
    named: dict[int, str] = {}
    for at, number, title in headings:
        step = known[at] or names.numbered(number, claimed)
        named[at] = (step or names.new(number, title, parts[at])).name
    of = [_nearest(named, (*part.headings, at)) for at, part in enumerate(parts)]
    if declared and not headings:
        items, leads = names.items(parts), led(parts, names.known)
        of = [one or leads.get(at) or items.get(parts[at].item.block, "") for at, one in enumerate(of)]
    return Told(tuple(names.steps), tuple(of))


def _of_steps(parts: Sequence[Part], at: int, title: str, names: Names) -> bool:
    """Whether a heading is one of a phase: it says so, or bears the name of one, or stands among steps."""
    if _PHASE.match(parts[at].text[:300]) or names.called(title) is not None:
        return True
    return roles.under([roles.of(parts[one].text) for one in parts[at].headings[-1:]]) == "steps"


def _nearest(named: dict[int, str], headings: tuple[int, ...]) -> str:
    return next((named[at] for at in reversed(headings) if at in named), "")


def _headings(parts: Sequence[Part]) -> list[tuple[int, int, str]]:
    """Headings that are phases: place, number and title. Those of one level, the outermost that has any."""
    phases: list[tuple[int, int, str]] = []
    numbers: list[tuple[int, int, str]] = []
    for at, part in enumerate(parts):
        if part.kind != "heading" or part.table:
            continue
        found = _PHASE.match(part.text[:300])
        if found:
            phases.append((at, _number(found[1] or ""), (found[2] or found[3] or "").strip()))
            continue
        found = _NUMBER.match(part.text[:300])
        above = roles.under([roles.of(parts[one].text) for one in part.headings[-1:]])
        if found and (above == "steps" or roles.of(found[2]) not in _NEVER) and above not in _NEVER:
            numbers.append((at, int(found[1]), found[2].strip()))
    found_ones = phases or (numbers if len(numbers) > 1 else [])
    level = min([parts[at].level for at, _, _ in found_ones], default=0)
    return [one for one in found_ones if parts[one[0]].level == level]


def _number(text: str) -> int:
    text = text.lower()
    if not text:
        return 0
    return int(text) if text.isdigit() else _ROMAN.get(text) or ord(text[0]) - ord("a") + 1


class Names:
    """The steps so far, and what each is called."""

    def __init__(self, declared: Sequence[Step]) -> None:
        self.steps = list(declared)
        self._declared = tuple(declared)
        self.known = {" ".join(_WORDS.findall(step.name.lower())[:_LONGEST]): step for step in declared}
        self._taken = {step.name for step in declared}

    def called(self, title: str) -> Step | None:
        """The declared phase whose name stands in a heading."""
        words = _WORDS.findall(title.lower())[:40] if self._declared else []
        for at in range(len(words)):
            for length in range(_LONGEST, 0, -1):
                step = self.known.get(" ".join(words[at : at + length]))
                if step is not None:
                    return step
        return None

    def numbered(self, number: int, claimed: set[str]) -> Step | None:
        """The declared phase of this number, if no other heading bears its name."""
        step = self._declared[number - 1] if 0 < number <= len(self._declared) else None
        return None if step is None or step.name in claimed else step

    def new(self, number: int, title: str, part: Part) -> Step:
        name = "-".join(_WORDS.findall(title.lower())[:_LONGEST]) or f"step-{number}"
        while name in self._taken:
            name = f"{name}-{len(self.steps) + 1}"
        self._taken.add(name)
        after = (self.steps[-1].name,) if self.steps else ()
        self.steps.append(Step(name, part.text[:_TITLE], part.line, after, number=number))
        return self.steps[-1]

    def headings(self, parts: Sequence[Part]) -> list[tuple[int, int, str]]:
        """Those that begin with the name of a declared phase."""
        marked = enumerate(parts) if self._declared else ()
        return [(at, 0, part.text) for at, part in marked if part.level and self.begins(part.text)]

    def heading(self, text: str) -> Step | None:
        """The declared phase that a heading is about, if it is about one."""
        found = _PHASE.match(text[:300])
        if not found:
            return self.begins(text)
        return self.called(found[2] or text) or self.numbered(_number(found[1] or ""), set())

    def begins(self, text: str) -> Step | None:
        words = _WORDS.findall(_SECTION.sub("", text[:120].lower()))[:_LONGEST]
        found = [self.known.get(" ".join(words[:length])) for length in range(len(words), 0, -1)]
        return next((step for step in found if step is not None), None)

    def items(self, parts: Sequence[Part]) -> dict[int, str]:
        """The items of a numbered list that begin with the name of a phase."""
        found: dict[int, str] = {}
        for part in parts:
            if part.item.block and part.item.block == part.block:
                step = self.begins(part.text)
                if step is not None:
                    found.setdefault(part.block, step.name)
        return found


def _numbered(parts: Sequence[Part]) -> Told:
    """The items of the numbered lists under headings that are about steps; where there is no such heading, of those
    whose items order something to be done."""
    above = [roles.under([roles.of(parts[at].text) for at in part.headings]) for part in parts]
    told = [part.kind != "heading" and role == "steps" for part, role in zip(parts, above, strict=True)]
    ordered = not any(told)
    if ordered:
        told = _ordering(parts, above)
    names = Names(())
    named: dict[int, str] = {}
    for part, of_steps in zip(parts, told, strict=True):
        if of_steps and _begins(part) and part.item.block not in named:
            named[part.item.block] = names.new(part.item.number, " ".join(part.text.split()[:8]), part).name
    return Told(tuple(names.steps), tuple([named.get(part.item.block, "") for part in parts]), ordered)


def _begins(part: Part) -> bool:
    """Whether an item of a numbered list begins here, or a sentence of its first paragraph."""
    return bool(part.item.block) and part.item.block == part.block and not part.quoted


def _ordering(parts: Sequence[Part], above: Sequence[Role]) -> list[bool]:
    """Which parts stand in numbered lists that are steps by their words."""
    lists: dict[int, dict[int, bool]] = {}
    of: dict[int, Role] = {}
    for part, role in zip(parts, above, strict=True):
        if _begins(part):
            lists.setdefault(part.item.items, {}).setdefault(part.item.block, imperative.orders(part.text, part.spans))
            of.setdefault(part.item.items, role)
    steps = {one for one, items in lists.items() if imperative.listed(of[one], list(items.values()))}
    return [part.item.items in steps for part in parts]
