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


@pytest.mark.parametrize("harness", HARNESSES)
def test_every_harness_has_its_payloads_and_each_names_its_source(harness: str) -> None:
    found = {path.stem: json.loads(path.read_text()) for path in (PAYLOADS / harness).glob("*.json")}
    module = door.loaded(harness)
    assert set(found) >= CASES
    assert harness == module.NAME
    assert all([source.startswith("https://") for source in module.SOURCES])  # type: ignore[attr-defined]
    assert [name for name, one in found.items() if not one["source"].startswith("https://")] == []
    assert {type(one["verified"]) for one in found.values()} == {bool}
    assert all([one["says"] for one in found.values()])


@pytest.mark.parametrize("harness", HARNESSES)
def test_a_payload_is_the_call_it_means(harness: str, tmp_path: Path) -> None:
    told = golden(harness, furnished(tmp_path))
    module = door.loaded(harness)
    wanted = {name: expected(one["call"]) for name, one in told.items() if "payload" in one}
    assert {name: module.read(told[name]["payload"]) for name in wanted} == wanted


@pytest.mark.parametrize("harness", HARNESSES)
def test_a_decision_is_the_answer_that_is_wanted(harness: str, tmp_path: Path) -> None:
    module = door.loaded(harness)
    for name, one in golden(harness, furnished(tmp_path)).items():
        if "payload" in one:
            call = module.read(one["payload"])
            given = {kind: said(module.answer(call, decision)) for kind, decision in DECISIONS.items()}
        else:
            given = {kind: said(module.failed(BROKE, kind)) for kind in ("allow", "deny")}
        assert given == one["answers"], name


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


@pytest.mark.parametrize("harness", HARNESSES)
def test_what_guard_decides_is_what_the_harness_does(harness: str, tmp_path: Path) -> None:
    module, contract = door.loaded(harness), CONTRACTS[harness]
    calls = calls_of_tools(harness, furnished(tmp_path))
    assert {call.event for call in calls} == {"edit", "shell", "other"}
    for call in calls:
        for words in ODD:
            does = {kind: contract(module.answer(call, Decision(kind, words, context=words))) for kind in KINDS}
            assert (does["allow"], does["deny"]) == ("allow", "deny"), call.tool
            assert does["ask"] in ("ask", "deny"), call.tool


ASKS = {
    "copilot": {"edit", "shell", "other"},
    "cursor": {"shell", "other"},  # where it has an event for it
}


@pytest.mark.parametrize("harness", HARNESSES)
def test_a_question_is_put_to_a_person_only_where_the_harness_has_one(harness: str, tmp_path: Path) -> None:
    module, contract = door.loaded(harness), CONTRACTS[harness]
    found = set()
    for call in calls_of_tools(harness, furnished(tmp_path)):
        answer = module.answer(call, DECISIONS["ask"])
        if contract(answer) == "ask":
            found.add(call.event)
        else:  # the agent is told what to do with it instead
            assert NOBODY in json.loads(json.dumps(answer.err)) + json.dumps(answer.out)
    assert found == ASKS.get(harness, set())


@pytest.mark.parametrize("harness", HARNESSES)
def test_where_guard_fails_the_harness_does_what_was_said(harness: str) -> None:
    module, contract = door.loaded(harness), CONTRACTS[harness]
    for words in ODD:
        told = "" if harness != "opencode" else None
        assert contract(module.failed(words, "deny")) == "deny"
        passed = module.failed(words, "allow")
        assert contract(passed) == "allow"
        assert passed.err.strip() == (words.strip() or SILENT), told


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
    assert (
        loaded & {"json", "re", "typing", "dataclasses", "subprocess", "pathlib", "enum", "git", "anthropic"} == set()
    )
