"""Mutants and controls put before the rules: how many are found, how many that stand are doubted, by type.

What is said of a mutant counts only where its plan, unchanged, did not call for it: what is false of that plan is told
once, by the figures of its set.
"""

from __future__ import annotations

from collections import Counter

from guard.evaluation.matching import ALIKE, likeness
from guard.evaluation.mentions import TYPES
from guard.evaluation.metrics import Ratio, f1
from guard.evaluation.mutants import EVERY
from guard.evaluation.running import said_of
from guard.model.families import FAMILY
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guard.evaluation.controls import Spot
    from guard.evaluation.matching import Said
    from guard.evaluation.mutants import Drawn, Mutant
    from guard.evaluation.running import Progress
    from guard.model.known import Known


class Tried(NamedTuple):
    """What came of one type."""

    type: str
    found: Ratio  # of the mutants
    flagged: Ratio  # of the controls
    elsewhere: int  # doubts that mutants brought about away from their place
    missed: tuple[Mutant, ...]
    hows: tuple[tuple[str, Ratio], ...]
    false: tuple[tuple[str, Said], ...]  # the plan, and what was said

    @property
    def recall(self) -> Ratio:
        return self.found

    @property
    def precision(self) -> Ratio:
        """Of all that was said of mutants and controls: how much speaks of what is wrong."""
        return Ratio(self.found.hits, self.found.hits + self.flagged.hits + self.elsewhere)

    @property
    def f1(self) -> float | None:
        return f1(self.precision, self.recall)


def tried(
    drawn: Drawn, texts: Mapping[str, str], worlds: Mapping[str, Known], progress: Progress | None = None
) -> tuple[Tried, ...]:
    """By type, in the order they are listed. `texts`: the plans that they were made of, by name."""
    before = _Before(texts, worlds)
    met: dict[str, list[tuple[Mutant, bool]]] = {kind: [] for kind in EVERY}
    false: dict[str, list[tuple[str, Said]]] = {kind: [] for kind in EVERY}
    elsewhere = Counter[str]()
    whole = len(drawn.mutants) + len(drawn.controls)
    for number, one in enumerate(drawn.mutants, 1):
        if progress is not None:
            progress("mutants", number, whole)
        found, beside = _met(one, before.new(one.base, one.world, one.text))
        met[one.type].append((one, found))
        false[one.type] += [(one.base, said) for said in beside]
        elsewhere[one.type] += len(beside)
    held: dict[str, list[bool]] = {kind: [] for kind in EVERY}
    for number, many in enumerate(drawn.controls, len(drawn.mutants) + 1):
        if progress is not None:
            progress("controls", number, whole)
        said = before.new(many.base, many.world, many.text)
        for spot in many.spots:
            wrong = [one for one in said if _at(spot, one)]
            held[spot.type].append(bool(wrong))
            false[spot.type] += [(many.base, one) for one in wrong[:1]]
    return tuple([_came(kind, met[kind], held[kind], elsewhere[kind], false[kind]) for kind in EVERY])


def _came(
    kind: str,
    met: Sequence[tuple[Mutant, bool]],
    held: Sequence[bool],
    elsewhere: int,
    false: Sequence[tuple[str, Said]],
) -> Tried:
    hows: dict[str, list[bool]] = {}
    for one, found in met:
        hows.setdefault(one.how, []).append(found)
    return Tried(
        kind,
        Ratio(sum(found for _, found in met), len(met)),
        Ratio(sum(held), len(held)),
        elsewhere,
        tuple([one for one, found in met if not found]),
        tuple([(how, Ratio(sum(those), len(those))) for how, those in sorted(hows.items())]),
        tuple(false),
    )


class _Before:
    """What is said of plans as they stand, each asked once."""

    def __init__(self, texts: Mapping[str, str], worlds: Mapping[str, Known]) -> None:
        self.texts = texts
        self.worlds = worlds
        self.known: dict[str, Counter[tuple[str, str]]] = {}

    def new(self, base: str, world: str, text: str) -> tuple[Said, ...]:
        """What is said of this text and was not said of the plan it was made of."""
        if base not in self.known:
            self.known[base] = Counter(map(_key, said_of(self.texts[base], self.worlds[world])))
        left = Counter(self.known[base])
        found = []
        for one in said_of(text, self.worlds[world]):
            if left[_key(one)] > 0:
                left[_key(one)] -= 1
            else:
                found.append(one)
        return tuple(found)


def _key(said: Said) -> tuple[str, str]:
    return said.rule, said.quote


def _met(mutant: Mutant, said: Sequence[Said]) -> tuple[bool, list[Said]]:
    """Whether it was found, and what was said that speaks of something else."""
    about = [one for one in said if _at(mutant, one)]
    return bool(about), [one for one in said if one not in about and not _beside(mutant, one)]


def _at(place: Mutant | Spot, said: Said) -> bool:
    """It speaks of this place: of the very name, where one is wrong, and of the lines where the build of a plan is."""
    if FAMILY[place.kind] != FAMILY[said.kind]:
        return False
    near = place.line <= said.line <= place.last
    if place.type not in TYPES:
        return near or likeness(place.name, said.quote) >= ALIKE
    return place.name in said.quote or (near and said.quote.strip() != "" and said.quote.strip() in place.name)


def _beside(mutant: Mutant, said: Said) -> bool:
    """Of the same lines or the same name, in another family: a second thing to ask about one that is wrong."""
    return mutant.line <= said.line <= mutant.last or mutant.name in said.quote
