"""Tools of which the owners of the policy say that they only read: let pass, but for what no reading is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from guard_hooks.agents import door
from guard_hooks.agents.call import Call, Decision
from guard_hooks.agents.judging import judged
from tests.harnessed import FILES, POLICY, work
from tests.running import Place

LISTED = """\
reading_tools: [mcp__docs__*, mcp__github__get_issue, docs_find, mcp_docs_find, 'MCP:find', '@docs/find',
  mcp__files__read_write*, mcp__files__run_query]
"""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    return work(tmp_path_factory.mktemp("reading"), {**FILES, ".guard/policy.yaml": POLICY + LISTED})


def told(made: Place, tool: str, given: object, harness: str = "claude-code", **more: object) -> Decision:
    """The decision on one call, as a harness sends it."""
    wires: dict[str, dict[str, Any]] = {
        "opencode": {"tool": tool, "args": given, "directory": str(made.top)},
        "copilot": {"toolName": tool, "toolArgs": given, "cwd": str(made.top)},
        "gemini": {"hook_event_name": "BeforeTool"},
        "kiro": {"hook_event_name": "preToolUse"},
        "cursor": {"hook_event_name": "preToolUse"},
    }
    usual = {"hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": given, "cwd": str(made.top)}
    wire = wires.get(harness, {})
    payload = wire if "hook_event_name" not in wire and wire else {**usual, **wire}
    return judged(door.loaded(harness).read({**payload, **more}), "deny")


PASSES: dict[str, tuple[str, object]] = {
    "a name": ("mcp__github__get_issue", {"number": 3}),
    "a name that begins like it": ("mcp__docs__find", {"query": "a"}),
    "nothing": ("mcp__docs__list", {}),
    "a path that it reads": ("mcp__docs__find", {"path": "src/a", "pattern": "x"}),
    "paths of what is protected": ("mcp__docs__find", {"paths": [".guard/policy.yaml"]}),
    "a command that only reads": ("mcp__docs__look", {"command": "git log --oneline"}),
    "lines around what it finds": ("mcp__docs__find", {"path": "src/a", "context": 3}),
    "an empty text": ("mcp__docs__find", {"path": "src/a", "content": ""}),
}
ASKED: dict[str, tuple[str, object, str]] = {
    "another tool": ("mcp__github__create_issue", {}, "ask"),
    "one that begins like a whole name": ("mcp__github__get_issues", {}, "ask"),
    "a part of a name": ("mcp__docs", {}, "ask"),
    "another case": ("MCP__docs__find", {}, "ask"),
    "a blank before it": (" mcp__docs__find", {}, "ask"),
    "a form of its name in front": ("PreToolUse other", {}, "ask"),
    "a text to put into a file": ("mcp__docs__page", {"file_path": "src/a", "content": "x"}, "deny"),
    "a text, deeper": ("mcp__docs__page", {"args": {"file": "src/a", "newString": "x"}}, "deny"),
    "a protected file": ("mcp__docs__page", {"path": ".github/workflows/ci.yml", "text": "x"}, "deny"),
    "a text by a longer name": ("mcp__docs__page", {"path": "src/a", "file-Content": "x"}, "deny"),
    "a text without a file": ("mcp__docs__page", {"content": "x"}, "ask"),
    "a patch": ("mcp__docs__page", {"patch": "*** Begin Patch"}, "ask"),
    "a command that writes": ("mcp__docs__look", {"command": "echo x > src/a"}, "deny"),
    "a command that goes round": ("mcp__docs__look", {"cmd": "git commit --no-verify -m x"}, "deny"),
    "a command that nobody reads": ("mcp__docs__look", {"script": "./x.sh"}, "ask"),
    "two commands": ("mcp__docs__look", {"command": "ls", "cmd": "ls -l"}, "ask"),
    "a command in parts": ("mcp__docs__look", {"command": ["rm", "src/a"]}, "ask"),
    "a command and a text": ("mcp__docs__look", {"command": "ls", "content": "x"}, "ask"),
    "no object": ("mcp__docs__find", ["src/a"], "ask"),
}


# What a `*` stands for says of itself that it does more than reading: nobody has looked at that one

BY_ITSELF: dict[str, tuple[str, object, str]] = {
    "it deletes": ("mcp__docs__delete_file", {"path": "other/c"}, "ask"),
    "it deletes, in other letters": ("mcp__docs__DELETE-FILE", {"path": "other/c"}, "ask"),
    "it moves, by keys that nobody knows": ("mcp__docs__moveFile", {"from": "src/a", "to": ".git/hooks/x"}, "ask"),
    "it writes nothing into a file": ("mcp__docs__write_file", {"path": "other/c", "content": ""}, "ask"),
    "it writes by a key that nobody knows": ("mcp__docs__replace_symbol", {"path": "other/c", "body": "x"}, "ask"),
    "it runs by a key that nobody knows": ("mcp__docs__exec", {"argv": ["rm", "-rf", "other"]}, "ask"),
    "it runs a text of JSON": ("mcp__docs__batch", {"request": '{"command": "rm -rf other"}'}, "ask"),
    "it runs": ("mcp__docs__terminal.run", {"line": "rm -rf other"}, "ask"),
    "it lands": ("mcp__docs__merge_pull_request", {"number": 3}, "ask"),
    "it makes a file": ("mcp__docs__create_file", {"path": "other/new"}, "ask"),
    "it makes what is no file": ("mcp__docs__create_issue", {"title": "x"}, "allow"),
    "a word within another": ("mcp__docs__transcript_of_movement", {"path": "src/a"}, "allow"),
    "a thing of that name, which it gets": ("mcp__docs__get_commit", {"sha": "a"}, "allow"),
    "a request of that name": ("mcp__docs__list_merge_request_notes", {"id": 3}, "allow"),
    "a run that it reads": ("mcp__docs__getWorkflowRun", {"id": 3}, "allow"),
    "a thing that it finds and changes": ("mcp__docs__find_and_replace", {"path": "src/a"}, "ask"),
    "a thing that it gets and runs": ("mcp__docs__fetch_and_run", {"url": "x"}, "ask"),
    "a thing that it gets or makes": ("mcp__docs__get_or_create", {"path": "other/new"}, "ask"),
    "reading in front of writing": ("mcp__docs__read_write", {"path": "other/c"}, "ask"),
    "its owners say that word": ("mcp__files__read_write_log", {"path": "src/a"}, "allow"),
    "its owners say its whole name": ("mcp__files__run_query", {"sql": "select 1"}, "allow"),
    "its owners say that word alone": ("mcp__files__read_write_and_delete", {"path": "src/a"}, "ask"),
    "a path that there cannot be": ("mcp__docs__find", {"path": "../" * 9_000 + "other/c"}, "ask"),
    "a path with half a letter": ("mcp__docs__find", {"path": "src/\ud800"}, "ask"),
}


def test_a_star_vouches_for_no_tool_that_says_it_writes(ground: Place) -> None:
    for name, (tool, given, kind) in BY_ITSELF.items():
        assert told(ground, tool, given).kind == kind, name
    named = told(ground, "mcp__docs__delete_file", {"path": "other/c"})
    assert "reading_tools: [mcp__docs__delete_file]" in named.words, "its owners may say its name"


def test_what_its_owners_list_is_let_pass(ground: Place) -> None:
    for name, (tool, given) in PASSES.items():
        assert told(ground, tool, given) == Decision("allow"), name


def test_what_they_do_not_list_or_what_writes_is_not(ground: Place) -> None:
    for name, (tool, given, kind) in ASKED.items():
        assert told(ground, tool, given).kind == kind, name


BY_HARNESS = {
    "claude-code": "mcp__docs__find", "codex": "mcp__docs__find", "copilot": "docs_find", "cursor": "MCP:find",
    "gemini": "mcp_docs_find", "kiro": "@docs/find", "opencode": "docs_find",
}  # fmt: skip


def test_each_harness_has_its_own_names_for_them(ground: Place) -> None:
    assert set(BY_HARNESS) == set(door.HARNESSES)
    for harness, tool in BY_HARNESS.items():
        assert told(ground, tool, {"query": "x"}, harness).kind == "allow", harness
        assert told(ground, tool, {"file_path": "src/a", "content": "x"}, harness).kind == "deny", harness
        assert told(ground, f"{tool}er" if tool != "mcp__docs__find" else "find", {}, harness).kind == "ask", harness


def test_the_event_of_cursor_for_servers_goes_by_the_same_name(ground: Place) -> None:
    server = {"hook_event_name": "beforeMCPExecution", "tool_name": "find"}
    assert told(ground, "", '{"query": "x"}', "cursor", **server).kind == "allow"
    assert told(ground, "", '{"path": "src/a", "content": "x"}', "cursor", **server).kind == "deny"
    assert told(ground, "", "not an object", "cursor", **server).kind == "ask"
    assert told(ground, "beforeMCPExecution find", {}, "cursor").kind == "ask", "no tool is an event by its name"


def test_where_nobody_lists_any_each_is_asked_about(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = work(tmp_path_factory.mktemp("none"))
    for name, (tool, given) in PASSES.items():
        assert told(made, tool, given).kind == "ask", name


def test_a_call_that_cannot_be_read_is_never_let_pass_for_its_name(ground: Place) -> None:
    call = Call("other", "mcp__docs__find", str(ground.top), unread="the payload is odd")
    assert judged(call, "deny").kind == "ask"
