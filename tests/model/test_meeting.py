"""Whether two path patterns have a path in common."""

from __future__ import annotations

import itertools

import pytest

from guard.model.meeting import MOST_COMPONENTS, meet
from guard.model.paths import PathSet


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a", "/a"),
        ("/a/**", "/a/b/c"),
        ("/**", "/a"),
        ("/internal/**", "/internal/users/**"),
        ("/**/x", "/a/**"),
        ("/a*c", "/ab*"),
        ("/*/b", "/a/*"),
        ("/**/a/**", "/**/b/**"),
        ("/a/**/z", "/a/b/**"),
    ],
)
def test_patterns_that_meet(one: str, other: str) -> None:
    assert meet(one, other)
    assert meet(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a", "/b"),
        ("/a/**", "/a"),
        ("/a/*", "/a/b/c"),
        ("/*.go", "/*.py"),
        ("/a*", "/b*"),
        ("/app/**", "/src/**"),
        ("/**/x.go", "/**/*.py"),
        ("/a/**/z", "/a/b"),
    ],
)
def test_patterns_that_do_not(one: str, other: str) -> None:
    assert not meet(one, other)
    assert not meet(other, one)


def test_it_is_what_trying_every_short_path_says() -> None:
    names = ["a", "b", "ab", "aab"]
    paths = ["/".join(parts).encode() for length in (1, 2, 3, 4) for parts in itertools.product(names, repeat=length)]
    components = ["a", "*", "**", "a*", "*b"]
    patterns = ["/" + "/".join(parts) for length in (1, 2) for parts in itertools.product(components, repeat=length)]
    matched = {pattern: frozenset(path for path in paths if PathSet((pattern,)).matches(path)) for pattern in patterns}
    for one, other in itertools.product(patterns, repeat=2):
        assert meet(one, other) == bool(matched[one] & matched[other]), (one, other)


def test_very_long_patterns_are_taken_to_meet() -> None:
    assert meet("/a" * (MOST_COMPONENTS + 1), "/b")
    assert not meet("/a" * MOST_COMPONENTS, "/b")
