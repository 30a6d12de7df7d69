"""Payloads as harnesses send them, each with its source, and what is expected of it both ways."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from guard_hooks.agents.call import Answer, Call, Edit

PAYLOADS = Path(__file__).resolve().parent / "agents" / "payloads"
HARNESSES = ("codex", "copilot", "cursor", "gemini", "kiro", "opencode")
LARGE = "x" * 5_000_000
APP = "import os\n\n\ndef run():\n    return 1\n"
FILES = {"src/app.py": APP, "src/old.py": "old = 1\n", "docs/notes.md": "notes\n"}
LINKS = {"src/linked.py": "../docs/notes.md"}
# what each harness has to have a payload for
CASES = {
    *("edit-in-scope", "edit-out-of-scope", "edit-by-symlink", "edit-by-dots", "new-file", "delete", "shell-redirect"),
    *("sed-in-place", "commit-no-verify", "subagent", "unknown-tool", "malformed", "huge-content", "read"),
}


def furnished(folder: Path) -> Path:
    """The files that the payloads speak of."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    return folder


def golden(harness: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Every payload of a harness by its name, with the folder put in."""
    found = {}
    for path in sorted((PAYLOADS / harness).glob("*.json")):
        text = path.read_text().replace("@FOLDER@", str(folder)).replace("@HERE@", os.getcwd())
        found[path.stem] = _enlarged(json.loads(text))
    return found


def _enlarged(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _enlarged(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_enlarged(part) for part in value]
    return value.replace("@LARGE@", LARGE) if isinstance(value, str) else value


def expected(told: dict[str, Any]) -> Call:
    """The call a payload means."""
    edits = [
        Edit(one["path"], None if one["content"] is None else one["content"].encode(), one["delete"])
        for one in told["edits"]
    ]
    return Call(**{**told, "edits": tuple(edits)})


# What each harness does with an answer, written down apart from guard's own code: its contract


def only(told: dict[str, Any], *keys: str) -> None:
    assert set(told) <= set(keys), "a key that it does not know"


def by_codex(answer: Answer) -> str:
    assert answer.code == 0
    if not answer.out:
        return "allow"
    told = json.loads(answer.out)
    only(told, "hookSpecificOutput", "systemMessage")
    inner = told["hookSpecificOutput"]
    only(inner, "hookEventName", "permissionDecision", "permissionDecisionReason", "additionalContext")
    assert inner["hookEventName"] == "PreToolUse"
    assert inner.get("permissionDecision", "deny") == "deny", "it goes on, and says that this is unsupported"
    return "deny" if inner.get("permissionDecisionReason", "").strip() else "allow"


def by_cursor(answer: Answer) -> str:
    assert answer.code == 0
    told = json.loads(answer.out)
    only(told, "permission", "user_message", "agent_message")
    return str(told["permission"])


def by_gemini(answer: Answer) -> str:
    assert answer.code == 0
    told = json.loads(answer.out)
    only(told, "decision", "reason", "systemMessage", "hookSpecificOutput", "continue")
    if told.get("decision") != "deny":
        return "allow"
    assert told["reason"].strip(), "it wants one"
    return "deny"


def by_copilot(answer: Answer) -> str:
    assert answer.code == 0, "newer versions refuse, older ones go on"
    if not answer.out:
        return "allow"
    told = json.loads(answer.out)
    inner = told.get("hookSpecificOutput", told)
    only(inner, "permissionDecision", "permissionDecisionReason", "hookEventName")
    assert inner["permissionDecisionReason"].strip(), "it wants one"
    return str(inner["permissionDecision"])


def by_kiro(answer: Answer) -> str:
    assert (answer.out, answer.code in (0, 2)) == ("", True)
    assert answer.code == 0 or answer.err.strip(), "it is what the agent is told"
    return "deny" if answer.code == 2 else "allow"


def by_opencode(answer: Answer) -> str:
    assert answer.code == 0
    told = json.loads(answer.out)
    return "allow" if told["decision"] == "allow" else "deny"


CONTRACTS = {
    "codex": by_codex, "cursor": by_cursor, "gemini": by_gemini, "copilot": by_copilot, "kiro": by_kiro,
    "opencode": by_opencode,
}  # fmt: skip
