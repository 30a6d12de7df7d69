"""A look that comes to nothing is never told as nothing that waits, and what moves is noticed."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from guard_tui import reading, runs, word
from guard_tui.reading import Place, Reading, top_of
from guard_tui.waits import Queue
from tests.commands.acting import House
from tests.desk.seats import place, sat, seat
from tests.waiting import waiting

HEAD = '{"head": {"not_established": []}}'
BROKEN = (
    '{"part": {"rows": [], "not_looked_at": []}}',  # of nothing that has begun
    f'{HEAD}\n{{"part": {{"rows": [{{}}], "not_looked_at": []}}}}',
    f'{HEAD}\n{{"part": []}}',
    '{"head": null}',
    HEAD,  # and nothing after it
    "",
)


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with waiting(capsys, tmp_path, monkeypatch) as house:
        yield house


def looking(top: str) -> Reading:
    return Reading(Place("", top), (), Queue(), lambda: None)


def test_what_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in BROKEN:
        monkeypatch.setattr(runs, "GUARD", (sys.executable, "-c", f"print({said!r})"))
        one = looking(str(tmp_path))
        asyncio.run(one.look())
        assert one.wrong, said
        assert one.queue.unlooked == [("", "this repository", one.wrong)]
        assert not one.busy


def test_what_moves_while_the_first_look_is_begun_is_looked_at_once_more(made: House) -> None:
    one = looking(os.fsdecode(made.made.top))
    one.begin()
    made.branch("another/hotfix", {b"src/users/other.py": b"b\n"}, "one more")
    asyncio.run(one.look())
    assert one.moved()
    asyncio.run(one.look())
    assert not one.moved()
    assert "another/hotfix" in {item.data["where"] for item in one.queue.every}


def test_a_linked_work_tree_is_watched_as_well(made: House, tmp_path: Path) -> None:
    """Its own HEAD and what was asked in it, and the refs that it has from the other."""
    linked = str(tmp_path / "linked")
    made.made.git("worktree", "add", "--quiet", "--detach", linked)
    own, common = reading.git_dirs(linked)
    assert common == os.path.realpath(os.path.join(os.fsdecode(made.made.top), ".git"))
    assert Path(own).parent == Path(common, "worktrees")
    one = looking(linked)
    for moves in (
        lambda: Path(own, "HEAD").write_text("ref: refs/heads/hotfix/login\n"),
        lambda: (Path(own, "guard").mkdir(), Path(own, "guard", "asked.json").write_text("[]")),
        lambda: made.branch("another/hotfix", {b"src/users/other.py": b"b\n"}, "one more"),
    ):
        one._stamp = reading.stamp(linked)
        assert not one.moved()
        moves()
        assert one.moved()
    assert reading.git_dirs(str(tmp_path)) == (str(tmp_path), str(tmp_path))


def test_files_are_asked_beside_the_screen(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    stamp = reading.stamp

    def told(folder: str) -> object:
        asked.append(threading.current_thread() is threading.main_thread())
        return stamp(folder)

    monkeypatch.setattr(reading, "stamp", told)

    async def look() -> None:
        async with seat([place(made.made.top)]) as one:
            made.branch("another/hotfix", {b"src/users/other.py": b"b\n"}, "one more")
            one.desk._watch()
            await one.quiet()
            assert "another/hotfix" in {item.data["where"] for item in one.desk.queue.every}

    sat(look)
    assert len(asked) > 2
    assert not any(asked)


def test_a_folder_below_is_of_the_repository(made: House) -> None:
    top = os.path.realpath(os.fsdecode(made.made.top))
    below = Path(top, "db", "migrations")
    below.mkdir(parents=True, exist_ok=True)
    assert top_of(str(below)) == top
    assert top_of(top) == top
    with chdir(below):
        assert word._places(word.parser().parse_args([])) == (Place("", top),)
        assert word._places(word.parser().parse_args(["--repo", "."])) == (Place("", top),)
        rules = word.parser().parse_args(["--trust", "../rules"])
        assert word._words(rules, "") == ("--trust", str(below.parent / "rules"))


def test_a_folder_of_no_repository_is_itself(tmp_path: Path) -> None:
    assert top_of(str(tmp_path)) == str(tmp_path)
