"""What a model is told beside the text: how it is divided, which of its names the tree has, what rules have asked."""

from __future__ import annotations

import json
import re

from guard.opinions.marks import plain
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.model.doubt import Doubt
    from guard.model.known import Known
    from guard.model.prose import Prose
    from guard.opinions.pieces import Piece

NAMES = 300  # of what is known
OUTLINE = 200  # headings
LONGEST = 160  # letters of one entry
_NAME = re.compile(r"[A-Za-z0-9_][\w./:@-]{1,200}")


class Facts(NamedTuple):
    """The facts of one text; secrets are taken out by whoever makes them."""

    document: str
    outline: tuple[str, ...]
    known: tuple[tuple[str, str, str], ...]  # kind, name, place
    missing: tuple[tuple[str, str], ...]  # kind, why
    asked: tuple[tuple[int, str, str], ...]  # number of the unit, rule, what

    def told(self, labels: Mapping[str, Piece]) -> str:
        """As JSON on one line, names and questions only of what stands in these pieces; of no pieces, all of it."""
        numbers = {piece.number: label for label, piece in labels.items() if piece.number}
        used = {name for piece in labels.values() for name in _names(piece.text)}
        known: dict[str, dict[str, str]] = {}
        for kind, name, place in self.known:
            if not labels or name in used:
                known.setdefault(kind, {})[plain(name)] = plain(place)
        asked = [
            {"unit": numbers.get(number, ""), "rule": rule, "asks": plain(what)}
            for number, rule, what in self.asked
            if not labels or number in numbers
        ]
        data = {
            "document": plain(self.document),
            "outline": [plain(one) for one in self.outline],
            "known": known,
            "missing": {kind: plain(why) for kind, why in self.missing},
            "asked": asked,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    def texts(self) -> tuple[str, ...]:
        """Everything in it that was not written by guard."""
        return (self.document, *self.outline, *[text for row in self.known for text in row[1:]], *self._asked())

    def _asked(self) -> tuple[str, ...]:
        return tuple([what for _, _, what in self.asked])

    def with_texts(self, texts: Iterable[str]) -> Facts:
        """The same with other words, as many as `texts` gave."""
        rest = iter(texts)
        return Facts(
            next(rest),
            tuple([next(rest) for _ in self.outline]),
            tuple([(kind, next(rest), next(rest)) for kind, _, _ in self.known]),
            self.missing,
            tuple([(number, rule, next(rest)) for number, rule, _ in self.asked]),
        )


def facts(prose: Prose, known: Known, doubts: Iterable[Doubt], pieces: Iterable[Piece]) -> Facts:
    """Of one text: no more of what is known than the text speaks of."""
    used = sorted({name for piece in pieces for name in _names(piece.text)})
    found = [
        (kind, name, _cut(register.names[name]))
        for kind, register in sorted(known.registers.items())
        for name in used
        if not register.missing and name in register.names
    ]
    missing = tuple([(kind, _cut(one.missing)) for kind, one in sorted(known.registers.items()) if one.missing])
    headings = [unit.text for unit in prose.units if unit.kind == "heading"] or [step.name for step in prose.steps]
    asked = tuple([(doubt.unit, doubt.rule, _cut(doubt.what)) for doubt in doubts if doubt.unit])
    outline = tuple([_cut(one) for one in headings[:OUTLINE]])
    return Facts(prose.where, outline, tuple(found[:NAMES]), missing, asked)


def _names(text: str) -> set[str]:
    """What may be a name: words, and words without what ends a sentence."""
    found = _NAME.findall(text)
    return {*found, *[one.rstrip(".:/-") for one in found]}


def _cut(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= LONGEST else said[: LONGEST - 3] + "..."
