"""Patterns with words that every match has: the words are those of the patterns, and no match is without one."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from guard.prose.cued import Cued, OneOf
from tests.prose.cues import TABLE, cues, every, table


def test_the_table_is_that_of_the_patterns() -> None:
    assert TABLE.read_text() == table(), "write it anew: .venv/bin/python -m tests.prose.cues"


WORDS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "a word": (r"\bignore\b", (("ignore",),)),
    "one of some": (r"\b(?:drop|delete|truncate)\s+it", (("delete", "drop", "truncate"),)),
    "all that must stand": (r"do not [a-z]+ the findings", ((" the findings",), ("do not ",))),
    "letters that differ": (r"analy[sz]e", (("analyse", "analyze"),)),
    "a part that may be left out": (r"flags?(?: now)?", (("flag",),)),
    "at least once": (r"(?:very ){1,3}good", (("very ",), ("good",))),
    "whatever stands ahead": (r"(?=secret)token", (("token",),)),
    "whatever may not stand": (r"(?!secret)token", (("token",),)),
    "of what is no letter one is enough": (r"[a-z]+=[a-z]+", (("=",),)),
    "what holds another word": (r"(?:roll|roll back|undo)", (("roll", "undo"),)),
    "a digit": (r"\d+ [a-z]+", (("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),)),
    "what may be left out is never asked for": (r"(?:probably)?[a-z]+", ()),
    "one way without any word": (r"probably|[a-z]+", ()),
    "too short to tell": (r"\bif\b", ()),
    "any letter": (r"[a-z]{4,}", ()),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_of_a_pattern(name: str) -> None:
    pattern, words = WORDS[name]
    assert cues(pattern, 0) == words


def test_without_its_words_nothing_is_compiled() -> None:
    one = Cued(r"\bprobably\b", re.I)
    one._cues = (("probably",),)
    assert one.search("It surely is.") is None and list(one.finditer("so")) == [] and one.findall("") == []
    assert one.sub("x", "so it is") == "so it is" and one.split("so it is") == ["so it is"]
    assert one._compiled is None
    found = one.search("It PROBABLY is.")
    assert found is not None and found[0] == "PROBABLY"
    assert one.may("I\u017f it?"), "other letters are looked at, whatever they are"
    assert one.may("\u0663 rows"), "and so are other digits"


TEXTS = st.lists(st.sampled_from(["nobody else", "calls", "it", "now", "3", "rows", "of", "\u0663", "probably", "no"]))


@given(texts=st.lists(TEXTS, min_size=1))
def test_one_of_some_is_one_pattern_with_all_of_these_ways(texts: list[list[str]]) -> None:
    ways = (r"\bnobody else (?:calls|of)\b", r"\d+ rows", r"(?:it|now) probably", r"\bno\b", r"\w+ it")
    whole, parts = re.compile("|".join(ways)), OneOf([Cued(way) for way in ways])
    for way, words in zip(
        parts.patterns, ([["nobody else "]], [list("0123456789"), ["rows"]], [["probably"]], [], []), strict=True
    ):
        way._cues = tuple(words)  # those of the pattern itself: these patterns are in no table
    page = parts.among("\n".join(map(" ".join, texts)))
    for words in texts:
        text = " ".join(words)
        for some in (parts, page):
            assert [found.span() for found in some.finditer(text)] == [found.span() for found in whole.finditer(text)]
            found, other = some.search(text), whole.search(text)
            assert (found and found.span()) == (other and other.span())


@cache
def worded() -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """The patterns that have words: worked out once, as that takes about a second."""
    return [(pattern, sets) for pattern, sets in every().values() if sets]


@pytest.mark.fuzz
@pytest.mark.later
@given(st.data())
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_no_match_is_without_a_word(data: st.DataObject) -> None:
    pattern, sets = data.draw(st.sampled_from(worded()))
    try:
        text = data.draw(st.from_regex(re.compile(pattern, re.A)))
    except Unsatisfiable:
        return
    if text.isascii() and re.search(pattern, text.lower()):
        found = re.search(pattern, text.lower())
        assert found is not None
        for words in sets:
            assert any(word in text.lower() for word in words), (pattern[:80], text, words[:9])
