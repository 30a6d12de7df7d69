"""Payloads as harnesses send them, each with its source, and what is expected of it both ways."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from guard_hooks.agents.call import Call, Edit

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
