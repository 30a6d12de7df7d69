"""A corpus as it is read: what stands in it, and everything that makes one broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.evaluation.corpus import read

OWN = Path(__file__).parent / "corpus"
PUBLIC = Path(__file__).parents[2] / "examples/corpus"


def test_what_stands_in_it() -> None:
    corpus = read(str(OWN))
    assert corpus.sets() == ("house",)
    assert [(plan.called, len(plan.defects), plan.hard_negative, plan.pair) for plan in corpus.plans] == [
        ("house/due-dates", 4, False, "due-dates-mended"),
        ("house/due-dates-mended", 0, False, "due-dates"),
        ("house/quoted-doubts", 0, True, ""),
    ]
    first = corpus.plans[0]
    assert (first.author, first.clean, first.defects[0].quote) == ("house", False, "scripts/copy_duee.py")
    assert corpus.worlds["library"].of("table").has("loans")
    assert corpus.worlds["library"].of("term").missing


def test_the_public_one_can_be_read() -> None:
    corpus = read(str(PUBLIC))
    assert set(corpus.sets()) == {"heldout", "heldout2", "house", "outside"}
    assert all(plan.author == ("house" if plan.set == "house" else "outside") for plan in corpus.plans)


def edited(folder: Path, **change: object) -> None:
    file = folder / "house/due-dates/expected.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))


def defect(folder: Path, **change: object) -> None:
    file = folder / "house/due-dates/expected.json"
    said = json.loads(file.read_text())
    said["defects"][0] |= change
    file.write_text(json.dumps(said))


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no labels": (lambda top: (top / "house/due-dates/expected.json").unlink(), "expected.json: No such file"),
    "no plan": (lambda top: (top / "house/due-dates/plan.md").unlink(), "plan.md: No such file"),
    "no JSON": (lambda top: (top / "house/due-dates/expected.json").write_text("{"), "expected.json: no JSON: "),
    "not UTF-8": (lambda top: (top / "house/due-dates/plan.md").write_bytes(b"\xff"), "not UTF-8 at byte 0"),
    "an unknown kind": (lambda top: defect(top, kind="guess"), "expected.json: /defects/0/kind: "),
    "an unknown key": (lambda top: edited(top, colour="red"), "colour"),
    "another line": (
        lambda top: defect(top, line=9),
        "line 9 does not have the words 'scripts/copy_duee.py'; it stands",
    ),
    "no such line": (lambda top: defect(top, line=90), "plan.md has 11 lines and no line 90"),
    "clean with defects": (lambda top: edited(top, clean=True), "clean is true, with 4 defects"),
    "hard with defects": (lambda top: edited(top, hard_negative=True), "a hard negative is clean"),
    "no such world": (lambda top: edited(top, world="moon"), "house/due-dates: no world is called moon"),
    "no such pair": (lambda top: edited(top, pair="moon"), "house/due-dates: its pair moon is not there"),
    "a pair of one side": (lambda top: edited(top, pair="quoted-doubts"), "does not name it"),
    "a broken world": (lambda top: (top / "worlds/library.json").write_text("{}"), "library.json: "),
    "an empty folder": (lambda top: shutil.rmtree(top / "house"), "no plan stands there"),
    "an empty case": (lambda top: (top / "house/more").mkdir(), "house/more/plan.md: No such file"),
}


@pytest.mark.parametrize("row", BROKEN)
def test_broken(row: str, tmp_path: Path) -> None:
    top = tmp_path / "corpus"
    shutil.copytree(OWN, top)
    break_it, words = BROKEN[row]
    break_it(top)
    with pytest.raises(GuardError) as caught:
        read(str(top))
    assert (caught.value.rule, words in caught.value.what) == ("G813", True), caught.value.what


def test_all_that_is_broken_is_told_at_once(tmp_path: Path) -> None:
    top = tmp_path / "corpus"
    shutil.copytree(OWN, top)
    for name in ("due-dates", "due-dates-mended", "quoted-doubts"):
        (top / f"house/{name}/expected.json").write_text("{}")
    with pytest.raises(GuardError) as caught:
        read(str(top))
    assert all(
        f"{name}/expected.json" in caught.value.what for name in ("due-dates", "due-dates-mended", "quoted-doubts")
    )


def test_a_set_or_a_folder_that_is_not_there() -> None:
    with pytest.raises(GuardError, match="no set is called moon"):
        read(str(OWN), "moon")
    with pytest.raises(GuardError, match="No such file"):
        read(str(OWN / "moon"))
