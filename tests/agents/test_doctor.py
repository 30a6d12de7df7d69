"""What doctor says of harnesses of agents: which asks guard, which does not, and whether it finds one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from guard.commands.doctor import _agents
from guard.model.harness import HARNESSES, SHARED
from guard.model.tiers import Line
from guard.schema import validate_data
from guard_hooks.agents.settings.merging import merged
from tests.running import place

THIS = str(Path(sys.executable).parent)
CLAUDE, LOCAL = ".claude/settings.json", ".claude/settings.local.json"
MISSING = "Claude Code is used here (.claude/), and does not ask guard before its agent acts"
PART = "Claude Code: what .claude/settings.json has of guard is not as guard install writes it"


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{THIS}:/usr/bin:/bin")


def settings(name: str) -> str:
    return merged(name, None, SHARED.format(name), "shared")


def looked(top: Path, files: dict[str, str]) -> list[Line]:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    found = list(_agents.lines(str(top)))
    assert {line.section for line in found} <= {"agents"}
    assert [line for line in found if line.state != "ok" and not line.mend] == []
    return found


def edited(**changes: Any) -> str:
    """Claude Code's settings as guard writes them, and these keys."""
    return json.dumps({**json.loads(settings("claude-code")), **changes})


def test_where_no_harness_is_used_nothing_is_said(tmp_path: Path) -> None:
    assert looked(tmp_path, {"AGENTS.md": "", ".github/workflows/a.yml": ""}) == []


@pytest.mark.parametrize("name", HARNESSES)
def test_a_harness_that_asks(name: str, tmp_path: Path) -> None:
    one, guard = looked(tmp_path, {HARNESSES[name].file: settings(name)})
    assert one.state == guard.state == "ok"
    assert one.what.startswith(f"{HARNESSES[name].title} asks guard before its agent acts ({HARNESSES[name].file})")
    assert ("verified by no source" in one.what) == HARNESSES[name].unverified
    assert ("cannot be started, it lets the call pass" in one.what) == (name in ("codex", "gemini", "kiro"))
    assert HARNESSES[name].note in one.what
    assert "it is told to let the call pass" not in one.what
    assert guard.what == f"guard on the PATH is this one ({THIS}/guard)"


@pytest.mark.parametrize("name", HARNESSES)
@pytest.mark.parametrize("last", [False, True])
def test_a_harness_that_is_used_and_does_not_ask(name: str, last: bool, tmp_path: Path) -> None:
    sign = HARNESSES[name].signs[-1 if last else 0]
    (line,) = looked(tmp_path, {f"{sign}x" if sign.endswith("/") else sign: ""})
    what = f"{HARNESSES[name].title} is used here ({sign}), and does not ask guard before its agent acts"
    assert line == Line("agents", "missing", what, f"guard install --agent {name}")


@pytest.mark.parametrize("name", HARNESSES)
def test_one_that_is_told_to_let_pass_what_cannot_be_judged(name: str, tmp_path: Path) -> None:
    text = settings(name).replace('ON_ERROR = "deny"', 'ON_ERROR = "allow"')
    text = text.replace(SHARED.format(name), f"{SHARED.format(name)} --on-error=allow")
    line, _ = looked(tmp_path, {HARNESSES[name].file: text})
    assert line.state == "ok" and "where guard cannot judge, it is told to let the call pass" in line.what


@pytest.mark.parametrize(
    ("text", "state", "what"),
    [
        ("{}", "missing", MISSING),
        ('{"hooks": 7, "model": "x"}', "missing", MISSING),
        ("{ // mine\n}", "unknown", "Claude Code: .claude/settings.json cannot be read"),
        ("[]", "unknown", "Claude Code: .claude/settings.json cannot be read"),
        (
            '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
            "unknown",
            "Claude Code: .claude/settings.json cannot be read",
        ),
        (" " * (1 << 20) + "{}", "unknown", "Claude Code: .claude/settings.json cannot be read"),
        (settings("claude-code").replace('"PreToolUse"', '"PostToolUse"'), "attention", PART),
        (settings("claude-code").replace('"hooks": [', '"matcher": "Read", "hooks": [', 1), "attention", PART),
        (settings("claude-code").replace('"onFailure": "block"', '"async": true'), "attention", PART),
        (edited(disableAllHooks=True), "attention", "Claude Code: .claude/settings.json turns all hooks off"),
        (
            settings("claude-code").replace("guard hook", "uvx other-guard hook"),
            "attention",
            "Claude Code asks another guard before its agent acts (.claude/settings.json)",
        ),
    ],
    ids=["nothing", "odd", "comments", "list", "deep", "large", "after", "matcher", "unwaited", "off", "another"],
)
def test_settings_that_do_not_promise_it(text: str, state: str, what: str, tmp_path: Path) -> None:
    line, *_ = looked(tmp_path, {CLAUDE: text})
    assert line.state == state
    assert line.what.startswith(what)


