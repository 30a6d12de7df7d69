"""A repository in which an agent works, and the door of its harness asked as the harness asks it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from guard.doors.taken import drop, take
from guard.model.claim import Claim
from tests.running import SOURCES, Place, place

ROOT = Path(__file__).resolve().parents[1]
ENTRY = ROOT / "hooks/guard_hooks/agents/entry.py"
START = (sys.executable, "-I", "-S")
SCRIPT = (str(ENTRY), str(ROOT), str(ROOT / "hooks"), sysconfig.get_path("purelib"), "--")
POLICY = """\
id: sample-house
version: 1
people:
  dana: {teams: [platform]}
  omar: {teams: [billing]}
owners:
  /.guard/**: platform
  table:invoices: [platform, billing]
routine:
  - {paths: [/docs/**], does: [file.*]}
"""
TIDY = """\
plan: tidy
version: 1
owner: dana
why: Tidy the sources
scope: {paths: [/src/**], never: [/src/never/**], max: {files: 5, lines: 20}}
phases:
  only: {does: [file.add, file.modify]}
"""
SPLIT = """\
plan: split
version: 1
owner: dana
why: Split the tables
scope: {paths: [/db/**, /deploy/**]}
phases:
  look: {does: []}
  elsewhere: {outside: rotate the key in the vault}
  expand: {does: [schema.column.add, schema.table.create]}
  contract: {does: [schema.column.drop, identity.rbac, file.*], irreversible: docs/back.md#back}
"""
CHAIN = """\
plan: chain
version: 1
owner: dana
why: One after the other
scope: {paths: [/chain/**]}
phases:
  one: {does: [file.add]}
  two: {after: {one: deployed}, does: [file.*]}
"""
FILES = {
    **SOURCES,
    ".guard/policy.yaml": POLICY,
    ".guard/plans/tidy.yaml": TIDY,
    ".guard/plans/split.yaml": SPLIT,
    ".guard/plans/chain.yaml": CHAIN,
    "docs/back.md": "# back\n",
    "db/0001.sql": "CREATE TABLE users (id bigint, name text);\nCREATE TABLE invoices (id bigint);\n",
    "src/settings.yaml": "a: 1\n",
    "src/page.ipynb": "{}\n",
    ".github/workflows/ci.yml": "on: push\n",
    ".claude/settings.json": "{}\n",
}


class Told(NamedTuple):
    """What one call of the door said."""

    code: int
    out: Any  # the one JSON object; None where nothing was printed
    err: str

    @property
    def kind(self) -> str:
        """Of Claude Code's answer: what it decides."""
        specific = {} if self.out is None else self.out.get("hookSpecificOutput", {})
        return str(specific.get("permissionDecision", "allow"))

    @property
    def words(self) -> str:
        return str(self.out["hookSpecificOutput"]["permissionDecisionReason"]) if self.kind != "allow" else ""


def work(root: Path, files: Mapping[str, str] = FILES) -> Place:
    """The repository, with nothing taken up; links out of it and within it stand in its work tree."""
    made = place(root, {path: text for path, text in files.items() if path not in SOURCES})
    drop(str(made.git_dir))
    os.symlink("../other/c", made.top / "src/out")
    os.symlink("a", made.top / "src/in")
    os.symlink(str(root), made.top / "src/away")
    return made


def taken_up(made: Place, node: str) -> None:
    """A phase by its whole name, or nothing."""
    plan, _, phase = node.partition("/")
    if node:
        take(str(made.git_dir), Claim(plan, phase))
    else:
        drop(str(made.git_dir))


def ask(made: Place, payload: object, *words: str, harness: str = "claude-code", cwd: Path | None = None) -> Told:
    """As a harness starts it; a text goes in as it is, anything else as JSON."""
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    done = subprocess.run(
        [*START, *SCRIPT, harness, *words], input=text, capture_output=True, cwd=cwd or made.top, env=made.environment
    )
    assert b"Traceback" not in done.stdout + done.stderr, done.stderr
    out = done.stdout.decode()
    assert out.count("\n") == (1 if out else 0), "one object, and nothing around it"
    return Told(done.returncode, json.loads(out) if out else None, done.stderr.decode())


def call(made: Place, tool: str, event: str = "PreToolUse", **given: object) -> dict[str, object]:
    """A payload of Claude Code about a tool; paths are of the work tree unless they say otherwise."""
    for key in ("file_path", "notebook_path"):
        if key in given and not str(given[key]).startswith("/"):
            given[key] = str(made.top / str(given[key]))
    return {
        "session_id": "0b5d1c9e",
        "transcript_path": "/dev/null",
        "cwd": str(made.top),
        "permission_mode": "default",
        "hook_event_name": event,
        "tool_name": tool,
        "tool_input": given,
        "tool_use_id": "toolu_01",
    }
