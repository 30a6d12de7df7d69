"""The ways back that one text tells, each judged once: of a step, of several, or for all of them.

A text may have thousands of steps and as many ways back, and each step is asked of all of them.
"""

from __future__ import annotations

from bisect import bisect_right

from guard.prose.beside import Beside
from guard.prose.cued import Cued
from guard.prose.ways_back import BACK_UP, COLUMN, EVERY, LABEL, SECTION, WAY, cell, general, numbered
from guard.prose.worth import judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from guard.model.doubt import Paper
    from guard.model.prose import Step, Unit
    from guard.prose.destroying import Act

_OF_STEP = Cued(r"^(?:phase|step|stage)\s+")
_WORD = Cued(r"[\w-]+")


class Backs:
    """What they come to is told in the bits of guard.prose.worth; 0 where there is none."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.around = Beside(paper.prose)
        self._names = frozenset([step.name.casefold() for step in paper.prose.steps])
        self._judged: dict[str, int] = {}
        self._groups: dict[tuple[str, object], tuple[int, int]] = {}
        self._rests: dict[int, dict[int, int]] = {}
        self._rows: dict[str, int] | None = None
        self._at: dict[int, int] = {}
        told = [unit for unit in paper.prose.units if general(unit)]
        self.naming = [unit for unit in told if self.names_steps(unit)]
        self._general = _General(told, not self.naming, self.worth)
        self._in_words = _General([unit for unit in told if unit.kind != "row"], not self.naming, self.worth)

    def worth(self, way: str) -> int:
        found = self._judged.get(way)
        if found is None:
            found = self._judged[way] = judged(way)
        return found

    def names_steps(self, unit: Unit) -> bool:
        return bool(numbered(unit.text)) or not self._names.isdisjoint(_WORD.findall(unit.text.casefold()))

    def covering(self, step: Step | None) -> int:
        """Ways back that stand in no step and are for this one, or for whatever belongs to none."""
        return self._general.of(step) if step is not None else self._general.all

    def in_words(self, step: Step) -> int:
        """The same without rows of tables."""
        return self._in_words.of(step)

    def own(self, act: Act, step: Step | None) -> int:
        """Ways back that the step itself tells: declared, behind a label, in a column, or in its words."""
        here = self._paper.prose.unit(act.unit) if act.unit else None
        in_row = here is not None and here.kind == "row"
        told = self.worth(step.rollback) if step is not None and step.rollback else 0
        if here is None:
            told |= self.rows_of(step) if step is not None else 0
            told |= self._cells_at(act.above) if act.above else 0
        if self.around.step(act.step):
            told |= self._group(("step", act.step), self.around.step(act.step))[in_row]
        else:
            if here is not None:
                told |= self._group(("block", here.block or -here.number), self.around.paragraph(here))[in_row]
            told |= self._group(("under", act.under), self._sentences(act.under))[in_row]
        if here is not None and in_row and not here.quoted:
            way = cell(self._paper, here)
            told |= self.worth(way) if way is not None else self.worth(here.text) if WAY.search(here.text) else 0
        return told | self._in_code(act.step)

    def _sentences(self, heading: str) -> Iterator[Unit]:
        """What stands right under a heading, where nobody has looked yet."""
        return (one for one in self.around.section(heading) if one.kind == "sentence")

    def told_in(self, unit: Unit) -> bool:
        """Whether the words of a unit are a way back of their step."""
        told = not unit.quoted and unit.kind not in ("comment", "heading", "row")
        return told and (unit.role == "rollback" or WAY.search(unit.text) is not None)

    def rows_of(self, step: Step) -> int:
        """What tables of ways back say of a step: rows whose first cells are its name, its number, or its section."""
        if self._rows is None:
            self._rows = self._by_first_cells()
        names = {step.name.casefold(), step.title.casefold(), str(step.number) if step.number else ""} - {""}
        units = self.around.step(step.name) if self._rows else ()
        section = SECTION.match(next((unit.text for unit in units if unit.kind == "heading" and not unit.table), ""))
        names |= {section[1]} if section is not None else set()
        return _all_of([self._rows.get(name, 0) for name in names])

    def _by_first_cells(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for table in self._paper.prose.tables:
            column = any([COLUMN.search(title) for title in table.header])
            for row in [self._paper.prose.unit(number) for number in table.rows]:
                if column or row.role == "rollback":
                    way = cell(self._paper, row) or ("" if column else " | ".join(row.cells[1:]))
                    for one in row.cells[:2]:
                        key = _OF_STEP.sub("", one.casefold().strip(" .:)*"))
                        found[key] = found.get(key, 0) | self.worth(way)
        return found

    def _cells_at(self, line: int) -> int:
        """What the row on a line says in the column of ways back."""
        if not self._at:
            self._at[0] = 0
            for unit in self._paper.prose.units:
                way = cell(self._paper, unit) if unit.kind == "row" else None
                if way is not None:
                    self._at[unit.line] = self._at.get(unit.line, 0) | self.worth(way)
        return self._at.get(line, 0)

    def _group(self, key: tuple[str, object], units: Iterable[Unit]) -> tuple[int, int]:
        """What units that stand together tell: of what stands in words, and of a row, for which no other row speaks."""
        if key not in self._groups:
            words = cells = 0
            for unit in units:
                if unit.kind != "row":
                    words |= self._said(unit)
                elif not unit.quoted:
                    way = cell(self._paper, unit)
                    words |= self.worth(unit.text) if way is None and unit.role == "rollback" else 0
                    cells |= self.worth(way) if way is not None else 0
            self._groups[key] = (words | cells, words)
        return self._groups[key]

    def _said(self, unit: Unit) -> int:
        label = None if unit.quoted or unit.kind == "comment" else LABEL.search(unit.text)
        if label is not None:
            return self.worth(label[1]) if label[1] else self._behind(unit)
        return self.worth(unit.text) if self.told_in(unit) else 0

    def _behind(self, unit: Unit) -> int:
        """What stands behind a label in its paragraph."""
        if not unit.block:
            return self.worth("")
        if unit.block not in self._rests:
            told, rests = self.worth(""), {}
            for one in reversed(self.around.paragraph(unit)):
                rests[one.number] = told
                told |= self.worth(one.text)
            self._rests[unit.block] = rests
        return self._rests[unit.block].get(unit.number, 0)

    def _in_code(self, step: str) -> int:
        key = ("code", step)
        if key not in self._groups:
            told = [one.text for one in self.around.of_step(step) if one.role == "rollback" or BACK_UP.search(one.text)]
            self._groups[key] = (_all_of([self.worth(text) for text in told]), 0)
        return self._groups[key][0]


class _General:
    """Ways back that stand in no step, by the steps that they speak of."""

    def __init__(self, units: Sequence[Unit], for_all: bool, worth: Callable[[str], int]) -> None:
        self._worth = [worth(unit.text) for unit in units]
        self.all = _all_of(self._worth)
        every = [told for unit, told in zip(units, self._worth, strict=True) if EVERY.search(unit.text)]
        self._every = self.all if for_all else _all_of(every)
        self._text, self._starts = "", [0]
        self._numbers: dict[int, int] = {}
        self._found: dict[str, int] = {}
        if self._every != self.all:
            self._file(units)

    def _file(self, units: Sequence[Unit]) -> None:
        texts = [unit.text.casefold() for unit in units]
        self._text = "\0".join(texts)
        for text in texts:
            self._starts.append(self._starts[-1] + len(text) + 1)
        for unit, told in zip(units, self._worth, strict=True):
            for number in numbered(unit.text):
                self._numbers[number] = self._numbers.get(number, 0) | told

    def of(self, step: Step) -> int:
        found = self._every
        if found == self.all:
            return found
        tails = [drop.rpartition(".")[2].rpartition(":")[2] for drop in step.drops]
        for said in dict.fromkeys([step.name, step.title, *tails]):
            found |= self._saying(said.casefold())
        return found | (self._numbers.get(step.number, 0) if step.number else 0)

    def _saying(self, said: str) -> int:
        """Those in which these letters stand."""
        if said not in self._found:
            told, at = 0, self._text.find(said)
            while at >= 0 and told != self.all:
                unit = bisect_right(self._starts, at) - 1
                told |= self._worth[unit]
                at = self._text.find(said, self._starts[unit + 1])
            self._found[said] = told
        return self._found[said]


def _all_of(told: Iterable[int]) -> int:
    found = 0
    for one in told:
        found |= one
    return found
