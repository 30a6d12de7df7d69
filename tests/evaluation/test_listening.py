"""A model's readings beside the rules: layers told apart, and figures of how it read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from guard.evaluation.corpus import read
from guard.evaluation.listening import Heard, listened
from guard.evaluation.metrics import Ratio
from guard.evaluation.reporting import Evaluated, data
from guard.evaluation.running import BOTH, MODEL, RULES, answers
from guard.evaluation.telling import text
from guard.model.doubt import Doubt, Paper
from guard.model.opinion import Coverage, Dropped, Flag, Opinion, flag_name
from guard.schema import validate_data

OWN = Path(__file__).parent / "corpus"


def flag(paper: Paper, kind: str, words: str) -> Flag:
    unit = next(one for one in paper.prose.units if words in one.text)
    said = ("why", "Is it so?", "a look", "test", "low")
    return Flag(kind, unit.number, unit.line, words, *said, 1, flag_name(kind, unit.text), unit.text)


NONE = Dropped()


def opinion(*flags: Flag, cost: int = 0, dropped: Dropped = NONE, units: int = 10) -> Opinion:
    return Opinion(
        "x", "r", "m", coverage=Coverage(units, units), flags=flags, dropped=dropped, cost=cost, state="read"
    )


FAILED = Opinion("x", "r", "m", coverage=Coverage(10, 4), cost=100, state="failed", cause="canary")


def heard(paper: Paper, doubts: Sequence[Doubt]) -> Heard:
    """Of the plan with defects: one right flag twice, one in vain once; of the others nothing."""
    if not any("probably" in unit.text for unit in paper.prose.units):
        return Heard((opinion(), opinion()), (20, 30))
    assert [one.rule for one in doubts if one.quote == "TBD"] == ["G712"]  # what the rules ask already is told it
    guess = flag(paper, "unresolved_assumption", "It should probably take an hour")
    vain = flag(paper, "contradiction", "Change LoanStore.save")
    return Heard((opinion(guess, vain, cost=400), opinion(guess, cost=600, dropped=Dropped(1, 1))), (10, 900))


def test_layers_are_told_apart() -> None:
    corpus = read(str(OWN))
    run = Evaluated("corpus", answers(corpus, heard), model="m")
    assert run.layers == (RULES, MODEL, BOTH)
    rules, model, both = (run.figures("house", layer) for layer in run.layers)
    assert (model.total.recall, model.total.precision) == (Ratio(1, 4), Ratio(1, 2))
    assert (model.clean, model.hard) == (Ratio(0, 2), Ratio(0, 1))
    assert both.total.recall.hits >= rules.total.recall.hits
    assert both.total.precision.of >= rules.total.precision.of
    report = data(run)
    assert validate_data("evaluation", report) == ()
    assert list(report["sets"][0]["layers"]) == [RULES, MODEL, BOTH]
    assert "model m: 6 readings, $0.0010\n  alike 0.83; 95 of 100 within 0.9 s\n" in text(report)


def test_how_it_read() -> None:
    corpus = read(str(OWN))
    told = listened([one.heard for one in answers(corpus, heard) if one.heard is not None])
    assert (told.readings, told.failed, told.microdollars, told.slow) == (6, Ratio(0, 6), 1000, 900.0)
    assert told.stability == pytest.approx((0.5 + 1 + 1) / 3)
    assert (told.dropped, told.coverage, told.canaries) == (Ratio(1, 5), Ratio(60, 60), Ratio(0, 6))


def test_readings_that_failed_count_as_such() -> None:
    told = listened([Heard((opinion(cost=50), FAILED, FAILED))])
    assert (told.failed, told.canaries, told.coverage) == (Ratio(2, 3), Ratio(2, 3), Ratio(18, 30))
    assert (told.stability, told.slow, told.microdollars) == (None, None, 250)


def test_of_no_readings_there_are_no_figures() -> None:
    told = listened([])
    assert (told.failed.ratio, told.stability, told.dropped.ratio) == (None, None, None)
