"""What a branch brings and what a history holds, where the clocks of those who committed were wrong."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from guard.doors.git.ancestry import history
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from tests.conftest import EXAMPLES
from tests.repos import FILE, Maker, make_repository, new_repository

AHEAD, ONCE = 4_000_000_000, 1_700_000_000


def commit(made: Maker, tree: bytes, parents: tuple[bytes, ...], when: int, words: bytes = b"x\n") -> bytes:
    person = b"A <a@example.org> %d +0000\n" % when
    told = b"".join([b"parent " + parent + b"\n" for parent in parents])
    return made.put(
        b"commit", b"tree " + tree + b"\n" + told + b"author " + person + b"committer " + person + b"\n" + words
    )


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    return make_repository(tmp_path / "repository")


def begun_ahead(made: Maker) -> tuple[bytes, bytes, bytes]:
    """A history that begins in the year 2096; where it begins, where it is now, and a branch of its second commit."""
    tree = made.tree({b"a": (FILE, made.blob(b"a\n"))})
    first = tip = commit(made, tree, (), AHEAD)
    second = tip = commit(made, tree, (tip,), AHEAD + 1)
    for at in range(12):
        tip = commit(made, tree, (tip,), ONCE + at)
    other = made.tree({b"a": (FILE, made.blob(b"a\n")), b"b": (FILE, made.blob(b"b\n"))})
    return first, tip, commit(made, other, (second,), ONCE + 50)


def listed(made: Maker, tip: bytes, base: bytes) -> set[bytes]:
    """As git lists it."""
    with made.opened() as repository:
        return set(repository.runner.read(("rev-list", tip.decode(), "^" + base.decode(), "--")).split())


def test_a_branch_brings_its_own_commits_and_none_that_the_base_holds(made: Maker) -> None:
    first, tip, branch = begun_ahead(made)
    assert first in listed(made, branch, tip)  # else git has become better at this, and there is nothing to try
    with made.opened() as repository:
        assert [one.oid for one in repository.range(tip, branch).commits] == [branch]
        merge = commit(made, made.tree({b"a": (FILE, made.blob(b"a\n"))}), (tip, branch), ONCE + 60)
        assert {one.oid for one in repository.range(tip, merge).commits} == {branch, merge}
        assert [one.oid for one, _ in repository.since(tip, merge)[0]] == [merge]


def test_what_a_history_holds_is_in_it_whatever_its_date(made: Maker) -> None:
    first, tip, branch = begun_ahead(made)
    with made.opened() as repository:
        assert repository.contains(tip, first) and repository.contains(tip, tip)
        assert not repository.contains(first, tip) and not repository.contains(tip, branch)
        assert first in history(repository.runner, tip) and branch not in history(repository.runner, tip)


def test_a_commit_that_is_not_here_is_in_no_history_and_out_of_none(made: Maker) -> None:
    _, tip, _ = begun_ahead(made)
    with made.opened() as repository, pytest.raises(GuardError):
        repository.contains(tip, b"1" * 40)


def test_one_process_more_where_a_branch_brings_older_work_of_the_base(made: Maker) -> None:
    _, tip, branch = begun_ahead(made)
    tree = made.tree({b"a": (FILE, made.blob(b"a\n"))})
    later = commit(made, tree, (tip,), ONCE + 70)
    with made.opened() as repository:
        before = repository.processes
        repository.range(tip, later)
        plain = repository.processes - before
        repository.range(later, commit(made, tree, (branch, tip), ONCE + 80))
        assert repository.processes - before - plain <= plain + 2


# any history


class Drawn:
    """Commits with one to three parents each, dated at random; what each holds is known from how it was made."""

    def __init__(self, made: Maker, draw: random.Random, size: int) -> None:
        self.held: dict[bytes, frozenset[bytes]] = {}
        tree = made.tree({b"a": (FILE, made.blob(b"a\n"))})
        line: list[bytes] = []
        for at in range(size):
            near = line[-draw.choice((1, 1, 2, 40)) :]
            parents = tuple(dict.fromkeys(draw.choices(near, k=draw.choice((1, 1, 1, 2, 3))))) if line else ()
            if draw.random() < 0.04:
                parents = ()
            when = draw.choice((ONCE + at, ONCE + at, AHEAD - at, ONCE - 1000 * at, draw.randrange(AHEAD)))
            oid = commit(made, tree, parents, when, b"%d\n" % at)
            self.held[oid] = frozenset((oid, *[one for parent in parents for one in self.held[parent]]))
            line.append(oid)
        self.line = line


def agrees(repository: Repository, of: Drawn, base: bytes, tip: bytes) -> bool:
    """What guard says of these two commits is true; False where there is no one place that they part at."""
    beyond = of.held[tip] - of.held[base]
    assert repository.contains(base, tip) is (tip in of.held[base])
    firsts, every = repository.since(base, tip)
    assert {one.oid for one in every} == (beyond if base != tip else set())
    assert all([one.oid in beyond for one, _ in firsts])
    try:
        found = repository.range(base, tip)
    except GuardError:
        return False
    assert {one.oid for one in found.commits} == beyond
    assert len(found.commits) == len(beyond)
    return True


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(4, 5 + EXAMPLES // 100))
def test_any_history_with_any_dates(seed: int) -> None:
    draw = random.Random(seed)
    with new_repository() as made:
        of = Drawn(made, draw, 60)
        wrong = told = 0
        with made.opened() as repository:
            for _ in range(20 if not EXAMPLES else 100):
                base, tip = draw.choice(of.line[-9:]), draw.choice(of.line)
                told += agrees(repository, of, base, tip)
                words = ("rev-list", tip.decode(), "^" + base.decode(), "--")
                wrong += set(repository.runner.read(words).split()) != of.held[tip] - of.held[base]
        assert told
        assert wrong or seed != 4, "git has become better at this, and there is nothing to try"
