"""Landings: one digest whatever the way to merge, several steps as one, and what takes a landing back."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.change import ABSENT, EXECUTABLE, FILE, SUBMODULE, SYMLINK, FileChange
from guard.model.landing import Landing, inverse, joined, landing_digest, shape, times, undone
from tests.model.standing import ZERO, change, commit, landing

BASE = [change("a", 1, 2), change("b", 0, 3), change("c", 4, 0)]


def test_neither_order_nor_status_letters_count() -> None:
    wanted = landing_digest(BASE)
    assert landing_digest(BASE[::-1]) == wanted
    assert landing_digest(iter(BASE)) == wanted


ANOTHER: dict[str, list[FileChange]] = {
    "nothing": [],
    "a file less": BASE[1:],
    "a file more": [*BASE, change("d", 0, 1)],
    "another path": [change("A", 1, 2), *BASE[1:]],
    "another content": [change("a", 1, 9), *BASE[1:]],
    "from another content": [change("a", 9, 2), *BASE[1:]],
    "the other way round": [change("a", 2, 1), *BASE[1:]],
    "another mode": [BASE[0]._replace(new_mode=EXECUTABLE), *BASE[1:]],
    "a symlink": [BASE[0]._replace(new_mode=SYMLINK), *BASE[1:]],
    "a submodule": [BASE[0]._replace(new_mode=SUBMODULE), *BASE[1:]],
    "paths that run together": [change("ab", 1, 2), change("", 0, 3), change("c", 4, 0)],
    "bytes that are no text": [BASE[0]._replace(path=b"\xff"), *BASE[1:]],
    "other bytes that are no text": [BASE[0]._replace(path=b"\xfe"), *BASE[1:]],
    "base64 of those bytes as a name": [BASE[0]._replace(path=b"/w=="), *BASE[1:]],
    "a letter with its accent": [BASE[0]._replace(path="é".encode()), *BASE[1:]],
    "the accent apart": [BASE[0]._replace(path="e\u0301".encode()), *BASE[1:]],
}


def test_whatever_else_is_another_landing() -> None:
    digests = {name: landing_digest(changes) for name, changes in ANOTHER.items()} | {"base": landing_digest(BASE)}
    assert len(set(digests.values())) == len(digests)
    assert all(word.startswith("sha256:") for word in digests.values())


JOINED: dict[str, tuple[list[list[FileChange]], list[FileChange]]] = {
    "nothing": ([], []),
    "one": ([BASE], BASE),
    "edited twice": ([[change("a", 1, 2)], [change("a", 2, 3)]], [change("a", 1, 3)]),
    "added and edited": ([[change("a", 0, 2)], [change("a", 2, 3)]], [change("a", 0, 3)]),
    "edited and removed": ([[change("a", 1, 2)], [change("a", 2, 0)]], [change("a", 1, 0)]),
    "added and removed": ([[change("a", 0, 2)], [change("a", 2, 0)]], []),
    "edited and back": ([[change("a", 1, 2)], [change("a", 2, 1)]], []),
    "removed and brought again": ([[change("a", 1, 0)], [change("a", 0, 1)]], []),
    "removed and another brought": ([[change("a", 1, 0)], [change("a", 0, 2)]], [change("a", 1, 2)]),
    "two files": ([[change("b", 1, 2)], [change("a", 1, 2)]], [change("a", 1, 2), change("b", 1, 2)]),
}


@pytest.mark.parametrize("name", JOINED)
def test_joined(name: str) -> None:
    steps, wanted = JOINED[name]
    assert list(joined(steps)) == wanted


def test_a_file_that_becomes_another_kind_is_told_so() -> None:
    link = FileChange(b"a", b"T", FILE, SYMLINK, commit(1), commit(2))
    (found,) = joined([[change("a", 1, 3)], [link._replace(old=commit(3))]])
    assert found == link


def drawn(seed: int, steps: int) -> list[list[FileChange]]:
    """A history of a few files; each step from where the one before left them."""
    dice = random.Random(seed)
    at = {name: dice.randrange(4) for name in "abc"}
    found = []
    for _ in range(steps):
        changes = []
        for name in dice.sample("abc", dice.randint(1, 3)):
            new = dice.choice([side for side in range(4) if side != at[name]])
            changes.append(change(name, at[name], new))
            at[name] = new
        found.append(changes)
    return found


@given(st.integers(0, 1 << 30), st.integers(1, 6), st.integers(0, 6))
def test_however_it_is_cut_it_comes_to_the_same(seed: int, steps: int, cut: int) -> None:
    history = drawn(seed, steps)
    cuts = [0, min(cut, steps), steps]
    parts = [joined(history[start:end]) for start, end in pairwise(cuts)]
    assert joined(parts) == joined(history)
    assert shape(joined([*history, *[undo(step) for step in reversed(history)]])) == frozenset()


AB = [change("a", 1, 2), change("b", 0, 3)]
ROW = [[change("c", number % 2, 1 - number % 2)] for number in range(98)]  # of others, each undone by the next
TAKEN = [change("a", 2, 1), change("b", 3, 0)]
TIMES: dict[str, tuple[list[list[FileChange]], int]] = {
    "nothing landed": ([], 0),
    "in one step": ([AB], 1),
    "the other way round in one step": ([TAKEN], 0),
    "in two steps": ([[AB[0]], [AB[1]]], 1),
    "in two steps, the other first": ([[AB[1]], [AB[0]]], 1),
    "in one step and taken back": ([AB, TAKEN], 1),
    "in two steps and taken back in one": ([[AB[0]], [AB[1]], TAKEN], 1),
    "in one step and taken back in two": ([AB, [TAKEN[0]], [TAKEN[1]]], 1),
    "twice, each time otherwise": ([[AB[0]], [AB[1]], TAKEN, AB], 2),
    "twice, taken back in two": ([AB, [TAKEN[0]], [TAKEN[1]], [AB[1]], [AB[0]]], 2),
    "half of it": ([[AB[0]]], 0),
    "half of it, taken back, and all of it": ([[AB[0]], [change("a", 2, 1)], AB], 1),
    "with a file more": ([[*AB, change("c", 0, 4)]], 1),
    "with a file more that goes in the next step": ([[*AB, change("c", 0, 4)], [change("c", 4, 0)]], 1),
    "with a file that came a step before": ([[change("c", 0, 4)], [*AB, change("c", 4, 0)]], 1),
    "around a landing of others": ([[AB[0]], [change("c", 0, 4)], [AB[1]]], 1),
    "one file twice, the other once": ([[AB[0]], [TAKEN[0]], [AB[0]], [AB[1]]], 1),
    "one file twice, the other never": ([[AB[0]], [TAKEN[0]], [AB[0]], [change("b", 0, 9)]], 0),
    "each file, never both at a time": ([[AB[0]], [TAKEN[0]], [AB[1]]], 0),
    "over another content": ([[change("a", 1, 9)], [change("a", 9, 2), AB[1]]], 1),
    "from another content": ([[change("a", 9, 2), AB[1]]], 0),
    "among landings of others": ([[change("c", 0, 4)], [AB[0]], [AB[1]], [change("c", 4, 5)]], 1),
    "in a hundred steps": ([[change("a", 1, 9)], *ROW, [change("a", 9, 2), AB[1]]], 1),
}


@pytest.mark.parametrize("name", TIMES)
def test_how_often_it_has_landed(name: str) -> None:
    steps, wanted = TIMES[name]
    assert times([landing(number, *changes) for number, changes in enumerate(steps)], AB) == wanted
    assert times([landing(number, *changes) for number, changes in enumerate(steps)], AB[::-1]) == wanted


def test_nothing_never_lands() -> None:
    assert times([landing(0), landing(1, *AB), landing(2, *undo(AB))], []) == 0


def undo(changes: list[FileChange]) -> list[FileChange]:
    words = {b"A": b"D", b"D": b"A"}
    return [
        FileChange(one.path, words.get(one.status, one.status), one.new_mode, one.old_mode, one.new, one.old)
        for one in reversed(changes)
    ]


def test_the_inverse_is_what_takes_all_of_it_back() -> None:
    assert inverse(BASE) == shape(undo(BASE))
    assert inverse(BASE) != shape(BASE)
    assert inverse(BASE) != shape(undo(BASE[1:]))


# what is taken back

FIRST = landing(1, change("a", 1, 2), change("n", 0, 5))
NEW = landing(1, change("n", 0, 5), change("m", 0, 6))
UNDONE: dict[str, tuple[list[Landing], list[int]]] = {
    "nothing since": ([FIRST], []),
    "other files since": ([FIRST, landing(2, change("b", 1, 2))], []),
    "the same file goes on": ([FIRST, landing(2, change("a", 2, 3))], []),
    "exactly back": ([FIRST, landing(2, change("a", 2, 1), change("n", 5, 0))], [1]),
    "one file of it as before": ([FIRST, landing(2, change("a", 2, 1))], [1]),
    "as before, by a detour": ([FIRST, landing(2, change("a", 2, 3)), landing(3, change("a", 3, 1))], [1]),
    "a file that it added goes, one it edited stays": ([FIRST, landing(2, change("n", 5, 0))], []),
    "all that it added goes": ([NEW, landing(2, change("n", 5, 0), change("m", 6, 0))], [1]),
    "all that it added goes, one at a time": ([NEW, landing(2, change("n", 5, 0)), landing(3, change("m", 6, 0))], [1]),
    "all it added goes but one": ([NEW, landing(2, change("n", 5, 0))], []),
    "one goes and comes again, then the other goes": (
        [NEW, landing(2, change("n", 5, 0)), landing(3, change("n", 0, 9)), landing(4, change("m", 6, 0))],
        [],
    ),
    "a message says so": ([FIRST, landing(2, change("b", 1, 2), reverts=[1])], [1]),
    "a message says so of another": ([FIRST, landing(2, change("b", 1, 2), reverts=[7])], []),
    "a message says so of what comes later": ([landing(1, change("b", 1, 2), reverts=[2]), landing(2, *BASE)], []),
    "of itself": ([FIRST._replace(reverts=frozenset([commit(1)]))], []),
    "back, and landed again": (
        [FIRST, landing(2, change("a", 2, 1), change("n", 5, 0)), landing(3, *FIRST.changes)],
        [1],
    ),
    "the revert of the revert is taken back": (
        [
            FIRST,
            landing(2, change("a", 2, 1), change("n", 5, 0)),
            landing(3, *FIRST.changes),
            landing(4, change("a", 2, 1), change("n", 5, 0)),
        ],
        [1, 3],
    ),
    "two that edit one file, both taken back": (
        [landing(1, change("a", 1, 2)), landing(2, change("a", 2, 3)), landing(3, change("a", 3, 1))],
        [1],
    ),
    "the second of two alone": (
        [landing(1, change("a", 1, 2)), landing(2, change("a", 2, 3)), landing(3, change("a", 3, 2))],
        [2],
    ),
    "another mode is another state": (
        [FIRST, landing(2, FileChange(b"a", b"M", FILE, EXECUTABLE, commit(2), commit(1)))],
        [],
    ),
    "what was removed comes back": ([landing(1, change("c", 4, 0)), landing(2, change("c", 0, 4))], [1]),
    "what was removed comes back another": ([landing(1, change("c", 4, 0)), landing(2, change("c", 0, 5))], []),
}


BACK = {"back, and landed again": (1,), "the revert of the revert is taken back": (1, 3)}  # places bound to no phase


@pytest.mark.parametrize("name", UNDONE)
def test_undone(name: str) -> None:
    landings, wanted = UNDONE[name]
    bound = [one for one in landings if one.place not in BACK.get(name, ())]
    found = undone(landings, bound, lambda *_: False)
    assert sorted(found) == [commit(number) for number in wanted]
    assert all(by.place > int(of, 16) - 1 for of, by in found.items())


def test_only_what_is_bound_to_a_phase_is_looked_at() -> None:
    landings = UNDONE["exactly back"][0]
    assert undone(landings, [], lambda *_: False) == {}


def test_the_work_of_a_later_phase_takes_nothing_back() -> None:
    landings = UNDONE["all that it added goes"][0]
    assert undone(landings, landings, lambda _, then: then.commit == commit(2)) == {}


def test_the_first_that_takes_it_back_is_told() -> None:
    landings, _ = UNDONE["exactly back"]
    found = undone([*landings, landing(3, change("b", 1, 2), reverts=[1])], landings, lambda *_: False)
    assert found[commit(1)].commit == commit(2)


def test_absent_sides_are_zeros() -> None:
    assert change("n", 0, 5)[2:5] == (ABSENT, FILE, ZERO)
