"""The keys: every one that does something can be another, and stands on the page that a person reads."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import guard_tui
from guard_tui.actions import ACTIONS
from guard_tui.keymap import MOVES, ids, keymap, path
from guard_tui.screens.keys import WHERE
from tests.desk.busy import WORDS, busy
from tests.desk.seats import place, sat, seat

SOURCES = Path(guard_tui.__path__[0])


def bound() -> set[str]:
    """The names that bindings have, beside those that are made of the table of actions."""
    found = set()
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Binding":
                names = [one.value for one in node.keywords if one.arg == "id"]
                found |= {one.value for one in names if isinstance(one, ast.Constant)}
    return found


def test_every_binding_that_has_a_name_can_have_another_key() -> None:
    assert bound() == set(MOVES)


def test_every_screen_that_has_actions_stands_on_the_page_of_keys() -> None:
    assert {one.where for one in ACTIONS} == set(WHERE)


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = Path(path())
    file.parent.mkdir()
    return file


def test_other_keys_are_taken_and_what_names_no_action_is_said(said: Path) -> None:
    assert keymap() == ({}, "")
    said.write_text(json.dumps(dict.fromkeys(ids(), "A")))
    assert keymap() == (dict.fromkeys(ids(), "A"), "")
    said.write_text(json.dumps({"desk.approve": "A", "desk.nothing\x1b[2J": "B"}))
    keys, wrong = keymap()
    assert keys == {"desk.approve": "A"}
    assert "no action desk.nothing\\x1b[2J" in wrong


@pytest.mark.parametrize("text", ["[", "[]", '{"desk.approve": 1}', '{"desk.approve": ""}', "\\ud800", '"A"'])
def test_a_file_that_is_no_object_of_actions_and_keys_changes_nothing(said: Path, text: str) -> None:
    said.write_text(text)
    keys, wrong = keymap()
    assert keys == {}
    assert str(said) in wrong


OTHER = {
    "desk.answer": "ctrl+n",
    "desk.save": "ctrl+s",
    "queue.kind": "K",
    "queue.everyone": "9",
    "queue.search": "s",
    "queue.unlooked": "U",
    "question.diff": "D",
    "plan.down": "J",
    "rows.down": "n,down",
    "desk.back": "ctrl+b",
    "log.replay": "R",
}


@pytest.mark.later
def test_a_key_of_ones_own_stands_wherever_the_key_is_told(said: Path, tmp_path: Path) -> None:
    """At the foot, on the page of keys, in the palette, and in every sentence that names one."""
    house = busy(tmp_path)
    said.write_text(json.dumps(OTHER))

    async def look() -> None:
        async with seat([place(house.made.top)], (160, 70), (*WORDS, "--as", "omar"), me="omar") as one:
            assert " s Search " in one.lines()[-1] and " ^n Answer " in one.lines()[-1]
            one.stands("9 everyone")
            await one.press("s")
            await one.type("no row holds this")
            one.stands("ctrl+b clears the search, K chooses another kind.")
            await one.press("ctrl+b", "n", "up", "ctrl+n")
            await one.type("counted them")
            await one.press("enter")
            one.stands("ctrl+s writes 1 answer")
            await one.press("home", "enter")
            one.stands("(not written yet: ctrl+s writes it)")
            await one.press("ctrl+b", "question_mark")
            one.stands("moving about, as you have it", "n down    a row down", "J         the next phase")
            one.stands(
                "ctrl+n    Answer: guard plan answer", "K         Kind:", "D         Diff:", "R         Why allowed"
            )
            await one.press("ctrl+b", "l")
            assert "R shows" in one.text()
            await one.press("ctrl+b", "ctrl+s")
            one.stands("w writes it into the work tree")
            await one.press("ctrl+b", "q")
            assert "ctrl+s writes. q once more leaves without." in " ".join(one.text().split())

    sat(look)
