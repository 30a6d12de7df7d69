"""What a landing brings, as it is shown before a yes: the heaviest first, all kinds counted, what only commits do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.commands.acting import House, standing

DROP = b"DROP TABLE logs;\n"
DOCS = {b"docs/a%03d.txt" % number: b"x\n" for number in range(60)}


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as house:
        yield house


def shown(made: House, *commits: Mapping[bytes, bytes | None]) -> list[str]:
    """The lines of the screen for these commits, one on another, less what lines are folded with."""
    files, parent = dict(made.files), made.tip
    for commit in commits:
        files = {path: text for path, text in {**files, **commit}.items() if text is not None}
        parent = made.made.commit(made.made.tree(made.made.files(files)), [parent], b"work\n")
    made.made.ref(b"refs/heads/work", parent)
    _, asked = made.request("approve", "work", "--unplanned", "the disk is full")
    assert asked.code == 0, asked.said
    return asked.out.split("in words:\n")[1].replace("\n" + " " * 12, " ").splitlines()


def of(lines: list[str], label: str) -> list[str]:
    return [line[12:] for line in lines if line[2:12].strip() == label]


def test_what_cannot_be_taken_back_comes_first_however_much_is_beside_it(made: House) -> None:
    lines = shown(made, {**DOCS, b"zz/0002.sql": DROP, b"zz/0001.sql": b"CREATE TABLE notes (id int);\n"})
    first, second, *rest, last = of(lines, "file")
    assert first == "A zz/0002.sql: schema.table.drop on table:logs"
    assert second == "A zz/0001.sql: schema.table.create on table:notes (id)"
    assert rest[0] == "A docs/a000.txt: file.add" and len(rest) == 38
    assert last == "and 22 more: guard operations --range ..work"
    assert of(lines, "does") == ["schema.table.drop 1, schema.table.create 1, file.add 60"]
    assert of(lines, "besides") == of(lines, "commit") == []


def test_files_of_somebody_come_before_those_of_nobody(made: House) -> None:
    lines = shown(made, {b"a.txt": b"a\n", b"src/users/new.txt": b"b\n", b".github/workflows/x.yml": b"on: push\n"})
    assert [line.split(": ")[0] for line in of(lines, "file")] == [
        "A .github/workflows/x.yml",
        "A src/users/new.txt",
        "A a.txt",
    ]


def test_of_many_operations_of_one_file_the_heaviest_are_told(made: House) -> None:
    tables = b"".join([b"CREATE TABLE t%d (id int);\n" % number for number in range(8)])
    lines = shown(made, {b"many.sql": tables + DROP})
    assert of(lines, "file")[0].startswith("A many.sql: schema.table.drop on table:logs, schema.table.create")
    assert of(lines, "does") == ["schema.table.drop 1, schema.table.create 8"]


STEPS: dict[str, tuple[list[dict[bytes, bytes | None]], list[str]]] = {
    "a drop that a later commit takes out": (
        [{b"y.txt": b"y\n", b"m/0002.sql": DROP}, {b"m/0002.sql": None}],
        ["A m/0002.sql: schema.table.drop on table:logs", "D m/0002.sql: schema.table.create on table:logs"],
    ),
    "a workflow that a later commit takes out": (
        [{b"y.txt": b"y\n", b".github/workflows/x.yml": b"on: push\n"}, {b".github/workflows/x.yml": None}],
        ["A .github/workflows/x.yml: ", "D .github/workflows/x.yml: "],
    ),
    "a protected file otherwise than it lands": (
        [{b"CODEOWNERS": b"* @evil\n"}, {b"CODEOWNERS": b"* @acme\n"}],
        ["A CODEOWNERS: "],
    ),
    "files that are written in several commits": ([{b"y.txt": b"y\n", b"m.sql": DROP}, {b"y.txt": b"z\n"}], []),
    "one commit": ([{b"y.txt": b"y\n", b"m.sql": DROP, b"CODEOWNERS": b"* @acme\n"}], []),
}


@pytest.mark.parametrize("case", STEPS)
def test_what_single_commits_do_and_the_landing_does_not_is_told(made: House, case: str) -> None:
    commits, told = STEPS[case]
    lines = shown(made, *commits)
    found = [line.partition(" ")[2] for line in of(lines, "commit")]
    assert [line[: len(want)] for line, want in zip(found, told, strict=True)] == told
    assert [line.partition(" do ")[0] for line in of(lines, "besides")] == ["single commits"] * bool(told)
