"""Patterns with words that every match has: the words are those of the patterns, and no match is without one."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from guard.prose.cued import Cued
from tests.prose.cues import TABLE, cues, every, table


def test_the_table_is_that_of_the_patterns() -> None:
    assert TABLE.read_text() == table(), "write it anew: .venv/bin/python -m tests.prose.cues"


WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a word": (r"\bignore\b", ("ignore",)),
    "one of some": (r"\b(?:drop|delete|truncate)\s+it", ("delete", "drop", "truncate")),
    "the longer of two that must stand": (r"do not [a-z]+ the findings", (" the findings",)),
    "letters that differ": (r"analy[sz]e", ("analyse", "analyze")),
    "a part that may be left out": (r"flags?(?: now)?", ("flag",)),
    "at least once": (r"(?:very ){1,3}good", ("very ",)),
    "whatever stands ahead": (r"(?=secret)token", ("token",)),
    "whatever may not stand": (r"(?!secret)token", ("token",)),
    "what may be left out is never asked for": (r"(?:probably)?[a-z]+", ()),
    "one way without any word": (r"probably|\d+", ()),
    "too short to tell": (r"\bif\b", ()),
    "any letter": (r"[a-z]{4,}", ()),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_of_a_pattern(name: str) -> None:
    pattern, words = WORDS[name]
    assert cues(pattern, 0) == words


def test_without_its_words_nothing_is_compiled() -> None:
    one = Cued(r"\bprobably\b", re.I)
    one._cues = ("probably",)
    assert one.search("It surely is.") is None and list(one.finditer("so")) == [] and one.findall("") == []
    assert one.sub("x", "so it is") == "so it is" and one.split("so it is") == ["so it is"]
    assert one._compiled is None
    found = one.search("It PROBABLY is.")
    assert found is not None and found[0] == "PROBABLY"
    assert one.search("It \u017furely is probably so") is not None, "other letters are looked at, whatever they are"


@pytest.mark.fuzz
@pytest.mark.later
@given(st.data())
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_no_match_is_without_a_word(data: st.DataObject) -> None:
    patterns = [(pattern, words) for pattern, words in every().values() if words]
    if not patterns:
        return
    pattern, words = data.draw(st.sampled_from(patterns))
    try:
        text = data.draw(st.from_regex(re.compile(pattern, re.A)))
    except Unsatisfiable:
        return
    if text.isascii() and re.search(pattern, text.lower()):
        found = re.search(pattern, text.lower())
        assert found is not None
        assert any(word in text.lower() for word in words), (pattern[:80], text)
