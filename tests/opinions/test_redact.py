"""Secrets are taken out of what is sent, whatever their shape; what is none stays, and all can be put back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.opinions.redact import Secret, redact
from tests.conftest import examples
from tests.opinions.secrets_table import PLAIN, PLANTED, Planted, drawn


def restored(text: str, found: Iterable[Secret]) -> str:
    """With the values in their places again: of each mark one and only one value is known."""
    values = {one.mark: one.value for one in found}
    return re.sub(r"<<S\d+>>", lambda match: values.get(match.group(), match.group()), text)


def told(planted: Planted) -> str:
    return planted.text.replace("@", planted.value, 1) if "@" in planted.text else planted.value


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_a_secret_is_taken_out_and_can_be_put_back(planted: Planted) -> None:
    text = told(planted)
    found = redact(["Before it.", text, "After it."])
    assert all(line not in found.texts[1] for line in planted.value.split("\n")), found
    assert found.texts[0] == "Before it." and found.texts[2] == "After it."
    assert found.left == ()
    assert restored(found.texts[1], found.secrets) == text


def test_there_are_many_shapes() -> None:
    assert len({one.name for one in PLANTED}) >= 60


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_stays(text: str) -> None:
    assert redact([text]) == ((text,), (), ())


def test_one_value_has_one_mark_wherever_it_stands() -> None:
    value, other = drawn("one", 24), drawn("two", 24)
    found = redact([f"token={value}", f"again {value} and {other}", f"x{value}x"])
    assert found.texts[:2] == ("token=<<S1>>", "again <<S1>> and <<S2>>")
    assert value not in found.texts[2]
    assert [one.mark for one in found.secrets][:2] == ["<<S1>>", "<<S2>>"]


def test_many_secrets_together_leave_nothing_behind() -> None:
    """Marks of two and three digits are marks as well."""
    for some in (PLANTED[:40], PLANTED[40:], PLANTED[::-1]):
        found = redact([told(one) for one in some] * 2)
        assert found.left == ()
        whole = "\n".join(found.texts)
        assert not [one.name for one in some if len(one.value) > 8 and one.value in whole]


def test_a_mark_that_stands_in_the_text_is_no_mark_of_ours() -> None:
    value = drawn("one", 24)
    found = redact([f"The text says <<S7>> and {value}."])
    assert found.texts == ("The text says <<S7>> and <<S8>>.",)
    assert restored(found.texts[0], found.secrets) == f"The text says <<S7>> and {value}."


def test_a_key_over_several_texts_is_found() -> None:
    begin, end = "-----BEGIN RSA PRIVATE " + "KEY-----", "-----END RSA PRIVATE " + "KEY-----"
    found = redact(["Here:", begin, drawn("a", 64), drawn("b", 20), end, "That was it."])
    assert found.texts[0] == "Here:" and found.texts[-1] == "That was it."
    assert all(text.startswith("<<S") and text.endswith(">>") for text in found.texts[1:-1])


@pytest.mark.parametrize(
    "text",
    [
        "gh\u200bp_" + drawn("gh", 36)[:5] + "\u200b" + drawn("gh", 36)[5:],
        "AKIA\u00ad" + drawn("aws", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    ],
    ids=["zero width", "soft hyphen"],
)
def test_letters_that_nobody_sees_hide_nothing(text: str) -> None:
    found = redact([f"We use {text} there."])
    assert found.left or "<<S1>>" in found.texts[0]


@pytest.mark.parametrize("way", ["base64", "hex", "backwards", "percent"])
def test_a_value_that_is_spelled_otherwise_too_is_sent_in_no_way(way: str) -> None:
    import base64
    from urllib.parse import quote

    value = "tues-day!@" + drawn("v", 4)
    ways = {
        "base64": base64.b64encode(f"app {value}".encode()).decode(),
        "hex": value.encode().hex(),
        "backwards": value[::-1],
        "percent": quote(value, safe=""),
    }
    found = redact([f"The password is {value}", f"and {ways[way]} too"])
    assert value not in " ".join(found.texts)
    assert found.left or ways[way] not in found.texts[1]


@pytest.mark.fuzz
@given(st.lists(st.text(max_size=80), max_size=8))
@settings(max_examples=examples(150), deadline=None)
def test_any_texts_come_back_as_they_were(texts: list[str]) -> None:
    found = redact(texts)
    assert len(found.texts) == len(texts)
    assert tuple(restored(text, found.secrets) for text in found.texts) == tuple(texts)


@pytest.mark.later
@pytest.mark.parametrize(
    "text",
    ["-----BEGIN RSA PRIVATE KEY-----" * 1000, "password: " * 6_000, "://a:b@" * 6_000, "Aa1" * 20_000, "=" * 40_000,
     "machine a login " * 3000, "eyJ" * 20_000, "cookie:" * 6_000, "a_" * 20_000, "x-" * 20_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_take_no_time(text: str) -> None:
    begun = time.process_time()
    redact([text])
    assert time.process_time() - begun < 2
