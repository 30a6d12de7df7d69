"""Figures of a model's readings: how alike they are, what was dropped, unread or missed, what they cost and took."""

from __future__ import annotations

from guard.evaluation.metrics import Ratio, percentile, stability
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.opinion import Opinion

SLOW = 0.95


class Heard(NamedTuple):
    """What a model said of one text: as many readings as were asked for, each from the start."""

    opinions: tuple[Opinion, ...]
    milliseconds: tuple[int, ...] = ()  # of each


class Listened(NamedTuple):
    """Of all texts that were read."""

    readings: int
    failed: Ratio
    stability: float | None  # how much two readings of one text share, on average
    dropped: Ratio  # flags whose words do not stand where they say
    coverage: Ratio  # units that were read
    canaries: Ratio  # readings that missed what was planted
    microdollars: int
    slow: float | None  # milliseconds that 95 of 100 readings do not exceed


def listened(heard: Sequence[Heard]) -> Listened:
    """Counted over all of them."""
    every = [opinion for one in heard for opinion in one.opinions]
    read = [opinion for opinion in every if opinion.state == "read"]
    unfounded = sum(opinion.dropped.unfounded for opinion in read)
    others = sum(opinion.dropped.there + opinion.dropped.asked for opinion in read)
    kept = sum(len(opinion.flags) for opinion in read)
    names = [
        [{flag.fingerprint for flag in opinion.flags} for opinion in one.opinions if opinion.state == "read"]
        for one in heard
    ]
    alike = [told for many in names if (told := stability(many)) is not None]
    return Listened(
        len(every),
        Ratio(len(every) - len(read), len(every)),
        sum(alike) / len(alike) if alike else None,
        Ratio(unfounded, kept + unfounded + others),
        Ratio(sum(opinion.coverage.read for opinion in every), sum(opinion.coverage.units for opinion in every)),
        Ratio(sum(opinion.cause == "canary" for opinion in every), len(every)),
        sum(opinion.cost for opinion in every),
        percentile([float(took) for one in heard for took in one.milliseconds], SLOW),
    )
