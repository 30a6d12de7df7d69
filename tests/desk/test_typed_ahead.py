"""What somebody types faster than the desk draws: words are words, and no key of them does anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.ghost import ENTER, NARROW
from tests.desk.sitting import ALL, Sat, goes
from tests.waiting import waiting

WORDS = "quickly, a plan and the log; y to all"  # keys that quit, answer, approve and open are among them


@pytest.fixture
def sat(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sat]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        sat = Sat(house, tmp_path / "home")
        sat.keeps()
        yield sat


def test_a_search_in_one_breath_is_a_search(sat: Sat) -> None:
    with sat.at(size=NARROW) as one:
        one.until(f"3 everyone {ALL}", gone=["looking..."])
        one.type(f"/{WORDS}")
        one.until(WORDS, "Nothing of what waits is like that.")


def test_an_answer_in_one_breath_is_that_answer(sat: Sat) -> None:
    with sat.at(size=NARROW) as one:
        goes(one, "split-name A1", ALL, "split-name.yaml:7")
        one.type(f"a{WORDS}{ENTER}")
        one.until("w writes 1 answer")
        one.type("a")
        one.until(WORDS)


@pytest.mark.later
def test_a_reason_in_one_breath_is_that_reason(sat: Sat) -> None:
    sat.settled()
    with sat.at() as one:
        goes(one, "the approval of plan split-name")
        one.type(f"y{WORDS}{ENTER}")
        one.until(f"reason    {WORDS}", "exactly this is signed")
    assert sat.entries() == []
