"""A patch is read as every reader of its form reads it, or not at all; parts of payloads are what they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guard_hooks.agents.call import Edit
from guard_hooks.agents.fields import (
    MOST,
    Names,
    below,
    folder_of,
    gone,
    plain,
    present,
    replaced,
    said,
    table,
    texts,
    written,
)
from guard_hooks.agents.patch import UNREAD, edits_of

BEGIN, END = "*** Begin Patch", "*** End Patch"
FILE = "one\ntwo\nthree\ntwo\nfour\n"
HEADS = ("*** Add File: ", "*** Delete File: ", "*** Update File: ")


def patch(*lines: str) -> str:
    return "\n".join([BEGIN, *lines, END])


def update(*lines: str, path: str = "a.txt") -> str:
    return patch(f"*** Update File: {path}", *lines)


# What is put into FILE, and what it is then; None: readers differ, or have to look for a place
LEFT: dict[str, tuple[tuple[str, ...], str | None]] = {
    "a line in place of another": (("@@", "-three", "+3"), "one\ntwo\n3\ntwo\nfour\n"),
    "no head of a chunk": (("-three", "+3"), "one\ntwo\n3\ntwo\nfour\n"),
    "the first of two that are alike": (("@@", "-two", "+2"), "one\n2\nthree\ntwo\nfour\n"),
    "the one after a line that is named": (("@@ three", "-two", "+2"), "one\ntwo\nthree\n2\nfour\n"),
    "lines around it": (("@@", " three", "-two", "+2", " four"), "one\ntwo\nthree\n2\nfour\n"),
    "two chunks": (("@@", "-one", "+1", "@@", "-four", "+4"), "1\ntwo\nthree\ntwo\n4\n"),
    "two chunks side by side": (("@@", "-one", "+1", "@@", "-two", "+2"), "1\n2\nthree\ntwo\nfour\n"),
    "only added": (("@@", " four", "+five"), FILE + "five\n"),
    "only taken away": (("@@", "-one"), "two\nthree\ntwo\nfour\n"),
    "the end of the file": (("@@", "-two", "+2", " four", "*** End of File"), "one\ntwo\nthree\n2\nfour\n"),
    "the end, where it is not": (("@@", "-one", "+1", "*** End of File"), None),
    "added where nobody says": (("@@ one", "+and"), None),
    "added at the end, by some": (("@@", "+and"), None),
    "a line that is not there": (("@@", "-five", "+5"), None),
    "a line with other spaces": (("@@", "-three ", "+3"), None),
    "a named line that is not there": (("@@ five", "-two", "+2"), None),
    "a named line after what it stands before": (("@@ four", "-two", "+2"), None),
    "chunks in the wrong order": (("@@", "-four", "+4", "@@", "-one", "+1"), None),
    "an empty line before a chunk": (("", "@@", "-one", "+1"), None),
    "a line of no kind": (("@@", "-one", "?1"), None),
    "a head with a space behind": (("@@ ", "-one", "+1"), None),
    "a head of another form": (("@@@", "-one", "+1"), None),
    "more after the end": (("@@", " four", "*** End of File", "+5"), None),
    "after a line that is like it": (("@@ two", "-two", "+2"), "one\ntwo\nthree\n2\nfour\n"),
    "the end, which is taken already": (("@@", "-four", "+4", "@@", " four", "*** End of File"), None),
}
# the same of other files
OTHERS: dict[str, tuple[str, tuple[str, ...], str | None]] = {
    "the last of two that are alike": ("a\nb\na\n", ("@@", "-a", "+x", "*** End of File"), "a\nb\nx\n"),
    "no end of its last line": ("a\nb", ("@@", "-a", "+x"), "x\nb\n"),
    "an empty line at its end": ("a\n\n", ("@@", "-a", "+x"), None),
    "nothing left": ("a\n", ("@@", "-a"), None),
    "ends of lines of another system": ("a\nb\r\n", ("@@", "-a", "+x"), None),
    "an empty line in front, for some": ("a\n\na\n", ("", "@@", "-a", "+x"), None),
    "no text": ("a\n\udcff\n", ("@@", "-a", "+x"), None),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_a_patch_leaves_of_a_file(name: str, tmp_path: Path) -> None:
    lines, left = LEFT[name]
    (tmp_path / "a.txt").write_text(FILE)
    wanted = (Edit("a.txt", None if left is None else left.encode()),), ""
    assert edits_of(update(*lines), str(tmp_path)) == wanted


@pytest.mark.parametrize("name", OTHERS)
def test_what_a_patch_leaves_of_other_files(name: str, tmp_path: Path) -> None:
    before, lines, left = OTHERS[name]
    (tmp_path / "a.txt").write_bytes(before.encode("utf-8", "surrogateescape"))
    wanted = (Edit("a.txt", None if left is None else left.encode()),), ""
    assert edits_of(update(*lines), str(tmp_path)) == wanted


# Files, as a patch names them; what is said where they cannot be told
NAMED: dict[str, tuple[str, tuple[Edit, ...], str]] = {
    "added": (patch("*** Add File: b", "+x", "+"), (Edit("b", b"x\n\n"),), ""),
    "added, empty": (patch("*** Add File: b"), (Edit("b", b""),), ""),
    "added, with stars": (
        patch("*** Add File: b", "+*** Delete File: a.txt"), (Edit("b", b"*** Delete File: a.txt\n"),), "",
    ),
    "deleted": (patch("*** Delete File: a.txt"), (Edit("a.txt", None, True),), ""),
    "moved": (update("*** Move to: b"), (Edit("a.txt", None, True), Edit("b", FILE.encode())), ""),
    "moved and changed": (
        update("*** Move to: b", "@@", "-one", "+1"),
        (Edit("a.txt", None, True), Edit("b", b"1\n" + FILE[4:].encode())), "",
    ),
    "twice": (patch("*** Add File: b", "+x", "*** Update File: b", "@@", "-x", "+y"), (Edit("b"), Edit("b")), ""),
    "of another system": (patch("*** Add File: b", "+x").replace("\n", "\r\n"), (Edit("b"),), ""),
    "in a line of its own": (f"\n{patch('*** Delete File: b')}\n", (Edit("b", None, True),), ""),
    "absolute": (patch("*** Delete File: /b"), (Edit("/b", None, True),), ""),
    "with a letter that is half": (patch("*** Delete File: \ud800"), (Edit("\ufffd", None, True),), ""),
    "none": (patch(), (), UNREAD),
    "no patch": ("text", (), UNREAD),
    "nothing": ("", (), UNREAD),
    "no beginning": (f"x\n*** Delete File: b\n{END}", (), UNREAD),
    "an end among the lines of a file": (update("@@", "-one", "+1", "  *** End Patch"), (Edit("a.txt"),), UNREAD),
    "no end": (f"{BEGIN}\n*** Delete File: b", (), UNREAD),
    "an end and more": (f"{patch('*** Delete File: b')}\n*** Delete File: c\n{END}", (Edit("b", None, True),), UNREAD),
    "in a here-document": (f"<<'EOF'\n{patch('*** Delete File: b')}\nEOF", (), UNREAD),
    "a head that is indented": (patch("*** Add File: b", "+x", " *** Delete File: c"), (Edit("b"),), UNREAD),
    "a head among the lines of a file": (update(" *** Delete File: c"), (Edit("a.txt"),), UNREAD),
    "a line with no plus": (patch("*** Add File: b", "x"), (), UNREAD),
    "lines of a file that goes": (patch("*** Delete File: b", "-x"), (), UNREAD),
    "a second place to move to": (
        update("*** Move to: b", "*** Move to: c"), (Edit("a.txt", None, True), Edit("b")), UNREAD,
    ),
    "for another machine": (
        patch("*** Environment ID: far", "*** Add File: b", "+x"), (), "its patch is for files of another machine",
    ),
    "no name": (patch("*** Delete File:  "), (), UNREAD),
    "a name that begins with a space": (
        patch("*** Delete File:  b"), (Edit(" b", None, True),), "it names no file that there could be",
    ),
    "a name with a control in it": (
        patch("*** Delete File: b\x1b"), (Edit("b\x1b", None, True),), "it names no file that there could be",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_which_files_a_patch_names(name: str, tmp_path: Path) -> None:
    text, edits, unread = NAMED[name]
    (tmp_path / "a.txt").write_text(FILE)
    assert edits_of(text, str(tmp_path)) == (edits, unread)


# Two readers of patches, as those of harnesses are described: one takes a head anywhere, one at the start of a line

PIECES = st.sampled_from((
    *("*** Add File: b", "*** Delete File: c", "*** Update File: a.txt", "*** Move to: d", "*** End of File", "@@"),
    *("@@ two", " two", "-two", "+2", "-one", "+1", " three", "", " ", "+", "-four", "+*** Delete File: e"),
    *(" *** Delete File: e", "-thr"),
    *(END, BEGIN, "  *** End Patch", "x", "\t*** Add File: f", "@@ ", "*** Environment ID: g", "-three "),
))  # fmt: skip


def heads(lines: list[str], anywhere: bool) -> list[str]:
    found = []
    for line in lines:
        told = line.strip() if anywhere else line
        found += [told[len(head) :] for head in HEADS if told.startswith(head)]
        if told.startswith("*** Move to: "):
            found.append(told[len("*** Move to: ") :])
    return found


@given(lines=st.lists(PIECES, max_size=9))
@example(lines=["*** Add File: b", "+x", "  *** Delete File: c"])
def test_no_reader_finds_a_file_that_guard_does_not(lines: list[str]) -> None:
    edits, unread = edits_of(patch(*lines), "/")
    if not unread:
        paths = {edit.path for edit in edits}
        assert paths == set(heads(lines, True)) == set(heads(lines, False))


def sought(lines: list[str], wanted: list[str], start: int, last: bool) -> int:
    """Where lines stand: at first exactly, then with other spaces behind, then around; -1 where they do not."""
    begin = len(lines) - len(wanted) if last and len(lines) >= len(wanted) else start
    for same in (str, str.rstrip, str.strip):
        for at in range(begin, len(lines) - len(wanted) + 1):
            if [same(line) for line in lines[at : at + len(wanted)]] == [same(line) for line in wanted]:
                return at
    return -1


def put_in(text: str, chunks: list[tuple[str | None, list[str], list[str], bool]]) -> str | None:
    """The file as the harness leaves it, by the rules of its own; None where it refuses."""
    lines = text.split("\n")[: -1 if text.endswith("\n") else None]
    spots, at = [], 0
    for after, old, new, last in chunks:
        if after is not None:
            found = sought(lines, [after], at, False)
            if found < 0:
                return None
            at = found + 1
        if not old:
            spots.append((len(lines), 0, new))
            continue
        found = sought(lines, old, at, last)
        if found < 0:
            return None
        spots.append((found, len(old), new))
        at = found + len(old)
    for place, count, new in sorted(spots, key=lambda one: one[0], reverse=True):
        lines[place : place + count] = new
    newer, older = "".join([f"{line}\n" for line in lines]), "\n".join([*lines, ""] if lines[-1:] != [""] else lines)
    return (
        newer if newer == older else None
    )  # an empty line at the end is kept by some, and taken for the end by others


LINES = st.sampled_from(("a", "b", "a ", " a", "", "c"))
CHUNK = st.tuples(st.none() | LINES, st.lists(LINES, max_size=3), st.lists(LINES, max_size=2), st.booleans())


@given(before=st.lists(LINES, max_size=8), chunks=st.lists(CHUNK, max_size=3), ended=st.booleans())
def test_what_is_told_of_a_file_is_what_the_harness_leaves(
    before: list[str], chunks: list[tuple[str | None, list[str], list[str], bool]], ended: bool
) -> None:
    text = "\n".join(before) + ("\n" if ended and before else "")
    place = Path(os.environ["PYTEST_FOLDER"])
    (place / "a.txt").write_text(text)
    lines = []
    for after, old, new, last in chunks:
        head = "@@" if after is None else f"@@ {after}"
        lines += [
            head,
            *[f"-{one}" for one in old],
            *[f"+{one}" for one in new],
            *(["*** End of File"] if last else []),
        ]
    ((_, told, *_), *_), unread = edits_of(update(*lines), str(place))
    assert unread == ""
    assert told is None or told.decode() == (put_in(text, chunks) if chunks else text)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a property that runs many times in one test puts its file."""
    monkeypatch.setenv("PYTEST_FOLDER", str(tmp_path))


