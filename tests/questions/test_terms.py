"""Terms (G716): abbreviations that nobody explains; asked where there is a glossary."""

from __future__ import annotations

import pytest

from tests.questions.papers import doubts, paper, unasked

FINDS = [
    ("The SCM team was told.", "SCM"),
    ("Finance wants the IRR report.", "IRR"),
    ("IRRs are sent on Monday.", "IRRs"),
    ("- KDX first", "KDX"),
]
LEAVES = [
    "The API reads SQL over HTTP.",
    "Mean Time To Repair (MTTR) was 96 minutes. MTTR is in the report.",
    "MTTR (mean time to repair) was 96 minutes.",
    "MTTR means mean time to repair.",
    "- MTTR: mean time to repair",
    "| word | means |\n|---|---|\n| MTTR | mean time to repair |\n\nMTTR fell.",
    "The PSP is told.",
    "See OPS-12 and `KDX`.",
    "Set KDX_HOME.",
    "Claims use FOR UPDATE SKIP LOCKED.",
    "DO NOT RUN THIS TWICE.",
    "On 3 May, 10:00 UTC, 12 GB are read.",
    "# KDX",
    "> KDX said so",
]


@pytest.mark.parametrize(("text", "quote"), FINDS, ids=[text for text, _ in FINDS])
def test_finds(text: str, quote: str) -> None:
    assert [one.quote for one in doubts(paper(text, term=["PSP"]), "G716")] == [quote]


@pytest.mark.parametrize("text", LEAVES, ids=[text[:50] for text in LEAVES])
def test_leaves_alone(text: str) -> None:
    assert [one.quote for one in doubts(paper(text, term=["PSP"]), "G716")] == []


def test_each_is_asked_about_once() -> None:
    assert len(doubts(paper("KDX is up. KDX is down.", term=[]), "G716")) == 1


def test_without_a_glossary_it_is_not_asked_and_says_so() -> None:
    asked = paper("KDX is up.")
    assert doubts(asked, "G716") == [] and unasked(asked, "G716")
