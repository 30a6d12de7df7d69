"""Several processes say what one says; and what the other one does not bring back is asked here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from guard.commands import _halves as halves
from guard.commands._halves import LONG, TEXT, TREE, AsksTheTree, Halves
from guard.model.doubt import Examined, Paper
from guard.model.known import Known, Register
from guard.prose import prose
from guard.questions import ASKS, examine, told_by

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


def examined(paper: Paper) -> Examined:
    with Halves() as halves:
        halves.begin(paper.prose)
        return halves.examine(paper)


def gone(forked: list[int]) -> None:
    """No process is left of them."""
    for one in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(one, os.WNOHANG)


def test_all_say_the_same(forks: list[int]) -> None:
    papers = list(long_papers())
    for paper in papers:
        assert len(paper.prose.units) > LONG
        assert examined(paper) == examine(paper)
    assert len(forks) == 2 * len(papers)
    gone(forks)


@pytest.mark.parametrize("answer", [b"", b"\x00", b"N", b"not what was said"])
def test_what_does_not_come_back_is_asked_here(
    answer: bytes, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(looks: object, ahead: int) -> None:
        try:
            os.write(ahead, answer)
        finally:
            os._exit(1)

    monkeypatch.setattr(halves, "_tell", tell)
    paper = next(long_papers())
    assert examined(paper) == examine(paper)
    assert forks
    gone(forks)


def test_who_fails_meanwhile_leaves_no_process(forks: list[int]) -> None:
    text = next(long_papers()).prose

    def fails() -> None:
        with Halves() as two:
            two.begin(text)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert len(forks) == 1
    gone(forks)


def test_a_short_page_is_worth_no_process(forks: list[int]) -> None:
    paper = Paper(prose(b"# Plan\n\nIt should be fine.\n", "page.md"), KNOWN)
    assert examined(paper) == examine(paper)
    assert not forks


def test_the_halves_are_of_rules_that_there_are() -> None:
    assert {ask.name for ask in ASKS} > TEXT | TREE
    assert not TEXT & TREE


def test_a_rule_that_asks_the_tree_is_asked_once_it_is_known(forks: list[int]) -> None:
    """`counts` looks for other files of a folder, and `hedges` for the page that a guess rests on."""
    told = "All callers are in `a/b.py` and `a/c.py`, the 2 files there are.\n\nIt probably takes an hour: docs/x.md."
    page = prose(f"# Plan\n\n{told}\n{'It is so here. ' * LONG}\n".encode(), "page.md")
    paths = Register("path", dict.fromkeys(("a/b.py", "a/c.py", "a/d.py", "docs/x.md"), ""))
    paper = Paper(page, Known("a tree", {"path": paths}))
    with pytest.raises(AsksTheTree):
        told_by(Paper(page, cast("Known", halves._Unread())), next(ask for ask in ASKS if ask.name == "hedges"))
    assert examined(paper) == examine(paper)
    assert examine(paper) != examine(Paper(page, KNOWN))
