"""Opinions written down and read back: the same, or none; and what flags are called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.cause import CAUSES
from guard.model.opinion import KINDS, Coverage, Dropped, Flag, Opinion, Usage, flag_name, stands
from guard.model.opinion_form import as_data, opinion_from
from guard.model.rule import RULES
from tests.conftest import examples
from tests.opinions.forms import opinion_of, opinion_text

SENTENCE = "The backfill probably finishes overnight."


def flag(kind: str = "unresolved_assumption", sentence: str = SENTENCE, **fields: Any) -> Flag:
    name = flag_name(kind, sentence, fields.get("ordinal", 0))
    whole = Flag(kind, 3, 12, "probably finishes", "it guesses", "Does it?", "a run", "test", "high", 1, name, sentence)
    return whole._replace(**fields)


READ = Opinion(
    "plan.md",
    "0" * 64,
    "claude-sonnet-5-5",
    answered="claude-sonnet-5-5",
    ids=("msg_1",),
    coverage=Coverage(4, 4, 2, 2, 1, 1),
    flags=(flag(), flag("missing_rollback", ordinal=1)),
    dropped=Dropped(1, 2, 3, 4),
    usage=Usage(10, 20, 0, 5, 7),
    cost=1234,
    state="read",
    at=1_800_000_000,
    prompt=1,
    prices="2026-11-21",
    through="anthropic",
)
FAILED = Opinion("plan.md", "", "claude-sonnet-5-5", cause="no-key", detail="ANTHROPIC_API_KEY")


@pytest.mark.parametrize(
    "opinion", [READ, FAILED, FAILED._replace(cause="budget", flags=())], ids=["read", "failed", "dear"]
)
def test_an_opinion_comes_back_as_it_was(opinion: Opinion) -> None:
    assert opinion_of(opinion_text(opinion)) == opinion
    assert opinion_text(opinion) == opinion_text(opinion)


def with_change(path: str, value: object) -> object:
    data: Any = {"form": 1, **as_data(READ)}
    place = data
    *above, last = path.split("/")
    for step in above:
        place = place[int(step) if step.isdigit() else step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


DAMAGED = [
    ("form", 2),
    ("form", True),
    ("about", 3),
    ("about", "a\x1b[31m"),
    ("about", "x" * 4001),
    ("cost", -1),
    ("cost", "12"),
    ("cost", True),
    ("cost", 1.0),
    ("state", "passed"),
    ("state", "failed"),
    ("cause", "no-key"),
    ("verdict", "pass"),
    ("ids", None),
    ("ids", [1]),
    ("flags", {}),
    ("flags", [None]),
    ("flags/0/kind", "approved"),
    ("flags/0/severity", "none"),
    ("flags/0/evidence", "trust"),
    ("flags/0/votes", -1),
    ("flags/0/fingerprint", "0" * 16),
    ("flags/0/sentence", "Another one."),
    ("flags/0/ok", True),
    ("flags/0/why", "a\u202eb"),
    ("coverage/read", 3),
    ("coverage/parts", ...),
    ("usage", []),
    ("usage/more", 1),
    ("about", ...),
]


@pytest.mark.parametrize(("path", "value"), DAMAGED, ids=str)
def test_what_guard_did_not_write_is_no_opinion(path: str, value: object) -> None:
    assert opinion_from(with_change(path, value)) is None


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"form":1}', b"NaN"], ids=len)
def test_other_bytes_are_no_opinion(text: bytes) -> None:
    assert opinion_of(text) is None


@pytest.mark.fuzz
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
@settings(max_examples=examples(150), deadline=None)
def test_one_byte_changed_is_the_same_or_none_or_another_whole_one(at: int, byte: int) -> None:
    text = bytearray(opinion_text(READ))
    text[at % len(text)] = byte
    found = opinion_of(bytes(text))
    assert found is None or opinion_of(opinion_text(found)) == found


def test_every_kind_has_a_rule_of_its_own_and_none_can_approve() -> None:
    assert sorted(kind.rule for kind in KINDS.values()) == [f"G76{number}" for number in range(1, 8)]
    assert all(RULES[kind.rule].outcome == "needs-person" for kind in KINDS.values())
    words = json.dumps([*Flag._fields, *Opinion._fields, *KINDS])
    assert not [word for word in ("pass", "verdict", "approv", "score", '"ok"') if word in words]


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        (("unresolved_assumption", SENTENCE), ("inferred_identifier", SENTENCE), True),
        (("unresolved_assumption", SENTENCE), ("unresolved_assumption", f"  {SENTENCE}\n"), True),
        (("unresolved_assumption", SENTENCE), ("missing_rollback", SENTENCE), False),
        (("unresolved_assumption", SENTENCE), ("unresolved_assumption", SENTENCE.lower()), False),
        (("unresolved_assumption", SENTENCE, 0), ("unresolved_assumption", SENTENCE, 1), False),
    ],
)
def test_a_flag_is_called_by_family_and_sentence(one: Any, two: Any, alike: bool) -> None:
    assert (flag_name(*one) == flag_name(*two)) == alike


def test_a_flag_stands_while_its_sentence_does_wherever_it_moves() -> None:
    second = flag(ordinal=1, fingerprint=flag_name("unresolved_assumption", SENTENCE, 1))
    for one in (flag(), second):
        assert stands(one, ["Another.", SENTENCE])
        assert not stands(one, ["Another.", f"{SENTENCE} Surely."])


def test_every_cause_says_what_and_what_to_do() -> None:
    for cause in CAUSES.values():
        assert cause.what
        assert cause.mend
        assert cause.words("more").endswith("more")