def test_a_patch_of_lines_that_are_all_alike_is_read_in_a_moment(tmp_path: Path) -> None:
    """Line by line it would be some billions of looks, and a hook that is late lets the call through."""
    (tmp_path / "a.txt").write_text("a\n" * 200_000)
    edits, unread = edits_of(update(*["-a"] * 100_000, "-b"), str(tmp_path))
    assert (edits, unread) == ((Edit("a.txt"),), "")


# Parts of a payload


def test_a_file_is_looked_at_only_below_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.txt").write_text("secret")
    (tmp_path / "in/a.txt").write_text("a")
    (tmp_path / "in/link").symlink_to("../out.txt")
    (tmp_path / "in/inner").symlink_to("a.txt")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/a.txt").write_text("a")
    os.mkfifo(tmp_path / "in/pipe")
    (tmp_path / "in/large").write_bytes(b"x" * (MOST + 1))
    (tmp_path / "in/most").write_bytes(b"x" * MOST)
    top = str(tmp_path / "in")
    assert present(top, "a.txt") == present(top, f"{top}/a.txt") == present(top, "inner") == b"a"
    assert present(top, "most") == b"x" * MOST
    for path in (
        "../out.txt",
        f"{tmp_path}/out.txt",
        "link",
        "../inside/a.txt",
        "pipe",
        "large",
        ".",
        "gone",
        "/etc/passwd",
    ):
        assert present(top, path) is None, path
    assert present("in", "a.txt") is None


