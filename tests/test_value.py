"""Values behave as the standard library's named tuples do."""

from __future__ import annotations

import copy
import pickle
from typing import NamedTuple as Reference

import pytest

from guard.value import NamedTuple


class Mine(NamedTuple):
    """A value."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = ()

    def doubled(self) -> int:
        return self.a * 2


class Theirs(Reference):
    a: int
    b: str = "b"
    c: tuple[int, ...] = ()


CALLS: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((1,), {}),
    ((1, "x"), {}),
    ((1, "x", (2,)), {}),
    ((), {"a": 1}),
    ((1,), {"c": (3,)}),
    ((), {"c": (), "b": "z", "a": 9}),
    ((), {}),
    ((), {"b": "x"}),
    ((1, "x", (2,), 4), {}),
    ((1,), {"a": 2}),
    ((1,), {"d": 2}),
    ((1, "x", (2,)), {"a": 1}),
]


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_made_as_the_standard_library_makes_them(values: tuple[object, ...], named: dict[str, object]) -> None:
    try:
        expected = tuple(Theirs(*values, **named))  # type: ignore[arg-type]
    except TypeError:
        with pytest.raises(TypeError):
            Mine(*values, **named)  # type: ignore[arg-type]
    else:
        assert tuple(Mine(*values, **named)) == expected  # type: ignore[arg-type]


def test_frozen_named_and_replaceable() -> None:
    value = Mine(1, c=(2,))
    assert (value.a, value.b, value.c, value.doubled()) == (1, "b", (2,), 2)
    assert repr(value) == "Mine(a=1, b='b', c=(2,))"
    assert value._replace(a=5) == Mine(5, "b", (2,))
    assert value._asdict() == {"a": 1, "b": "b", "c": (2,)}
    assert hash(value) == hash(Mine(1, "b", (2,)))
    assert Mine.__doc__ == "A value."
    with pytest.raises(AttributeError):
        value.a = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        value.d = 2  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        value._replace(d=2)  # type: ignore[call-arg]


def test_copied_pickled_and_matched() -> None:
    value = Mine(1)
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value
    match value:
        case Mine(a, b):
            assert (a, b) == (1, "b")
