"""Guard's list of changes equals that of an independent walker of raw trees, over random repositories.

Guard asks git (`diff-index`, `diff-tree`); the walker here reads trees and index through dulwich, flattens both sides
to {path: (mode, id)} and compares the maps. It shares no line with guard and starts no git.

`make test` runs a fixed part, the same in every run: 200 repositories with a staged change, 150 with a history (every
commit against every parent, and the landing), 30 against git's own `write-tree` and `diff-tree`. `make fuzz` draws new
ones, 10,000 of each unless GUARD_FUZZ_EXAMPLES says otherwise (2,000 of a kind take about a minute on one core). Every
example is a repository of its own: fresh objects, refs and index.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from dulwich.index import Index
from dulwich.object_store import DiskObjectStore
from dulwich.objects import hex_to_sha, sha_to_hex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.doors.git.history import compare
from guard.doors.git.trees import EMPTY_TREE
from guard.errors import GuardError
from guard.model.change import FileChange
from tests.conftest import examples
from tests.repos import EXECUTABLE, FILE, SUBMODULE, SYMLINK, Entry, Flat, Maker, new_repository

pytestmark = pytest.mark.fuzz

# Names that sort oddly beside each other, that an unquoted listing breaks on, that look like options or pathspecs.
NAMES = st.sampled_from(
    (
        *(b"a", b"a.b", b"a0", b"a-", b"a b", b"aa", b"A", b"b", b"z"),
        *(b"new\nline", b"\n", b'"', b"'", b"\\", b"tab\t", b"\x01", b"\x7f", b"\x1b[2K", b" "),
        *(b"..x", b"\xff", b"\xff\xfe", b"caf\xc3\xa9", b"cafe\xcc\x81", b"\xe2\x80\xae", b"\xed\xa0\x80"),
        *(
            b":",
            b":evil.py",
            b":100644 100644 A",
            b":(top)a",
            b"-",
            b"--",
            b"-r",
            b"*",
            b"[a]",
            b"?",
            b"!a",
            b"^",
            b"#",
        ),
        *(b".gitmodules", b".gitattributes", b".gitignore", b"gitdir", b"HEAD", b"M", b"A\x09a"),
    )
)
# No name here is one that git refuses to take into an index; those are in test_trees.py.
REFUSED = (b".git", b"git~", b"/", b"\0")
RANDOM_NAMES = st.binary(min_size=1, max_size=6).filter(
    lambda name: not (name in (b".", b"..") or any(part in name.lower() for part in REFUSED))
)
PATHS = st.lists(st.one_of(NAMES, NAMES, NAMES, RANDOM_NAMES), min_size=1, max_size=4).map(b"/".join)
MODES = (FILE, FILE, EXECUTABLE, SYMLINK, SUBMODULE)
CONTENTS = (b"", b"one\n", b"two\n", b"a/target", b"\0binary", b"one\r\n")
SIZE = st.integers(0, 199)
EDITS = (
    "modify",
    "add",
    "delete",
    "mode",
    "type",
    "move",
    "copy",
    "to folder",
    "to file",
    "delete folder",
    "move folder",
)
FILES = st.lists(st.tuples(PATHS, SIZE), max_size=10)
CHANGES = st.lists(st.tuples(st.sampled_from(EDITS), SIZE, PATHS), max_size=5)
SHAPES = st.sampled_from(("next", "next", "next", "branch", "branch", "merge", "merge", "merge", "octopus", "root"))
HISTORIES = st.lists(st.tuples(SHAPES, SIZE, CHANGES), min_size=1, max_size=5)

often = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Random = list[tuple[bytes, int]]
Edits = list[tuple[str, int, bytes]]


# building


def entry(made: Maker, number: int) -> Entry:
    """One of 30; a submodule's commit is never in the repository that names it."""
    mode = MODES[number % len(MODES)]
    content = CONTENTS[number // len(MODES) % len(CONTENTS)]
    return mode, b"%0*x" % (made.width, len(content) + 1) if mode == SUBMODULE else made.blob(content)


def put(flat: dict[bytes, Entry], path: bytes, what: Entry) -> None:
    """A file takes the place of a folder, and of a file that stands where its folder must be."""
    for other in [other for other in flat if other.startswith(path + b"/") or path.startswith(other + b"/")]:
        del flat[other]
    if what[0] == SYMLINK and b".gitmodules" in path.split(b"/"):
        what = (FILE, what[1])  # git takes no symlink of this name into an index
    flat[path] = what


def filled(made: Maker, files: Random) -> dict[bytes, Entry]:
    flat: dict[bytes, Entry] = {}
    for path, number in files:
        put(flat, path, entry(made, number))
    return flat


def edited(made: Maker, flat: Flat, edits: Edits) -> dict[bytes, Entry]:
    after = dict(flat)
    for kind, number, path in edits:
        if after and kind != "add":
            EDIT[kind](made, after, sorted(after)[number % len(after)], number, path)
        else:
            put(after, path, entry(made, number))
    return after


def modify(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    mode = flat[at][0]
    flat[at] = (mode, entry(made, number * len(MODES) + MODES.index(mode))[1])


def delete(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    del flat[at]


def change_mode(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    mode, oid = flat[at]
    flat[at] = ({FILE: EXECUTABLE, EXECUTABLE: FILE}.get(mode, mode), oid)


def change_type(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    put(flat, at, entry(made, number))


def move(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    put(flat, path, flat.pop(at))


def copy(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    put(flat, path, flat[at])


def to_folder(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    put(flat, at + b"/" + path, flat[at])


def to_file(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    put(flat, at.rpartition(b"/")[0] or at, entry(made, number))


def delete_folder(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    for other in [other for other in flat if other.startswith(at.partition(b"/")[0] + b"/")]:
        del flat[other]


def move_folder(made: Maker, flat: dict[bytes, Entry], at: bytes, number: int, path: bytes) -> None:
    folder = at.rpartition(b"/")[0] + b"/"
    for other in [other for other in flat if other.startswith(folder)]:
        put(flat, path + b"/" + other[len(folder) :], flat.pop(other))


EDIT = {
    "modify": modify,
    "delete": delete,
    "mode": change_mode,
    "type": change_type,
    "move": move,
    "copy": copy,
    "to folder": to_folder,
    "to file": to_file,
    "delete folder": delete_folder,
    "move folder": move_folder,
}


# the independent walker


def flattened(store: DiskObjectStore, tree: bytes, prefix: bytes = b"") -> Iterator[tuple[bytes, Entry]]:
    """Every file below a tree, from its raw bytes."""
    if tree == EMPTY_TREE[len(tree)]:
        return  # git knows it without being told
    number, content = store.get_raw(tree)
    assert number == 2, "a tree"
    width = len(hex_to_sha(tree))
    while content:
        head, _, rest = content.partition(b"\0")
        mode, _, name = head.partition(b" ")
        oid, content = sha_to_hex(rest[:width]), rest[width:]
        if mode == b"40000":
            yield from flattened(store, oid, prefix + name + b"/")
        else:
            yield prefix + name, (mode, oid)


def indexed(made: Maker) -> dict[bytes, Entry]:
    index = Index(os.path.join(made.git_dir, b"index"))
    return {path: (b"%06o" % index[path].mode, index[path].sha) for path in index}


def differences(old: Flat, new: Flat, zero: bytes) -> set[FileChange]:
    nothing = (b"000000", zero)
    found = set()
    for path in {*old, *new}:
        before, after = old.get(path, nothing), new.get(path, nothing)
        if before != after:
            found.add(FileChange(path, status(before[0], after[0]), before[0], after[0], before[1], after[1]))
    return found


def status(old: bytes, new: bytes) -> bytes:
    if b"000000" in (old, new):
        return b"A" if old == b"000000" else b"D"
    return b"M" if old[:3] == new[:3] else b"T"


def as_set(changes: tuple[FileChange, ...] | list[FileChange]) -> set[FileChange]:
    """The list as a set, having made sure that no path is told twice."""
    assert len({change.path for change in changes}) == len(changes)
    return set(changes)


# a staged change


def stage(made: Maker, how: int, before: bytes, old: Flat, new: Flat) -> None:
    """The same index comes about in several ways, with its cached trees whole, in part or missing."""
    if how == 0:
        made.git("read-tree", made.tree(new))
    elif how == 1:
        made.stage(new)
    else:
        made.git("read-tree", before)
        made.stage_more(
            {path: what for path, what in new.items() if old.get(path) != what},
            [path for path in old if path not in new],
        )


@given(files=FILES, edits=CHANGES, how=st.integers(0, 2), unborn=st.booleans())
@settings(often, max_examples=examples(120))
def test_staged(files: Random, edits: Edits, how: int, unborn: bool) -> None:
    with new_repository() as made:
        old = {} if unborn else filled(made, files)
        new = edited(made, filled(made, files) if unborn else old, edits)
        before = made.tree(old)
        if not unborn:
            made.ref(b"refs/heads/main", made.commit(before))
        stage(made, how, before, old, new)
        told = made.staged().values()
        store = DiskObjectStore(os.fsdecode(made.objects))
        index = indexed(made)
        store.close()
        assert index == new  # git took in what the test meant it to
        assert set(told) == differences(dict(flattened(store, before)), index, made.zero)


@given(files=FILES, edits=CHANGES, how=st.integers(0, 2))
@settings(often, max_examples=examples(30))
def test_staged_equals_what_write_tree_would_commit(files: Random, edits: Edits, how: int) -> None:
    with new_repository() as made:
        old = filled(made, files)
        before = made.tree(old)
        made.ref(b"refs/heads/main", made.commit(before))
        stage(made, how, before, old, edited(made, old, edits))
        told = made.staged().values()
        copied = os.path.join(made.top, b"index-copy")
        with open(os.path.join(made.git_dir, b"index"), "rb") as index, open(copied, "wb") as copy_:
            copy_.write(index.read())
        after = made.git("write-tree", GIT_INDEX_FILE=os.fsdecode(copied)).strip()
        fields = made.git(
            "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none", before, after
        ).split(b"\0")
        expected = {(b":%s %s %s %s %s" % (c.old_mode, c.new_mode, c.old, c.new, c.status), c.path) for c in told}
        assert expected == set(zip(fields[:-1:2], fields[1::2], strict=True))


# a history


class History:
    """Random commits, and what is true of them by the maps alone."""

    def __init__(self, made: Maker, files: Random, steps: list[tuple[str, int, Edits]]) -> None:
        self.made = made
        self.parents: dict[bytes, tuple[bytes, ...]] = {}
        self.trees: dict[bytes, bytes] = {}
        self.flats: dict[bytes, dict[bytes, Entry]] = {}
        self.order: list[bytes] = []
        self._add((), filled(made, files))
        for shape, number, edits in steps:
            chosen = self._choose(shape, number)
            flat: dict[bytes, Entry] = {}
            for parent in reversed(chosen):
                for path, what in self.flats[parent].items():
                    put(flat, path, what)
            self._add(chosen, edited(made, flat, edits))

    def _choose(self, shape: str, number: int) -> tuple[bytes, ...]:
        last, other = self.order[-1], self.order[number % len(self.order)]
        if shape == "root":
            return ()
        if shape == "branch":
            return (other,)
        if shape == "next" or other == last:
            return (last,)
        if shape == "merge":
            return (last, other) if number % 2 else (other, last)
        return tuple(dict.fromkeys((last, other, *self.order[:3])))

    def _add(self, parents: tuple[bytes, ...], flat: dict[bytes, Entry]) -> None:
        tree = self.made.tree(flat)
        oid = self.made.commit(tree, parents, b"commit %d\n" % len(self.order))
        self.parents[oid], self.trees[oid], self.flats[oid] = parents, tree, flat
        self.order.append(oid)

    def reach(self, tip: bytes) -> set[bytes]:
        found: set[bytes] = set()
        todo = [tip]
        while todo:
            oid = todo.pop()
            if oid not in found:
                found.add(oid)
                todo += self.parents[oid]
        return found

    def merge_bases(self, one: bytes, other: bytes) -> list[bytes]:
        shared = self.reach(one) & self.reach(other)
        return [oid for oid in shared if not any(oid in self.reach(later) for later in shared if later != oid)]


@given(files=FILES, steps=HISTORIES, base=SIZE)
@settings(often, max_examples=examples(80))
def test_history(files: Random, steps: list[tuple[str, int, Edits]], base: int) -> None:
    with new_repository() as made:
        history = History(made, files, steps)
        start, tip = history.order[base % len(history.order)], history.order[-1]
        made.ref(b"refs/heads/main", tip)
        store = DiskObjectStore(os.fsdecode(made.objects))
        trees = {oid: dict(flattened(store, tree)) for oid, tree in history.trees.items()}
        store.close()
        assert trees == history.flats
        trees[b""] = {}
        pairs = [(parent, oid) for oid in history.order for parent in history.parents[oid] or (b"",)]
        real = {pair: differences(trees[pair[0]], trees[pair[1]], made.zero) for pair in pairs}
        with made.opened() as repository:
            told = compare(
                repository._runner,
                repository.objects,
                [(history.trees.get(old, EMPTY_TREE[40]), history.trees[new]) for old, new in pairs],
                40,
            )
            for pair, changes in zip(pairs, told, strict=True):
                assert as_set(changes) == real[pair]
            bases = history.merge_bases(start, tip)
            if len(bases) != 1:
                with pytest.raises(GuardError) as refused:
                    repository.range(start, tip)
                assert refused.value.rule == "G816"
                return
            landed = repository.range(start, tip)
        assert (landed.fork,) == tuple(bases)
        assert as_set(landed.landing.changes) == differences(trees[bases[0]], trees[tip], made.zero)
        assert (
            {step.commit for step in landed.steps}
            == history.reach(tip) - history.reach(start)
            == {commit.oid for commit in landed.commits}
        )
        for step in landed.steps:
            sides = [real[parent, step.commit] for parent in history.parents[step.commit] or (b"",)]
            by_everybody = set.intersection(*({change.path for change in side} for side in sides))
            assert as_set(step.changes) == {change for change in sides[0] if change.path in by_everybody}
            assert step.what == ("merge" if len(sides) > 1 else "commit")
