"""Parts of a page that do not read as English, where the rest of it does: from which line to which.

A part is told by all that one heading has of another tongue, so that no name in a list and no short quotation is taken
for one; what stands between in English is asked as everything else.
"""

from __future__ import annotations

from guard.prose.language import FEWEST, heard, may_be_other
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.prose import Unit
    from guard.prose.language import Heard

_LETTERS = 40  # of another script: names of people are shorter
_KINDS = frozenset(("sentence", "item", "row", "field"))
_DIFFERENT = 3  # small words of another tongue, each another: a name has one or two
_APART = 6  # sentences of English, behind which another part begins, though the heading is the same
# also of names and addresses, of lists and formulas, and no sign of a tongue alone
_ELSEWHERE = frozenset(("com", "del", "de", "van", "von", "des", "la", "le", "el", "al", "se", "su", "si", "e"))
_PART = 6  # of that many words one is such a word, as every tongue has it that is known here


class Foreign(NamedTuple):
    where: str  # the document, where that is another than the text's own
    first: int
    last: int


def foreign(units: Iterable[Unit]) -> list[Foreign]:
    """In the order of the text."""
    asked = [unit for unit in units if unit.kind in _KINDS and not unit.quoted]
    if not any([may_be_other(unit.text) and heard(unit.text).other for unit in asked]):
        return []
    parts: dict[tuple[str, tuple[str, ...]], list[_Part]] = {}
    for unit in asked:
        told = heard(unit.text)
        if told.other and unit.spans:  # code and quotations are nobody's tongue
            told = heard(unit.plain())
        if told.other or told.english:
            there = parts.setdefault((unit.where, unit.under), [_Part()])
            if told.other and there[-1].english >= _APART:
                there.append(_Part())
            there[-1].add(unit, told)
    return [one for those in parts.values() for part in those for one in part.told()]


class _Part:
    """What one heading has of another tongue, and what stands between."""

    def __init__(self) -> None:
        self.english = 0  # sentences behind the last that is not
        self._runs: list[Foreign] = []
        self._said: list[Heard] = []

    def add(self, unit: Unit, told: Heard) -> None:
        if told.english:
            self.english += bool(self._runs)
            return
        if self.english or not self._runs:
            self._runs.append(Foreign(unit.where, unit.line, unit.line))
        self._runs[-1] = self._runs[-1]._replace(last=unit.line)
        self._said.append(told)
        self.english = 0

    def told(self) -> list[Foreign]:
        return self._runs if self._tongue() or self._script() else []

    def _tongue(self) -> bool:
        words, theirs = sum([told.words for told in self._said]), [word for told in self._said for word in told.theirs]
        sure = {word for word in theirs if len(word) > 1 and word not in _ELSEWHERE}
        sentence = max([len(set(told.theirs)) for told in self._said], default=0) >= _DIFFERENT
        several = len(sure) >= _DIFFERENT and (sentence or len(sure) > _DIFFERENT)
        return several and len(theirs) * _PART >= words >= FEWEST

    def _script(self) -> bool:
        """More than the names of people in it."""
        letters, written = sum([told.letters for told in self._said]), sum([told.written for told in self._said])
        return letters >= _LETTERS and letters * 3 >= written * 2
