"""`guard eval`: text and JSON, the report in a file, the gate against an earlier one, exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from guard.evaluation.holding import lost
from guard.schema import validate_data
from tests.running import Answer, Place

OWN = Path(__file__).parent / "corpus"


def guard(folder: Path, *words: str) -> Answer:
    return Place(folder).guard("eval", *words, cwd=folder)


def report(folder: Path, *words: str) -> dict[str, Any]:
    answer = guard(folder, "--corpus", str(OWN), "--format", "json", *words)
    assert (answer.code, answer.err) == (0, "")
    told: dict[str, Any] = json.loads(answer.out)
    assert validate_data("evaluation", told) == ()
    return told


def test_as_text(tmp_path: Path) -> None:
    answer = guard(tmp_path, "--corpus", str(OWN), "--misses")
    assert (answer.code, answer.err) == (0, "")
    assert "; the rules alone\n" in answer.out
    assert "set house: 3 plans, 2 clean (1 hard negatives); 4 defects\n" in answer.out
    assert "\n  strict " in answer.out
    assert "\nmissed: " in answer.out
    assert "mutants" not in answer.out


@pytest.mark.later
def test_as_json(tmp_path: Path) -> None:
    told = report(tmp_path, "--mutants", "30")
    (only,) = told["sets"]
    assert (only["set"], only["plans"], only["clean"], only["hard_negatives"], only["defects"]) == ("house", 3, 2, 1, 4)
    kinds = {row["kind"]: row for row in only["layers"]["rules"]["kinds"]}
    assert kinds["unresolved_assumption"]["recall"]["hits"] >= 1  # the open marker
    assert told["mutants"]["mutants"] >= 20
    assert told["model"] is None
    assert {one["plan"] for one in told["misses"]} <= {"house/due-dates"}
    assert told["misses"] or only["layers"]["rules"]["all"]["recall"]["ratio"] == 1


def test_the_same_run_says_the_same(tmp_path: Path) -> None:
    assert report(tmp_path, "--mutants", "30", "--seed", "4") == report(tmp_path, "--mutants", "30", "--seed", "4")


def test_one_set_alone(tmp_path: Path) -> None:
    assert [one["set"] for one in report(tmp_path, "--set", "house")["sets"]] == ["house"]


def test_a_report_is_written_and_holds_against_itself(tmp_path: Path) -> None:
    first = guard(tmp_path, "--corpus", str(OWN), "--report", "before.json")
    assert (first.code, first.err) == (0, "")
    assert validate_data("evaluation", json.loads((tmp_path / "before.json").read_text())) == ()
    again = guard(tmp_path, "--corpus", str(OWN), "--gate", "before.json")
    assert (again.code, again.err) == (0, "")
    assert "gate: no kind lost more than 3 points of recall" in again.out


def test_a_gate_that_is_missed_is_exit_1(tmp_path: Path) -> None:
    guard(tmp_path, "--corpus", str(OWN), "--report", "before.json")
    before = json.loads((tmp_path / "before.json").read_text())
    row = next(row for row in before["sets"][0]["layers"]["rules"]["kinds"] if row["kind"] == "contradiction")
    row["recall"] = {"hits": 9, "of": 10, "ratio": 0.9, "low": 0.6, "high": 0.98}
    (tmp_path / "before.json").write_text(json.dumps(before))
    answer = guard(tmp_path, "--corpus", str(OWN), "--gate", "before.json", "--report", "now.json")
    assert (answer.code, answer.err) == (1, "")
    assert "gate: worse than before.json\n  set house, contradiction: recall was 0.90 (9 of 10)" in answer.out
    told = json.loads((tmp_path / "now.json").read_text())
    assert (told["exit_code"], len(told["gate"]["lost"]), validate_data("evaluation", told)) == (1, 1, ())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--corpus"),
        (("--corpus", str(OWN), "--mutants", "-1"), 2, "--mutants takes a number from 0 on"),
        (("--corpus", str(OWN), "--mutants", "many"), 2, "--mutants"),
        (("--corpus", str(OWN), "--sets", "house"), 2, "did you mean --set?"),
        (("--corpus", ""), 2, "--corpus is empty"),
    ],
)
def test_wrong_words(words: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    answer = guard(tmp_path, *words)
    assert (answer.code, answer.out, said in answer.err) == (code, "", True), answer.err


@pytest.mark.parametrize("words", [("--corpus", "gone"), ("--corpus", str(OWN), "--set", "moon")])
def test_a_corpus_that_cannot_be_read_is_exit_5(words: tuple[str, ...], tmp_path: Path) -> None:
    answer = guard(tmp_path, *words)
    assert (answer.code, answer.err) == (5, "")
    assert "[G813]" in answer.out


@pytest.mark.parametrize("text", [None, "{", "{}", '{"schema_version": 1}'])
def test_an_earlier_report_that_cannot_be_read_is_exit_5(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "before.json").write_text(text)
    answer = guard(tmp_path, "--corpus", str(OWN), "--gate", "before.json")
    assert (answer.code, answer.err) == (5, "")
    assert "the earlier report" in answer.out


def test_a_broken_case_is_never_left_out(tmp_path: Path) -> None:
    shutil.copytree(OWN, tmp_path / "corpus")
    (tmp_path / "corpus/house/due-dates/expected.json").unlink()
    answer = guard(tmp_path, "--corpus", "corpus")
    assert (answer.code, "due-dates/expected.json" in answer.out) == (5, True)


def test_help_tells_the_exit_codes(tmp_path: Path) -> None:
    answer = guard(tmp_path, "--help")
    assert answer.code == 0
    assert "exit codes: 0 told; 1 the gate is missed" in answer.out


# What is worse, row by row


def ratio(hits: int, of: int) -> dict[str, Any]:
    return {"hits": hits, "of": of}


def run(recall: tuple[int, int], flagged: tuple[int, int] = (0, 50), mutants: tuple[int, int] | None = None) -> Any:
    figures = {
        "kinds": [{"kind": "contradiction", "recall": ratio(*recall)}],
        "clean_flagged": ratio(*flagged),
        "hard_negatives_flagged": ratio(0, 9),
    }
    types = [] if mutants is None else [{"type": "path", "recall": ratio(*mutants)}]
    return {
        "layers": ["rules"],
        "sets": [{"set": "house", "layers": {"rules": figures}}],
        "mutants": None if mutants is None else {"types": types},
    }


HOLDS = [
    (run((80, 100)), run((80, 100))),
    (run((80, 100)), run((77, 100))),
    (run((80, 100)), run((95, 100))),
    (run((80, 100), (2, 50)), run((80, 100), (1, 50))),
    (run((0, 0)), run((1, 9))),
    (run((1, 9), mutants=(97, 100)), run((1, 9), mutants=(94, 100))),
    (run((1, 9)), run((1, 9), mutants=(1, 100))),
]
LOSES = [
    (run((80, 100)), run((76, 100)), "set house, contradiction: recall was 0.80 (80 of 100) and is 0.76 (76 of 100)"),
    (run((80, 100)), run((0, 0)), "and nothing of it is asked about now"),
    (run((80, 100), (0, 50)), run((80, 100), (1, 50)), "set house, clean plans flagged: it was 0.00 (0 of 50) and is"),
    (
        run((80, 100), (0, 50)),
        run((80, 100), (0, 0)),
        "set house, clean plans flagged: it was 0.00 (0 of 50), and there",
    ),
    (run((1, 9), mutants=(97, 100)), run((1, 9), mutants=(93, 100)), "mutants, path: recall was 0.97"),
    (run((1, 9), mutants=(97, 100)), run((1, 9)), "mutants were not tried"),
    (run((1, 9)), {**run((1, 9)), "sets": []}, "set house was not run"),
    ({**run((1, 9)), "layers": ["rules", "model"]}, run((1, 9)), "layer model was not run"),
]


@pytest.mark.parametrize("row", range(len(HOLDS)))
def test_holds(row: int) -> None:
    assert lost(*HOLDS[row]) == ()


@pytest.mark.parametrize("row", range(len(LOSES)))
def test_loses(row: int) -> None:
    before, now, words = LOSES[row]
    (said,) = lost(before, now)
    assert words in said


def test_a_run_of_one_set_is_held_against_that_set() -> None:
    before = run((1, 9))
    assert lost(before, {**before, "sets": []}, "outside") == ()
