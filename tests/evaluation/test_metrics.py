"""Figures against tables that were computed by hand, or with another program."""

from __future__ import annotations

import pytest

from guard.evaluation.corpus import Defect, Labelled
from guard.evaluation.matching import Matched, Said
from guard.evaluation.metrics import Judged, Ratio, f1, figures, jaccard, percentile, stability
from guard.model.families import ADVISORY

# hits, of, low, high: R, binom::binom.wilson(hits, of), to four digits
WILSON = [
    (0, 1, 0.0000, 0.7935),
    (1, 1, 0.2065, 1.0000),
    (0, 10, 0.0000, 0.2775),
    (1, 10, 0.0179, 0.4042),
    (5, 10, 0.2366, 0.7634),
    (8, 10, 0.4902, 0.9433),
    (10, 10, 0.7225, 1.0000),
    (45, 50, 0.7864, 0.9565),
    (59, 59, 0.9389, 1.0000),
    (81, 263, 0.2553, 0.3662),
]


@pytest.mark.parametrize(("hits", "of", "low", "high"), WILSON)
def test_wilson(hits: int, of: int, low: float, high: float) -> None:
    assert Ratio(hits, of).interval == pytest.approx((low, high), abs=5e-5)


def test_a_ratio_of_nothing_is_nothing() -> None:
    assert (Ratio(0, 0).ratio, Ratio(0, 0).interval) == (None, None)
    assert f1(Ratio(0, 0), Ratio(1, 2)) is None
    assert f1(Ratio(1, 2), Ratio(0, 0)) is None
    assert f1(Ratio(0, 3), Ratio(0, 2)) == 0.0


@pytest.mark.parametrize(
    ("precision", "recall", "mean"),
    [((1, 1), (1, 2), 2 / 3), ((3, 4), (3, 5), 2 / 3), ((1, 2), (1, 2), 0.5), ((9, 10), (4, 5), 0.847059)],
)
def test_f1(precision: tuple[int, int], recall: tuple[int, int], mean: float) -> None:
    assert f1(Ratio(*precision), Ratio(*recall)) == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("", "", 1.0), ("ab", "", 0.0), ("ab", "ab", 1.0), ("abc", "bcd", 0.5), ("a", "ab", 0.5)],
)
def test_jaccard(one: str, other: str, alike: float) -> None:
    assert jaccard(one, other) == alike


def test_stability_is_the_mean_over_every_two() -> None:
    assert stability([]) is None
    assert stability(["ab"]) is None
    assert stability(["ab", "ab", "ab"]) == 1.0
    assert stability(["ab", "bc", "ab"]) == pytest.approx((1 / 3 + 1 + 1 / 3) / 3)


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [([], 0.95, None), ([7], 0.95, 7), (range(1, 101), 0.95, 95), (range(1, 21), 0.95, 19), ([3, 1, 2], 0.5, 2)],
)
def test_percentile_by_the_nearest_rank(values: list[float], share: float, wanted: float | None) -> None:
    assert percentile(list(values), share) == wanted


NAME = Defect("inferred_identifier", 3, "users.nam", "repository")
GUESS = Defect("unresolved_assumption", 4, "probably", "text")
OWNER = Defect("unclear_ownership", 9, "somebody", "reader")


def test_advice_flags_no_plan() -> None:
    told = Said("unresolved_assumption", 1, 3, "SRE", ADVISORY[0])
    clean = Labelled("outside", "c", "", "shop", (), True)
    layer = figures([Judged(clean, (told,), Matched((), (), (), ()))])
    assert (layer.clean, layer.hard) == (Ratio(0, 1), Ratio(0, 1))


def said(kind: str) -> Said:
    return Said(kind, 1, 3, "x")


def judged(
    name: str,
    defects: tuple[Defect, ...],
    found: tuple[tuple[Defect, Said], ...] = (),
    again: int = 0,
    wrong: tuple[Said, ...] = (),
    hard: bool = False,
    pair: str = "",
) -> Judged:
    every = (*[one for _, one in found], *[said("unresolved_assumption")] * again, *wrong)
    missed = tuple(one for one in defects if one not in [defect for defect, _ in found])
    repeated = (said("unresolved_assumption"),) * again
    plan = Labelled("house", name, "", "w", defects, hard, pair)
    return Judged(plan, every, Matched(found, repeated, wrong, missed))


def test_figures_of_a_small_set() -> None:
    """Three defects in one plan, of which two are found (one as another kind of its family) and one of them twice;
    one clean plan flagged, one left alone, its twin found; one hard negative left alone."""
    first = judged(
        "first",
        (NAME, GUESS, OWNER),
        ((NAME, said("inferred_identifier")), (GUESS, said("uncertain_dependency"))),
        again=1,
        wrong=(said("contradiction"),),
        pair="first-mended",
    )
    mended = judged("first-mended", (), pair="first")
    noisy = judged("noisy", (), wrong=(said("contradiction"), said("unclear_ownership")))
    hard = judged("hard", (), hard=True)
    told = figures([first, mended, noisy, hard])
    rows = {row.kind: (row.recall, row.precision) for row in told.rows}
    assert rows["inferred_identifier"] == (Ratio(1, 1), Ratio(1, 1))
    assert rows["unresolved_assumption"] == (Ratio(1, 1), Ratio(0, 0))
    assert rows["uncertain_dependency"] == (Ratio(0, 0), Ratio(1, 1))
    assert rows["unclear_ownership"] == (Ratio(0, 1), Ratio(0, 1))
    assert rows["contradiction"] == (Ratio(0, 0), Ratio(0, 2))
    assert (told.total.recall, told.total.precision) == (Ratio(2, 3), Ratio(2, 5))
    assert told.total.f1 == pytest.approx(0.5)
    assert (told.strict.recall, told.strict.precision) == (Ratio(1, 3), Ratio(1, 5))
    assert (told.ask.recall, told.ask.precision) == (Ratio(2, 3), Ratio(3, 6))
    assert told.decidable == (("repository", Ratio(1, 1)), ("text", Ratio(1, 1)), ("reader", Ratio(0, 1)))
    assert (told.clean, told.hard) == (Ratio(1, 3), Ratio(0, 1))
    assert told.pairs == Ratio(1, 1)


def test_a_pair_is_told_apart_only_where_the_twin_is_left_alone() -> None:
    found = ((NAME, said("inferred_identifier")),)
    one = judged("a", (NAME,), found, pair="b")
    assert figures([one, judged("b", (), pair="a")]).pairs == Ratio(1, 1)
    assert figures([one, judged("b", (), wrong=(said("contradiction"),), pair="a")]).pairs == Ratio(0, 1)
    assert figures([judged("a", (NAME,), pair="b"), judged("b", (), pair="a")]).pairs == Ratio(0, 1)
    assert figures([one]).pairs == Ratio(0, 0)


def test_no_set_is_no_figures() -> None:
    told = figures([])
    assert (told.total.f1, told.total.recall, told.clean) == (None, Ratio(0, 0), Ratio(0, 0))
