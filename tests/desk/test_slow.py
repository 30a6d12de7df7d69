"""The desk never waits for git: whatever is slow, gone or broken below, keys are answered and the screen says so."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard_tui import runs
from tests.desk.busy import WORDS, busy
from tests.desk.seats import NARROW, Seat, place, sat, seat
from tests.hostile import GIT

OMAR = (*WORDS, "--as", "omar")
A1 = "every name has two parts"


class Slow:
    """A git that does nothing until it is let go; then it is git."""

    def __init__(self, folder: Path) -> None:
        self.path, self.fifo, self.free = folder / "git", folder / "fifo", folder / "free"
        os.mkfifo(self.fifo)
        words = [shlex.quote(os.fspath(one)) for one in (self.free, self.fifo, GIT)]
        self.path.write_text('#!/bin/sh\n[ -e {} ] || read _ < {}\nexec {} "$@"\n'.format(*words))
        self.path.chmod(0o755)

    @contextmanager
    def let_go(self) -> Iterator[None]:
        """For a while."""
        self.free.touch()
        pipe = os.open(self.fifo, os.O_RDWR)  # whoever waits for somebody to write has one now
        os.write(pipe, b"\n" * 200)
        try:
            yield
        finally:
            os.close(pipe)
            self.free.unlink()


def test_no_key_waits_for_git(tmp_path: Path) -> None:
    house, git = busy(tmp_path), Slow(tmp_path)

    async def look() -> None:
        words = (*OMAR, "--git", os.fspath(git.path))
        async with seat([place(house.made.top)], NARROW, words, me="omar", waits=False) as one:
            one.stands("guard triage", "looking...", "Looking at what waits...")
            assert "moving about" in await one.press("question_mark")
            assert "Looking at what waits..." in await one.press("escape")
            await one.press("slash")
            assert "parts" in await one.type("parts")
            one.stands("looking...")
            await freed(one, git)
            assert "looking..." not in one.text()
            one.stands(A1)
            await one.press("escape")
            # now that there are rows, everything about one of them is asked for while git does nothing
            for key, words in (
                ("enter", A1),
                ("p", "plan names"),
                ("g", "guard plan graph names"),
                ("l", "looking..."),
            ):
                await one.press(key)
                one.stands(words)
            one.stands("looking...")
            for _ in range(3):
                await one.press("escape")
            one.stands("what settles A1?", "looking...")
            await freed(one, git)
            one.stands("asked by", "a rule, G421")
            assert "looking..." not in one.text()

    sat(look)


async def freed(one: Seat, git: Slow) -> None:
    with git.let_go():
        one.waits = True
        await one.quiet()
        one.waits = False


def test_a_desk_that_is_left_while_git_does_nothing_is_left(tmp_path: Path) -> None:
    house, git = busy(tmp_path), Slow(tmp_path)

    async def look() -> None:
        words = (*OMAR, "--git", os.fspath(git.path))
        async with seat([place(house.made.top)], NARROW, words, me="omar", waits=False) as one:
            await one.press("q")
            assert not one.desk.is_running

    sat(look)


@pytest.mark.later
def test_a_repository_that_goes_away(tmp_path: Path) -> None:
    house = busy(tmp_path)
    top = os.fsdecode(house.made.top)

    async def look() -> None:
        async with seat([place(top)], NARROW, OMAR, me="omar") as one:
            before = len(one.desk.queue.shown)
            shutil.move(top, f"{top}-elsewhere")
            text = await one.press("r")
            assert "1 not looked at (u)" in text
            assert "looking..." not in text
            assert len(one.desk.queue.shown) == before  # nobody's place is lost
            assert "could not be begun" in await one.press("u")
            await one.press("escape")
            for keys in (("enter",), ("d",), ("escape", "escape", "p"), ("escape", "l"), ("enter",)):
                text = await one.press(*keys)
            assert "could not be begun" in text
            await one.press("escape")
            assert one.at_queue()
            shutil.move(f"{top}-elsewhere", top)
            assert "not looked at" not in await one.press("r")

    sat(look)


HEAD = '{"head": {"me": null, "people": {}, "not_established": [], "trusted": {"ref": "main", "commit": ""}}}'
BROKEN = {
    "no interpreter": ("", "guard could not be begun: No such file or directory"),
    "says escapes and fails": ("print('\\x1b[2J\\x9b[red]boom[/red]'); sys.exit(70)", "\\x1b[2J\\u009b[red]boom[/red]"),
    "fails and says nothing": ("sys.exit(70)", "guard ended with 70"),
    "is gone in the middle": (f"print('{HEAD}', flush=True); os.kill(os.getpid(), 9)", "guard ended with -9"),
    "says numbers": ("print(5); print([]); print('{}'); sys.exit(0)", "5"),
    "says very much aside": ("sys.stderr.write('aside ' * 200000); print('{', flush=True); sys.exit(70)", "{"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_guard_that_is_broken_is_never_taken_for_one_that_has_nothing_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    code, says = BROKEN[how]
    (tmp_path / "guard.py").write_text(f"import os, sys\n{code}\n")
    words = (sys.executable, str(tmp_path / "guard.py")) if code else (str(tmp_path / "no-python"),)
    monkeypatch.setattr(runs, "GUARD", words)

    async def look() -> None:
        async with seat([place(str(tmp_path))], NARROW, OMAR, me="omar") as one:
            one.stands(says, "1 not looked at (u)")
            assert "Nothing waits" not in one.text()
            for keys in (("u",), ("escape", "l"), ("v",), ("escape", "escape", "f")):
                text = await one.press(*keys)
                assert "\x1b" not in text
                assert one.desk.is_running

    sat(look)


@pytest.mark.later
def test_a_guard_that_breaks_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was known stands; every screen opened since says that it could not be told."""
    house = busy(tmp_path)
    (tmp_path / "guard.py").write_text("import sys\nsys.stderr.write('guard itself failed\\n')\nsys.exit(70)\n")

    async def look() -> None:
        async with seat([place(house.made.top)], NARROW, OMAR, me="omar") as one:
            monkeypatch.setattr(runs, "GUARD", (sys.executable, str(tmp_path / "guard.py")))
            for keys in (("enter",), ("d",), ("escape", "p"), ("g",), ("escape", "s"), ("escape", "escape", "l")):
                text = await one.press(*keys)
                assert "guard itself failed" in text, (keys, text)
            await one.press("escape", "escape", "a")
            await one.type("counted")
            assert "cannot be written" in await one.press("enter", "w")
            await one.press("w", "escape", "y")
            await one.type("read")
            assert "This is not signed" in await one.press("enter")

    sat(look)
