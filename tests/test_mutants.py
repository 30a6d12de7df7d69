"""Small changes to the code of a detector: its tests notice nine in ten; `make fuzz` asks of a few."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import mutants as drawing
from tests.mutants import NAMES, ROOT, changed, drawn, modules, mutants

QUICK = ("control", "files", "owners", "vault")
FEW, MANY = 2, 100
SEED = 1


def noticed(detector: str, number: int) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "tests.mutants", detector, "--number", str(number), "--seed", str(SEED)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.later
@pytest.mark.parametrize("detector", QUICK)
def test_a_few_of_the_quickest(detector: str) -> None:
    """`make fuzz` draws two of each, the same in every run."""
    told = noticed(detector, FEW)
    assert told.stdout.endswith(f" % of {FEW}\n") and not told.stderr
    assert told.stdout.count("lives: ") <= 1, told.stdout


@pytest.mark.soak
@pytest.mark.parametrize("detector", NAMES)
def test_nine_in_ten(detector: str) -> None:
    told = noticed(detector, MANY)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.later
@pytest.mark.parametrize("detector", NAMES)
def test_every_mutant_drawn_is_another_program(detector: str) -> None:
    assert modules(detector) and all((ROOT / path).exists() for path in (*modules(detector), *drawing.tests(detector)))
    for mutant in drawn(detector, FEW, SEED):
        code = compile(changed(mutant), mutant.path, "exec")
        assert code != compile((ROOT / mutant.path).read_text("utf-8"), mutant.path, "exec"), mutant.words


@pytest.mark.parametrize("words", [["vault", "nobody"], ["vault", "--number", "0"], ["vault", "--number", "-1"]])
def test_wrong_words_are_told(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mutants", *words])
    with pytest.raises(SystemExit, match="2"):
        drawing.main()
    assert ("nobody; there are" if "nobody" in words else "--number is at least 1") in capsys.readouterr().err


def test_words_for_people_are_left_alone() -> None:
    told = [mutant.words for path in modules("environment") for mutant in mutants(path)]
    assert told and not [words for words in told if "TYPE_CHECKING" in words or "annotations" in words]
