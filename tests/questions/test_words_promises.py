"""What holds of every rule that goes by words: no paragraph silences another, and no name hangs on a line number."""

from __future__ import annotations

import hypothesis
import hypothesis.strategies as st
import pytest

from guard.model.doubt import Doubt, Paper, questions, sentence
from guard.prose import prose
from guard.questions import assumed, hedges, markers, references, terms, vague
from tests.conftest import examples
from tests.questions.papers import known

CHECKS = (hedges.check, markers.check, assumed.check, vague.check, references.check, terms.check)
KNOWN = known(path=["docs/a.md"], owner=["dana"], term=["PSP"])
DOUBTFUL = [
    "The column is probably unused.",
    "It should be fine on the replica.",
    "Owner: TBD",
    "We assume that ids are ULIDs.",
    "It is dropped soon after.",
    "See the appendix.",
    "The usual script compares them.",
    "- A few rows are left.",
    "- Hopefully nobody reads it.",
    "KDX was told.",
    "| step | owner |\n|---|---|\n| 1 | probably dana |",
    "See [the gate](#gate).",
]
CALM = [
    "The column is added to the table.",
    "dana runs it on 3 November 2026.",
    "There are 5,000 rows in it.",
    "- one more step of the list",
    "```sql\nSELECT 1;\n```",
    "> as somebody said",
    "> 1. as it was done before\n> 2. and before that\n> 3. and ever since",
    "Die Spalte wird in der Tabelle angelegt und dann gef\u00fcllt.",
]
TEXTS = st.lists(st.sampled_from(DOUBTFUL + CALM), min_size=1, max_size=8)


def asked(blocks: list[str]) -> Paper:
    return Paper(prose("\n\n".join(blocks) + "\n", "plan.md"), KNOWN)


def found(paper: Paper) -> list[Doubt]:
    return [one for check in CHECKS for one in check(paper) if isinstance(one, Doubt)]


def names(paper: Paper) -> list[str]:
    return [question.id for _, question in questions(paper, found(paper))]


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(300))
@hypothesis.given(TEXTS, st.sampled_from(CALM), st.integers(0, 8))
def test_a_paragraph_more_silences_nothing_elsewhere(blocks: list[str], more: str, at: int) -> None:
    """But that a page is quotation for the most part, which more of other words makes another page."""
    before, after = asked(blocks), asked([*blocks[:at], more, *blocks[at:]])
    assert stays(before) <= {told(after, one) for one in found(after)}


def stays(paper: Paper) -> set[tuple[str, str, str]]:
    return {told(paper, one) for one in found(paper) if "sentences stand in quotations" not in one.what}


def told(paper: Paper, one: Doubt) -> tuple[str, str, str]:
    """A doubt of no words is one of the page."""
    return one.rule, sentence(paper, one) if one.quote else "", one.quote


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(100))
@hypothesis.given(TEXTS, st.integers(1, 9))
def test_names_do_not_hang_on_line_numbers(blocks: list[str], lines: int) -> None:
    moved = Paper(prose("\n" * lines + "\n\n".join(blocks).replace("\n", "\r\n"), "other.md"), KNOWN)
    assert names(moved) == names(asked(blocks))


@pytest.mark.parametrize("text", DOUBTFUL)
def test_each_doubt_is_found_alone(text: str) -> None:
    assert len(found(asked([text]))) == 1


def test_nothing_that_is_said_names_a_way_round() -> None:
    from tests.running import WAYS_ROUND

    for one in found(asked(DOUBTFUL)):
        said = f"{one.what} {one.ask} {one.mend}"
        assert not WAYS_ROUND.search(said), said
        assert one.quote and one.what and one.ask and one.mend
