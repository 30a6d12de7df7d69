"""What happened to the file itself: every kind of change shows, and nothing else does."""

from __future__ import annotations

import pytest

from guard.model.change import EXECUTABLE, FILE, SUBMODULE, SYMLINK, ChangeSet, FileChange
from guard.model.operation import Operation, by_kind
from guard.model.paths import check_operation_pattern
from guard.operations import describe
from guard.operations.files import IDS, detect
from tests.cases import ONE, added, deleted, modified

# change | whether its content is binary | what it does
TABLE: dict[str, tuple[FileChange, bool, str]] = {
    "a file": (added(b"a"), False, "file.add"),
    "an executable": (added(b"a", EXECUTABLE), False, "file.add"),
    "a symlink": (added(b"a", SYMLINK), False, "file.add file.symlink"),
    "a submodule": (added(b"a", SUBMODULE), False, "file.add file.submodule"),
    "a binary file": (added(b"a"), True, "file.add file.binary"),
    "a file removed": (deleted(b"a"), False, "file.delete"),
    "a symlink removed": (deleted(b"a", SYMLINK), False, "file.delete file.symlink"),
    "a submodule removed": (deleted(b"a", SUBMODULE), False, "file.delete file.submodule"),
    "a binary file removed": (deleted(b"a"), True, "file.delete file.binary"),
    "another content": (modified(b"a"), False, "file.modify"),
    "another content, binary": (modified(b"a"), True, "file.modify file.binary"),
    "made executable": (modified(b"a", FILE, EXECUTABLE, ONE, ONE), False, "file.mode"),
    "no longer executable": (modified(b"a", EXECUTABLE, FILE, ONE, ONE), False, "file.mode"),
    "a binary file made executable": (modified(b"a", FILE, EXECUTABLE, ONE, ONE), True, "file.mode file.binary"),
    "content and mode": (modified(b"a", FILE, EXECUTABLE), False, "file.modify file.mode"),
    "content and mode, binary": (modified(b"a", FILE, EXECUTABLE), True, "file.modify file.mode file.binary"),
    "a symlink turned elsewhere": (modified(b"a", SYMLINK, SYMLINK), False, "file.modify file.symlink"),
    "a submodule moved on": (modified(b"a", SUBMODULE, SUBMODULE), False, "file.modify file.submodule"),
    "a file becomes a symlink": (modified(b"a", FILE, SYMLINK), False, "file.type file.symlink"),
    "with the same content": (modified(b"a", FILE, SYMLINK, ONE, ONE), False, "file.type file.symlink"),
    "a symlink becomes a file": (modified(b"a", SYMLINK, EXECUTABLE), False, "file.type file.symlink"),
    "a file becomes a submodule": (modified(b"a", FILE, SUBMODULE), False, "file.type file.submodule"),
    "a symlink becomes a submodule": (
        modified(b"a", SYMLINK, SUBMODULE),
        False,
        "file.type file.symlink file.submodule",
    ),
    "a binary file becomes a symlink": (modified(b"a", FILE, SYMLINK), True, "file.type file.symlink file.binary"),
    "a symlink whose target looks binary": (added(b"a", SYMLINK), True, "file.add file.symlink"),
    "a submodule is never binary": (modified(b"a", SUBMODULE, SUBMODULE), True, "file.modify file.submodule"),
    "nothing that can be named": (modified(b"a", FILE, FILE, ONE, ONE), False, "file.modify"),
}


def ids(change: FileChange, binary: bool | None) -> str:
    """The operations of one change, told as one text."""
    known = None if binary is None else frozenset((change.path,) if binary else ())
    ((kind, changes),) = by_kind((change,), known).items()
    return " ".join([operation.id for operation in detect(kind, changes)[change.path]])


@pytest.mark.parametrize("name", TABLE)
def test_detects(name: str) -> None:
    change, binary, wanted = TABLE[name]
    assert ids(change, binary) == wanted


@pytest.mark.parametrize("name", TABLE)
def test_where_nobody_had_to_know_nothing_is_called_binary(name: str) -> None:
    change, _, wanted = TABLE[name]
    assert ids(change, None) == wanted.replace(" file.binary", "")


def test_the_list_of_ids_is_what_the_table_tells() -> None:
    told = {word for _, _, words in TABLE.values() for word in words.split()}
    assert told == set(IDS)
    assert len(IDS) == len(set(IDS))
    assert [check_operation_pattern(word) for word in IDS] == [None] * len(IDS)


def test_an_operation_of_a_file_is_the_file_itself() -> None:
    ((kind, changes),) = by_kind((added(b"a"),), None).items()
    assert detect(kind, changes) == {b"a": (Operation("file.add", None, None, None),)}


CHANGES = (
    added(b"src/a"),
    added(b"src/b"),
    modified(b"top"),
    deleted(b".github/workflows/ci.yml"),
    added(b"src/deep/x", SYMLINK),
)


def test_a_change_set_is_described_by_kind_folder_and_path() -> None:
    judged = describe(ChangeSet("staged", b"", CHANGES), frozenset((b"src/b",)))
    assert judged.changes.changes == CHANGES
    assert {path: [operation.id for operation in done] for path, done in judged.operations.items()} == {
        b"src/a": ["file.add"],
        b"src/b": ["file.add", "file.binary"],
        b"top": ["file.modify"],
        b".github/workflows/ci.yml": ["file.delete"],
        b"src/deep/x": ["file.add", "file.symlink"],
    }
    assert judged.folders == {
        b"src": [b"a", b"b"],
        b"": [b"top"],
        b".github/workflows": [b"ci.yml"],
        b"src/deep": [b"x"],
    }
    assert judged.protected == {b".github/workflows/ci.yml"}
    assert sorted([change for group in judged.kinds.values() for change in group]) == sorted(CHANGES)
    assert len(judged.kinds) == 5


def test_changes_of_one_kind_share_their_operations() -> None:
    """The scope check asks once for all that share them."""
    judged = describe(ChangeSet("staged", b"", CHANGES), None)
    assert judged.operations[b"src/a"] is judged.operations[b"src/b"]
    assert len({id(done) for done in judged.operations.values()}) == len(judged.kinds) == 4


def test_no_change_is_no_operation() -> None:
    assert describe(ChangeSet("staged", b"", ()), None).operations == {}
