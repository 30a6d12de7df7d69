"""A whole reading: every part asked about, asked again where that may help, paid for, whole or failed with a cause."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from guard.model.cause import CAUSES
from guard.model.doubt import Added, Paper
from guard.model.inquiry import Inquiry, Miss, Reply
from guard.model.model_use import ModelUse
from guard.model.opinion import Opinion, Usage
from guard.model.paths import PathSet
from guard.opinions import estimate, material, reading
from guard.opinions.answer import Checks
from guard.opinions.estimate import Price
from guard.opinions.material import Material
from guard.opinions.pieces import parts
from guard.opinions.reading import Means, read
from tests import model_server
from tests.opinions.forms import opinion_of, opinion_text
from tests.opinions.secrets_table import PLANTED
from tests.opinions.texts import ASKS, KNOWN, MODEL, PAPER, PROSE, SECRET, unit

USE = ModelUse(("plans",), MODEL)
PRICE = Price(2_000_000, 10_000_000, 2_500_000, 200_000)
GONE = ("once the old readers are gone", "live_state_ordering")
Model = Callable[[bytes], bytes | str]


class Asked:
    """Somebody who is asked: a model in order, by the number of the request; a word is a cause on the way."""

    def __init__(self, *models: Model) -> None:
        self.models, self.got = list(models), list[Inquiry]()
        self.waves: list[int] = []

    def __call__(self, inquiries: Sequence[Inquiry]) -> Sequence[Reply | Miss]:
        self.waves.append(len(inquiries))
        return [self.one(inquiry) for inquiry in inquiries]

    def one(self, inquiry: Inquiry) -> Reply | Miss:
        self.got.append(inquiry)
        model = self.models.pop(0) if len(self.models) > 1 else self.models[0]
        said = model(inquiry.body)
        return Miss(said) if isinstance(said, str) else Reply(inquiry.digest, said, "req_1", "https://here", "sdk 1")


def good(body: bytes) -> bytes:
    return model_server.reply_to(body, GONE)


def silent(body: bytes) -> bytes:
    return model_server.reply_to(body, edit=lambda data: {**data, "flags": []})


def half(body: bytes) -> bytes:
    return model_server.reply_to(body, edit=lambda data: {**data, "units_read": data["units_read"][::2]})


def cut(body: bytes) -> bytes:
    return model_server.reply_to(body, stop_reason="max_tokens")


def about(paper: Paper = PAPER) -> Material:
    found = material.material(paper, ASKS, PathSet(()))
    assert isinstance(found, Material), found
    return found


def result(*models: Model, use: ModelUse = USE, of: Material | None = None, **means: Any) -> tuple[Opinion, Asked]:
    asked = Asked(*models)
    opinion = read(of or about(), use, SECRET, Checks(ASKS), Means(asked, **means))
    assert opinion_of(opinion_text(opinion)) == opinion
    return opinion, asked


def test_a_text_is_read() -> None:
    opinion, asked = result(good, price=PRICE, max_usd=500_000, day="2026-11-21", now=7)
    assert (opinion.state, opinion.cause, len(asked.got)) == ("read", "", 1)
    assert [(flag.kind, flag.unit, flag.quote) for flag in opinion.flags] == [("live_state_ordering", 7, GONE[0])]
    assert opinion.coverage.words() == "read 9 of 9 units, 2 of 2 added lines, in 1 part"
    assert (opinion.usage, opinion.cost) == (Usage(3000, 800, 0, 0, 300), 14_000)
    assert (opinion.answered, opinion.ids, opinion.prices, opinion.at) == (MODEL, ("msg_01",), "2026-11-21", 7)


def many(number: int) -> Material:
    """Parts by the dozen."""
    rows = tuple(unit(at, f"Step {at} copies table number {at} over, row by row.", at) for at in range(1, number + 1))
    whole = about(Paper(PROSE._replace(units=rows, fences=()), KNOWN))
    divided = parts(whole.parts[0].pieces, 800)
    assert isinstance(divided, tuple) and len(divided) > 2
    return whole._replace(parts=divided)


def test_every_part_is_asked_about_and_all_of_it_is_read() -> None:
    of = many(60)
    opinion, asked = result(good, of=of)
    assert opinion.state == "read" and len(asked.got) == len(of.parts)
    assert (opinion.coverage.units, opinion.coverage.read, opinion.coverage.parts) == (60, 60, len(of.parts))


def test_several_parts_are_read_side_by_side_as_well() -> None:
    rows = tuple(
        unit(at, f"Step {at} copies table_{at} over, {'row by row, ' * 30}slowly.", at) for at in range(1, 200)
    )
    of = about(Paper(PROSE._replace(units=rows, fences=()), KNOWN))
    assert len(of.parts) == 3  # two, and what both say
    opinion, asked = result(good, of=of)
    assert opinion.state == "read" and len(asked.got) == 3
    assert (opinion.coverage.units, opinion.coverage.read) == (199, 199)


def test_samples_are_asked_for_and_votes_are_counted() -> None:
    def other(body: bytes) -> bytes:
        return model_server.reply_to(body, ("INTERNAL_BILLING_ENABLED to false", "inferred_identifier"))

    opinion, asked = result(good, good, other, use=USE._replace(samples=3))
    assert len({inquiry.digest for inquiry in asked.got}) == 3
    assert [(flag.unit, flag.votes) for flag in opinion.flags] == [(5, 1), (7, 2)]
    assert opinion.coverage.words().endswith(", 3 times over")


def word(cause: str) -> Model:
    return lambda body: cause


def raw(body: bytes) -> Model:
    return lambda asked: body


FAILS: list[tuple[str, tuple[Model, ...], str, int]] = [
    ("silence twice", (silent,), "canary", 2),
    ("half of it twice", (half,), "coverage", 2),
    ("one, then the other", (silent, half), "coverage", 2),
    ("no JSON twice", (raw(b"<html>"),), "not-json", 2),
    ("an error with 200", (raw(b'{"type": "error"}'),), "no-message", 2),
    ("another request", (lambda body: model_server.reply_to(body, edit=lambda data: {**data, "request": "0"}),),
     "nonce", 2),
    ("a verdict", (lambda body: model_server.reply_to(body, edit=lambda data: {**data, "ok": True}),), "schema", 2),
    ("refused", (lambda body: model_server.reply_to(body, stop_reason="refusal", content=[]),), "refusal", 1),
    ("another model", (lambda body: model_server.reply_to(body, model="claude-haiku-5-5"),), "other-model", 1),
    ("paused", (lambda body: model_server.reply_to(body, stop_reason="pause_turn"),), "paused", 1),
    ("too long for it", (lambda body: model_server.reply_to(body, stop_reason="model_context_window_exceeded"),),
     "context-window", 1),
    ("odd", (lambda body: model_server.reply_to(body, stop_reason="tool_use"),), "stop-reason", 1),
    ("cut, and its halves too", (cut,), "max-tokens", 3),
    ("cut, and then silence", (cut, silent), "canary", 3),
    ("on the way", (word("timeout"),), "timeout", 1),
    ("spent", (word("spend-limit"),), "spend-limit", 1),
    ("nothing recorded", (word("no-recording"),), "no-recording", 1),
]  # fmt: skip


@pytest.mark.parametrize(("models", "cause", "times"), [row[1:] for row in FAILS], ids=[row[0] for row in FAILS])
def test_a_reading_that_fails_has_its_cause_and_no_flags(models: tuple[Model, ...], cause: str, times: int) -> None:
    opinion, asked = result(*models)
    assert (opinion.state, opinion.cause, opinion.flags) == ("failed", cause, ())
    assert len(asked.got) == times == len({inquiry.digest for inquiry in asked.got})
    assert opinion.said().startswith(CAUSES[cause].what)


@pytest.mark.parametrize("first", [silent, half, raw(b"<html>"), raw(b"")], ids=["silent", "half", "html", "empty"])
def test_what_may_come_out_otherwise_is_asked_once_more(first: Model) -> None:
    opinion, asked = result(first, good)
    assert opinion.state == "read" and len(asked.got) == 2


def test_where_an_answer_was_too_long_its_halves_are_asked_about() -> None:
    opinion, asked = result(cut, good)
    assert opinion.state == "read" and len(asked.got) == 3
    assert opinion.coverage.whole() and [flag.unit for flag in opinion.flags] == [7]


def test_one_part_that_fails_is_all_that_fails() -> None:
    def bad(body: bytes) -> bytes | str:
        return silent(body) if b"Step 40 " in body else good(body)

    opinion, _ = result(bad, of=many(60))
    assert (opinion.state, opinion.cause, opinion.flags) == ("failed", "canary", ())


# What it costs


def test_what_is_too_dear_is_not_asked_at_all() -> None:
    opinion, asked = result(good, price=PRICE, max_usd=100)
    assert (opinion.cause, asked.got, opinion.cost) == ("budget", [], 0)


def test_a_ceiling_without_a_price_is_no_ceiling() -> None:
    opinion, asked = result(good, max_usd=500_000)
    assert (opinion.cause, asked.got) == ("no-price", [])


def test_never_more_is_spent_than_allowed_and_a_part_is_not_the_whole() -> None:
    of = many(60)
    most = estimate.most(reading.requests(of, USE, SECRET)[0].inquiry.body, PRICE, reading.MAX_TOKENS)
    dear = {"input_tokens": 3000, "output_tokens": 11_000}
    opinion, asked = result(lambda body: model_server.reply_to(body, usage=dear), of=of, price=PRICE, max_usd=most * 3)
    assert (opinion.state, opinion.cause, opinion.flags) == ("failed", "budget", ())
    assert 0 < opinion.cost <= most * 3 and 0 < len(asked.got) < len(of.parts)


def test_what_is_paid_for_is_asked_in_waves() -> None:
    of = many(60)
    most = estimate.most(reading.requests(of, USE, SECRET)[0].inquiry.body, PRICE, reading.MAX_TOKENS)
    opinion, asked = result(good, of=of, price=PRICE, max_usd=most * 3)
    assert opinion.state == "read" and len(asked.waves) > 1 and opinion.cost <= most * 3


def test_what_was_answered_before_costs_nothing() -> None:
    kept: dict[str, Reply] = {}

    def keep(request: Any, reply: Reply, found: Any) -> None:
        kept[reply.digest] = reply

    first, _ = result(good, price=PRICE, max_usd=500_000, keep=keep)
    again, asked = result(silent, price=PRICE, max_usd=0, recall=lambda request: kept.get(request.inquiry.digest))
    assert asked.got == [] and again.cost == 0
    assert again._replace(usage=first.usage, cost=first.cost) == first


def test_a_failed_reading_keeps_nothing_that_does_not_count() -> None:
    kept: list[Reply] = []
    result(silent, good, keep=lambda request, reply, found: kept.append(reply))
    assert len(kept) == 1


# What is never asked about


def test_nothing_to_read_and_what_may_not_be_sent() -> None:
    empty = Paper(PROSE._replace(units=(), fences=()), KNOWN)
    assert material.material(empty, (), PathSet(())) == Miss("empty")
    files = (Added(b"a.py", 1, "x"), Added(b"deploy/.env", 1, "A=1"))
    assert material.material(Paper(PROSE, KNOWN, files), (), PathSet(())) == Miss("forbidden", "deploy/.env")
    assert material.material(PAPER, (), PathSet(("/db/**",))) == Miss("forbidden", "db/0042.sql")
    named = Paper(PROSE._replace(where="secrets.yaml"), KNOWN)
    assert material.material(named, (), PathSet(())) == Miss("forbidden", "secrets.yaml")


def test_a_unit_too_long_for_any_part_is_not_left_out_quietly() -> None:
    units = (*PROSE.units, unit(9, "word " * 15_000, 77))
    assert material.material(Paper(PROSE._replace(units=units), KNOWN), (), PathSet(())) == Miss("too-large", "line 77")


def test_a_secret_is_in_no_request_and_in_no_opinion() -> None:
    values = [one for one in PLANTED if "\n" not in one.value and len(one.value) > 12][:30]
    units = tuple(
        unit(at, one.text.replace("@", one.value, 1).replace("\n", " "), at) for at, one in enumerate(values, 1)
    )
    found = material.material(Paper(PROSE._replace(units=units), KNOWN), (), PathSet(()))
    assert isinstance(found, Material)

    def quotes(body: bytes) -> bytes:
        _, lines = model_server.asked(body)
        return model_server.reply_to(
            body, *[(line.text, "inferred_identifier") for line in lines if "<<S" in line.text]
        )

    opinion, asked = result(quotes, of=found)
    assert opinion.state == "read" and opinion.flags
    for one in values:
        assert one.value.encode() not in asked.got[0].body and one.value.encode() not in opinion_text(opinion)


def test_what_was_left_of_a_secret_keeps_all_of_it_back() -> None:
    hidden = "gh\u200bp_" + "a1B2" * 3 + "\u200b" + "c3D4" * 6
    found = material.material(Paper(PROSE._replace(units=(unit(1, f"Use {hidden} then.", 1),)), KNOWN), (), PathSet(()))
    assert isinstance(found, Miss) and found.cause == "residue"


# Promises


@pytest.mark.parametrize("model", [good, silent, half, cut, raw(b""), raw(b"[]"), word("timeout")], ids=lambda _: "")
def test_no_model_makes_anything_better(model: Model) -> None:
    """Whatever it says: flags, which are questions, or a failure, which is one."""
    opinion, _ = result(model)
    assert opinion.state == ("read" if not opinion.cause else "failed")
    assert json.loads(opinion_text(opinion)).keys() & {"verdict", "pass", "ok", "score"} == set()
