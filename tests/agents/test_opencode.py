"""OpenCode's plugin, run as its two hosts run it: guard is shown each call, and its no is thrown."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guard_hooks.agents.opencode import COMMAND, ON_ERROR, PLUGIN, plugin
from tests.harnessed import SCRIPT, START, taken_up, work

NODE = shutil.which("node")
by_node = pytest.mark.skipif(NODE is None, reason="no node here")

# What both hosts do: load the file's default export, have each call shown to it, and run the tool unless it throws.
HOSTS = """
import { readFileSync } from "node:fs"
import plugin from "./guard.mjs"
const [way, directory, calls] = JSON.parse(readFileSync("told.json", "utf8"))
let before
if (way === "older") {
  const hooks = await plugin.server({ directory })
  before = (call) => hooks["tool.execute.before"]({ tool: call.tool, sessionID: "s", callID: "c" }, { args: call.args })
} else {
  const location = way === "newer" ? { directory } : undefined
  const session = { get: async () => (way === "by session" ? { location: { directory } } : undefined) }
  const tool = { hook: async (name, hook) => void (before = name === "execute.before" ? hook : undefined) }
  await plugin.setup({ location, session, tool })
  const shown = before
  before = (call) => shown({ tool: call.tool, input: call.args, sessionID: "s", agent: "build", id: "c" })
}
const ran = []
for (const call of calls) {
  try {
    await before(call)
    ran.push(null)
  } catch (error) {
    ran.push(error.message)
  }
}
process.stdout.write(JSON.stringify([plugin.id, Object.keys(plugin).sort(), ran]))
"""
REFUSED = "guard gave no answer, so this call is refused: run `guard doctor`"
# Stands for guard, and says what a payload asks it to
SAYS = "import json, sys; sys.stdout.write(json.load(sys.stdin)['args']['says'])"


def run(folder: Path, way: str, calls: list[dict[str, Any]], directory: str = "") -> list[str | None]:
    """What each call ended with: the words that were thrown, or None where the tool was run."""
    assert NODE is not None
    (folder / "host.mjs").write_text(HOSTS)
    (folder / "told.json").write_text(json.dumps([way, directory or str(folder), calls]))
    done = subprocess.run([NODE, "host.mjs"], capture_output=True, check=True, cwd=folder)
    name, ways, ran = json.loads(done.stdout)
    assert (name, ways) == ("guard", ["id", "server", "setup"])
    return ran


def call(says: str) -> dict[str, Any]:
    return {"tool": "write", "args": {"says": says}}


@by_node
@pytest.mark.parametrize("way", ["older", "newer", "by session"])
def test_guards_answer_is_what_becomes_of_a_call(way: str, tmp_path: Path) -> None:
    (tmp_path / "guard.mjs").write_text(plugin([sys.executable, "-I", "-c", SAYS], "deny"))
    asked = [
        *('{"decision": "allow"}', '{"decision": "deny", "words": "STOP: not yours"}', '{"decision": "ask"}'),
        *("[]", "null", "", "{", '{"decision": "allow"} {}'),
    ]
    ran = run(tmp_path, way, [call(one) for one in asked])
    assert ran == [None, "STOP: not yours", *[REFUSED] * 6]


@by_node
def test_guard_is_shown_the_whole_call(tmp_path: Path) -> None:
    shown = "import sys; text = sys.stdin.read(); import json; print(json.dumps({'decision': 'deny', 'words': text}))"
    (tmp_path / "guard.mjs").write_text(plugin([sys.executable, "-I", "-c", shown], "deny"))
    args = {"path": "a\u202eb", "content": "x" * 300_000}
    for way, folder in (("older", str(tmp_path)), ("newer", str(tmp_path)), ("nowhere", "")):
        (words,) = run(tmp_path, way, [{"tool": "write", "args": args}])
        agent = {} if way == "older" else {"agent": "build"}
        assert words is not None
        assert json.loads(words) == {"tool": "write", "args": args, "session": "s", **agent, "directory": folder}


@by_node
@pytest.mark.parametrize(("on_error", "ends"), [("deny", REFUSED), ("allow", None)])
def test_a_guard_that_is_not_there_or_breaks_is_what_was_said(on_error: Any, ends: str | None, tmp_path: Path) -> None:
    broken = (
        ["guard-is-not-here"],
        [sys.executable, "-I", "-c", "raise SystemExit(3)"],
        [sys.executable, "-I", "-c", 'print(\'{"decision": "allow"}\'); raise SystemExit(2)'],
        [sys.executable, "-I", "-c", "import sys; sys.stdin.close(); print('no')"],
        [sys.executable, "-I", "-c", "print('x' * 2_000_000)"],
    )
    for command in broken:
        (tmp_path / "guard.mjs").write_text(plugin(command, on_error))
        assert run(tmp_path, "older", [call("")]) == [ends], command


@by_node
def test_the_real_guard_stops_what_no_phase_covers(tmp_path: Path) -> None:
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    (tmp_path / "guard.mjs").write_text(plugin([*START, *SCRIPT, "opencode"], "deny"))
    calls = [
        {"tool": "write", "args": {"filePath": str(made.top / path), "content": "x\n"}}
        for path in ("src/new.py", "db/new.sql", "docs/new.md")
    ]
    within, without, routine = run(tmp_path, "older", calls, str(made.top))
    assert (within, routine) == (None, None)
    assert without is not None and "next   " in without


def test_the_plugin_has_its_command_and_nothing_of_the_text_it_is_made_from() -> None:
    text = plugin(["guard", "hook", 'o"pen'], "allow")
    assert 'const COMMAND = ["guard", "hook", "o\\"pen"]\n' in text
    assert 'const ON_ERROR = "allow"\n' in text
    assert PLUGIN.count(COMMAND) == PLUGIN.count(ON_ERROR) == 1
    assert COMMAND not in text and ON_ERROR not in text
    assert text.isascii() and "http" not in text