def test_gemini_with_its_hooks_turned_off(tmp_path: Path) -> None:
    text = settings("gemini").replace("{\n", '{\n  "hooksConfig": {"enabled": false},\n', 1)
    assert looked(tmp_path, {".gemini/settings.json": text})[0].state == "attention"


def test_a_plugin_that_is_not_as_it_was_written(tmp_path: Path) -> None:
    text = settings("opencode").replace("throw new Error", "console.log")
    (line,) = looked(tmp_path, {".opencode/plugins/guard.js": text})
    assert (line.state, line.mend) == ("attention", "write it anew: guard install --agent opencode")
    (line,) = looked(tmp_path, {".opencode/plugins/guard.js": "export default {}"})
    assert (line.state, line.mend) == ("attention", "let it ask this one: guard install --agent opencode")


def test_what_is_no_file_makes_nobody_wait(tmp_path: Path) -> None:
    (tmp_path / ".claude").mkdir()
    os.mkfifo(tmp_path / CLAUDE)
    (line,) = looked(tmp_path, {})
    assert line.state == "unknown"


def test_settings_of_this_machine(tmp_path: Path) -> None:
    call = f"{sys.executable} -I -S {_entry()} / -- claude-code --git /usr/bin/git"
    (line,) = looked(tmp_path, {LOCAL: merged("claude-code", None, call, "absolute")})
    assert line.state == "ok" and f"({LOCAL})" in line.what  # and the PATH is nothing to it
    (line,) = looked(tmp_path, {LOCAL: merged("claude-code", None, call.replace(sys.executable, "/gone"), "absolute")})
    assert line.state == "attention" and line.what.endswith("starts a guard that is no longer there: /gone")
    assert line.mend.endswith("guard install --agent claude-code --absolute")
    elsewhere = merged("claude-code", None, call.replace("/agents/", "/x/guard_hooks/agents/"), "absolute")
    (line,) = looked(tmp_path, {LOCAL: elsewhere})
    assert line.state == "attention" and "no longer there: /" in line.what and line.what.endswith("agents/entry.py")
    narrow = merged("claude-code", None, call, "absolute").replace('"hooks": [', '"matcher": "Read", "hooks": [', 1)
    (line,) = looked(tmp_path, {LOCAL: narrow})
    assert (line.state, line.mend) == ("attention", "write it anew: guard install --agent claude-code --absolute")
    (line,) = looked(tmp_path, {LOCAL: settings("claude-code")})
    assert line.state == "ok"
    both, _ = looked(tmp_path, {CLAUDE: settings("claude-code")})
    assert f"({CLAUDE}, {LOCAL})" in both.what
    off, _ = looked(tmp_path, {LOCAL: '{"disableAllHooks": true}'})
    assert off.what == f"Claude Code: {LOCAL} turns all hooks off"


def _entry() -> str:
    return str(Path(__file__).resolve().parents[2] / "hooks/guard_hooks/agents/entry.py")


# what settings of a team find


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_no_guard_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    _, line = looked(tmp_path, {CLAUDE: settings("claude-code")})
    assert (line.state, line.mend) == ("missing", f"put its folder there: {THIS}")


def test_another_program_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = script(tmp_path / "bin\x1b[31m/guard", "#!/usr/bin/env ruby\n# starts everything: guard.__main__\n")
    monkeypatch.setenv("PATH", f"{other.parent}:{THIS}")
    _, line = looked(tmp_path, {CLAUDE: settings("claude-code")})
    assert line.state == "attention" and "another program than this one" in line.what
    assert "\\x1b[31m" in line.what and "\x1b" not in line.what


@pytest.mark.parametrize("way", ["link", "script"])
def test_this_guard_by_another_way(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bin" / "guard"
    if way == "link":
        path.parent.mkdir()
        path.symlink_to(Path(THIS, "guard"))
    else:
        script(path, f"#!{sys.executable}\nfrom guard.__main__ import run\nrun()\n")
    monkeypatch.setenv("PATH", str(path.parent))
    _, line = looked(tmp_path, {CLAUDE: settings("claude-code")})
    assert (line.state, line.what) == ("ok", f"guard on the PATH is this one ({path})")


# the command


def test_the_command_says_it_and_only_looks(tmp_path: Path) -> None:
    made = place(tmp_path, {})
    made.write({CLAUDE: "{}"})
    before = made.state()
    told = made.guard("doctor")
    assert f"harnesses of agents\n  missing    {MISSING.split(' guard')[0]}" in told.out
    data = json.loads(made.guard("doctor", "--format", "json").out)
    assert validate_data("doctor", data) == ()
    assert [line["mend"] for line in data["lines"] if line["section"] == "agents"] == [
        "guard install --agent claude-code"
    ]
    assert {key for key in made.state() if made.state()[key] != before.get(key)} <= {".git", ".git/index"}
    assert made.guard("install", "--agent", "claude-code").code == 0
    data = json.loads(made.guard("doctor", "--format", "json").out)
    assert {line["state"] for line in data["lines"] if line["section"] == "agents"} == {"ok"}
