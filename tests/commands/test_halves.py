"""Two processes say what one says; and what the other one does not bring back is asked here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.commands import _halves as halves
from guard.commands._halves import LONG, OTHER, examine_in_two
from guard.model.doubt import Paper
from guard.model.known import Known
from guard.prose import prose
from guard.questions import ASKS, examine

CORPUS = Path(__file__).resolve().parents[2] / "examples/corpus"
KNOWN = Known("nothing", {})


def long_papers() -> Iterator[Paper]:
    """Plans of the corpus, several on a page."""
    plans = sorted(CORPUS.glob("*/*/plan.md"))
    for first in range(0, 40, 8):
        text = "\n\n".join([plan.read_text().partition("\n---\n")[2] for plan in plans[first : first + 8]])
        yield Paper(prose(text.encode(), "page.md"), KNOWN)


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What was forked; threads of the runner of these tests do no harm to what it forks here."""
    made: list[int] = []
    fork = os.fork

    def counted() -> int:
        child = fork()
        made.append(child)
        return child

    monkeypatch.setattr(halves, "_may_fork", lambda: True)
    monkeypatch.setattr(os, "fork", counted)
    return made


def test_both_say_the_same(forks: list[int]) -> None:
    papers = list(long_papers())
    for paper in papers:
        assert len(paper.prose.units) > LONG
        assert examine_in_two(paper) == examine(paper)
    assert len(forks) == len(papers)


@pytest.mark.parametrize("answer", [b"", b"\x00", b"N", b"not what was said"])
def test_what_does_not_come_back_is_asked_here(
    answer: bytes, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(paper: Paper, ahead: int) -> None:
        try:
            os.write(ahead, answer)
        finally:
            os._exit(1)

    monkeypatch.setattr(halves, "_tell", tell)
    paper = next(long_papers())
    assert examine_in_two(paper) == examine(paper)
    assert forks


def test_a_short_page_is_worth_no_process(forks: list[int]) -> None:
    paper = Paper(prose(b"# Plan\n\nIt should be fine.\n", "page.md"), KNOWN)
    assert examine_in_two(paper) == examine(paper)
    assert not forks


def test_the_other_half_is_of_rules_that_there_are() -> None:
    assert {ask.name for ask in ASKS} > OTHER
