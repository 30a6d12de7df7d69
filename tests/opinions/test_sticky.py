"""A doubt that was raised once: it stays, under one name, over every other reading until its sentence is another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.doubt import Paper
from guard.model.inquiry import Reply
from guard.model.opinion import Flag, flag_name
from guard.opinions.kept import Kept, still_open
from guard.opinions.votes import named, sentences, steady
from tests.conftest import examples
from tests.opinions.texts import KNOWN, PROSE, one_part, unit

WORDS = "Somebody watches the error rate of the api, and somebody else drains the queue of the worker by hand."
SPANS = [WORDS[start : start + 24] for start in range(0, len(WORDS) - 24, 6)]
KIN = {  # of one family
    "evidence": ("unresolved_assumption", "inferred_identifier", "uncertain_dependency"),
    "ordering": ("live_state_ordering",),
}


def doubt(
    quote: str, sentence: str = WORDS, kind: str = "unresolved_assumption", ordinal: int = 0, line: int = 9
) -> Flag:
    name = flag_name(kind, sentence, ordinal)
    quote = " ".join(quote.split())
    return Flag(kind, 8, line, quote, "w", "q", "s", "test", "low", 1, name, named(sentence), ordinal)


class Clone:
    """What is kept, and readings one after another."""

    def __init__(self) -> None:
        self.before: list[Flag] = []

    def reading(self, *raised: Flag) -> tuple[Flag, ...]:
        found = steady(raised, self.before)
        self.before += found
        return found

    def open(self, text: Sequence[str] = (WORDS,), now: tuple[Flag, ...] = ()) -> dict[str, str]:
        kept = [Kept("p", Reply(str(at), b""), (flag,), at) for at, flag in enumerate(self.before)]
        return {flag.fingerprint: flag.quote for flag in still_open(now, kept, map(named, text))}


ONE, TWO = "watches the error rate of the api", "drains the queue of the worker"


def test_another_answer_without_it_takes_nothing_away() -> None:
    clone = Clone()
    (first,) = clone.reading(doubt(ONE))
    assert clone.reading() == ()
    assert clone.open() == {first.fingerprint: ONE}


def test_another_doubt_of_the_same_sentence_takes_no_name_that_was_given() -> None:
    """Each reading raised one doubt: a yes to the first is none to the second, and neither hides the other."""
    clone = Clone()
    (first,) = clone.reading(doubt(TWO))
    (second,) = clone.reading(doubt(ONE))
    assert first.fingerprint != second.fingerprint
    assert clone.open(now=(second,)) == {first.fingerprint: TWO, second.fingerprint: ONE}


def test_the_same_doubt_in_other_words_keeps_its_name() -> None:
    clone = Clone()
    (one,) = clone.reading(doubt(ONE))
    (two,) = clone.reading(doubt(TWO))
    for quote, name in (
        ("the error rate of", one.fingerprint),
        ("Somebody watches the error", one.fingerprint),
        ("else drains the queue", two.fingerprint),
        ("queue of the worker by hand.", two.fingerprint),
    ):
        for kind in KIN["evidence"]:
            assert [flag.fingerprint for flag in clone.reading(doubt(quote, kind=kind))] == [name], quote
    assert len(clone.open()) == 2


def test_both_at_once_keep_the_names_that_each_had() -> None:
    clone = Clone()
    (second,) = clone.reading(doubt(TWO))
    (first,) = clone.reading(doubt(ONE))
    assert clone.reading(doubt(ONE), doubt(TWO, ordinal=1)) == (first, second)


def test_families_have_names_of_their_own() -> None:
    clone = Clone()
    one, two = clone.reading(doubt(ONE), doubt(ONE, kind="live_state_ordering"))
    assert one.fingerprint != two.fingerprint and (one.ordinal, two.ordinal) == (0, 0)


def test_another_sentence_is_asked_about_anew() -> None:
    clone = Clone()
    (first,) = clone.reading(doubt(ONE))
    edited = WORDS.replace("Somebody", "dana", 1)
    assert clone.open([edited]) == {}
    (again,) = clone.reading(doubt(ONE, edited))
    assert again.fingerprint != first.fingerprint
    assert clone.open([edited]) == {again.fingerprint: ONE}
    assert clone.open([WORDS]) == {first.fingerprint: ONE}, "it comes back with the sentence"


@pytest.mark.parametrize("text", [WORDS, f"  {WORDS}", WORDS.replace(" ", "  "), WORDS.replace(", ", ",\n")], ids=len)
def test_how_its_lines_are_broken_does_not_matter(text: str) -> None:
    clone = Clone()
    (first,) = clone.reading(doubt(ONE))
    assert clone.open([text, "Another sentence."]) == {first.fingerprint: ONE}
    assert clone.reading(doubt(ONE, text, line=400))[0].fingerprint == first.fingerprint


def test_what_is_missing_from_a_phase_stays_while_heading_and_quoted_words_do() -> None:
    clone = Clone()
    missing = doubt(ONE, "Phase contract", "unclear_ownership")
    (first,) = clone.reading(missing)
    assert clone.open(["Phase contract", WORDS]) == {first.fingerprint: ONE}
    assert clone.open(["Phase contract", WORDS.replace("watches", "is told of")]) == {}
    assert clone.open(["Phase three", WORDS]) == {}
    assert clone.open(["Phase contract", "x" * 5000]) != {}, "of a text that is told by its digest nobody knows"
    (other,) = clone.reading(doubt(TWO, "Phase contract", "unclear_ownership"))
    assert other.fingerprint != first.fingerprint
    (again,) = clone.reading(doubt("the error rate of the api", "Phase contract", "unclear_ownership"))
    assert again.fingerprint == first.fingerprint


def test_secrets_in_it_are_counted_anew_and_change_no_name() -> None:
    clone = Clone()
    quotes = [f"reads it with <<S{number}>> from the replica" for number in (1, 7)]
    first, again = [clone.reading(doubt(quote, f"The job {quote}."))[0] for quote in quotes]
    assert (first.sentence, first.fingerprint) == (again.sentence, again.fingerprint)


@pytest.mark.fuzz
@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(SPANS), st.sampled_from(KIN["evidence"])), max_size=3), max_size=6))
def test_over_any_readings_no_doubt_goes_and_none_bears_the_name_of_another(rows: list[list[tuple[str, str]]]) -> None:
    clone = Clone()
    quotes: dict[str, list[str]] = {}
    for row in rows:
        apart: list[Flag] = []
        for quote, kind in row:  # one answer has no two doubts that overlap
            at = WORDS.index(quote)
            if all(abs(at - WORDS.index(flag.quote)) >= 24 for flag in apart):
                apart.append(doubt(quote.strip(), kind=kind, ordinal=len(apart)))
        was = set(clone.open())
        told = clone.reading(*apart)
        assert len({flag.fingerprint for flag in told}) == len(apart)
        assert {flag.fingerprint for flag in told} | was == set(clone.open())
        assert clone.reading(*apart) == told, "the same again is the same"
        for flag in told:
            assert flag.fingerprint == flag_name(flag.kind, flag.sentence, flag.ordinal)
            quotes.setdefault(flag.fingerprint, []).append(flag.quote)
    for first, *others in quotes.values():
        assert all(abs(WORDS.index(quote) - WORDS.index(first)) < 24 for quote in others), (first, others)


@pytest.mark.fuzz
@settings(max_examples=examples(100), deadline=None)
@given(st.integers(0, 400), st.permutations(range(8)))
def test_moving_lines_and_paragraphs_keeps_every_name(down: int, order: list[int]) -> None:
    whole = Paper(PROSE, KNOWN)
    known = sentences(one_part(whole).pieces)
    units = tuple(
        unit(at + 1, PROSE.units[of].text, down + at * 2, PROSE.units[of].kind) for at, of in enumerate(order)
    )
    moved = sentences(one_part(Paper(PROSE._replace(units=units), KNOWN)).pieces)
    for of in PROSE.units:
        flag = doubt(of.text, of.text, line=of.line)
        kept = (Kept("p", Reply("1", b""), (flag,)),)
        assert still_open((), kept, known) == still_open((), kept, moved) == (flag,)
