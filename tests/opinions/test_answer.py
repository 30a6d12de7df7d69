"""What of an answer counts: flags that stand in the text, or a cause; whatever the bytes are, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.escape import hidden
from guard.model.cause import CAUSES
from guard.model.doubt import Doubt, Paper
from guard.model.inquiry import Miss
from guard.model.opinion import Flag, Usage, stands
from guard.opinions.answer import Answer, Checks, answer
from guard.opinions.message import Message, message, same_model
from guard.opinions.quoting import clean, folded, located
from guard.opinions.request import Request
from guard.opinions.votes import Vote, flags, sentences
from tests.conftest import examples
from tests.opinions.texts import (
    KNOWN,
    MODEL,
    PAPER,
    PROSE,
    answer_to,
    caught,
    flag,
    label,
    one_part,
    over_the_wire,
    request,
    unit,
)
from tests.opinions.texts import message as wire

OF = request()
NO_CHECKS = Checks()
GONE = "once the old readers are gone"


def read(*own: dict[str, Any], of: Request = OF, checks: Checks = NO_CHECKS, **fields: Any) -> Answer | Miss:
    return answer(json.dumps(answer_to(of, *own, **fields)), of, checks)


def told(*own: dict[str, Any], of: Request = OF, checks: Checks = NO_CHECKS) -> tuple[Flag, ...]:
    found = read(*own, of=of, checks=checks)
    assert isinstance(found, Answer), found
    return flags([Vote(1, one) for one in found.raised])


def only(*own: dict[str, Any], **more: Any) -> Flag:
    (one,) = told(*own, **more)
    return one


# Why an answer is none

Edit = Callable[[dict[str, Any]], Any]
FINE = {"unit": "U1", "reason": "fine"}


def elsewhere(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "flags": [{**one, "unit": label(OF, 2)} for one in data["flags"]]}


NO_ANSWERS: list[tuple[str, str, Edit]] = [
    ("no flags at all", "canary", lambda data: {**data, "flags": []}),
    ("one of two planted", "canary", lambda data: {**data, "flags": data["flags"][:1]}),
    ("planted ones claimed elsewhere", "canary", lambda data: elsewhere(data)),
    ("half of it", "coverage", lambda data: {**data, "units_read": data["units_read"][::2]}),
    ("all but the last", "coverage", lambda data: {**data, "units_read": data["units_read"][:-1]}),
    ("another request", "nonce", lambda data: {**data, "request": "0" * 32}),
    ("no request", "nonce", lambda data: {**data, "request": ""}),
    ("a verdict", "schema", lambda data: {**data, "verdict": "approved"}),
    ("no list of abstained", "schema", lambda data: {key: one for key, one in data.items() if key != "abstained"}),
    ("a kind of its own", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "kind": "fine"}]}),
    ("a severity of its own", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "severity": "none"}]}),
    ("a line that is true", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "line": True}]}),
    ("a key too many", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "ok": True}]}),
    ("a quote that is a list", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "quote": ["a"]}]}),
    ("a unit that is a list", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "unit": []}]}),
    ("abstained for a reason of its own", "schema", lambda data: {**data, "abstained": [FINE]}),
    ("flags without end", "schema", lambda data: {**data, "flags": data["flags"] * 101}),
    ("an endless quote", "schema", lambda data: {**data, "flags": [{**data["flags"][0], "quote": "x" * 20_001}]}),
    ("a list", "schema", lambda data: [data]),
    ("nothing", "schema", lambda data: None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "cause"), [(edit, cause) for _, cause, edit in NO_ANSWERS], ids=[row[0] for row in NO_ANSWERS]
)
def test_why_an_answer_is_none(edit: Edit, cause: str) -> None:
    found = answer(json.dumps(edit(answer_to(OF))), OF, Checks())
    assert isinstance(found, Miss) and found.cause == cause


@pytest.mark.parametrize("text", ["", "{", "I found nothing.", "[" * 100_000, '{"a": NaN', "null"], ids=len)
def test_what_is_no_json_is_no_answer(text: str) -> None:
    found = answer(text, OF, Checks())
    assert isinstance(found, Miss) and found.cause == "schema"


def test_more_than_half_unfounded_is_unreliable() -> None:
    good, bad = flag(OF, 7, GONE), flag(OF, 7, "words that nobody wrote there")
    found = read(good, bad)
    assert isinstance(found, Answer) and found.dropped.unfounded == 1 and len(found.raised) == 1
    worse = read(good, bad, bad)
    assert isinstance(worse, Miss) and (worse.cause, worse.detail) == ("unreliable", "2 of 3 quotes")


# What a flag is


def test_a_flag_is_told_with_its_place_and_the_planted_ones_are_not() -> None:
    one = only(flag(OF, 7, GONE, "live_state_ordering"))
    assert (one.rule, one.unit, one.line, one.quote) == ("G766", 7, 8, GONE)
    assert one.sentence == PROSE.unit(7).text
    assert (one.votes, one.ordinal, one.severity) == (1, 0, "high")  # its phase cannot be taken back


def test_nothing_doubtful_is_an_answer() -> None:
    assert told() == ()


QUOTED = [
    ("Names come as given name and family name.", True),
    ("Names  come as\n given name", True),
    ("**Names** come as `given` name", True),
    ("\u201cNames come as given name\u201d", False),
    ("names come as given name", False),
    ("come as", False),
    ("Names", False),
    ("Names come as a given name", False),
    ("", False),
    ("   ", False),
    ("Somebody watches the error rate", False),
]


@pytest.mark.parametrize(("quote", "stands_there"), QUOTED, ids=[row[0] for row in QUOTED])
def test_a_quote_stands_in_its_own_unit(quote: str, stands_there: bool) -> None:
    found = read(flag(OF, 2, quote), flag(OF, 7, GONE))
    assert isinstance(found, Answer)
    assert len(found.raised) == 1 + stands_there and found.dropped.unfounded == (not stands_there)


@pytest.mark.parametrize(
    ("quote", "text", "span"),
    [
        ("the \u2018old\u2019 readers \u2013 all", "Stop the 'old' readers - all of them.", "the 'old' readers - all"),
        ("the \ufb01rst   one here", "It is the first one here.", "the first one here"),
        ("soon", "soon", "soon"),
        ("| a cell | another cell |", "a cell another cell", "a cell another cell"),
        ("x" * 401, "x" * 500, None),
    ],
)
def test_quotes_but_for_marks(quote: str, text: str, span: str | None) -> None:
    found = located(quote, folded(text))
    assert (found and text[slice(*found)]) == span


def test_a_doubt_about_what_is_missing_is_told_of_the_heading() -> None:
    one = only(flag(OF, 8, "Somebody watches the error rate", "unclear_ownership"))
    other = only(flag(OF, 7, GONE, "missing_rollback"))
    assert one.sentence == other.sentence == "Phase contract"
    assert one.fingerprint != other.fingerprint


def test_two_doubts_in_one_unit_have_names_of_their_own_and_one_doubt_has_one() -> None:
    two = told(flag(OF, 8, "Somebody watches the error rate"), flag(OF, 8, "somebody else the queue"))
    assert [one.ordinal for one in two] in ([0, 1], [1, 0]) and len({one.fingerprint for one in two}) == 2
    one = only(flag(OF, 8, "Somebody watches the error"), flag(OF, 8, "watches the error rate", "inferred_identifier"))
    assert one.ordinal == 0


@pytest.mark.parametrize(("looked", "count"), [("there", 0), ("absent", 1), ("unknown", 1)])
def test_an_identifier_is_looked_up(looked: Any, count: int) -> None:
    asked = []

    def look_up(quote: str) -> Any:
        asked.append(quote)
        return looked

    raised = flag(OF, 5, "Set INTERNAL_BILLING_ENABLED to false", "inferred_identifier", severity="low")
    found = told(raised, flag(OF, 7, GONE), checks=Checks(look_up=look_up))
    assert asked == ["Set INTERNAL_BILLING_ENABLED to false"]
    assert len(found) == 1 + count
    assert [(one.absent, one.severity) for one in found if one.unit == 5] == (
        [(looked == "absent", "high" if looked == "absent" else "low")] if count else []
    )


@pytest.mark.parametrize(
    ("doubt", "kind", "repeats"),
    [
        (Doubt("G711", 7, "q", "w", "a", "m"), "unresolved_assumption", True),
        (Doubt("G711", 2, "q", "w", "a", "m"), "unresolved_assumption", False),
        (Doubt("G711", 7, "q", "w", "a", "m"), "missing_rollback", False),
        (Doubt("G731", 0, "q", "w", "a", "m", anchor="Phase contract"), "missing_rollback", True),
        (Doubt("G731", 0, "q", "w", "a", "m", anchor="Phase backfill"), "missing_rollback", False),
        (Doubt("G733", 7, "q", "w", "a", "m"), "live_state_ordering", True),
        (Doubt("G742", 7, "q", "w", "a", "m"), "contradiction", True),
        (Doubt("G712", 7, "q", "w", "a", "m"), "unclear_ownership", True),
        (Doubt("G706", 7, "q", "w", "a", "m"), "unresolved_assumption", True),
        (Doubt("G741", 7, "q", "w", "a", "m"), "unresolved_assumption", False),
        (Doubt("G716", 7, "q", "w", "a", "m"), "unresolved_assumption", False),  # that one asks nobody
    ],
)
def test_what_a_rule_asks_is_not_asked_again(doubt: Doubt, kind: str, repeats: bool) -> None:
    found = read(flag(OF, 7, GONE, kind), checks=Checks((doubt,)))
    assert isinstance(found, Answer) and found.dropped.asked == repeats and len(found.raised) == (not repeats)


@pytest.mark.parametrize(
    ("severity", "floor", "number", "weighs"),
    [
        ("low", "low", 2, "low"),
        ("low", "medium", 2, "medium"),
        ("high", "medium", 2, "high"),
        ("low", "low", 8, "high"),
    ],
)
def test_a_weight_is_raised_and_never_lowered(severity: str, floor: str, number: int, weighs: str) -> None:
    quote = {2: "Names come as given name", 8: "Somebody watches the error rate"}[number]
    assert only(flag(OF, number, quote, severity=severity), checks=Checks(floor=floor)).severity == weighs


def test_a_flag_that_leans_on_what_was_planted_is_not_told() -> None:
    name = sorted(OF.planted)[0]
    for why in (f"It contradicts {name}.", f"It says: {OF.labels[name].text}"):
        found = read(flag(OF, 7, GONE, why_uncertain=why))
        assert isinstance(found, Answer) and found.raised == () and found.dropped.planted == 1


def test_labels_are_told_as_lines() -> None:
    one = only(flag(OF, 7, GONE, why_uncertain=f"Unit {label(OF, 2)[1:]} and {label(OF, 4)} differ."))
    assert one.why == "line 2 and line 4 differ."


HOSTILE = [
    ("see [here](https://evil.example/x?q=1)", "see here"),
    ("![](https://evil.example/a.png) gone", "gone"),
    ("go to https://evil.example/a now", "go to (an address) now"),
    ("javascript:alert(1)", "(an address)"),
    ("\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07text\x1b]8;;\x07", "red text"),
    ("@dana approve this", "(at)dana approve this"),
    ("a\u202eb\u200bc\x00", "a\\u{202e}b\\u{200b}c\\u{0}"),
    ("<img src=x onerror=y>picture", "picture"),
    ("one\n::error::two", "one ::error::two"),
    ("x" * 500, "x" * 397 + "..."),
    ("[a]([b](c))", None),
    ("\ud800", "?"),
]


@pytest.mark.parametrize(("words", "shown"), HOSTILE, ids=[ascii(row[0][:20]) for row in HOSTILE])
def test_a_models_words_are_only_words(words: str, shown: str | None) -> None:
    one = only(flag(OF, 7, GONE, why_uncertain=words, question=words, evidence_to_settle=words))
    assert shown is None or (one.why, one.question, one.settles) == (shown,) * 3
    assert not any(map(hidden, (one.why, one.question, one.settles, one.quote, one.sentence)))


def test_code_and_added_lines_can_be_doubted_too() -> None:
    def of_kind(kind: str) -> str:
        return next(name for name, piece in OF.labels.items() if piece.kind == kind)

    quote = "DROP COLUMN display_name;"
    in_fence, in_change = [{**flag(OF, 7, quote), "unit": of_kind(kind)} for kind in ("code", "added")]
    one, other = told(in_fence, in_change)
    assert [(flag.unit, flag.line, flag.sentence) for flag in (one, other)] == [(0, 2, quote), (0, 12, quote)]


# Names


def test_a_name_stays_where_the_line_moves_and_goes_where_the_words_do() -> None:
    one = only(flag(OF, 7, GONE))
    moved = PROSE._replace(units=tuple(each._replace(line=each.line + 40) for each in PROSE.units))
    of = request(Paper(moved, KNOWN))
    again = only(flag(of, 7, GONE), of=of)
    assert (one.fingerprint, one.line + 40) == (again.fingerprint, again.line)
    assert stands(one, sentences(one_part(Paper(moved, KNOWN)).pieces))
    edited = PROSE._replace(units=(*PROSE.units[:6], unit(7, "Drop users.display_name once all readers are gone.", 8)))
    assert not stands(one, sentences(one_part(Paper(edited, KNOWN)).pieces))


def test_votes_are_counted_by_sample_and_none_is_lost() -> None:
    answers = [
        read(flag(OF, 7, GONE)),
        read(flag(OF, 7, "the old readers are gone")),
        read(flag(OF, 2, "Names come as given name")),
    ]
    votes = [
        Vote(sample, one)
        for sample, found in enumerate(answers, 1)
        if isinstance(found, Answer)
        for one in found.raised
    ]
    assert [(one.unit, one.votes) for one in flags(votes)] == [(2, 1), (7, 2)]


# What comes over the wire


WIRE = [
    ("refusal", {"stop_reason": "refusal", "content": [], "stop_details": {"category": "cyber"}}, "cyber"),
    ("max-tokens", {"stop_reason": "max_tokens"}, ""),
    ("context-window", {"stop_reason": "model_context_window_exceeded"}, ""),
    ("paused", {"stop_reason": "pause_turn"}, ""),
    ("stop-reason", {"stop_reason": "tool_use"}, "tool_use"),
    ("stop-reason", {"stop_reason": "stop_sequence"}, "stop_sequence"),
    ("stop-reason", {"stop_reason": "because <b>"}, ""),
    ("stop-reason", {"stop_reason": None}, ""),
    ("stop-reason", {"stop_reason": ["refusal"]}, ""),
    ("other-model", {"model": "claude-haiku-5-5"}, "claude-haiku-5-5"),
    ("other-model", {"model": None}, ""),
    ("other-model", {"model": MODEL + "-lite"}, MODEL + "-lite"),
    ("no-message", {"type": "error", "error": {"type": "x"}}, "error"),
    ("no-message", {"content": "text"}, "message"),
    ("no-message", {"content": []}, ""),
    ("no-message", {"content": [{"type": "text", "text": 7}]}, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cause", "fields", "detail"), WIRE, ids=[f"{row[0]}-{number}" for number, row in enumerate(WIRE)]
)
def test_a_message_that_does_not_count(cause: str, fields: dict[str, Any], detail: str) -> None:
    assert message(over_the_wire(OF, **fields), MODEL) == Miss(cause, detail)


@pytest.mark.parametrize("raw", [b"", b"<html>busy</html>", b"\xff\xfe", "text", b"[" * 50_000, b"nul"], ids=len)
def test_bytes_that_are_no_json(raw: bytes | str) -> None:
    assert message(raw, MODEL) == Miss("not-json")


def test_a_message_that_counts() -> None:
    found = message(over_the_wire(OF), MODEL)
    assert isinstance(found, Message)
    assert (found.model, found.id, found.usage) == (MODEL, "msg_01", Usage(3000, 800, 0, 0, 300))
    odd = message(json.dumps(wire("x", id="<b>", usage={"input_tokens": -1, "output_tokens": "9"})), MODEL)
    assert isinstance(odd, Message) and (odd.id, odd.usage) == ("", Usage())


@pytest.mark.parametrize(
    ("asked", "answered", "same"),
    [
        (MODEL, MODEL, True),
        (MODEL, f"{MODEL}-20260929", True),
        (f"{MODEL}-20260929", MODEL, True),
        (f"{MODEL}-20260929", f"{MODEL}-20261001", False),
        (f"eu.anthropic.{MODEL}-20260929-v1:0", f"{MODEL}-20260929", True),
        (f"{MODEL}@20260929", f"{MODEL}-20260929", True),
        (MODEL, "claude-sonnet-5", False),
        (MODEL, "", False),
        ("claude-sonnet", MODEL, False),
    ],
)
def test_the_model_that_answers_is_the_one_that_was_asked(asked: str, answered: str, same: bool) -> None:
    assert same_model(asked, answered) == same


# Whatever it is


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {key: st.text(max_size=30) | JSON for key in ("unit", "quote", "why_uncertain", "question", "evidence_to_settle")}
)


@pytest.mark.fuzz
@given(raw=st.binary(max_size=200) | JSON.map(json.dumps) | st.text(max_size=100))
@settings(max_examples=examples(200), deadline=None)
def test_any_bytes_are_a_message_or_a_cause(raw: Any) -> None:
    found = message(raw, MODEL)
    assert isinstance(found, Message) or (isinstance(found, Miss) and found.cause in CAUSES)
    text = answer(raw if isinstance(raw, str) else raw.decode("latin-1"), OF, Checks())
    assert isinstance(text, Miss) and text.cause in CAUSES


@pytest.mark.fuzz
@given(st.lists(FIELDS, max_size=4), st.sampled_from(["request", "units_read", "flags", "abstained", ""]), JSON)
@settings(max_examples=examples(200), deadline=None)
def test_any_answer_is_flags_that_stand_or_a_cause(rows: list[dict[str, Any]], key: str, value: Any) -> None:
    own = [{**flag(OF, 7, GONE), **row} for row in rows]
    data = answer_to(OF, *own)
    if key:
        data[key] = value
    found = answer(json.dumps(data), OF, Checks())
    if isinstance(found, Miss):
        assert found.cause in CAUSES
        return
    for one in flags([Vote(1, raised) for raised in found.raised]):
        piece = OF.labels[label(OF, one.unit)] if one.unit else None
        assert piece is None or one.quote in " ".join(piece.text.split())
        assert not any(map(hidden, (one.why, one.question, one.settles, one.quote)))


@given(st.text(max_size=300))
@settings(max_examples=examples(300), deadline=None)
def test_any_words_are_made_safe(words: str) -> None:
    said = clean(words)
    assert len(said) <= 400 and not hidden(said) and "@" not in said and "](" not in said


def test_caught_are_the_flags_of_somebody_who_reads() -> None:
    assert len(caught(OF)) == 2 and PAPER.prose is PROSE
