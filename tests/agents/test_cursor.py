"""Cursor shows a command twice: a question is put where it can be, and only where that is sure to come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard.model.harness import entries
from guard_hooks.agents import cursor
from guard_hooks.agents.call import Decision
from tests.harnessed import ask, work

ASK, DENY = Decision("ask", "why"), Decision("deny", "why")


def settings(command: str = "guard hook cursor") -> dict[str, Any]:
    """What guard install writes."""
    hooks: dict[str, Any] = {}
    for place, item in entries("cursor", command):
        hooks.setdefault(place[-1], []).append(item)
    return {"version": 1, "hooks": hooks}


def said(top: Path, decision: Decision, text: str | None = None, **more: object) -> str:
    if text is not None:
        (top / ".cursor").mkdir(exist_ok=True)
        (top / ".cursor/hooks.json").write_text(text)
    payload: dict[str, Any] = {
        "hook_event_name": "preToolUse", "workspace_roots": [str(top)], "cwd": str(top), "tool_name": "Shell",
        "tool_input": {"command": "python manage.py test"}, **more,
    }  # fmt: skip
    return str(json.loads(cursor.answer(cursor.read(payload), decision).out)["permission"])


def test_a_question_is_left_to_the_event_that_can_put_it(tmp_path: Path) -> None:
    for command in ("guard hook cursor", "guard hook cursor --on-error deny"):
        assert said(tmp_path, ASK, json.dumps(settings(command))) == "allow"
    assert said(tmp_path, DENY) == "deny", "a no is a no at once"
    second: dict[str, Any] = {"hook_event_name": "beforeShellExecution", "command": "x", "cwd": str(tmp_path)}
    assert json.loads(cursor.answer(cursor.read(second), ASK).out)["permission"] == "ask"


def without(told: dict[str, Any]) -> None:
    del told["hooks"]["beforeShellExecution"]


def other(told: dict[str, Any]) -> None:
    told["hooks"]["beforeShellExecution"][0]["command"] = "./mine.sh"


def opens(told: dict[str, Any]) -> None:
    del told["hooks"]["beforeShellExecution"][0]["failClosed"]


def some(told: dict[str, Any]) -> None:
    told["hooks"]["beforeShellExecution"][0]["matcher"] = "curl"


def none(told: dict[str, Any]) -> None:
    told["hooks"] = []


@pytest.mark.parametrize("change", [without, other, opens, some, none])
def test_where_the_second_event_does_not_surely_ask_it_is_a_no(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    told = settings()
    change(told)
    assert said(tmp_path, ASK, json.dumps(told)) == "deny"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hooks": {"beforeShellExecution": {}}}', "\0"])
def test_settings_that_say_nothing_are_none(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, ASK, text) == "deny"


def test_only_the_settings_of_the_folder_that_is_open_count(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    assert said(inner, ASK, json.dumps(settings())) == "allow"
    place = {"tool_input": {"command": "x", "working_directory": str(inner)}, "cwd": str(inner)}
    assert said(tmp_path, ASK, None, **place) == "deny"
    assert said(inner, ASK, None, workspace_roots=[str(inner), str(tmp_path)]) == "deny"
    assert said(inner, ASK, None, workspace_roots=None) == "deny"


def test_tools_of_servers_and_edits_stay_a_no(tmp_path: Path) -> None:
    text = json.dumps(settings())
    assert said(tmp_path, ASK, text, tool_name="MCP:find") == "deny"
    assert said(tmp_path, ASK, text, tool_name="Write", tool_input={"file_path": "a", "content": "x"}) == "deny"


SEVERAL: dict[str, tuple[dict[str, Any], str]] = {
    "a file of the first": ({"tool_name": "Write", "tool_input": {"file_path": "@/docs/d", "content": "x"}}, "allow"),
    "a file by a short name": ({"tool_name": "Write", "tool_input": {"file_path": "docs/d", "content": "x"}}, "deny"),
    "a file that no phase covers": ({"tool_name": "Write", "tool_input": {"file_path": "@/other/c"}}, "deny"),
    "a command that says where": (
        {"tool_name": "Shell", "tool_input": {"command": "echo x > d", "working_directory": "@/docs"}},
        "allow",
    ),
    "a command that does not": ({"tool_name": "Shell", "tool_input": {"command": "echo x > docs/d"}}, "deny"),
    "a command that says it elsewhere": (
        {"tool_name": "Shell", "tool_input": {"command": "echo x > c", "working_directory": "@/other"}},
        "deny",
    ),
    "a command of the second event": ({"hook_event_name": "beforeShellExecution", "command": "ls"}, "ask"),
    "a tool of a server": ({"tool_name": "MCP:find", "tool_input": {"query": "x"}}, "deny"),
    "a tool that reads": ({"tool_name": "Grep", "tool_input": {"pattern": "x"}}, "allow"),
}


def test_where_several_folders_are_open_a_call_is_for_any_of_them(tmp_path: Path) -> None:
    made = work(tmp_path / "one")
    beside = tmp_path / "two"
    beside.mkdir()
    for roots in ([str(beside), str(made.top)], [str(made.top), str(beside)]):
        for name, (given, wanted) in SEVERAL.items():
            payload = json.loads(json.dumps(given).replace("@", str(made.top)))
            payload = {"hook_event_name": "preToolUse", "workspace_roots": roots, **payload}
            told = ask(made, payload, harness="cursor")
            assert told.out["permission"] == wanted, (name, roots, told)
