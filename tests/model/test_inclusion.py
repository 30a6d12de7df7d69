"""Whether one pattern lies within another: row by row, against matching, and against every short path there is."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.inclusion import MOST_COMPONENTS, Work, operations_within, path_within, paths_within
from guard.model.paths import PathSet, check_pattern, covers
from tests.conftest import examples

# narrow | the broad patterns it lies within | those it does not
PATHS = """
/a | /a /* /** /a* /*a /*a* /**/a /**/* /**/** | /b /a/** /A /*/a /a/* /aa /a*a /**/a/**
/a/b | /a/b /a/* /*/b /a/** /** /**/b /a/**/b /*/* /*/** /**/a/b /**/a/** | /a /* /a/b/** /b/** /*/*/* /**/a /a/**/b/b
/a/b/c | /a/**/b/**/c /**/b/** /**/a/**/b/**/c /a/**/c /**/b/c | /a/**/b/*/**/c /**/b /a/**/b/b/**/c /a/*/**/b/**/c
/a/**/b/**/c | /a/**/b/**/c /a/**/c /*/**/b/**/c /a/**/b/** | /a/**/b/*/**/c /a/**/b/c /a/b/**/c /a/*/**/b/**/c
/a/** | /a/** /** /**/a/** /*/** /a/**/** /a/**/* /**/* /a*/** /*a/** /*/**/* | /a /a/* /a/b/** /a/*/** /a/**/b /b/** /*
/** | /** /**/** /**/* | /**/*/** /* /*/** /*/*/** /**/a /a/** /**/a/** /**/a*
/* | /* /** /**/* | /a /a* /*/** /**/*a*
/*/** | /*/** /** /**/*/* /*/**/* | /*/* /* /a/** /*/*/**
/**/* | /** /**/* | /* /*/**
/a/*/** | /a/*/** /a/** /a/**/*/* /a/**/** /*/*/** /**/*/*/* | /a/* /a/*/* /a/b/** /*/*/*/** /a/**/b
/a/**/* | /a/** /a/**/* | /a/* /a/*/**
/a/**/b | /a/**/b /** /*/** /a/** /**/b /**/*b /a/**/* /a/**/**/b /*/**/b | /a/b /a/*/b /a/*/**/b /**/a/b /a/**/b/**
/a/**/*/b | /a/**/b /a/*/**/b /a/**/*/b /*/*/**/b /**/*/*/b | /a/*/b /a/*/*/**/b /a/b
/a/*/**/b | /a/**/*/b /a/**/b /a/*/** | /a/**/*/*/b
/**/a | /**/a /** /**/*a /**/* /**/a* | /a /*/**/a /**/a/a /*
/**/a/** | /**/a/** /** /**/*/* /*/** /**/*/** | /a/** /**/a/*/** /**/a
/**/a/b | /**/b /**/a/b /**/a/** /**/*/b /*/** | /**/a /a/** /**/a/*/b
/**/x/**/x/y | /**/x/y /**/x/**/y /**/x/** /**/x/**/x/** /**/x/*/** | /**/x/x/y /x/** /**/x/**/x/x/y
/a/b/**/b/c | /a/**/b/c /a/b/** /**/b/**/c /a/b/**/c /a/*/**/c /**/b/**/b/c /a/**/*/c | /a/b/b/c /a/*/b/c /**/b/*/c
/a*c | /a*c /a* /*c /* /*a*c /*a* /*c* /** | /a*b*c /ac /abc /a*cc /*b*
/*a*b* | /*a*b* /*a* /*b* /* | /a*b /*b*a* /*ab* /a* /*a*a*b*
/*aa* | /*aa* /*a*a* /*a* | /*aaa* /aa* /*aa
/ab*ba | /ab*ba /a*a /*b*b* /*ba /ab* | /aba /ab*bba /*aa*
/d/*.sql | /d/* /d/*.sql /*/*.sql /**/*.sql /d/** /d/*l /d/*.* | /d/*.*.* /d/a.sql /d/*a*.sql /*.sql
/d/*.* | /d/*.* /d/* /**/*.* | /d/*.sql /d/*.*.*
/docs/** | /d*s/** /docs/** /*/** | /docs /docs/* /docs/*.md /doc/** /Docs/**
/é | /* /é /**/é | /e /e*
/日*/x | /*/x /日*/* /日*/** | /日/x /*日/x
/a/**/**/b | /a/**/b | /a/*/**/b
/**/*/a | /*/**/a /**/*/a /**/a | /*/a /**/*/*/a
/x/**/a/**/a/y | /x/**/a/y /x/**/a/**/y /x/**/a/**/a/y /x/*/**/y /x/*/*/**/y | /x/**/a/a/y /x/**/a/*/**/a/y /x/*/a/**
"""
OPERATIONS = """
file.modify | file.modify file.* * | file.mode file.modify.* schema.* opaque.*
file.* | file.* * | file.modify file.a.* opaque.* schema.*
schema.column.* | schema.column.* schema.* * | schema.table.* schema.column.add schema.column
schema.column.add | schema.column.add schema.column.* schema.* * | schema schema.table.* schema.column.add.*
schema | schema * | schema.* opaque
* | * | schema.* opaque.* file.*
opaque | opaque | * opaque.* file.*
opaque.* | opaque.* | * opaque opaque.sql
opaque.sql | opaque.sql opaque.* | * opaque.sql.*
opaque.sql.* | opaque.* opaque.sql.* | * opaque.sql opaque
opaquex.y | opaquex.* * | opaque.*
"""


def rows(table: str) -> list[tuple[str, str, bool]]:
    found = []
    for line in table.strip().splitlines():
        narrow, _, rest = line.partition(" | ")
        within, _, not_within = rest.partition(" | ")
        found += [(narrow, broad, True) for broad in within.split()]
        found += [(narrow, broad, False) for broad in not_within.split()]
    return found


@pytest.mark.parametrize(("narrow", "broad", "expected"), rows(PATHS))
def test_paths(narrow: str, broad: str, expected: bool) -> None:
    assert check_pattern(narrow) is None and check_pattern(broad) is None
    assert path_within(narrow, broad) is expected


@pytest.mark.parametrize(("narrow", "broad", "expected"), rows(OPERATIONS))
def test_operations(narrow: str, broad: str, expected: bool) -> None:
    assert operations_within([narrow], [broad]) == (() if expected else (narrow,))


def test_those_within_none_are_named_in_their_order() -> None:
    assert paths_within(["/z", "/a/b", "/c/**"], ["/a/**", "/c/*"]) == ("/z", "/c/**")
    assert operations_within(["z", "a.b", "c.*"], ["a.*", "c.d"]) == ("z", "c.*")
    assert paths_within([], []) == operations_within([], ["*"]) == ()
    assert paths_within(["/a"], []) == ("/a",)


def test_one_broad_pattern_has_to_do_it_alone() -> None:
    assert paths_within(["/a/**"], ["/a/*", "/a/*/**"]) == ("/a/**",)


# every short path over three letters, of which patterns use two: the third is what only `*` takes


LETTERS = ("a", "b", "c")
NAMES = tuple("".join(letters) for size in (1, 2, 3) for letters in product(LETTERS, repeat=size))
ONE = ("a", "b", "*", "a*", "*b", "*a*")
SHORT = [b"/".join(parts) for size in range(1, 7) for parts in product((b"a", b"b", b"c"), repeat=size)]
FLAT = [name.encode() for name in NAMES]


@cache
def matched(pattern: str) -> frozenset[bytes]:
    paths = PathSet([pattern])
    return frozenset(path for path in SHORT + FLAT if paths.matches(path))


@pytest.mark.parametrize("sizes", [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (2, 3), (3, 3)])
def test_exact_over_all_short_patterns(sizes: tuple[int, int]) -> None:
    """Components of one letter, `*` and `**`: what six of them cannot tell apart is within."""
    narrow, broad = [["/" + "/".join(parts) for parts in product(("a", "*", "**"), repeat=size)] for size in sizes]
    wrong = [
        (one, other)
        for one in narrow
        for other in broad
        if path_within(one, other) is not (matched(one) <= matched(other))
    ]
    assert wrong == []


def test_exact_within_one_component() -> None:
    texts = ["".join(letters) for size in (1, 2, 3) for letters in product("ab*", repeat=size)]
    patterns = ["/" + text for text in texts if "**" not in text]
    pairs = [(one, other) for one in patterns for other in patterns]
    assert len(pairs) > 800
    wrong = [pair for pair in pairs if path_within(*pair) is not _one_within(*pair)]
    assert wrong == []


@cache
def _all(pattern: str) -> frozenset[bytes]:
    paths = PathSet([pattern])
    return frozenset(path for path in LONGER if paths.matches(path))


LONGER = ["".join(letters).encode() for size in range(1, 6) for letters in product("abc", repeat=size)]


def _one_within(narrow: str, broad: str) -> bool:
    return _all(narrow) <= _all(broad)


PATTERN = st.lists(st.sampled_from((*ONE, "**", "**", "*")), min_size=1, max_size=6).map(
    lambda parts: "/" + "/".join(parts)
)
PATH = st.lists(st.sampled_from(NAMES), min_size=1, max_size=7).map("/".join)
DRAWN = examples(300)


@pytest.mark.fuzz
@settings(max_examples=DRAWN)
@given(PATTERN, PATTERN, st.lists(PATH, min_size=1, max_size=12))
def test_within_means_that_every_path_of_the_one_is_one_of_the_other(narrow: str, broad: str, paths: list[str]) -> None:
    if path_within(narrow, broad):
        taken, also = PathSet([narrow]), PathSet([broad])
        assert [path for path in paths if taken.matches(path.encode()) and not also.matches(path.encode())] == []


@pytest.mark.fuzz
@settings(max_examples=DRAWN)
@given(PATTERN, PATTERN)
def test_not_within_means_that_there_is_a_path_of_the_one_alone(narrow: str, broad: str) -> None:
    """Each `**` filled with no component and with many, which is all it takes, finds the path."""
    if not path_within(narrow, broad):
        assert any(PathSet([narrow]).matches(path) and not PathSet([broad]).matches(path) for path in filled(narrow)), (
            "called not within, and no path says why"
        )


def filled(pattern: str) -> list[bytes]:
    """Paths of a pattern: a letter no pattern here has for every `*`, no or eight components for every `**`."""
    parts = pattern[1:].replace("/**", "/?").split("/")
    parts = ["?" if part == "**" else part for part in parts]
    if parts[-1] == "?":
        parts.append("*")
    fills = product(([], ["z"] * 8), repeat=parts.count("?"))
    found = []
    for fill in fills:
        gaps = iter(fill)
        names = [name for part in parts for name in (next(gaps) if part == "?" else [part.replace("*", "z")])]
        found.append("/".join(names).encode())
    return found


@pytest.mark.fuzz
@settings(max_examples=DRAWN)
@given(
    st.lists(st.sampled_from(["a", "b", "opaque"]), min_size=1, max_size=3).map(".".join),
    st.lists(st.sampled_from(["a", "b", "opaque"]), min_size=1, max_size=2).map(".".join),
    st.tuples(st.sampled_from(["", ".*"]), st.sampled_from(["", ".*"])),
    st.booleans(),
)
def test_operations_within_agrees_with_covers(narrow: str, broad: str, ends: tuple[str, str], star: bool) -> None:
    narrow, broad = narrow + ends[0], "*" if star else broad + ends[1]
    ids = [".".join(words) for size in (1, 2, 3, 4) for words in product(("a", "b", "opaque"), repeat=size)]
    expected = all(covers(broad, one) for one in ids if covers(narrow, one))
    assert (operations_within([narrow], [broad]) == ()) is expected


@pytest.mark.parametrize("pattern", ["", "a", "/a/", "/a**", "/a?", "/\ud800", "/a//b"])
def test_what_is_no_pattern_lies_within_nothing(pattern: str) -> None:
    assert not path_within(pattern, "/**")
    assert not path_within("/a", pattern)


def test_no_pattern_costs_much() -> None:
    """Components compared, not seconds."""
    deep, long = "/" + "**/a/" * 120 + "b", "/" + "**/a/" * 121 + "a"
    assert not path_within(deep, long) and not path_within(long, deep)
    assert path_within("/" + "*a" * 2000 + "*b*", "/" + "*a" * 1900 + "*b*")
    just = "/" + "/".join(["a"] * MOST_COMPONENTS)
    assert path_within(just, "/**")
    assert not path_within(just + "/a", "/**") and path_within(just + "/a", just + "/a")


def test_beyond_the_work_allowed_nothing_is_within() -> None:
    narrow = [f"/a/{number}/x" for number in range(40)]
    assert paths_within(narrow, ["/b/**", "/a/**"]) == ()
    spent = Work(500)
    assert 0 < len(paths_within(narrow, ["/b/**", "/a/**"], spent)) <= 40 and spent.left < 0
    assert paths_within(["/a/1"], ["/a/**"], spent) == ("/a/1",)
    assert paths_within(["/a/1"], ["/a/1"], spent) == ()


def test_many_patterns_cost_no_more_than_is_allowed() -> None:
    work = Work()
    left = paths_within([f"/a/{n}" for n in range(20_000)], [f"/a/{n}/**" for n in range(20_000)], work)
    assert len(left) == 20_000 and work.left < 0
