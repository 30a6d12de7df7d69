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
