"""The wire formats of the harnesses, golden both ways: a payload becomes a call, a decision becomes their answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_hooks.agents import door
from guard_hooks.agents.call import Answer, Call, Decision
from guard_hooks.agents.words import NOBODY, SILENT
from tests.harnesses import CASES, CONTRACTS, HARNESSES, PAYLOADS, expected, furnished, golden

WORDS, CONTEXT, BROKE = "STOP: not yours", "guard: edits are held to plans", "guard: nothing was judged"
DECISIONS = {
    "allow": Decision("allow", context=CONTEXT),
    "ask": Decision("ask", WORDS, "G101"),
    "deny": Decision("deny", WORDS, "G101"),
}


def said(answer: Answer) -> dict[str, Any]:
    """An answer as a golden payload has it: its object, its words, its code."""
    return {"out": json.loads(answer.out) if answer.out else None, "err": answer.err, "code": answer.code}


def test_every_harness_has_its_payloads_and_each_names_its_source() -> None:
    for harness in HARNESSES:
        found = {path.stem: json.loads(path.read_text()) for path in (PAYLOADS / harness).glob("*.json")}
        module = door.loaded(harness)
        assert set(found) >= CASES, harness
        assert harness == module.NAME
        assert all([source.startswith("https://") for source in module.SOURCES])  # type: ignore[attr-defined]
        assert [name for name, one in found.items() if not one["source"].startswith("https://")] == []
        assert {type(one["verified"]) for one in found.values()} == {bool}
        assert all([one["says"] for one in found.values()])


def test_a_payload_is_the_call_it_means(tmp_path: Path) -> None:
    folder = furnished(tmp_path)
    for harness in HARNESSES:
        told = golden(harness, folder)
        module = door.loaded(harness)
        wanted = {name: expected(one["call"]) for name, one in told.items() if "payload" in one}
        assert {name: module.read(told[name]["payload"]) for name in wanted} == wanted, harness


def test_a_decision_is_the_answer_that_is_wanted(tmp_path: Path) -> None:
    folder = furnished(tmp_path)
    for harness in HARNESSES:
        module = door.loaded(harness)
        for name, one in golden(harness, folder).items():
            if "payload" in one:
                call = module.read(one["payload"])
                given = {kind: said(module.answer(call, decision)) for kind, decision in DECISIONS.items()}
            else:
                given = {kind: said(module.failed(BROKE, kind)) for kind in ("allow", "deny")}
            assert given == one["answers"], (harness, name)


ODD = (
    *("", " \n", "STOP\n\nnext   you: guard next\n", 'a "word" \\ and \x1b[31m', "\u202e\U0001f600\ud800"),
    "x" * 100_000,
)
Kind = Literal["allow", "ask", "deny"]
KINDS: tuple[Kind, ...] = ("allow", "ask", "deny")


def calls_of_tools(harness: str, folder: Path) -> list[Call]:
    told = [one["payload"] for one in golden(harness, folder).values() if "payload" in one]
    calls = [door.loaded(harness).read(payload) for payload in told]
    return [call for call in calls if call.event in ("edit", "shell", "other")]


def test_what_guard_decides_is_what_the_harness_does(tmp_path: Path) -> None:
    folder = furnished(tmp_path)
    for harness in HARNESSES:
        module, contract = door.loaded(harness), CONTRACTS[harness]
        calls = calls_of_tools(harness, folder)
        assert {call.event for call in calls} == {"edit", "shell", "other"}
        for call in calls:
            for words in ODD:
                does = {kind: contract(module.answer(call, Decision(kind, words, context=words))) for kind in KINDS}
                assert (does["allow"], does["deny"]) == ("allow", "deny"), (harness, call.tool)
                assert does["ask"] in ("ask", "deny"), (harness, call.tool)


ASKS = {
    "copilot": {"edit", "shell", "other"},
    "cursor": {"shell", "other"},  # where it has an event for it
}


def test_a_question_is_put_to_a_person_only_where_the_harness_has_one(tmp_path: Path) -> None:
    folder = furnished(tmp_path)
    for harness in HARNESSES:
        module, contract = door.loaded(harness), CONTRACTS[harness]
        found = set()
        for call in calls_of_tools(harness, folder):
            answer = module.answer(call, DECISIONS["ask"])
            if contract(answer) == "ask":
                found.add(call.event)
            else:  # the agent is told what to do with it instead
                assert NOBODY in answer.err + answer.out, harness
        assert found == ASKS.get(harness, set()), harness


def test_where_guard_fails_the_harness_does_what_was_said() -> None:
    for harness in HARNESSES:
        module, contract = door.loaded(harness), CONTRACTS[harness]
        for words in ODD:
            assert contract(module.failed(words, "deny")) == "deny", harness
            passed = module.failed(words, "allow")
            assert contract(passed) == "allow", harness
            assert passed.err.strip() == (words.strip() or SILENT), harness


# Whatever is sent, there is a call; whatever is decided, there is one answer

FIELDS = """
hook_event_name tool_name tool_input toolName toolArgs cwd workspace_roots command path file_path filePath content
contents old_string new_string oldStr newStr text patchText tool args directory session sessionId loop_count
stop_hook_active prompt source stopReason reason toolResult workdir dir_path replace_all targetFile agent_id
"""
TOOLS = """
PreToolUse preToolUse BeforeTool beforeShellExecution beforeMCPExecution stop Stop SessionStart sessionStart
apply_patch Bash bash Write edit fs_write str_replace write_file replace run_shell_command Shell Delete read
create append insert / /tmp .. ../../etc/passwd *** \0
"""
KEYS, NAMES = st.sampled_from(FIELDS.split()), st.sampled_from(TOOLS.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | NAMES
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=6), inner, max_size=6),
    max_leaves=12,
)


def check(call: Call) -> None:
    """A call of the right form, whatever it was read from."""
    assert call.event in ("edit", "shell", "read", "start", "end", "other")
    assert os.path.isabs(call.folder)
    for text in (call.tool, call.command, call.session, call.agent, call.unread, *[one.path for one in call.edits]):
        text.encode()  # half a letter would fail later, where nobody expects it
    assert all([one.path and "\0" not in one.path for one in call.edits])
    assert call.edits or call.command or call.unread or call.event not in ("edit", "shell")


@given(payload=VALUES, kind=st.sampled_from(KINDS), words=st.text(max_size=40))
def test_any_value_is_read_and_answered(payload: Any, kind: Kind, words: str) -> None:
    for harness in HARNESSES:
        module = door.loaded(harness)
        call = module.read(payload)
        check(call)
        answer = module.answer(call, Decision(kind, words, context=words))
        assert answer.out == "" or isinstance(json.loads(answer.out), dict)
        assert answer.out.isascii() and "\n" not in answer.out
        assert answer.code == 0 or (harness, answer.code, kind != "allow") == ("kiro", 2, True)


@given(tool=NAMES, given_=st.dictionaries(KEYS, LEAVES, max_size=5), text=st.booleans())
def test_a_call_of_a_tool_is_never_let_through_for_its_odd_form(tool: str, given_: dict[str, Any], text: bool) -> None:
    wire = {
        "codex": {"hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": given_},
        "cursor": {"hook_event_name": "preToolUse", "tool_name": tool, "tool_input": given_},
        "gemini": {"hook_event_name": "BeforeTool", "tool_name": tool, "tool_input": given_},
        "copilot": {"toolName": tool, "toolArgs": json.dumps(given_) if text else given_},
        "kiro": {"hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": given_},
        "opencode": {"tool": tool, "args": given_},
    }
    for harness, payload in wire.items():
        module = door.loaded(harness)
        call = module.read({**payload, "cwd": "/tmp", "directory": "/tmp"})
        check(call)
        assert call.event != "read" or tool in module.READS  # type: ignore[attr-defined]
        assert call.event not in ("start", "end")


def test_a_format_loads_next_to_nothing() -> None:
    """An agent waits for it at every call."""
    code = """
