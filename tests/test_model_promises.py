"""P2: the model only adds. Whatever it answers, whatever an approval has of it and whatever lies about, a landing that
brings a plan is judged no better than with no model asked for; a reading takes away one question, that it is missing.

From the bytes of an answer to the verdict, in one process: what counts of it, what is kept, what an approval would
have, the check, the weighing. The same through commands and a server stands in tests/test_model_whole.py.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guard.checks import examine
from guard.model.doubt import Text
from guard.model.inquiry import Reply
from guard.model.opinion import Opinion
from guard.model.prose import text_digest
from guard.model.verdict import weigh
from guard.opinions.kept import Kept, shelf
from guard.opinions.standing import Standing, standing
from tests.conftest import examples
from tests.model_adds import GONE, RAISED, USE, landing, only_adds, opinion_by, signed
from tests.model_server import message, reply_to
from tests.opinions.forms import opinion_text
from tests.opinions.texts import ASKS, MODEL, PAPER

NAMES = st.text("0123456789abcdef", min_size=16, max_size=16) | st.sampled_from([one.question.id for one in RAISED])
READINGS = st.lists(
    st.tuples(st.text(min_size=1, max_size=128), st.text(max_size=80), st.lists(NAMES, max_size=5)).map(
        lambda one: (one[0], one[1], *one[2])
    ),
    max_size=3,
).map(tuple)
STATES = st.sampled_from(["given", "missing", "stale", "expired"])


# Whatever an approval has


@pytest.mark.fuzz
@settings(max_examples=examples(200), deadline=None)
@given(READINGS, STATES, st.lists(NAMES, max_size=4), st.booleans(), st.booleans())
@example((("m", "sha256:0"),), "given", [one.question.id for one in RAISED], False, True)
def test_whatever_an_approval_has_of_a_reading_it_only_adds(
    readings: tuple[tuple[str, ...], ...], state: str, accepted: list[str], every: bool, asked_for: bool
) -> None:
    names = [name for _, _, *of in readings for name in of]
    more = only_adds(landing(readings, state, accepted + names * every, asked_for=asked_for))
    if asked_for and state == "given" and readings:
        assert more == [("G761", name) for name in dict.fromkeys(names)], "each doubt is told, under its name"
    else:
        assert [rule for rule, _ in more] == ["G750"]


def test_its_presence_removes_that_question_alone() -> None:
    """With everything else the same: all that a reading without doubts changes is that none is missing."""
    without, having = [weigh("merge", examine(landing(one))) for one in ((), ((MODEL, "sha256:0"),))]
    gone = set(without.findings) - set(having.findings)
    assert {one.rule for one in gone} == {"G750"} and set(having.findings) < set(without.findings)
    assert not having.may_merge and having.outcome == without.outcome, "what the rules ask is still asked"
    settled = weigh("merge", examine(landing(((MODEL, "sha256:0"),), accepted=[one.question.id for one in RAISED])))
    assert settled.may_merge
    doubted = landing(((MODEL, "sha256:0", "a" * 16),), accepted=[one.question.id for one in RAISED])
    assert not weigh("merge", examine(doubted)).may_merge


def test_a_name_of_a_rule_that_a_reading_bears_settles_nothing_of_the_rule() -> None:
    stolen = tuple(one.question.id for one in RAISED)
    told = weigh("merge", examine(landing(((MODEL, "sha256:0", *stolen),))))
    assert [one.rule for one in told.findings if not one.settled].count("G712") == 2


def test_a_policy_that_has_no_plans_read_hears_nothing_of_it() -> None:
    for reads in ((), ("changes",)):
        assert only_adds(landing(((MODEL, "sha256:0", "a" * 16),), model=USE._replace(reads=reads))) == []


def test_one_text_read_says_nothing_of_another() -> None:
    both = landing(((MODEL, "sha256:0"),))
    both = both._replace(texts=(*both.texts, Text("q", "dana", b".guard/plans/q.yaml", "sha256:1")))
    assert [rule for rule, _ in only_adds(both)] == ["G750"]


# Whatever a model answers


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
VERDICTS = {"verdict": "pass", "ok": True, "may_merge": True, "outcome": "pass", "approved": True, "exit_code": 0}
KEYS = ("request", "units_read", "flags", "abstained", *VERDICTS)
FLAG_KEYS = ("kind", "unit", "line", "quote", "why_uncertain", "question", "evidence_to_settle", "severity")
EDITS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(list(VERDICTS.values())) | JSON), max_size=2)
IN_FLAGS = st.lists(st.tuples(st.sampled_from(FLAG_KEYS), st.text(max_size=30) | JSON), max_size=2)


def edited(body: bytes, edits: list[tuple[str, Any]], in_flags: list[tuple[str, Any]], planted: bool) -> bytes:
    """An answer as a model gives it, and then as nobody would expect one."""

    def edit(data: dict[str, Any]) -> dict[str, Any]:
        own = [one | dict(in_flags) for one in data["flags"] if GONE[0] in one["quote"]]
        caught = [one for one in data["flags"] if GONE[0] not in one["quote"]] if planted else []
        return {**data, "flags": [*caught, *own], **dict(edits)}

    return reply_to(body, GONE, edit=edit)


ANSWERS = st.one_of(
    st.binary(max_size=120).map(lambda raw: lambda body: raw),
    JSON.map(lambda data: lambda body: json.dumps(data).encode()),
    st.tuples(st.text(max_size=80) | JSON.map(json.dumps), st.dictionaries(st.sampled_from(["stop_reason", "model"]),
              JSON, max_size=1)).map(lambda one: lambda body: json.dumps(message(one[0], **one[1])).encode()),
    st.tuples(EDITS, IN_FLAGS, st.booleans()).map(lambda one: lambda body: edited(body, *one)),
    st.tuples(st.integers(0, 3000), st.binary(max_size=6)).map(
        lambda one: lambda body: (good := reply_to(body, GONE))[: one[0]] + one[1] + good[one[0] + len(one[1]) :]
    ),
)  # fmt: skip


@pytest.mark.fuzz
@settings(max_examples=examples(250), deadline=None)
@given(ANSWERS, st.booleans())
def test_whatever_bytes_a_model_answers_it_only_adds(answer: Any, accepting: bool) -> None:
    opinion = opinion_by(answer)
    readings = signed(opinion)
    accepted = [one.question.id for one in RAISED] if accepting else []
    more = only_adds(landing(readings, accepted=accepted))
    if opinion.state == "failed":
        assert [rule for rule, _ in more] == ["G750"] and opinion.flags == ()
    else:
        assert [name for _, name in more] == sorted({flag.fingerprint for flag in opinion.flags})
        assert "G750" not in dict(more)


@pytest.mark.fuzz
@settings(max_examples=examples(60), deadline=None)
@given(st.lists(ANSWERS, min_size=4, max_size=4))
def test_of_several_samples_none_takes_away_what_another_asks(answers: list[Any]) -> None:
    """The first raises a doubt; whatever the others are, it is told, or the whole has failed."""
    turns = iter([lambda body: reply_to(body, GONE), *answers])

    def in_turn(body: bytes) -> Any:
        return next(turns, answers[0])(body)

    opinion = opinion_by(in_turn, samples=3)
    only_adds(landing(signed(opinion)))
    assert opinion.state == "failed" or [flag for flag in opinion.flags if flag.quote == GONE[0]]


# Whatever lies in the folder of readings


def kept_in(folder: Path, *opinions: Opinion, flagged: Opinion | None = None) -> None:
    place = shelf(str(folder), {})
    for opinion in opinions:
        place.put_opinion(opinion)
    if flagged is not None:
        place.put(Kept("p", Reply("a1" * 32, b"{}"), flagged.flags, 7))


def stands(folder: Path) -> Standing:
    return standing(str(folder), PAPER, ASKS, USE, "p")


def with_text(opinion: Opinion) -> Opinion:
    return opinion._replace(about="p", text=text_digest(PAPER.prose))


DOUBTS = with_text(opinion_by(lambda body: reply_to(body, GONE)))
NO_DOUBT = with_text(opinion_by(lambda body: reply_to(body)))
FORGED = json.dumps({"opinion": {"form": 1, **json.loads(opinion_text(NO_DOUBT))}, "tag": "0" * 64}).encode()
GARBAGE = st.dictionaries(
    st.sampled_from(
        [f"{NO_DOUBT.request}.opinion.json", f"{'0' * 64}.opinion.json", f"{'b2' * 32}.json", f"{'c3' * 32}.json",
         "x.json", "x.opinion.json", ".json", "y.part", "\u202ez.json"]
    ),
    st.binary(max_size=60) | JSON.map(lambda data: json.dumps(data).encode()) | st.just(FORGED),
    max_size=5,
)  # fmt: skip


@pytest.mark.fuzz
@settings(max_examples=examples(100), deadline=None)
@given(garbage=GARBAGE, has=st.booleans())
def test_whatever_lies_where_readings_are_kept_it_only_adds(
    garbage: dict[str, bytes], has: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("git")
    if has:
        kept_in(folder, DOUBTS, flagged=DOUBTS)
    before = stands(folder)
    (folder / "guard" / "readings").mkdir(parents=True, exist_ok=True)
    ours = {f"{DOUBTS.request}.opinion.json", f"{'a1' * 32}.json"} if has else set()
    for name, text in garbage.items():
        if name not in ours:
            (folder / "guard" / "readings" / name).write_bytes(text)
    after = stands(folder)
    assert after == before, "what no tag holds for counts as none"
    assert signed(after) == (signed(DOUBTS) if has else ())
    assert [rule for rule, _ in only_adds(landing(signed(after)))] == ["G761" if has else "G750"]


def test_a_reading_of_another_text_model_or_plan_is_none_of_this(tmp_path: Path) -> None:
    others = [
        NO_DOUBT._replace(text="sha256:" + "0" * 64, request="1" * 64),
        NO_DOUBT._replace(model="another", request="2" * 64),
        NO_DOUBT._replace(about="q", request="3" * 64),
        with_text(opinion_by(lambda body: b"{}"))._replace(request="4" * 64),
    ]
    kept_in(tmp_path, *others)
    assert stands(tmp_path) == Standing(None, ())
    assert [rule for rule, _ in only_adds(landing(signed(stands(tmp_path))))] == ["G750"]


def test_what_was_asked_stays_with_a_later_reading_that_asks_nothing(tmp_path: Path) -> None:
    kept_in(tmp_path, NO_DOUBT, flagged=DOUBTS)
    assert stands(tmp_path) == Standing(NO_DOUBT, DOUBTS.flags) and DOUBTS.flags
    assert only_adds(landing(signed(stands(tmp_path)))) == [("G761", DOUBTS.flags[0].fingerprint)]


def test_the_model_of_these_tests_reads() -> None:
    """Else all of this would hold of nothing."""
    assert (DOUBTS.state, NO_DOUBT.state, len(DOUBTS.flags), NO_DOUBT.flags) == ("read", "read", 1, ())
    assert [rule for rule, _ in only_adds(landing())] == ["G750"]
