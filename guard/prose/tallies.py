"""How many things a sentence speaks of: "three files use it:" and the names behind it; "the 4 steps above", counted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from guard.prose.cued import Cued
from guard.prose.figures import NUMBER, ROUGH, number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.model.doubt import Paper
    from guard.model.prose import Prose, Step, Unit

    Wrong = Iterator[tuple[str, str]]

_N = rf"(?:{NUMBER}|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
_NOUNS = (
    r"(?:files?|paths?|modules?|scripts?|tables?|columns?|services?|flags?|jobs?|packages?|classes|functions?|callers?"
)
_NOUNS += r"|places?|queries|views?|tests?|topics?|queues?|migrations?|endpoints?|pages?|workers?|variables?)"
_SPEAKS = Cued(
    rf"^\W*(?:(?:the|these|all|only|exactly|there are|we have|it has|so) ){{0,2}}(?P<n>{_N}) (?:[a-z-]+ )?"
    rf"(?P<what>{_NOUNS})(?P<rest> [^.;:()\d\x00]{{1,80}}):(?P<list>.*)$",
    re.I,
)
_NAMES = Cued(r"\s*\x00+(?:(?:\s*,)?\s+(?:and\s+)?\x00+){1,20}\W*")
_PATH = Cued(r"(?<![\w/.-])[\w.-]*\w/[\w./-]*\w")
_EACH = Cued(rf"\b(?:each|every|per|following|of)\b|{_N}", re.I)
_SINGLE = frozenset(("this", "its", "us", "was", "is", "as", "has", "does", "uses", "needs", "class", "status"))
_BESIDE = Cued(
    rf"\b(?:the|these|those|all)(?: the)? (?P<n>{_N}) (?P<what>steps|phases|stages)"
    r" (?:(?P<above>above|before this)|(?P<below>below|that follow))\b",
    re.I,
)


def spoken_of(paper: Paper, unit: Unit) -> Wrong:
    """So many files do something, and their names stand behind the colon, or in the next sentence."""
    if ":" not in unit.text:
        return
    said = _masked(unit)
    found = _SPEAKS.search(said)
    if found is None or _EACH.search(found["rest"]) or ROUGH.search(said[: found.start("n")]):
        return
    last = found["rest"].split()[-1].lower()
    if last.endswith("s") and last not in _SINGLE and len(found["rest"].split()) > 1:
        return  # of "three services use the tables:" nobody knows which of the two are named
    names = found["list"] if found["list"].strip() else _behind(paper.prose, unit)
    number, count = number_of(found["n"]), len(re.findall("\x00+", names)) if _NAMES.fullmatch(names) else 0
    if count and number is not None and number != count:
        quote = unit.text[found.start() : found.start("list")].strip()
        yield quote, f"{found['n']} {found['what']} are said, and {count} are named"


class Beside:
    """Steps, lists and tables of one text, by the side of a line on which they stand."""

    def __init__(self, prose: Prose) -> None:
        self._steps = [] if any([step.declared for step in prose.steps]) else sorted(prose.steps, key=_line)
        self._lines = [step.line for step in self._steps]
        numbers = [step.number for step in self._steps]
        gaps = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
        # of several lists, or of one within another, nobody knows which is meant
        self._one_above, self._one_below = min(gaps, default=len(numbers)), max(gaps, default=0)
        self._first: dict[int, int] = {}  # of so many items or rows: the line on which the first such list ends
        self._last: dict[int, int] = {}  # and the one on which the last begins
        for begins, ends, many in (
            *_lists(prose.units),
            *[(one.line, one.line, len(one.rows)) for one in prose.tables],
        ):
            self._first[many] = min(ends, self._first.get(many, ends))
            self._last[many] = max(begins, self._last.get(many, begins))

    def wrong(self, unit: Unit) -> Wrong:
        """ "The 4 steps above", where neither the steps on that side nor a list there are as many."""
        for found in _BESIDE.finditer(unit.plain()) if self._steps else ():
            number, above = number_of(found["n"]), bool(found["above"])
            many, one = self._many(unit, above)
            if number is None or not (one and many) or number in (many, many - bool(unit.step and above)):
                continue
            line = self._first.get(number, unit.line) if above else self._last.get(number, unit.line)
            if line >= unit.line if above else line <= unit.line:
                where = "above" if above else "below"
                yield found[0], f"{found['n']} {found['what']} are said, and {many} stand {where}"

    def _many(self, unit: Unit, above: bool) -> tuple[int, bool]:
        """How many steps stand on that side, and whether they are numbered as one list."""
        if above:
            many = bisect_left(self._lines, unit.line)
            return many, many <= self._one_above
        at = bisect_right(self._lines, unit.line)
        return len(self._lines) - at, at >= self._one_below


def _masked(unit: Unit) -> str:
    """Its text, with \\0 for the letters of names: what stands in code, and what is written as a path."""
    letters = list(unit.text)
    for span in unit.spans:
        mark = "\x00" if span.kind in ("code", "link") else " "
        letters[span.start : span.end] = mark * (span.end - span.start)
    return _PATH.sub(lambda path: "\x00" * len(path[0]), "".join(letters))


def _behind(prose: Prose, unit: Unit) -> str:
    """The next sentence, where it is of the same paragraph or one of its own."""
    after = prose.units[unit.number] if unit.number < len(prose.units) else None
    return _masked(after) if after is not None and after.kind == "sentence" and not after.quoted else ""


def _line(step: Step) -> int:
    return step.line


def _lists(units: Sequence[Unit]) -> Iterator[tuple[int, int, int]]:
    """Of each list its first line, the line on which its last item begins, and how many it has."""
    blocks: dict[int, int] = {}
    for one in (*units, None):
        if one is not None and one.kind == "item":
            blocks.setdefault(one.block, one.line)
        elif blocks:
            lines = tuple(blocks.values())
            yield lines[0], lines[-1], len(lines)
            blocks = {}
