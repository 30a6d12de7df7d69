"""Places of a list held against what stands now: each on one side is in one state, and none is taken for another."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.site import Compared, Site, Worked, compare, numbered, renamed
from tests.conftest import examples


def half(word: str) -> str:
    return f"{word:x<16}"


def site(
    path: str, place: str = "p", statement: str = "s", anchor: str = "nb", within: str = "F", number: int = 0
) -> Site:
    """A place by short words; the letters of an anchor are names, body, and the neighbours where they matter."""
    id_ = half(place) + half(statement) + (f".{number}" if number else "")
    names, body, before, behind = f"{anchor:-<4}"
    told = half(names) + half(body) + f"{before:x<8}{behind:x<8}"
    return Site(path.encode(), id_, told, half("b" + place), within, 7, place)


def done(path: str, place: str = "p", statement: str = "s") -> Worked:
    return Worked(path.encode(), half("b" + place), half(statement), 9)


def counted(compared: Compared) -> dict[str, int]:
    return {name: len(part) for name, part in compared._asdict().items() if part}


A, B = site("a"), site("b")
TABLE: list[tuple[str, list[Site], list[Site], list[Worked], dict[str, int]]] = [
    ("as it was", [A], [A], [], {"same": 1}),
    ("gone", [A], [], [], {"slack": 1}),
    ("new", [], [A], [], {"grown": 1}),
    ("moved with its declaration", [A], [B], [], {"moved": 1}),
    ("copied", [A], [A, B], [], {"same": 1, "grown": 1}),
    ("to another file, the body another", [A], [site("b", anchor="nc")], [], {"slack": 1, "grown": 1}),
    ("to another file, the name another", [A], [site("b", anchor="mb")], [], {"slack": 1, "grown": 1}),
    ("one moved, one new beside it", [A], [B, site("b", number=1)], [], {"moved": 1, "grown": 1}),
    ("two moved, numbered anew", [A], [site("b", anchor="nc"), site("b", number=1)], [], {"moved": 1, "grown": 1}),
    ("the statement edited", [A], [site("a", statement="t", anchor="nc")], [], {"edited": 1}),
    ("the statement and the one before it edited", [site("a", anchor="nbpq")], [site("a", "p", "t", "ncrq")], [],
     {"edited": 1}),
    ("the statement and the one behind it edited", [site("a", anchor="nbpq")], [site("a", "p", "t", "ncpr")], [],
     {"edited": 1}),
    ("one gone, one new elsewhere in the function", [site("a", anchor="nbpq")], [site("a", "p", "t", "ncqr")], [],
     {"slack": 1, "grown": 1}),
    ("in a function of another name", [A], [site("a", place="q", anchor="mb")], [], {"slack": 1, "grown": 1}),
    ("one gone here, one new in another function", [A], [site("a", "q", "t", "mc")], [], {"slack": 1, "grown": 1}),
    ("the same statement in another function", [A], [site("a", "q", "s", "mc")], [], {"slack": 1, "grown": 1}),
    ("worked off", [A], [], [done("a")], {"done": 1}),
    ("worked off in another statement", [A], [], [done("a", statement="t")], {"done": 1}),
    ("worked off elsewhere", [A], [], [done("b")], {"slack": 1}),
    ("something else is worked off", [A], [], [done("a", "q")], {"slack": 1}),
    ("worked off once for two", [A, site("a", number=1)], [], [done("a")], {"done": 1, "slack": 1}),
    ("worked off, and another came", [A], [site("a", statement="t")], [done("a")], {"done": 1, "grown": 1}),
    ("not worked off, what it becomes stands too", [A], [A], [done("a")], {"same": 1}),
    ("outside of any, a line new above", [site("a", anchor="-fpq", within="")], [site("a", "q", "s", "-grq", "")], [],
     {"edited": 1}),
    ("outside of any, a line new below", [site("a", anchor="-fpq", within="")], [site("a", "q", "s", "-gpr", "")], [],
     {"edited": 1}),
    ("outside of any, other lines on both sides", [site("a", anchor="-fpq", within="")],
     [site("a", "q", "s", "-grt", "")], [], {"slack": 1, "grown": 1}),
    ("outside of any, the whole file moved", [site("a", anchor="-fpq", within="")],
     [site("b", anchor="-fpq", within="")], [], {"moved": 1}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "worked", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_became_of_places(
    old: list[Site], new: list[Site], worked: list[Worked], expected: dict[str, int]
) -> None:
    assert counted(compare(old, new, worked)) == expected


def test_what_stood_already_works_nothing_off() -> None:
    stood = {(b"a", half("bp")): 1}
    assert counted(compare([A], [], [done("a")], stood)) == {"slack": 1}
    assert counted(compare([A], [], [done("a"), done("a", statement="t")], stood)) == {"done": 1}


@pytest.mark.parametrize(
    ("new", "names", "expected"),
    [
        (site("a", "q", "s", "mb", "G"), {"G"}, {"edited": 1}),
        (site("a", "q", "s", "mb", "G"), {"F", "G"}, {"slack": 1, "grown": 1}),
        (site("a", "q", "s", "mc", "G"), {"G"}, {"slack": 1, "grown": 1}),
        (site("a", "q", "t", "mb", "G"), {"G"}, {"slack": 1, "grown": 1}),
        (site("b", "q", "s", "mb", "G"), {"G"}, {"slack": 1, "grown": 1}),
    ],
    ids=["renamed", "the old one stands", "edited as well", "another statement", "in another file"],
)
def test_a_declaration_that_is_renamed(new: Site, names: set[str], expected: dict[str, int]) -> None:
    assert counted(renamed(compare([A], [new]), lambda path: frozenset(names))) == expected


def test_what_is_left_stands_as_it_stands_now() -> None:
    assert [one.path for one in compare([A, site("c", "q")], [B, site("c", "q")]).left] == [b"c", b"b"]


def test_equal_places_are_told_apart_by_number() -> None:
    assert [one.id[32:] for one in numbered([A, A, site("a", "q"), A])] == ["", ".1", "", ".2"]


SITES = st.lists(
    st.builds(site, st.sampled_from("ab"), st.sampled_from("pq"), st.sampled_from("st"), st.sampled_from(("nb", "nc"))),
    max_size=6,
)


@given(SITES, SITES, st.lists(st.builds(done, st.sampled_from("ab"), st.sampled_from("pq")), max_size=4))
@settings(max_examples=examples(60))
def test_each_place_is_in_one_state_and_hidden_compensation_shows(
    old: list[Site], new: list[Site], worked: list[Worked]
) -> None:
    before = [one for path in (b"a", b"b") for one in numbered([one for one in old if one.path == path])]
    after = [one for path in (b"a", b"b") for one in numbered([one for one in new if one.path == path])]
    found = compare(before, after, worked)
    pairs = (*found.same, *found.moved, *found.edited, *found.done)
    assert Counter([*[pair.old for pair in pairs], *found.slack]) == Counter(before)
    assert Counter([*found.left, *found.grown]) == Counter(after)
    for pair in found.moved:
        assert pair.old.path != pair.new.path
        assert (pair.old.key, pair.old.anchor) == (pair.new.key, pair.new.anchor)
    if not (found.slack or found.grown or found.moved or found.edited or found.done):
        assert before == after or Counter(before) == Counter(after)
