"""Where a way back leads: to code, to another place, to some of the steps alone, to a copy that somebody makes."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.ways_back import COLUMN, EVERY, WAY, numbered
from guard.prose.worth import BRINGS_DATA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Prose, Unit
    from guard.prose.beside import Beside

_FROM_COPY = Cued(r"\brestor\w+\b[^.;|]{0,30}\b(?:from|of)\b[^.;|]{0,30}\b(?:back-?ups?|snapshots?|dumps?)\b", re.I)
_MAKES_COPY = Cued(
    r"\b(?:pg_dump\w*|mysqldump|mongodump|barman|wal-g|pgbackrest|restic|velero|snapshots?|back-?ups?"
    r"|backed up|dumps?|create-db-snapshot|state pull|cp|copy)\b",
    re.I,
)
_FLAG = Cued(r"\bflags? (?:is )?off\b|\b(?:turn|switch|set|toggle)\b[^.;|]{0,40}\boff\b|\bdisable\b|\bunset\b", re.I)
# says what becomes of the data
_KEEPS = Cued(
    r"\b(?:delet|drop|truncat|remov|clear|restor|stay|stays|remain|left|keep|kept|ignor|unread|unused|harmless|set to)"
    r"|\bnull\b|\b(?:not|nothing|nobody)\b",
    re.I,
)
_FILLS = Cued(r"\b(?:back-?)?fill|\bcopy|\bmigrat|\bimport|\bconvert|\bmerge", re.I)
_SEE = Cued(r"\W*see (?:in )?(?:(?:phase|step|stage) (\d{1,3})|the table (?:above|below))\W*$", re.I)
_WORDS = Cued(r"[\w-]+")
_NAMES = 10  # of steps that a message tells


class Leads:
    """Of one text: what each of its ways back is held against is looked up, for both may be thousands."""

    def __init__(self, prose: Prose, around: Beside) -> None:
        self._prose = prose
        self._around = around
        self._code = {fence.under[-1] for fence in prose.fences if fence.under}
        self._any_code = any([fence.role == "rollback" for fence in prose.fences])
        self._called: dict[str | int, list[int]] = {}
        for at, step in enumerate(prose.steps):
            for said in (step.name.casefold(), step.number):
                self._called.setdefault(said, []).append(at)
        self._ways: dict[str, frozenset[int]] = {}  # of each step the units that tell one
        self._writing: set[int] = set()
        self._bare: list[int] | None = None  # steps that tell none
        self._bare_ones: frozenset[int] = frozenset()
        self._only: dict[int, int] = {}  # a unit that alone tells the way back of its step -> that step
        self._tables: list[tuple[int, int]] | None = None
        self._copies: set[int] | None = None

    def coded(self, heading: Unit) -> bool:
        """Whether code stands under it."""
        return self._any_code or heading.text in self._code

    def nowhere(self, unit: Unit, said: str) -> bool:
        """`see phase 4`, and phase 4 tells no way back."""
        there = _SEE.match(said)
        if there is None:
            return False
        if there[1]:
            at = self._called.get(int(there[1]), [])
            told = self._told(self._prose.steps[at[0]].name) if at else frozenset()
            return not told or (len(told) == 1 and unit.number in told)
        if self._tables is None:
            tables = [one for one in self._prose.tables if any([COLUMN.search(title) for title in one.header])]
            self._tables = sorted([(one.line, one.number) for one in tables])[:2]  # one of them may be its own
        return not any([line < unit.line and number != unit.table for line, number in self._tables])

    def _told(self, step: str) -> frozenset[int]:
        if step not in self._ways:
            told = [one for one in self._around.step(step) if WAY.search(one.text) or BRINGS_DATA.search(one.text)]
            self._ways[step] = frozenset([one.number for one in told])
        return self._ways[step]

    def flag_alone(self, before: str, said: str) -> bool:
        """One flag as the way back of several steps, of which one fills or converts data."""
        if not _FLAG.search(said) or _KEEPS.search(said):
            return False
        steps = self._prose.steps
        if self._bare is None:
            self._look()
        if EVERY.search(before):
            return len(steps) > 1 and bool(self._writing)
        named = [at for number in numbered(before) for at in self._called.get(number, ())]
        return len(named) > 1 and not self._writing.isdisjoint(named)

    def left_out(self, unit: Unit) -> str:
        """Steps that a way back for some of them does not name, and that tell none of their own; "" for none."""
        steps = self._prose.steps
        said: set[str | int] = {*_WORDS.findall(unit.text.casefold()), *numbered(unit.text)}
        named = {at for one in said for at in self._called.get(one, ())}
        if not named or len(named) == len(steps):
            return ""
        if self._bare is None:
            self._look()
        of = self._only.get(unit.number)  # where no other unit of its step tells a way back, its step tells none beside
        left = [of] if of is not None and of not in named else []
        many = len(self._bare_ones) - len(named & self._bare_ones) + len(left)
        for at in self._bare or ():
            if len(left) > _NAMES:
                break
            if at not in named:
                left.append(at)
        told = ", ".join([steps[at].name for at in sorted(left)[:_NAMES]])
        return f"{told} and {many - _NAMES} more" if many > _NAMES else told

    def _look(self) -> None:
        """Through all steps, once."""
        ways: dict[str, list[int]] = {}
        for unit in self._prose.units:
            if unit.step and WAY.search(unit.text):
                ways.setdefault(unit.step, []).append(unit.number)
        self._bare = []
        for at, step in enumerate(self._prose.steps):
            if any([does.startswith("data.") for does in step.does]) or _FILLS.search(f"{step.name} {step.title}"):
                self._writing.add(at)
            told = ways.get(step.name, [])
            if not (step.rollback or step.irreversible or told):
                self._bare.append(at)
            elif not (step.rollback or step.irreversible) and len(told) == 1:
                self._only[told[0]] = at
        self._bare_ones = frozenset(self._bare)

    def from_nothing(self, unit: Unit, said: str) -> bool:
        """A copy is to be restored that no step makes."""
        in_code = any([span.kind in ("code", "link") for span in unit.spans])
        if not _FROM_COPY.search(said) or in_code or re.search(r"\d|\bPITR\b", said):
            return False
        if self._copies is None:
            told = [
                one.number
                for one in self._prose.units
                if one.role != "rollback" and (one.step or one.role in ("steps", "gate"))
                if _MAKES_COPY.search(one.text)
            ]
            code = [0 for fence in self._prose.fences if _MAKES_COPY.search(fence.text)]
            self._copies = {*told, *code}
        return not self._copies - {unit.number} if len(self._copies) < 2 else False
