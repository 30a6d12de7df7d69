"""The lines that a landing adds: never fewer than there are, each at its place; of what is no text a reader is told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.change import SUBMODULE, ChangeSet, FileChange
from guard.model.doubt import Added
from guard.model.inquiry import Miss
from guard.opinions import added as module
from guard.opinions.added import added
from guard.opinions.pieces import BLOCK, CEILING, parts, pieces, size
from tests.conftest import examples
from tests.opinions.texts import PROSE
from tests.repos import new_repository

Files = Mapping[bytes, bytes]
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12345\n"


def landed(old: Files, new: Files) -> tuple[Added, ...] | Miss:
    """From one tree to another, in a repository."""
    with new_repository() as made:
        one = made.commit(made.tree(made.files(old)))
        two = made.commit(made.tree(made.files(new)), [one])
        with made.opened() as repository:
            return added(repository, repository.range(one, two).landing)


def rows(found: tuple[Added, ...] | Miss) -> list[tuple[bytes, int, str]]:
    assert not isinstance(found, Miss), found
    return [(one.path, one.line, one.text) for one in found]


ADDS: dict[str, tuple[Files, Files, list[tuple[bytes, int, str]]]] = {
    "a new file": ({}, {b"a": b"one\ntwo\n"}, [(b"a", 1, "one"), (b"a", 2, "two")]),
    "a line between others": ({b"a": b"x\ny\n"}, {b"a": b"x\nnew\ny\n"}, [(b"a", 2, "new")]),
    "two places": ({b"a": b"1\n2\n3\n"}, {b"a": b"A\n1\n2\nB\n3\n"}, [(b"a", 1, "A"), (b"a", 4, "B")]),
    "a line that moves": ({b"a": b"x\ny\nz\n"}, {b"a": b"y\nz\nx\n"}, [(b"a", 3, "x")]),
    "a line once more": ({b"a": b"x\n"}, {b"a": b"x\nx\n"}, [(b"a", 2, "x")]),
    "other letters than UTF-8": ({}, {b"a": b"caf\xe9\n"}, [(b"a", 1, "caf\\xe9")]),
    "no end of the last line": ({b"a": b"x"}, {b"a": b"x\ny"}, [(b"a", 1, "x"), (b"a", 2, "y")]),
    "a file that goes": ({b"a": b"x\n", b"b": b"y\n"}, {b"b": b"y\n"}, []),
    "files in the order of their paths": ({}, {b"b": b"2\n", b"a": b"1\n"}, [(b"a", 1, "1"), (b"b", 1, "2")]),
    "no line at all": ({}, {b"a": b""}, []),
}


@pytest.mark.parametrize("name", ADDS)
def test_adds(name: str) -> None:
    old, new, lines = ADDS[name]
    assert rows(landed(old, new)) == lines


LOST: dict[str, tuple[Files, tuple[str, str]]] = {
    "a binary": ({b"a": b"x\n", b"logo.png": b"\x89PNG\0"}, ("forbidden", "logo.png, which is no text")),
    "a pointer to content elsewhere": ({b"big.csv": LFS}, ("forbidden", "big.csv, which is no text")),
    "a file longer than anybody reads": ({b"a": b"x" * (module.LARGEST + 1)}, ("too-large", "a")),
}


@pytest.mark.parametrize("name", LOST)
def test_what_a_reader_would_not_see_is_no_reading(name: str) -> None:
    files, (cause, detail) = LOST[name]
    assert landed({}, files) == Miss(cause, detail)


def test_a_submodule_is_told_by_its_commit() -> None:
    with new_repository() as made, made.opened() as repository:
        change = FileChange(b"lib", b"A", b"000000", SUBMODULE, b"0" * 40, b"ab" * 20)
        found = added(repository, ChangeSet("landing", b"", (change,)))
    assert found == (Added(b"lib", 1, f"Subproject commit {'ab' * 20}"),)


def test_where_telling_takes_long_everything_between_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = {b"a": b"1\n2\n3\n4\n5\n"}, {b"a": b"1\nA\n3\nB\n5\n"}
    assert [line for _, line, _ in rows(landed(old, new))] == [2, 4]
    monkeypatch.setattr(module, "COMPARED", 2)
    assert [line for _, line, _ in rows(landed(old, new))] == [2, 3, 4]


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "}"]), max_size=12)


@pytest.mark.fuzz
@settings(max_examples=examples(200), deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([0, 30, 250_000]))
def test_what_is_not_told_as_added_stood_there_in_that_order(old: list[str], new: list[str], compared: int) -> None:
    before, after = [[f"{line}\n".encode() for line in text] for text in (old, new)]
    standing, module.COMPARED = module.COMPARED, compared
    try:
        places = set(module._places(before, after))
    finally:
        module.COMPARED = standing
    rest = iter(before)
    assert all(line in rest for at, line in enumerate(after) if at not in places), "a subsequence of what stood"
    assert places or len(after) <= len(before)


def test_a_long_file_is_read_in_several_pieces_and_whole() -> None:
    lines = tuple([Added(b"a.sql", at, f"INSERT INTO t VALUES ({at});") for at in range(1, 6001)])
    whole = [piece for piece in pieces(PROSE, lines) if piece.kind == "added"]
    assert len(whole) > 3 and all([size(piece) < BLOCK + 100 for piece in whole])
    assert "\n".join([piece.text for piece in whole]) == "\n".join([line.text for line in lines])
    assert [piece.line for piece in whole][1:] == [
        1 + sum([len(piece.lines()) for piece in whole[:at]]) for at in range(1, len(whole))
    ]
    assert isinstance(parts(whole, CEILING), tuple)


MOVED: dict[str, tuple[Files, Files, list[bool]]] = {
    "to another file": ({b"a": b"x = 1\ny\n"}, {b"a": b"y\n", b"b": b"x = 1\n"}, [True]),
    "with its file": ({b"a": b"x = 1\n"}, {b"b": b"x = 1\n"}, [True]),
    "further in": ({b"a": b"x = 1\n"}, {b"a": b"if y:\n    x = 1\n"}, [False, True]),
    "and once more": ({b"a": b"x = 1\n"}, {b"b": b"x = 1\nx = 1\n"}, [True, False]),
    "copied": ({b"a": b"x = 1\n"}, {b"a": b"x = 1\n", b"b": b"x = 1\n"}, [False]),
    "nothing to tell by": ({b"a": b"\n\n"}, {b"b": b"\n"}, [False]),
    "another text": ({b"a": b"x = 1\n"}, {b"b": b"x = 2\n"}, [False]),
}


@pytest.mark.parametrize("name", MOVED)
def test_a_line_that_only_moves_says_so(name: str) -> None:
    old, new, stood = MOVED[name]
    found = landed(old, new)
    assert not isinstance(found, Miss)
    assert [one.stood for one in found] == stood


SOME = (b"a", b"b", b"d")


@pytest.mark.fuzz
@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from(SOME), max_size=8), st.lists(st.sampled_from(SOME), max_size=8))
def test_no_more_lines_moved_than_went(old: list[bytes], new: list[bytes]) -> None:
    found = landed({b"x": b"\n".join(old)}, {b"y": b"\n".join(new)})
    assert not isinstance(found, Miss)
    for text in SOME:
        came = [one for one in found if one.text.encode() == text]
        assert len([one for one in came if one.stood]) <= old.count(text)
