"""Figures: how much of what is wrong was found, how much of what was said is right, each with how sure that is.

Every figure is a count of so many and its ratio; a ratio of nothing is None and never 0 or 1. The intervals are
Wilson's, at 95 %: of few cases they are wide, and say so.
"""

from __future__ import annotations

from guard.model.families import ADVISORY, FAMILY
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from guard.evaluation.corpus import Labelled
    from guard.evaluation.matching import Matched, Said

Z = 1.959963984540054  # of the normal distribution: 95 % lie within so many deviations of the middle
DECIDABLE = ("repository", "text", "reader")
ALL = "all"


class Ratio(NamedTuple):
    """So many of so many."""

    hits: int
    of: int

    @property
    def ratio(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true ratio lies, by Wilson's score."""
        if not self.of:
            return None
        share, squared = self.hits / self.of, Z * Z
        middle = share + squared / (2 * self.of)
        spread = Z * ((share * (1 - share) + squared / (4 * self.of)) / self.of) ** 0.5
        scale = 1 + squared / self.of
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def f1(precision: Ratio, recall: Ratio) -> float | None:
    """Their harmonic mean; None where one of them is of nothing."""
    if precision.ratio is None or recall.ratio is None:
        return None
    total = precision.ratio + recall.ratio
    return 2 * precision.ratio * recall.ratio / total if total else 0.0


class Row(NamedTuple):
    """One kind, or all of them."""

    kind: str
    recall: Ratio  # of the defects of this kind
    precision: Ratio  # of what was said as this kind

    @property
    def f1(self) -> float | None:
        return f1(self.precision, self.recall)


class Figures(NamedTuple):
    """What one layer came to on one set."""

    rows: tuple[Row, ...]
    total: Row
    strict: Row  # the very kind, not only its family
    decidable: tuple[tuple[str, Ratio], ...]
    clean: Ratio  # clean plans that were flagged
    hard: Ratio  # hard negatives that were flagged
    pairs: Ratio  # the one with defects flagged for one of them, its twin left alone
    ask: Row  # of questions: how many speak of a defect; of defects: how many are asked about


class Judged(NamedTuple):
    """One text, and what one layer made of it."""

    plan: Labelled
    said: tuple[Said, ...]
    matched: Matched


def figures(judged: Sequence[Judged]) -> Figures:
    """Of one layer on one set."""
    found = [pair for one in judged for pair in one.matched.found]
    wrong = [said for one in judged for said in one.matched.wrong]
    again = [said for one in judged for said in one.matched.again]
    defects = [defect for one in judged for defect in one.plan.defects]
    rows = []
    for kind in FAMILY:
        hits = sum(defect.kind == kind for defect, _ in found)
        right = sum(said.kind == kind for _, said in found)
        spoken = right + sum(said.kind == kind for said in wrong)
        rows.append(Row(kind, Ratio(hits, _count(defects, kind)), Ratio(right, spoken)))
    same = sum(defect.kind == said.kind for defect, said in found)
    spoken, every = len(found) + len(wrong), len(defects)
    asked = Row("ask", Ratio(len(found), every), Ratio(len(found) + len(again), spoken + len(again)))
    return Figures(
        tuple(rows),
        Row(ALL, Ratio(len(found), every), Ratio(len(found), spoken)),
        Row("strict", Ratio(same, every), Ratio(same, spoken)),
        tuple([(by, _decided(judged, by)) for by in DECIDABLE]),
        _flagged([one for one in judged if one.plan.clean]),
        _flagged([one for one in judged if one.plan.hard_negative]),
        pairs(judged),
        asked,
    )


def _count(defects: Iterable[object], kind: str) -> int:
    return sum(getattr(defect, "kind", "") == kind for defect in defects)


def _decided(judged: Sequence[Judged], by: str) -> Ratio:
    hits = sum(defect.decidable == by for one in judged for defect, _ in one.matched.found)
    return Ratio(hits, sum(defect.decidable == by for one in judged for defect in one.plan.defects))


def _flagged(judged: Sequence[Judged]) -> Ratio:
    return Ratio(sum(_asks(one.said) for one in judged), len(judged))


def _asks(told: Iterable[Said]) -> bool:
    """Whether a person is asked anything; advice asks nobody."""
    return any(said.kind in FAMILY and said.rule not in ADVISORY for said in told)


def pairs(judged: Sequence[Judged]) -> Ratio:
    """Told apart: in the one a defect is found, in the other nothing is said."""
    known = {one.plan.called: one for one in judged}
    hits = of = 0
    for one in judged:
        twin = known.get(f"{one.plan.set}/{one.plan.pair}")
        if one.plan.clean or twin is None:
            continue
        of += 1
        hits += bool(one.matched.found) and not _asks(twin.said)
    return Ratio(hits, of)


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """How much two readings share; two that found nothing are alike."""
    mine, yours = set(one), set(other)
    return len(mine & yours) / len(mine | yours) if mine | yours else 1.0


def stability(readings: Sequence[Collection[str]]) -> float | None:
    """The mean over every two readings of one text; None of fewer than two."""
    likeness = [jaccard(one, other) for at, one in enumerate(readings) for other in readings[at + 1 :]]
    return sum(likeness) / len(likeness) if likeness else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share of all do not exceed (the nearest rank)."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = -(-len(ordered) * share // 1)  # upwards
    return ordered[max(int(rank), 1) - 1]
