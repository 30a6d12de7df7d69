"""Trees that git would never write: told of truly or refused, on either side of a comparison, never skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.doors.git.trees import entries
from guard.errors import GuardError
from tests.repos import EXECUTABLE, FILE, FOLDER, SUBMODULE, SYMLINK, Maker, make_repository, tried


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    return make_repository(tmp_path / "repository")


Rows = list[tuple[bytes, bytes, bytes]]
A, B = b"a" * 40, b"b" * 40

MALFORMED: dict[str, Rows] = {
    "unsorted": [(FILE, b"b", A), (FILE, b"a", B)],
    "twice": [(FILE, b"a", A), (FILE, b"a", B)],
    "twice the same": [(FILE, b"a", A), (FILE, b"a", A)],
    "file and folder of one name": [(FILE, b"a", A), (FOLDER, b"a", B)],
    "file and folder apart": [(FILE, b"a", A), (FILE, b"a.b", A), (FOLDER, b"a", B)],
    "a folder sorted like a file": [(FOLDER, b"a", B), (FILE, b"a.b", A)],
    "a file sorted like a folder": [(FILE, b"a.b", A), (FILE, b"a", A)],
    "no name": [(FILE, b"", A)],
    "dot": [(FILE, b".", A)],
    "two dots": [(FOLDER, b"..", A)],
    "git folder": [(FOLDER, b".git", A)],
    "git folder in capitals": [(FOLDER, b".GIT", A)],
    "git file": [(FILE, b".Git", A)],
    "slash": [(FILE, b"a/b", A)],
    "leading slash": [(FILE, b"/etc", A)],
    "trailing slash": [(FILE, b"a/", A)],
    "mode 0": [(b"0", b"a", A)],
    "mode with a zero": [(b"040000", b"a", A)],
    "mode in eight digits": [(b"00100644", b"a", A)],
    "fifo": [(b"10644", b"a", A)],
    "mode of nothing": [(b"", b"a", A)],
    "mode of letters": [(b"100z44", b"a", A)],
    "mode with a plus": [(b"+100644", b"a", A)],
    "mode overflowing": [(b"40000100644", b"a", A)],
    "setuid": [(b"104755", b"a", A)],
}


def refused(made: Maker, base: bytes, tip: bytes, *, staged: bool = False) -> str:
    with made.opened() as repository, pytest.raises(GuardError) as error:
        repository.range(base, tip)
    return error.value.rule


def real(made: Maker, rows: Rows) -> Rows:
    """The same rows with objects that exist."""
    blob, tree = made.blob(b"1"), made.raw_tree([(FILE, b"inner", made.blob(b"2"))])
    other = made.raw_tree([(FILE, b"inner", made.blob(b"3"))])
    return [
        (
            mode,
            name,
            (tree if oid == A else other) if mode.endswith(b"40000") else blob if oid == A else made.blob(b"4"),
        )
        for mode, name, oid in rows
    ]


@pytest.mark.parametrize("kind", MALFORMED)
@pytest.mark.parametrize("depth", [0, 2], ids=["top", "below"])
def test_a_malformed_tree_that_arrives_is_refused(made: Maker, kind: str, depth: int) -> None:
    kept = (FILE, b"z", made.blob(b"kept"))
    base = made.commit(made.raw_tree([(FOLDER, b"folder", made.raw_tree([kept])), kept]))
    tree = made.raw_tree(real(made, MALFORMED[kind]))
    for _ in range(depth):
        tree = made.raw_tree([(FOLDER, b"folder", tree), kept])
    assert refused(made, base, made.commit(tree, (base,))) == "G811"


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_malformed_tree_that_stood_before_hides_nothing(made: Maker, kind: str) -> None:
    """Where the base is malformed, what is changed under it is told of, or nothing is."""
    good = (FILE, b"zz", made.blob(b"good"))
    base = made.commit(made.raw_tree([*real(made, MALFORMED[kind]), good]))
    tip = made.commit(made.raw_tree([(FILE, b"zz", made.blob(b"bad"))]), (base,))
    with made.opened() as repository:
        told = tried(lambda: repository.range(base, tip))
    if isinstance(told, GuardError):
        assert told.rule == "G811"
    else:
        assert b"zz" in {change.path for change in told.landing.changes}


@pytest.mark.parametrize("kind", MALFORMED)
def test_one_malformed_tree_for_another(made: Maker, kind: str) -> None:
    """A malformed tree on both sides: the edit beside it is told of, or nothing is."""
    rows = real(made, MALFORMED[kind])
    base = made.commit(made.raw_tree([*rows, (FILE, b"zz", made.blob(b"good"))]))
    assert refused(made, base, made.commit(made.raw_tree([*rows, (FILE, b"zz", made.blob(b"bad"))]), (base,))) == "G811"


def test_an_unchanged_malformed_folder_is_not_our_business(made: Maker) -> None:
    """Folders that both sides share are not opened: a repository with an old wart can still be worked in."""
    wart = made.raw_tree([(FILE, b"b", made.blob(b"1")), (FILE, b"a", made.blob(b"2"))])
    base = made.commit(made.raw_tree([(FOLDER, b"wart", wart), (FILE, b"x", made.blob(b"1"))]))
    tip = made.commit(made.raw_tree([(FOLDER, b"wart", wart), (FILE, b"x", made.blob(b"2"))]), (base,))
    with made.opened() as repository:
        assert [change.path for change in repository.range(base, tip).landing.changes] == [b"x"]


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_tree_cut_short(made: Maker, cut: int) -> None:
    content = b"100644 a\0" + bytes(range(1, 21)) + b"40000 folder\0" + bytes(range(1, 21))
    base = made.commit(made.raw_tree([]))
    whole = {len(content), 29}
    tree = made.put(b"tree", content[: len(content) - cut])
    if len(content) - cut in whole:
        pytest.skip("cut between two entries, this is a whole tree")
    assert refused(made, base, made.commit(tree, (base,))) in ("G811", "G804")


@pytest.mark.parametrize("mode", [FILE, EXECUTABLE, SYMLINK, SUBMODULE, FOLDER])
@pytest.mark.parametrize("kind", [b"blob", b"tree", b"commit", b"tag", b"missing"])
def test_an_entry_whose_object_is_of_another_kind(made: Maker, mode: bytes, kind: bytes) -> None:
    """A folder that is no tree is refused; a file that is none shows in the list, and fails when it is read."""
    base = made.commit(made.raw_tree([]))
    oid = {
        b"blob": made.blob(b"x"),
        b"tree": made.raw_tree([(FILE, b"inner", made.blob(b"x"))]),
        b"commit": base,
        b"tag": made.put(b"tag", b"object %s\ntype commit\ntag x\ntagger A <a@b.c> 1 +0000\n\nx\n" % base),
        b"missing": b"1" * 40,
    }[kind]
    tip = made.commit(made.raw_tree([(mode, b"a", oid)]), (base,))
    with made.opened() as repository:
        if mode == FOLDER and kind != b"tree":
            with pytest.raises(GuardError):
                repository.range(base, tip)
        else:
            expected = b"a/inner" if mode == FOLDER else b"a"
            assert [change.path for change in repository.range(base, tip).landing.changes] == [expected]


@pytest.mark.parametrize("width", [40, 64])
def test_entries_as_they_stand(width: int) -> None:
    oid = bytes(range(width // 2))
    rows = [(FILE, b"a.b"), (FOLDER, b"a"), (EXECUTABLE, b"a0"), (SYMLINK, b"new\nline"), (SUBMODULE, b"\xff")]
    told = entries(b"".join([b"%s %s\0%s" % (mode, name, oid) for mode, name in rows]), width, b"x")
    assert {name: mode for name, (mode, _) in told.items()} == {name: mode.rjust(6, b"0") for mode, name in rows}
    assert {oid for _, oid in told.values()} <= {oid, oid.hex().encode()}
    assert entries(b"", width, b"x") == {}


def test_the_mode_of_the_first_gits_is_a_plain_file(made: Maker) -> None:
    """100664 stands in old histories; git reads it as 100644, so does guard, and what changes beside it is told."""
    blob = made.blob(b"1")
    base = made.commit(made.raw_tree([(b"100664", b"a", blob), (b"100664", b"b", blob), (b"100664", b"c", blob)]))
    tip = made.commit(
        made.raw_tree([(FILE, b"a", blob), (EXECUTABLE, b"b", blob), (b"100664", b"c", made.blob(b"2"))]), (base,)
    )
    with made.opened() as repository:
        changes = {
            change.path: (change.old_mode, change.new_mode) for change in repository.range(base, tip).landing.changes
        }
    changes.pop(b"a", None)
    assert changes == {b"b": (FILE, EXECUTABLE), b"c": (FILE, FILE)}


def test_folders_level_by_level(made: Maker) -> None:
    flat = made.files({b"a/b/c/d": b"1", b"a/e": b"2", b"f": b"3", b"a.b": b"4", b"a/b/g": b"5"})
    tree = made.tree(flat)
    with made.opened() as repository:
        told = repository.folders(tree, [b"a/b/c", b"a/none", b"f/below", b"none/at/all"])
    assert {path: set(names) for path, names in told.items()} == {
        b"": {b"a", b"a.b", b"f"},
        b"a": {b"b", b"e"},
        b"a/b": {b"c", b"g"},
        b"a/b/c": {b"d"},
    }


def test_thousands_of_trees(made: Maker) -> None:
    """More than one round of questions about trees, and more than one pipe of answers."""
    flat = {b"%d/%d/f" % (outer, inner): (FILE, made.blob(b"1")) for outer in range(30) for inner in range(40)}
    base = made.commit(made.tree({b"x": (FILE, made.blob(b"x"))}))
    tip = made.commit(made.tree(flat), (base,))
    with made.opened() as repository:
        assert len(repository.range(base, tip).landing.changes) == 1201
    os.unlink(made.loose(made.tree({b"f": (FILE, made.blob(b"1"))})))
    assert refused(made, base, tip) == "G804"
