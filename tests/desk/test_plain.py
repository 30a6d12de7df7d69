"""`guard triage` without a screen: numbered at a terminal, a number, JSON, a pipe; and what is loaded for it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from guard.cli import main
from guard.schema import validate_data
from guard_tui.runs import GUARD
from guard_tui.word import THEMES
from tests.desk.busy import PLAN_FILE, WORDS, busy
from tests.records.houses import House
from tests.terminal import Seen, at_terminal
from tests.waits.looking import harmless

OMAR = (*WORDS, "--as", "omar")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Nobody writes in it."""
    return busy(tmp_path_factory.mktemp("plain"))


def piped(made: House, *words: str, **environment: str) -> tuple[int, str, str]:
    told = subprocess.run(
        [*GUARD, "triage", *OMAR, *words],
        cwd=made.made.top,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )
    return told.returncode, told.stdout, told.stderr


def typed(made: House, words: Sequence[str], answers: Sequence[tuple[str, str]], **environment: str) -> Seen:
    """At a terminal, with somebody who answers by number."""

    def run() -> int:
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        os.environ.update(environment)
        with chdir(made.made.top):
            return main(["triage", *OMAR, *words])

    return at_terminal(run, answers)


def test_a_pipe_has_lines_a_number_or_data(made: House) -> None:
    code, text, err = piped(made, "--everyone")
    assert (code, err) == (0, "")
    harmless(text)
    numbers = re.findall(r"^ +(\d+)  (?:overdue|now|later)  ", text, re.M)
    assert numbers == [str(at) for at in range(1, 12)]
    assert piped(made, "--everyone", "--plain")[1] == text
    assert piped(made, "--count")[1] == "8\n"
    told = json.loads(piped(made, "--everyone", "--format", "json")[1])
    assert validate_data("triage", told) == ()
    assert [row["id"] for row in told["rows"]] == re.findall(r"\[G\d{3}\]  ([0-9a-f]{12})$", text, re.M)


@pytest.mark.later
def test_at_a_dumb_terminal_no_cursor_is_moved(made: House) -> None:
    seen = typed(made, ["--everyone"], [], TERM="dumb")
    assert seen.result == 0
    assert "every name has two parts" in seen.screen
    assert "\x1b" not in seen.screen


def test_somebody_answers_by_number(tmp_path: Path) -> None:
    house = busy(tmp_path)
    answers = (
        ("number of what to look at, or q: ", "99\n"),
        ("a number from 1 to 11, or q", ""),
        ("number of what to look at, or q: ", "1\n"),
        ("number of what to do, or Enter: ", "1\n"),
        ("what settles A1, in your own words: ", "counted them\n"),
        ("number of what to look at, or q: ", "q\n"),
    )
    seen = typed(house, ["--everyone", "--plain"], answers)
    assert seen.result == 0
    assert "\x1b" not in seen.screen
    assert "answer it: guard plan answer names" in seen.screen
    assert "omar: counted them (not landed)" in seen.screen  # what settles it here, in the list that comes again
    text = Path(os.fsdecode(house.made.top), os.fsdecode(PLAN_FILE)).read_text()
    assert 'settled_by: "omar: counted them"' in text


def numbered(made: House, words: str) -> str:
    """The number of the one row of the list that says it."""
    text = piped(made, "--everyone")[1]
    (number,) = [block.split()[0] for block in text.split("\n\n") if words in block]
    return number


@pytest.mark.later
def test_a_reason_is_asked_for_and_none_is_made_up(made: House) -> None:
    """A row whose command is to be filled in is never run as it stands."""
    guess, landing = numbered(made, "probably"), numbered(made, "c506fb846080 landed outside guard")
    answers = (
        ("number of what to look at, or q: ", f"{guess}\n"),
        ("number of what to do, or Enter: ", "1\n"),
        ("why, in your own words: ", "\n"),
        ("number of what to look at, or q: ", f"{landing}\n"),
        ("1  approve: guard approve --now 2026-03-01T08:00:00Z c506fb846080 --trusted 'c506fb846080~' --unplan", ""),
        ("number of what to do, or Enter: ", "\n"),
        ("number of what to look at, or q: ", "q\n"),
    )
    seen = typed(made, ["--everyone", "--plain"], answers)
    assert seen.result == 0


