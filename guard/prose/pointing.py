"""What a text has that its words may point to: headings, names, tables, lists and code, and on which side of a line."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.owners import STEP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.prose import Prose, Unit

    Sides = tuple[float, float]  # the first line and the last

_ROW = Cued(r"\W*(?:(?:step|phase|stage) )?#?(\d{1,3})[a-z]?\W*$", re.I)
_STEP = Cued(r"\W{0,4}(?:(?:step|phase|stage) )#?(\d{1,3})\b\s?[.:)\u2013\u2014-]", re.I)
_NOWHERE = (float("inf"), float("-inf"))


class Places:
    """Of one text. Each answer is looked up once."""

    def __init__(self, prose: Prose) -> None:
        units = prose.units
        self.headings = [unit.text.lower() for unit in units if unit.kind == "heading" and not unit.table]
        spans = [(unit, span) for unit in units for span in unit.spans if span.kind != "quote"]
        self.names = " ".join([f"{unit.text[span.start : span.end]} {span.target}" for unit, span in spans]).lower()
        self.tables = prose.tables
        self.fences = _sides(fence.line for fence in prose.fences)
        self.lists = _sides(unit.line for unit in units if unit.kind == "item")
        self.lines = _sides(unit.line for unit in units if unit.kind != "comment")
        rows = [_ROW.match(unit.cells[0][:20]) for unit in units if unit.cells and self._of_steps(unit)]
        told = [_STEP.match(unit.text) for unit in units if unit.kind in ("heading", "item")]
        numbers = [int(found[1]) for found in (*rows, *told) if found is not None]
        self.steps = max([step.number for step in prose.steps], default=0)
        self.steps = max([self.steps, *numbers]) if self.steps else 0
        self.items = len({unit.block for unit in units if unit.kind == "item"})
        self._called: dict[str, bool] = {}
        self._numbered: dict[tuple[str, str], bool] = {}

    def _of_steps(self, unit: Unit) -> bool:
        header = self.tables[unit.table - 1].header if unit.kind == "row" and unit.table else ()
        return bool(header) and STEP.fullmatch(header[0][:20]) is not None

    def called(self, stem: str) -> bool:
        """Whether a heading, a link or a name in code has this word in it."""
        if stem not in self._called:
            self._called[stem] = any(stem in heading for heading in self.headings) or stem in self.names
        return self._called[stem]

    def numbered(self, kind: str, number: str) -> bool:
        """Whether a heading is the section, or the appendix, of this number."""
        if (kind, number) not in self._numbered:
            # of a number that is known only now: no table of words has such a pattern
            named = rf"^\W*(?:{kind} ?)?{re.escape(number)}(?![\w.]*\d)\b|\b{kind} {re.escape(number)}\b"
            self._numbered[kind, number] = any(re.search(named, heading) for heading in self.headings)
        return self._numbered[kind, number]

    def stands(self, noun: str, side: str, unit: Unit) -> bool:
        """Whether there is one above this unit, or below it; a row does not mean its own table."""
        tables = self.tables[1:] if self.tables and self.tables[0].number == unit.table else self.tables
        if unit.table and side == "below":
            tables = self.tables[:-1] if self.tables[-1].number == unit.table else self.tables
        of_tables = (tables[0].line, tables[-1].line) if tables else _NOWHERE
        kinds = {
            "table": (of_tables,),
            "list": (self.lists, self.fences, of_tables),
            "text": (self.lines, self.fences),
            "code": (self.fences, self.lines if self.names else _NOWHERE),
        }
        return any(first < unit.line if side == "above" else last > unit.line for first, last in kinds[noun])


def _sides(lines: Iterable[int]) -> Sides:
    known = list(lines)
    return (min(known), max(known)) if known else _NOWHERE