def test_a_text_is_put_in_place_of_another_only_where_it_stands_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one two two\n")
    (tmp_path / "crlf").write_bytes(b"one\r\n")
    top = str(tmp_path)
    assert replaced(top, "a", "one", "1", False) == b"1 two two\n"
    assert replaced(top, "a", "two", "2", True) == b"one 2 2\n"
    assert replaced(top, "a", "two", "2", False) is None
    assert replaced(top, "a", "three", "3", True) is None
    assert replaced(top, "crlf", "one", "1", False) is None
    assert replaced(top, "new", "", "text", False) == b"text"
    assert replaced(top, "a", "", "text", False) is None
    assert replaced(top, "new", "x", "text", False) is None


def test_a_file_under_two_names_may_be_either(tmp_path: Path) -> None:
    names = Names(("path", "file"), ("text", "content"), ("old",), ("new",))
    assert written({"path": "a", "text": "x"}, "", names) == ((Edit("a", b"x"),), "")
    assert written({"path": "a", "file": "a", "text": "x", "content": "x"}, "", names) == ((Edit("a", b"x"),), "")
    assert written({"path": "a", "file": "b", "text": "x"}, "", names) == ((Edit("a"), Edit("b")), "")
    assert written({"path": "a", "text": "x", "content": "y"}, "", names) == ((Edit("a"),), "")
    assert written({"path": "a", "text": "x", "old": "y", "new": "z"}, "", names) == ((Edit("a"),), "")
    assert written({"path": "a", "text": ["x"]}, "", names) == ((Edit("a"),), "")
    assert written({"path": "a"}, "", names) == ((Edit("a"),), "")
    for odd in ({}, {"path": ""}, {"path": 1}, {"path": ["a"]}, {"path": "a\0b"}, {"path": "\ud800"}):
        assert written(odd, "", names) == ((), "it names no file that there could be"), odd
    odd = {"path": "a", "file": 1, "text": "x"}
    assert written(odd, "", names) == ((Edit("a"),), "it names no file that there could be"), "the other is held too"
    assert gone({"path": "a"}, ("path",)) == ((Edit("a", None, True),), "")


def test_parts_of_another_form_are_none() -> None:
    assert table('{"a": 1}') == table(' {"a": 1}\n') == table({"a": 1}) == {"a": 1}
    for odd in (None, 1, [], "", "a", "[1]", "{", '{"a": 1} {}', "{" * 100_000, '{"a":' * 100_000):
        assert table(odd) == {}
    assert said({"a": 1, "b": "", "c": "x" * 300}, "a", "b", "c") == "x" * 200
    assert said({}, "a") == ""
    assert texts({"a": "x", "b": "y", "c": "x", "d": 1}, ("a", "b", "c", "d")) == ["x", "y"]
    assert plain("a\ud83d\ude00b\ud800") == "a\U0001f600b\ufffd"
    assert folder_of({"cwd": "rel", "roots": ["/a", "/b"]}, "cwd", "roots") == "/a"
    assert folder_of({"cwd": "/a\0b", "roots": []}, "cwd", "roots") == ""
    assert below("/a", {"dir": "b"}, "dir") == "/a/b"
    assert below("/a", {"dir": None}, "dir") == below("/a", {}, "dir") == "/a"
    assert below("/a", {"dir": 1}, "dir") == below("", {"dir": "b"}, "dir") == below("/a", {"dir": "\0"}, "dir") == ""