import sys
sys.path[:0] = sys.argv[1:]
from guard_hooks.agents import codex, copilot, cursor, gemini, kiro, opencode
from guard_hooks.agents.call import Decision
for one in (codex, copilot, cursor, gemini, kiro, opencode):
    one.answer(one.read({"toolName": "edit", "toolArgs": '{"path": "/a"}', "tool": "write"}), Decision("allow"))
print(*sys.modules)
"""
    places = [str(PAYLOADS.parents[2]), str(PAYLOADS.parents[2] / "hooks")]
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code, *places], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "guard_hooks.agents.opencode" in loaded
    assert loaded & {"json", "re", "typing", "dataclasses", "subprocess", "pathlib", "enum", "git"} == set()


# Events by their names, as each harness sends them: what may change something is never one that only looks

EVENTS = {
    "codex": {
        "start": "SessionStart SubagentStart UserPromptSubmit",
        "end": "Stop",
        "read": "PostToolUse PreCompact PostCompact SessionEnd Interrupt StopFailure SubagentStop",
        "other": "PermissionRequest pretooluse",
    },
    "cursor": {
        "start": "sessionStart beforeSubmitPrompt",
        "end": "stop",
        "shell": "beforeShellExecution",
        "read": "beforeReadFile beforeTabFileRead subagentStart sessionEnd postToolUse postToolUseFailure preCompact "
        "afterShellExecution afterMCPExecution afterFileEdit afterTabFileEdit afterAgentResponse afterAgentThought "
        "subagentStop",
        "other": "beforeMCPExecution beforeFileWrite PreToolUse",
    },
    "gemini": {
        "start": "SessionStart BeforeAgent",
        "end": "AfterAgent",
        "read": "AfterTool SessionEnd Notification PreCompress BeforeModel AfterModel BeforeToolSelection",
        "other": "BeforeEdit beforeTool",
    },
    "copilot": {
        "start": "SessionStart UserPromptSubmit SubagentStart",
        "end": "Stop",
        "read": "PostToolUse PostToolUseFailure SessionEnd PreCompact ErrorOccurred Notification SubagentStop",
        "other": "PermissionRequest pretooluse",
    },
    "kiro": {
        "start": "agentSpawn SessionStart userPromptSubmit UserPromptSubmit",
        "read": "stop Stop postToolUse PostToolUse PostFileSave PostFileCreate PostFileDelete PreTaskExec PostTaskExec "
        "Manual",
        "other": "PreFileSave",
    },
}


def test_an_event_is_what_its_name_says() -> None:
    for harness in EVENTS:
        module = door.loaded(harness)
        told = {"cwd": "/tmp", "command": "ls", "session_id": "s", "agent_id": "a"}
        for event, names in EVENTS[harness].items():
            for name in names.split():
                call = module.read({**told, "hook_event_name": name})
                assert (call.event, call.folder) == (event, "/tmp"), (harness, name)
                assert bool(call.unread) == (event == "other" and name != "beforeMCPExecution"), (harness, name)
                assert call.session == "s", (harness, name)


SIGNS = {
    "toolResult": "read", "error": "read", "stopReason": "end", "reason": "read", "trigger": "read",
    "agentName": "start", "source": "start", "prompt": "start", "unheard": "other",
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_an_event_of_copilot_that_has_no_name_is_known_by_what_it_is_told(sign: str) -> None:
    call = door.loaded("copilot").read({"cwd": "/tmp", sign: "x"})
    assert (call.event, bool(call.unread)) == (SIGNS[sign], sign == "unheard")
    again = {"toolResult": "read", "error": "read"}
    both = door.loaded("copilot").read({"cwd": "/tmp", "toolName": "edit", "toolArgs": {"path": "a"}, sign: "x"})
    assert both.event == again.get(sign, "edit"), "a tool is about to be run unless it is done"


@pytest.mark.parametrize(
    ("harness", "name"), [("claude-code", "Stop"), ("codex", "Stop"), ("gemini", "AfterAgent"), ("copilot", "Stop")]
)
def test_an_agent_that_was_told_at_its_end_is_not_told_again(harness: str, name: str) -> None:
    told = {"cwd": "/tmp", "hook_event_name": name, "stop_hook_active": True}
    assert door.loaded(harness).read(told).event == "read"
    assert door.loaded(harness).read({**told, "stop_hook_active": False}).event == "end"


@pytest.mark.parametrize(
    ("more", "event"),
    [
        ({}, "end"),
        ({"status": "completed", "loop_count": 0}, "end"),
        ({"status": "completed", "loop_count": 1}, "read"),
        ({"status": "aborted", "loop_count": 0}, "read"),
        ({"status": "error", "loop_count": 0}, "read"),
    ],
)
def test_an_agent_of_cursor_that_was_stopped_or_told_is_not_made_to_go_on(more: dict[str, Any], event: str) -> None:
    told = {"workspace_roots": ["/tmp"], "hook_event_name": "stop"}
    assert door.loaded("cursor").read({**told, **more}).event == event


# Tools by their names, and what they are told by its own: the event, the files (* gone, ? unknown text), the command

TOOLS_TOLD: dict[str, list[tuple[str, dict[str, Any], str]]] = {
    "codex": [
        ("apply_patch", {"input": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("apply_patch", {"patch": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("apply_patch", {"patch": "x", "input": "y"}, "edit unread"),
        ("apply_patch", {}, "edit unread"),
        ("Bash", {"command": "ls", "workdir": "in"}, "shell /tmp/in: ls"),
        ("Bash", {"command": ["ls"]}, "shell unread"),
        ("Bash", {"command": " "}, "shell unread"),
        ("spawn_agent", {}, "read"),
        ("request_user_input", {}, "read"),
        ("write_stdin", {"chars": "rm a"}, "other"),
        ("", {}, "other unread"),
    ],
    "cursor": [
        ("Edit", {"target_file": "a", "contents": "x"}, "edit a"),
        ("MultiEdit", {"path": "a", "edits": []}, "edit a?"),
        ("EditNotebook", {"target_notebook": "a", "old_string": "x", "new_string": "y"}, "edit a?"),
        ("TabWrite", {"file_path": "a", "file_text": "x"}, "edit a"),
        ("StrReplace", {"path": "a", "old_str": "", "new_str": "y"}, "edit a"),
        ("Delete", {"path": "a"}, "edit a*"),
        ("Delete", {}, "edit unread"),
        ("ApplyPatch", {"patch": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("ApplyPatch", {"patch_text": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("ApplyPatch", {"input": "x", "command": "y"}, "edit unread"),
        ("ApplyPatch", {}, "edit unread"),
        ("Shell", {"command": "ls", "cwd": "/in"}, "shell /in: ls"),
        ("Shell", {"command": "ls", "working_directory": 1}, "shell unread"),
        ("Task", {}, "read"),
        ("AskQuestion", {}, "read"),
        ("MCP:write", {}, "other"),
        ("MCP:write", '{"path": "a"}', "other a?"),
        ("MCP:write", ["a"], "other unread"),
        ("", {}, "other unread"),
    ],
    "gemini": [
        ("replace", {"file_path": "a", "old_string": "", "new_string": "y"}, "edit a"),
        ("replace", {"file_path": "a", "content": "x"}, "edit a?"),
        ("write_file", {"path": "a", "content": "x"}, "edit a? unread"),
        ("run_shell_command", {"command": "ls", "directory": "in"}, "shell /tmp/in: ls"),
        ("run_shell_command", {"command": "ls", "dir_path": "/in"}, "shell /in: ls"),
        ("save_memory", {"fact": "x"}, "other"),
        ("activate_skill", {"name": "x"}, "read"),
        ("exit_plan_mode", {"plan_filename": "x.md"}, "read"),
        ("glob", {}, "read"),
        ("", {}, "other unread"),
    ],
    "copilot": [
        ("create_file", {"filePath": "a", "content": "x"}, "edit a"),
        ("Write", {"file_path": "a", "content": "x"}, "edit a"),
        ("replace_string_in_file", {"filePath": "a", "oldString": "", "newString": "y"}, "edit a"),
        ("Edit", {"file_path": "a", "old_string": "", "new_string": "y"}, "edit a"),
        ("insert_edit_into_file", {"filePath": "a", "code": "x"}, "edit a?"),
        ("str_replace_editor", {"command": "create", "path": "a", "file_text": "x"}, "edit a"),
        ("str_replace_editor", {"command": "str_replace", "path": "a", "old_str": "", "new_str": "y"}, "edit a"),
        ("str_replace_editor", {"command": "insert", "path": "a", "new_str": "y"}, "edit a?"),
        ("str_replace_editor", {"command": "view", "path": "a"}, "read"),
        ("str_replace_editor", {"command": "undo_edit", "path": "a"}, "other a? /tmp: undo_edit"),
        ("lsp", {"operation": "hover", "file": "a"}, "read"),
        ("lsp", {"operation": "rename", "file": "a", "newName": "b"}, "other a?"),
        ("store_memory", {"fact": "x"}, "other"),
        ("sql", {"query": "SELECT 1"}, "read"),
        ("edit", {"command": "view", "path": "a"}, "edit a?"),
        ("apply_patch", {"input": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("apply_patch", {"patch": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("apply_patch", {}, "edit unread"),
        ("powershell", {"command": "ls"}, "shell unread"),
        ("Bash", {"command": "ls"}, "shell /tmp: ls"),
        ("bash", {"input": "ls"}, "shell unread"),
        ("write_bash", {"sessionId": "1", "input": "rm a\n"}, "other"),
        ("read_powershell", {}, "read"),
        ("", {}, "other unread"),
    ],
    "kiro": [
        ("fs_append", {"path": "a", "text": "x"}, "edit a?"),
        ("write", {"command": "create", "path": "a", "file_text": "x"}, "edit a"),
        ("write", {"command": "insert", "path": "a", "new_str": "x"}, "edit a?"),
        ("write", {"path": "a", "text": "x"}, "edit a? unread"),
        ("fs_write", {"command": "append", "path": "a", "new_str": "x"}, "edit a?"),
        ("fs_write", {"command": "erase", "path": "a"}, "edit a? unread"),
        ("str_replace", {"command": "create", "path": "a", "oldStr": "", "newStr": "y"}, "edit a"),
        ("delete_file", {"path": "a"}, "edit a*"),
        ("delete_file", {"target_file": "a"}, "edit a*"),
        ("execute_cmd", {"command": "ls"}, "shell unread"),
        ("execute_pwsh", {"command": "ls"}, "shell unread"),
        ("shell", {"command": "ls"}, "shell /tmp: ls"),
        ("grep_search", {}, "read"),
        ("code", {"operation": "search_symbols"}, "read"),
        ("code", {"operation": "pattern_rewrite", "file_path": "a"}, "other a?"),
        ("code", {}, "other"),
        ("@git/status", "no object", "other unread"),
        ("use_aws", {"service_name": "s3"}, "other"),
        ("", {}, "other unread"),
    ],
    "opencode": [
        ("edit", {"path": "a", "oldString": "", "newString": "y"}, "edit a"),
        ("patch", {"patchText": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("apply_patch", {"patch": "*** Begin Patch\n*** Delete File: a\n*** End Patch"}, "edit a*"),
        ("patch", {"patch": "x", "patchText": "y"}, "edit unread"),
        ("patch", {}, "edit unread"),
        ("shell", {"command": "ls", "workdir": "/in"}, "shell /in: ls"),
        ("bash", {"command": "ls"}, "shell /tmp: ls"),
        ("execute", {"code": "x"}, "other"),
        ("todowrite", {}, "read"),
        ("", {}, "other unread"),
    ],
}
WIRES = {
    "codex": ("PreToolUse", "tool_name", "tool_input"),
    "cursor": ("preToolUse", "tool_name", "tool_input"),
    "gemini": ("BeforeTool", "tool_name", "tool_input"),
    "copilot": ("", "toolName", "toolArgs"),
    "kiro": ("preToolUse", "tool_name", "tool_input"),
    "opencode": ("", "tool", "args"),
}


def told_of(call: Call) -> str:
    """A call in a line."""
    marks = [f"{one.path}{'*' if one.delete else '?' if one.content is None else ''}" for one in call.edits]
    place = [f"{call.folder}: {call.command}"] if call.command and not call.unread else []
    return " ".join([call.event, *marks, *place, *(["unread"] if call.unread else [])])


def test_a_tool_is_known_by_its_name_and_told_by_its_own() -> None:
    for harness in TOOLS_TOLD:
        event, name, given_ = WIRES[harness]
        folder = "directory" if harness == "opencode" else "cwd"
        for tool, told, wanted in TOOLS_TOLD[harness]:
            call = door.loaded(harness).read({"hook_event_name": event, name: tool, given_: told, folder: "/tmp"})
            assert told_of(call) == wanted, (harness, tool, told)
            assert call.tool == tool


def test_a_text_that_stands_everywhere_is_replaced_where_a_harness_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x x\n")
    every = {
        "cursor": ("StrReplace", {"path": "a", "old_string": "x", "new_string": "y", "replace_all": True}),
        "gemini": ("replace", {"file_path": "a", "old_string": "x", "new_string": "y", "allow_multiple": True}),
        "kiro": ("str_replace", {"path": "a", "oldStr": "x", "newStr": "y", "replace_all": True}),
        "opencode": ("edit", {"path": "a", "oldString": "x", "newString": "y", "replaceAll": True}),
    }
    for harness, (tool, told) in every.items():
        event, name, given_ = WIRES[harness]
        folder = "directory" if harness == "opencode" else "cwd"
        payload = {"hook_event_name": event, name: tool, folder: str(tmp_path)}
        assert door.loaded(harness).read({**payload, given_: told}).edits[0].content == b"y y\n"
        once = {key: value for key, value in told.items() if value is not True}
        assert door.loaded(harness).read({**payload, given_: once}).edits[0].content is None


def test_what_only_reads_is_let_through_unjudged() -> None:
    for harness in HARNESSES:
        event, name, given_ = WIRES[harness]
        folder = "directory" if harness == "opencode" else "cwd"
        module = door.loaded(harness)
        for tool in module.READS:  # type: ignore[attr-defined]
            call = module.read({"hook_event_name": event, name: tool, given_: {}, folder: "/tmp"})
            assert call.event == "read", (harness, tool)
            assert not tool.startswith(("mcp", "MCP", "@")), "nobody knows what a server does"


# What is said where no tool is about to be run: an event, what it is told by a no, and by a yes with words beside it

NO = {"permission": "deny", "user_message": WORDS, "agent_message": WORDS}
BLOCKED, DENIED = {"decision": "block", "reason": WORDS}, {"decision": "deny", "reason": WORDS}


def beside(event: str, words: str) -> dict[str, Any]:
    return {"hookSpecificOutput": {"hookEventName": event, "additionalContext": words}}


TELLS: dict[str, dict[str, tuple[Any, Any]]] = {
    "codex": {"UserPromptSubmit": (BLOCKED, beside("UserPromptSubmit", CONTEXT)), "Stop": (BLOCKED, None)},
    "cursor": {
        **{name: ({}, {}) for name in ("postToolUse", "afterFileEdit", "sessionEnd", "preCompact")},
        "subagentStop": ({}, {}),
        "stop": ({"followup_message": WORDS}, {}),
        "subagentStart": (NO, {"permission": "allow"}),
        "beforeReadFile": (NO, {"permission": "allow"}),
    },
    "gemini": {"BeforeAgent": (DENIED, beside("BeforeAgent", CONTEXT)), "AfterTool": (DENIED, {})},
    "copilot": {
        "SessionStart": (beside("SessionStart", WORDS), beside("SessionStart", CONTEXT)),
        "Stop": ({"hookSpecificOutput": {"hookEventName": "Stop", **BLOCKED}}, None),
    },
    "kiro": {"userPromptSubmit": ({"guard": WORDS}, {"guard": CONTEXT})},
}


def test_what_is_said_where_no_tool_is_run() -> None:
    for harness, events in TELLS.items():
        module = door.loaded(harness)
        for name, (no, yes) in events.items():
            call = module.read({"cwd": "/tmp", "hook_event_name": name})
            given_ = [said(module.answer(call, DECISIONS[kind])) for kind in ("deny", "allow")]
            assert given_ == [{"out": out, "err": "", "code": 0} for out in (no, yes)], (harness, name)
            silent = module.answer(call, Decision("allow"))
            assert bool(silent.out) == (harness in ("cursor", "gemini")), (harness, name)


@pytest.mark.parametrize(
    ("harness", "payload"),
    [
        ("kiro", {"hook_event_name": "preToolUse", "tool_name": "execute_pwsh", "tool_input": {"command": "ls"}}),
        ("kiro", {"hook_event_name": "preToolUse", "tool_name": "execute_cmd", "tool_input": {"command": "dir"}}),
        ("copilot", {"toolName": "powershell", "toolArgs": {"command": "ls"}}),
    ],
)
def test_a_command_of_another_shell_is_not_read_as_one_of_bash(harness: str, payload: Any) -> None:
    call = door.loaded(harness).read(payload)
    assert (call.event, call.command) == ("shell", "")
    assert "a shell that guard does not read" in call.unread
