"""What a landing does to places: each row is two sets of files, and what is told of what lies between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.model.site_facts import SiteFacts
from guard.sites.landing import Bound, site_facts
from tests.conftest import examples
from tests.repos import Maker, new_repository
from tests.sites.trees import (
    DONE,
    ONE,
    PLAN,
    READS,
    TWO,
    WRITES,
    Files,
    changes,
    committed,
    function,
    go,
    manifest,
    plan,
)

Opened = tuple[Maker, Repository]
A, B, KEPT = "src/a.go", "src/b.go", "src/kept.go"


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    with new_repository() as made, made.opened() as repository:
        yield made, repository


def told(facts: SiteFacts) -> dict[str, list[str]]:
    """Each state with its places, as path and text."""
    found = {
        "came": [f"{one.path.decode()} {one.text}" for one in facts.came],
        "done": [f"{pair.old.path.decode()} {pair.old.text}" for pair in facts.done],
        "other": [f"{one.path.decode()} {one.text}" for one in facts.other],
        "removed": [f"{one.path.decode()} {one.text}" for one in facts.removed],
        "hidden": [path.decode() for path, _ in facts.hidden],
        "moved": [f"{pair.old.path.decode()} {pair.new.path.decode()}" for pair in facts.moved],
        "unread": [path.decode() for path, _ in facts.unread],
    }
    return {state: places for state, places in found.items() if places}


def asked(opened: Opened, old: Files, new: Files, absent: bool = False) -> dict[str, list[str]]:
    made, repository = opened
    fits = manifest(repository, committed(made, {A: go(TWO), B: go(ONE)}))
    bound = Bound(PLAN, WRITES, True) if absent else Bound(PLAN, READS, manifest=fits)
    facts = site_facts(repository, [bound], changes(made, old, new))
    return told(facts[0]) if facts else {}


TABLE: dict[str, tuple[Files, Files, dict[str, list[str]]]] = {
    "a place comes": ({A: go(ONE)}, {A: go(ONE, function("New", "f(u.Old)"))}, {"came": [f"{A} u.Old"]}),
    "a file with places comes": ({}, {A: go(TWO)}, {"came": [f"{A} u.Old", f"{A} v.Old"]}),
    "worked off": ({A: go(ONE)}, {A: go(DONE)}, {"done": [f"{A} u.Old"]}),
    "worked off in a longer statement": (
        {A: go(ONE)},
        {A: go(function("One", "x, err := f(u.New())"))},
        {"done": [f"{A} u.Old"]},
    ),
    "one of two worked off": ({A: go(TWO)}, {A: go(TWO.replace("u.Old", "u.New()"))}, {"done": [f"{A} u.Old"]}),
    "worked off with another receiver": (
        {A: go(ONE)},
        {A: go(DONE.replace("u.New", "v.New"))},
        {"other": [f"{A} u.Old"]},
    ),
    "something else in its place": ({A: go(ONE)}, {A: go(function("One", "f(u.Other)"))}, {"other": [f"{A} u.Old"]}),
    "its statement deleted": ({A: go(TWO)}, {A: go(function("Two", "g()"))}, {"other": [f"{A} u.Old", f"{A} v.Old"]}),
    "its function deleted": ({A: go(ONE, TWO)}, {A: go(TWO)}, {"removed": [f"{A} u.Old"]}),
    "its file deleted": ({A: go(ONE)}, {}, {"removed": [f"{A} u.Old"]}),
    "moved with its function": ({A: go(ONE, TWO)}, {A: go(TWO), B: go(ONE)}, {"moved": [f"{A} {B}"]}),
    "moved, and laid out anew": (
        {A: go(ONE)},
        {B: "package q\n\n// One does\nfunc One(u, v U) {\n\n  f( u.Old )\n}\n"},
        {"moved": [f"{A} {B}"]},
    ),
    "copied": ({A: go(ONE)}, {A: go(ONE), B: go(ONE)}, {"came": [f"{B} u.Old"]}),
    "moved, and its function edited": (
        {A: go(TWO)},
        {B: go(TWO.replace("g()", "h()"))},
        {"came": [f"{B} u.Old", f"{B} v.Old"], "other": [f"{A} u.Old", f"{A} v.Old"]},
    ),
    "one goes here, one comes there": (
        {A: go(ONE), B: go(function("Other", "g()"))},
        {A: go(DONE), B: go(function("Other", "g(u.Old)"))},
        {"came": [f"{B} u.Old"], "done": [f"{A} u.Old"]},
    ),
    "one goes and one comes in one function": (
        {A: go(function("One", "f(u.Old)", "g()"))},
        {A: go(function("One", "f(u.New())", "g(u.Old)"))},
        {"came": [f"{A} u.Old"], "done": [f"{A} u.Old"]},
    ),
    "one goes and one comes in one function, neither as it should": (
        {A: go(function("One", "f(u.Old)", "g()", "h()"))},
        {A: go(function("One", "f()", "g(u.Old)", "h()"))},
        {"came": [f"{A} u.Old"], "other": [f"{A} u.Old"]},
    ),
    "one goes and one comes in two blocks": (
        {A: go(function("One", "if a {", "f(u.Old)", "}", "if b {", "g()", "}"))},
        {A: go(function("One", "if a {", "f()", "}", "if b {", "g(u.Old)", "}"))},
        {"came": [f"{A} u.Old"], "other": [f"{A} u.Old"]},
    ),
    "one goes and one comes in two functions of a file": (
        {A: go(ONE, function("Other", "g()"))},
        {A: go(function("One", "f()"), function("Other", "f(u.Old)"))},
        {"came": [f"{A} u.Old"], "other": [f"{A} u.Old"]},
    ),
    "worked off by what stood there already": (
        {A: go(function("One", "f(u.Old)", "f(u.New())"))},
        {A: go(function("One", "f()", "f(u.New())"))},
        {"other": [f"{A} u.Old"]},
    ),
    "moved to where it is left as it is": ({A: go(ONE)}, {KEPT: go(ONE)}, {"other": [f"{A} u.Old"]}),
    "moved from where it was left as it is": ({KEPT: go(ONE)}, {A: go(ONE)}, {"came": [f"{A} u.Old"]}),
    "moved in from outside": ({"other/a.go": go(ONE)}, {A: go(ONE)}, {"came": [f"{A} u.Old"]}),
    "moved out": ({A: go(ONE)}, {"other/a.go": go(ONE)}, {"removed": [f"{A} u.Old"], "hidden": ["other/a.go"]}),
    "a file that is no Go any more": (
        {A: go(ONE)},
        {"src/a.txt": go(ONE)},
        {"removed": [f"{A} u.Old"], "hidden": ["src/a.txt"]},
    ),
    "written into a file outside that had one": (
        {A: go(ONE), "docs/a": "Old"},
        {"docs/a": "Old Old"},
        {"removed": [f"{A} u.Old"], "hidden": ["docs/a"]},
    ),
    "written in a wider encoding": (
        {A: go(ONE)},
        {"docs/a": "\0".join("Old")},
        {"removed": [f"{A} u.Old"], "hidden": ["docs/a"]},
    ),
    "its function deleted, and one comes where it is left as it is": (
        {A: go(ONE), KEPT: go("var x = 1")},
        {KEPT: go("var x = v.Old")},
        {"removed": [f"{A} u.Old"], "hidden": [KEPT]},
    ),
    "its file deleted, and a file outside that has nothing to do with it": (
        {A: go(ONE), "docs/a": "Old"},
        {"docs/a": "older, Old", "docs/b": "Olden", ".guard/plans/move.yaml": "Old"},
        {"removed": [f"{A} u.Old"]},
    ),
    "its file deleted, and a file outside moved": (
        {A: go(ONE), "docs/a": "Old"},
        {"docs/b": "Old"},
        {"removed": [f"{A} u.Old"]},
    ),
    "its function renamed, and something else in its place": (
        {A: go(ONE)},
        {A: go(function("First", "f(u.Other)"))},
        {"other": [f"{A} u.Old"]},
    ),
    "its function deleted, and a variable in its place": (
        {A: go(ONE)},
        {A: go("var One = func(u, v U) { f(u.Other) }")},
        {"other": [f"{A} u.Old"]},
    ),
    "its file renamed, and its function, and something else in its place": (
        {A: go(ONE)},
        {B: go(function("First", "f(u.Other)"))},
        {"other": [f"{A} u.Old"]},
    ),
    "its file renamed, and something else in its place": (
        {A: go(ONE)},
        {B: go(function("One", "f(u.Other)"))},
        {"other": [f"{A} u.Old"]},
    ),
    "its file renamed without it": (
        {A: go(ONE, TWO)},
        {B: go(TWO)},
        {"removed": [f"{A} u.Old"], "moved": [f"{A} {B}"] * 2},
    ),
    "a file too large to be read": ({}, {A: go(ONE) + "//" * 1_000_000}, {"unread": [A]}),
}
LEFT_ALONE: dict[str, tuple[Files, Files]] = {
    "nothing of it": ({A: go("func X() {}")}, {A: go("func Y() {}")}),
    "layout and comments": ({A: go(ONE)}, {A: go("// One does", ONE.replace("f(u.Old)", "f(\n\t\tu.Old,\n\t)"))}),
    "the statement around it": ({A: go(ONE)}, {A: go(ONE.replace("f(u.Old)", "f(u.Old, 1)"))}),
    "the statement around it, and one beside it": (
        {A: go(function("One", "a()", "f(u.Old)", "b()"))},
        {A: go(function("One", "a(1)", "f(u.Old, 1)", "b()"))},
    ),
    "another statement beside it": ({A: go(ONE)}, {A: go(ONE.replace("}", "\th()\n}"))}),
    "its function renamed": ({A: go(ONE)}, {A: go(ONE.replace("One", "First"))}),
    "functions in another order": ({A: go(ONE, TWO)}, {A: go(TWO, ONE)}),
    "a file outside": ({}, {"other/a.go": go(ONE)}),
    "a file that is left as it is": ({}, {KEPT: go(ONE)}),
    "text and comments": ({A: go(ONE)}, {A: go("// u.Old\nvar x = `u.Old`", ONE)}),
}


@pytest.mark.parametrize(("old", "new", "expected"), TABLE.values(), ids=TABLE)
def test_what_a_landing_does_to_places(opened: Opened, old: Files, new: Files, expected: dict[str, list[str]]) -> None:
    assert asked(opened, old, new) == expected


@pytest.mark.parametrize(("old", "new"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_a_landing_leaves_alone(opened: Opened, old: Files, new: Files) -> None:
    assert asked(opened, old, new) == {}


SET = function("Set", 'u.Old = "x"')


def test_another_spelling_of_what_went_is_no_deletion(opened: Opened) -> None:
    made, repository = opened
    calls = plan(pattern="old($A)", becomes="fresh($A)")
    stood, spelled = go("var x = 1", function("One", "old(u)")), go("var x = (old)(1)")
    for new, hidden in ((spelled, [A.encode()]), (go("var x = 2"), [])):
        for pattern in (calls.sites[0], calls.sites[0]._replace(becomes=None)):
            told = site_facts(repository, [Bound(calls, pattern)], changes(made, {A: stood}, {A: new}))
            assert [path for path, _ in told[0].hidden] == hidden
            assert len(told[0].removed) == 1


def test_what_must_be_absent(opened: Opened) -> None:
    assert asked(opened, {}, {B: go(SET)}, absent=True) == {"came": [f'{B} u.Old = "x"']}
    assert asked(opened, {A: go(SET)}, {B: go(SET)}, absent=True) == {"moved": [f"{A} {B}"]}
    assert asked(opened, {A: go(SET)}, {A: go(SET, ONE)}, absent=True) == {}
    assert asked(opened, {}, {KEPT: go(SET)}, absent=True) == {}


def test_a_manifest_that_does_not_hold_is_told(opened: Opened) -> None:
    made, repository = opened
    fits = manifest(repository, committed(made, {A: go(TWO), B: go(ONE)}))
    facts = [
        site_facts(repository, [bound], [])[0].fault
        for bound in (
            Bound(PLAN, READS),
            Bound(plan(pattern="$U.Older"), plan(pattern="$U.Older").sites[0], manifest=fits),
            Bound(plan(4), plan(4).sites[0], manifest=fits),
            Bound(PLAN, READS, manifest=fits, brought=True, unlike="places of the tree that are not in it: 1"),
        )
    ]
    assert [fault.partition(":")[0] for fault in facts] == ["missing", "stale", "not the plan's", "not the tree's"]
    assert site_facts(repository, [Bound(PLAN, READS, manifest=fits)], []) == ()
    assert site_facts(repository, [Bound(PLAN, WRITES, absent=True)], []) == ()


def test_a_pattern_that_is_refused_is_an_error_and_never_nothing(opened: Opened) -> None:
    made, repository = opened
    broken = plan(pattern="func (")
    with pytest.raises(GuardError, match="cannot be looked for"):
        site_facts(repository, [Bound(broken, broken.sites[0])], changes(made, {}, {A: go(ONE)}))


@pytest.mark.parametrize(
    ("path", "target", "unread"),
    [
        (A, "a.txt", True),
        (A, "/etc/a.go", True),
        (A, "../../a.go", True),
        (A, "kept.go", True),
        (A, "../../../src/b.go", True),
        (A, "b.go", False),
        (A, ".//../other/b.go", False),
        ("src/a.txt", "b.go", False),
        (KEPT, "a.txt", False),
    ],
)
def test_a_link_to_what_is_not_looked_at_is_not_read(opened: Opened, path: str, target: str, unread: bool) -> None:
    made, repository = opened
    (change,) = changes(made, {}, {path: target})
    facts = site_facts(repository, [Bound(PLAN, WRITES, True)], [change._replace(new_mode=b"120000")])
    assert [one for fact in facts for one, _ in fact.unread] == [path.encode()] * unread


PLACES = [(path, name, at) for path in (A, B) for name in ("One", "Two", "Three") for at in range(3)]


def written(held: set[tuple[str, str, int]], new: int = 0) -> dict[str, str]:
    """Two files of three functions of three statements; those held are places of the pattern, all others are not."""
    files: dict[str, list[str]] = {A: [], B: []}
    for number, (path, name, at) in enumerate(PLACES):
        if not at:
            files[path].append(name)
        form = "f{}(u.Old)" if (path, name, at) in held else "g{}()"
        files[path].append(form.format(number + new))
    return {
        path: go(*[function(words[at], *words[at + 1 : at + 4]) for at in range(0, 12, 4)])
        for path, words in files.items()
    }


@given(st.sets(st.sampled_from(PLACES), min_size=1), st.sampled_from(PLACES), st.sampled_from(PLACES))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hidden_compensation_always_shows(
    opened: Opened, held: set[tuple[str, str, int]], gone: tuple[str, str, int], come: tuple[str, str, int]
) -> None:
    held = (held | {gone}) - {come}
    if gone == come:
        return
    made, repository = opened
    facts = site_facts(repository, [Bound(PLAN, READS)], changes(made, written(held), written(held - {gone} | {come})))[
        0
    ]
    assert len(facts.came) == 1 and len(facts.other) == 1
    assert (facts.came[0].path.decode(), facts.came[0].within) == come[:2]
    assert (facts.other[0].path.decode(), facts.other[0].within) == gone[:2]
    assert not (facts.moved or facts.done or facts.removed)
