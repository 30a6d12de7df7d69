"""A model asked about a corpus: the estimate and the yes before anything is sent, answers recorded and played again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from guard.evaluation.asking import Reader, Terms, estimated, recorded_model
from guard.evaluation.corpus import Corpus, read
from guard.evaluation.running import BOTH, MODEL, answers
from guard.model.inquiry import Inquiry, Miss, Reply
from guard.model.model_use import ModelUse
from guard.opinions.estimate import Price
from guard.opinions.recorded import player, recorder, seed
from guard.schema import validate_data
from tests import model_server
from tests.running import Place

OWN = Path(__file__).parent / "corpus"
NAME = "claude-sonnet-5-5"
USE = ModelUse(("plans",), NAME)
PRICE = Price(2_000_000, 10_000_000, 2_500_000, 200_000)
STEADY = ("This plan moves them", "contradiction")
ODD = ("to write both columns", "contradiction")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read(str(OWN))


class Model:
    """It doubts one thing in every reading, and another in every other one."""

    def __init__(self) -> None:
        self.got: list[Inquiry] = []

    def __call__(self, inquiries: Sequence[Inquiry]) -> Sequence[Reply | Miss]:
        return [self.one(inquiry) for inquiry in inquiries]

    def one(self, inquiry: Inquiry) -> Reply:
        self.got.append(inquiry)
        doubts = (STEADY, ODD) if len(self.got) % 2 else (STEADY,)
        return Reply(inquiry.digest, model_server.reply_to(inquiry.body, *doubts), "req", "https://here", "sdk")


def guard(folder: Path, *words: str) -> Any:
    return Place(folder).guard("eval", "--corpus", str(OWN), *words, cwd=folder)


def test_every_reading_is_another_request(corpus: Corpus) -> None:
    model = Model()
    terms = Terms(USE, 3, b"seed", PRICE, "2026-11-21", live=True)
    said = answers(corpus, Reader(terms, model))
    assert len(model.got) == 9
    assert len({inquiry.digest for inquiry in model.got}) == 9
    assert all(one.heard is not None and len(one.heard.milliseconds) == 3 for one in said)
    assert all(opinion.state == "read" for one in said if one.heard for opinion in one.heard.opinions)
    first = said[0]
    assert STEADY[0] in {one.quote for one in first.said(MODEL)}
    assert len(first.said(BOTH)) == len(first.rules) + len(first.said(MODEL))


def test_the_estimate_is_of_what_is_asked(corpus: Corpus) -> None:
    terms = Terms(USE, 2, b"seed", PRICE, "2026-11-21")
    cost = estimated(corpus, terms)
    assert cost.requests == 6
    assert cost.about is not None and cost.most is not None
    assert 0 < cost.about < cost.most
    assert cost.about == 2 * (estimated(corpus, terms._replace(times=1)).about or 0)
    assert estimated(corpus, terms._replace(price=None)).about is None


def test_nothing_is_asked_beyond_what_it_may_cost(corpus: Corpus) -> None:
    model = Model()
    one = estimated(corpus, Terms(USE, 1, b"seed", PRICE)).most or 0
    reader = Reader(Terms(USE, 1, b"seed", PRICE, "2026-11-21", most=one // 3 + 1), model)
    said = answers(corpus, reader)
    causes = [opinion.cause for one in said if one.heard for opinion in one.heard.opinions]
    assert (causes[-1], len(model.got) < 3) == ("budget", True)


def test_what_was_recorded_is_played_again(corpus: Corpus, tmp_path: Path) -> None:
    folder = str(tmp_path / "answers")
    drawn = seed(folder, make=True)
    terms = Terms(USE, 2, drawn, PRICE, "2026-11-21")
    first = answers(corpus, Reader(terms, recorder(folder, Model())))
    again = answers(corpus, Reader(terms, player(folder)))
    assert [one.said(BOTH) for one in again] == [one.said(BOTH) for one in first]
    assert recorded_model(folder) == NAME
    answer = guard(tmp_path, "--replay", "answers", "--k", "2", "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert validate_data("evaluation", told) == ()
    assert (told["layers"], told["model"]["name"], told["model"]["readings"]) == (["rules", "model", "both"], NAME, 6)
    assert (told["model"]["failed"]["hits"], told["model"]["p95_milliseconds"]) == (0, None)
    assert told["model"]["stability"] < 1
    assert told["model"]["microdollars"] > 0
    more = json.loads(guard(tmp_path, "--replay", "answers", "--k", "3", "--format", "json").out)
    assert more["model"]["failed"] == {**more["model"]["failed"], "hits": 3, "of": 9}
    held = guard(tmp_path, "--replay", "answers", "--k", "2", "--report", "a.json")
    assert "model claude-sonnet-5-5: 6 readings, $" in held.out
    assert guard(tmp_path, "--gate", "a.json").code == 1  # without the model that the earlier report has


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", NAME), "a person says yes to that at a terminal, and nobody is there"),
        (("--model", NAME, "--max-usd", "0.000001"), "and --max-usd allows $0.000001"),
        (("--model", NAME, "--max-usd", "much"), "--max-usd takes an amount such as 2.50"),
        (("--model", NAME, "--k", "0"), "--k takes a number from 1 to 100"),
        (("--model", "somebody-else"), "nobody knows what somebody-else costs"),
        (("--record", "answers"), "--record goes with --model"),
        (("--record", "a", "--replay", "b"), "not allowed with"),
    ],
)
def test_nothing_is_sent_without_a_yes(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    answer = guard(tmp_path, *words)
    assert (answer.code, answer.out, said in answer.err) == (2, "", True), answer.err


def test_a_folder_without_recordings_is_exit_5(tmp_path: Path) -> None:
    assert guard(tmp_path, "--replay", "gone").code == 5
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/seed").write_text("0" * 64)
    assert (recorded_model(str(tmp_path / "empty")), guard(tmp_path, "--replay", "empty").code) == ("", 2)
