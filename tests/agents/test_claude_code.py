"""Claude Code: payloads as its documentation has them, through the real door, and the exact answer it gets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_hooks.agents import claude_code
from guard_hooks.agents.call import Call, Decision
from tests.harnessed import ask, taken_up, work
from tests.running import WAYS_ROUND, Place

PAYLOADS = sorted((Path(__file__).parent / "payloads/claude-code").glob("*.json"))
LARGE = "@LARGE@"  # stands for more than guard reads of one file


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    return work(tmp_path_factory.mktemp("claude"))


def filled(value: Any, made: Place) -> Any:
    """The fixture with this repository's place in it."""
    if isinstance(value, str):
        return ("x" * 79 + "\n") * 60_000 if value == LARGE else value.replace("@FOLDER@", str(made.top))
    if isinstance(value, list):
        return [filled(one, made) for one in value]
    return {key: filled(one, made) for key, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_payload_gets_exactly_this_answer(ground: Place, path: Path) -> None:
    said = json.loads(path.read_text())
    taken_up(ground, said["taken"])
    payload = said["raw"].encode() if "raw" in said else filled(said["payload"], ground)
    told = ask(ground, payload, *said.get("options", []))
    assert told.code == said["code"]
    assert told.out == filled(said["out"], ground)
    if said["decided"] != "start":
        assert told.kind == said["decided"]
        assert said["rule"] == "" or f"[{said['rule']}]" in told.words
    assert not WAYS_ROUND.search(told.words), told.words


def test_every_fixture_says_where_it_is_from() -> None:
    assert len(PAYLOADS) >= 24
    for path in PAYLOADS:
        said = json.loads(path.read_text())
        assert said["source"].startswith("https://code.claude.com/docs/en/")
        assert said["source"].partition("#")[0] in claude_code.SOURCES
        assert isinstance(said["verified"], bool) and said["says"]


@pytest.mark.parametrize("tool", sorted(claude_code.READS))
def test_what_only_reads_is_not_judged(tool: str) -> None:
    payload = {"hook_event_name": "PreToolUse", "tool_name": tool, "cwd": "/", "tool_input": {"file_path": "/etc/x"}}
    assert claude_code.read(payload).event == "read"


@pytest.mark.parametrize("tool", ["EnterWorktree", "ExitWorktree", "RemoteTrigger"])
def test_what_makes_or_takes_away_a_work_tree_is_asked_about(ground: Place, tool: str) -> None:
    payload = {"hook_event_name": "PreToolUse", "tool_name": tool, "cwd": str(ground.top), "tool_input": {"name": "x"}}
    assert ask(ground, payload).kind == "ask"


EDITS = {
    "a text once": ("a b a", {"old_string": "a", "new_string": "c"}, "c b a"),
    "a text everywhere": ("a b a", {"old_string": "a", "new_string": "c", "replace_all": True}, "c b c"),
    "a switch that is no yes and no no": ("a b a", {"old_string": "a", "new_string": "c", "replace_all": "true"}, None),
    "a switch that is off": ("a b", {"old_string": "a", "new_string": "c", "replace_all": False}, "c b"),
    "a switch that says nothing": ("a b", {"old_string": "a", "new_string": "c", "replace_all": None}, "c b"),
    "over lines of a machine beside": ("a\r\nb\r\n", {"old_string": "a\nb", "new_string": "c\nd"}, "c\r\nd\r\n"),
    "a file that is not there yet": (None, {"old_string": "", "new_string": "new"}, "new"),
    "a text that is not there": ("a", {"old_string": "z", "new_string": "c"}, None),
    "nothing in a file that holds something": ("a", {"old_string": "", "new_string": "c"}, None),
    "half a letter": ("a", {"old_string": "a", "new_string": "\ud800"}, None),
    "no text": ("a", {"old_string": 1, "new_string": "c"}, None),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_tells_the_whole_file(tmp_path: Path, name: str) -> None:
    before, edit, after = EDITS[name]
    if before is not None:
        (tmp_path / "a").write_bytes(before.encode())
    payload = {"hook_event_name": "PreToolUse", "tool_name": "Edit", "cwd": str(tmp_path)}
    one = claude_code.read({**payload, "tool_input": {"file_path": "a", **edit}}).edits[0]
    assert one.content == (None if after is None else after.encode())


def test_several_edits_are_tried_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one two")
    edits = [{"old_string": "one", "new_string": "two"}, {"old_string": "two", "new_string": "three"}]
    given_ = {"file_path": str(tmp_path / "a"), "edits": edits}
    call = claude_code.read({"hook_event_name": "PreToolUse", "tool_name": "MultiEdit", "tool_input": given_})
    assert call.edits[0].content == b"three two"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("hook_event_name", "tool_name", "tool_input", "cwd", "session_id", "agent_id")
TOOLS = st.sampled_from(("Write", "Edit", "MultiEdit", "NotebookEdit", "Bash", "Read", "SessionStart", "PreToolUse"))


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, ANYTHING | TOOLS)))
def test_any_payload_is_a_call_and_any_decision_one_answer(payload: dict[str, Any]) -> None:
    call = claude_code.read(payload)
    assert isinstance(call, Call)
    for kind in ("allow", "ask", "deny"):
        answer = claude_code.answer(call, Decision(kind, "why\u2028not \ud800", "G101", "beside"))
        assert answer.code == 0
        assert answer.out == "" or isinstance(json.loads(answer.out), dict)
        if kind != "allow" and call.event in ("edit", "shell", "other"):
            assert json.loads(answer.out)["hookSpecificOutput"]["permissionDecision"] == kind


def test_a_failure_stops_or_says_so() -> None:
    stopped, passed = claude_code.failed("why", "deny"), claude_code.failed("why", "allow")
    assert json.loads(stopped.out)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert json.loads(passed.out) == {"systemMessage": "why"}
    assert (stopped.code, passed.code) == (0, 0)
