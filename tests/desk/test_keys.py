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
