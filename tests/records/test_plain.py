"""Values as plain data: one form for each, no two values in the same one where somebody would tell them apart."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.records.plain import plain, seal, written
from guard.value import NamedTuple


class Pair(NamedTuple):
    """A value with a field that is mostly left alone."""

    one: object
    other: object = ()


ROWS: dict[str, tuple[object, object]] = {
    "nothing": (None, None),
    "yes": (True, True),
    "a number": (7, 7),
    "a text": ("caf\u00e9", "caf\u00e9"),
    "half a character": ("\ud800", {"base64": "7aCA"}),
    "bytes": (b"src/a", "src/a"),
    "bytes of UTF-8": ("caf\u00e9".encode(), "caf\u00e9"),
    "bytes in another normal form": ("cafe\u0301".encode(), {"base64": "Y2FmZcyB"}),
    "bytes that are no text": (b"\xff", {"base64": "/w=="}),
    "no bytes": (b"", ""),
    "a value": (Pair(1, 2), {"one": 1, "other": 2}),
    "a value whose field is as ever": (Pair(1), {"one": 1}),
    "a value in a value": (Pair(Pair(b"x")), {"one": {"one": "x"}}),
    "a list": ([1, (2, 3)], [1, [2, 3]]),
    "a set, sorted": (frozenset({"b", "a", "c"}), ["a", "b", "c"]),
    "a set of values": (frozenset({Pair(2), Pair(1)}), [{"one": 1}, {"one": 2}]),
    "a mapping": ({b"b": 1, b"a": 2}, {"a": 2, "b": 1}),
    "a mapping by what is no text": ({b"\xff": 1, b"a": 2}, [["a", 2], [{"base64": "/w=="}, 1]]),
    "a mapping by numbers": ({2: "two", 1: "one"}, [[1, "one"], [2, "two"]]),
    "a mapping by two that look alike": ({b"a": 1, "a": 2}, [["a", 1], ["a", 2]]),
}


@pytest.mark.parametrize(("value", "told"), ROWS.values(), ids=ROWS)
def test_a_value_has_one_form(value: object, told: object) -> None:
    assert plain(value, {}) == told
    assert json.loads(written(plain(value, {}))) == told


def test_what_is_told_by_less() -> None:
    assert plain([Pair(1), 2], {Pair: lambda pair: pair.one}) == [1, 2]


@pytest.mark.parametrize("value", [1.5, object(), len, Pair(0.0), {"a": [set(), 1j]}])
def test_what_has_no_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        written(plain(value, {}))


@pytest.mark.fuzz
@given(st.lists(st.binary(max_size=8), unique=True, max_size=6))
def test_no_two_names_are_told_alike(names: list[bytes]) -> None:
    told = [written(plain(name, {})) for name in names]
    assert len(set(told)) == len(names)
    assert plain(frozenset(names), {}) == plain(frozenset(reversed(names)), {})
    assert plain(dict.fromkeys(names, 1), {}) == plain(dict.fromkeys(reversed(names), 1), {})


def test_the_seed_of_hashing_says_nothing() -> None:
    code = "from guard.records.plain import plain, seal; print(seal(plain(frozenset(map(str, range(99))), {})))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {seal(plain(frozenset(map(str, range(99))), {})).encode() + b"\n"}