@pytest.mark.later
def test_what_a_number_opens_is_what_stands_beside_it(made: House) -> None:
    guess, landing = numbered(made, "probably"), numbered(made, "3cf5c8f97ccd landed outside guard")
    answers = (
        ("number of what to look at, or q: ", f"{landing}\n"),
        ("what the rule means: guard explain G102", ""),
        ("number of what to do, or Enter: ", "\n"),
        ("number of what to look at, or q: ", f"{guess}\n"),
        ("what the rule means: guard explain G711", ""),
        ("the change: guard questions --waiting", ""),
        ("number of what to do, or Enter: ", "4\n"),
        ("plan: invoices", ""),
        ("number of what to look at, or q: ", "\n"),
    )
    seen = typed(made, ["--everyone", "--plain"], answers)
    assert seen.result == 0
    assert len(re.findall(r"^ +\d+  later  landing  3cf5c8f97ccd", seen.screen, re.M)) == 3  # each list, and no other


@pytest.mark.later
def test_read_only_asks_for_nothing(made: House) -> None:
    seen = typed(made, ["--everyone", "--plain", "--read-only"], [])
    assert seen.result == 0
    assert "number of what to look at" not in seen.screen


def test_what_cannot_be_looked_at_is_said_and_is_no_zero(tmp_path: Path) -> None:
    told = subprocess.run([*GUARD, "triage", "--count"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 5
    assert told.stdout == "?\n"
    assert "not a git repository" in told.stderr


def test_a_list_of_nothing_says_that_nobody_looked(tmp_path: Path) -> None:
    """What guard said of it stands there once, line by line; that nothing waits nobody says."""
    house = busy(tmp_path)
    house.land("broken", {b".guard/policy.yaml": b"policy: [\n\tx\n"})
    code, text, err = piped(house, "--plain")
    assert (code, err) == (5, "")
    assert text.startswith("guard: nothing could be looked at")
    assert "nothing waits" not in text
    assert "\\x0a" not in text
    assert text.count("[G813]") == 1
    assert "\n  where  .guard/policy.yaml\n" in text


def test_a_theme_is_one_that_there_is(made: House) -> None:
    assert set(THEMES) == set(BUILTIN_THEMES)
    for words, says in (("Drakula", "did you mean dracula?"), ("q\x1b[2J", "'q\\x1b[2J'; there are textual-dark, ")):
        code, text, err = piped(made, "--theme", words)
        assert (code, text) == (2, "")
        assert says in err
    assert piped(made, "--theme", "nord", "--count", GUARD_THEME="no/such")[0] == 0  # nothing is drawn
    seen = typed(made, [], [], GUARD_THEME="drakula")
    assert seen.result == 2
    assert "GUARD_THEME: no theme 'drakula'; did you mean dracula?" in seen.screen


HEAVY = ("networkx", "anthropic", "jsonschema", "git", "markdown_it", "pyromark", "ruamel", "cryptography")
FACE = ("guard_tui", "textual", "rich", "pygments")
LOADED = """
import sys
{}
print(",".join(sorted({{name.partition(".")[0] for name in sys.modules}} | set(sys.modules))))
"""


def loaded(code: str, folder: Path) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-I", "-c", LOADED.format(code)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return set(told.stdout.strip().rpartition("\n")[2].split(","))


def test_a_hook_never_loads_the_desk(made: House) -> None:
    folder = Path(os.fsdecode(made.made.top))
    code = (
        "from guard_hooks import git_hooks\nfrom guard.cli import main\nimport guard.commands.check, guard.pipeline\n"
        "main(['check', '--staged'])"
    )
    assert loaded(code, folder).isdisjoint(FACE)


def test_before_its_first_paint_the_desk_has_loaded_nothing_that_judges(made: House) -> None:
    """Until the queue stands there, with rows of a real repository in it."""
    code = (
        "import asyncio\nfrom guard_tui.desk import Desk\nfrom guard_tui.opened import Opened\n"
        "from guard_tui.reading import Place\n"
        "async def look():\n"
        f"    desk = Desk(Opened((Place('', {os.fsdecode(made.made.top)!r}),), {WORDS!r}, 'everyone', '', False, ''))\n"
        "    async with desk.run_test(size=(80, 24)) as pilot:\n"
        "        while not desk.queue.shown:\n"
        "            await pilot.pause()\n"
        "asyncio.run(look())"
    )
    found = loaded(code, Path(os.fsdecode(made.made.top)))
    assert "textual" in found
    assert found.isdisjoint(HEAVY)
    assert not [name for name in found if name.startswith("pygments.lexers.")]
    assert not [name for name in found if name.startswith("guard.doors")]
