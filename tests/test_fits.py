"""The quick question and the validator agree on every payload: both are made of the published schemas."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.schema import validate_data
from guard.schema.fits import _made, fits
from tests.conftest import examples
from tests.test_payloads import WHOLE

KINDS = sorted(kind for kind in WHOLE if kind.startswith("log-"))
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["dana", "dana\n", "Dana", "approval", "landing", "plan", "plan/phase", "plan/", "1", "a" * 64]),
    st.sampled_from(["sha256:" + "a" * 64, "sha256:" + "a" * 64 + "\n", "sha256:" + "A" * 64, "5f0c2b7e", "x" * 4097]),
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.integers(-1, 2), WORDS)
VALUES = st.recursive(PLAIN, lambda of: st.lists(of, max_size=3) | st.dictionaries(WORDS, of, max_size=3), max_leaves=6)


@st.composite
def payloads(draw: st.DrawFn) -> tuple[str, Any]:
    """A whole payload with a few things put, replaced or taken away somewhere in it, or anything at all."""
    kind = draw(st.sampled_from(KINDS))
    if draw(st.integers(0, 9)) == 0:
        return kind, draw(VALUES)
    data: Any = copy.deepcopy(WHOLE[kind])
    for _ in range(draw(st.integers(0, 3))):
        place = data
        inner = [value for value in data.values() if isinstance(value, dict | list)]
        if inner and draw(st.booleans()):
            place = draw(st.sampled_from(inner))
        if isinstance(place, list):
            place.append(draw(VALUES))
        elif place and draw(st.booleans()):
            del place[draw(st.sampled_from(sorted(place)))]
        else:
            place[draw(st.sampled_from(sorted(place)) if place and draw(st.booleans()) else WORDS)] = draw(VALUES)
    return kind, data


@pytest.mark.fuzz
@settings(max_examples=examples(400))
@given(payloads())
def test_both_say_the_same(drawn: tuple[str, Any]) -> None:
    kind, data = drawn
    assert fits(kind)(data) == (not validate_data(kind, data))


@pytest.mark.parametrize("kind", KINDS)
def test_whole_ones_fit(kind: str) -> None:
    assert len(KINDS) == 4
    assert fits(kind)(WHOLE[kind])
    for key in WHOLE[kind]:
        less = {name: value for name, value in WHOLE[kind].items() if name != key}
        assert fits(kind)(less) == (not validate_data(kind, less))


UNFIT = {
    "a time before 1970": ("log-approval", "at", -1),
    "a digest that is none": ("log-approval", "phases", {"expand": "sha256:abc"}),
    "a phase that is no name": ("log-approval", "phases", {"Expand": "sha256:" + "a" * 64}),
    "an empty reason": ("log-approval", "reason", ""),
    "a reason too long": ("log-approval", "reason", "x" * 4097),
    "a fingerprint too short": ("log-approval", "accepts", ["0" * 15]),
    "one fingerprint, not in a list": ("log-approval", "accepts", "0" * 16),
    "version 0": ("log-approval", "version", 0),
    "a count that is text": ("log-evidence", "values", {"remaining": "0"}),
    "a name before a line feed": ("log-evidence", "by", "ci\n"),
    "an input that is none": ("log-landing", "inputs", {"policy": 1}),
    "a fact nobody knows": ("log-evidence", "fact", "merged"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_does_not_fit(name: str) -> None:
    kind, key, value = UNFIT[name]
    data = {**WHOLE[kind], key: value}
    assert not fits(kind)(data)
    assert validate_data(kind, data)


def test_limits_are_within() -> None:
    number, text = _made({"type": "integer", "minimum": 1, "maximum": 3}), _made({"type": "string", "maxLength": 2})
    assert [number(value) for value in (0, 1, 3, 4, True)] == [False, True, True, False, False]
    assert [text(value) for value in ("", "ab", "abc", 7)] == [True, True, False, False]
    assert _made({"type": "integer"})(-5)
    assert _made({"type": "object", "additionalProperties": True})({"a": None})
    assert _made({"const": 1})(1) and not _made({"const": 1})(True)


@pytest.mark.parametrize(
    "asked",
    [
        {"type": "string", "format": "date"},
        {"type": "object", "minProperties": 1},
        {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        {"type": "number"},
        {"type": ["string", "null"]},
        {"enum": [True]},
        {"oneOf": []},
        {},
    ],
)
def test_what_it_does_not_know_is_no_schema_of_payloads(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        _made(asked)
