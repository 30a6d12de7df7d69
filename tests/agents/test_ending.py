"""The end of a turn: what no commit would take is told to the agent once, else nothing is; no turn is kept going."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guard_hooks.agents import door, session
from tests.harnessed import POLICY, Told, ask, call, taken_up, work
from tests.repos import GIT
from tests.running import WAYS_ROUND, Place

ENDS: dict[str, dict[str, Any]] = {
    "claude-code": {"hook_event_name": "Stop", "stop_hook_active": False, "session_id": "s"},
    "codex": {"hook_event_name": "Stop", "stop_hook_active": False, "session_id": "s", "turn_id": "t"},
    "cursor": {"hook_event_name": "stop", "status": "completed", "loop_count": 0, "conversation_id": "s"},
    "gemini": {"hook_event_name": "AfterAgent", "stop_hook_active": False, "session_id": "s"},
    "copilot": {"stopReason": "end_turn", "sessionId": "s"},
}
SILENT: dict[str, Any] = {"claude-code": None, "codex": None, "cursor": {}, "gemini": {}, "copilot": None}


def reason(out: Any) -> str:
    """What the agent is told, in the form that each harness takes."""
    if out in (None, {}):
        return ""
    if set(out) == {"followup_message"}:
        return str(out["followup_message"])
    if set(out) == {"hookSpecificOutput"}:
        out = out["hookSpecificOutput"]
        assert out.pop("hookEventName") == "Stop"
    assert set(out) == {"decision", "reason"} and out["decision"] in ("block", "deny")
    return str(out["reason"])


def end(made: Place, harness: str = "claude-code", **more: object) -> Told:
    payload = {**ENDS[harness], "cwd": str(made.top), "workspace_roots": [str(made.top)], **more}
    told = ask(made, payload, harness=harness)
    assert (told.code, told.err) == (0, "")
    assert not WAYS_ROUND.search(json.dumps(told.out))
    return told


@pytest.fixture
def ground(tmp_path: Path) -> Place:
    """A session that has edited one file of its phase, before anything else is written."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    assert write(made, "src/a").kind == "allow"
    return made


def write(made: Place, path: str) -> Told:
    return ask(made, {**call(made, "Write", file_path=path, content="b\n"), "session_id": "s"})


def script(made: Place, *paths: str) -> None:
    """What no door sees: a build that writes."""
    for path in paths:
        (made.top / path).parent.mkdir(parents=True, exist_ok=True)
        (made.top / path).write_text("written by a script\n")


@pytest.mark.parametrize("harness", ENDS)
def test_what_the_commit_would_refuse_is_told_once(ground: Place, harness: str) -> None:
    script(ground, "other/new", "src/a")
    told = reason(end(ground, harness).out)
    assert "other/new" in told and "[G101]" in told and "src/a" not in told
    assert told.endswith("where things stand: guard next tidy --format agent")
    for _ in range(2):
        assert end(ground, harness).out == SILENT[harness], "the same is not said again"
    script(ground, "other/newer")
    assert "other/newer" in reason(end(ground, harness).out), "something else is"


@pytest.mark.parametrize("harness", ENDS)
def test_no_turn_is_kept_going(ground: Place, harness: str) -> None:
    """Whatever an agent does about it, and whatever its harness says of the turn before."""
    said = []
    for number in range(2 * session.ENDS):
        script(ground, f"other/new{number}")
        said.append(bool(reason(end(ground, harness).out)))
    assert said == [True] * session.ENDS + [False] * session.ENDS
    assert session.broken(str(ground.git_dir / session.FOLDER / "s.jsonl")) == 0


AGAIN = {"cursor": {"loop_count": 1}}


@pytest.mark.parametrize("harness", ENDS)
def test_an_agent_that_goes_on_because_it_was_told_is_told_nothing(ground: Place, harness: str) -> None:
    script(ground, "other/new")
    assert end(ground, harness, **AGAIN.get(harness, {"stop_hook_active": True})).out == SILENT[harness]


def staged(made: Place) -> None:
    script(made, "other/c")
    made.git("add", "other/c")


def gone(made: Place) -> None:
    (made.top / "other/c").unlink()


def protected(made: Place) -> None:
    script(made, ".github/workflows/ci.yml")


def named_oddly(made: Place) -> None:
    script(made, "other/\x1b[31m\u202ered")


def no_phase(made: Place) -> None:
    taken_up(made, "")
    script(made, "src/b")


def not_open(made: Place) -> None:
    taken_up(made, "chain/two")


def unpacked(made: Place) -> None:
    """As tar, cp -p and rsync leave files: written long ago, and here since now."""
    script(made, "other/c", "other/new")
    for name in ("other/c", "other/new"):
        os.utime(made.top / name, (1, 1))


def among_many(made: Place) -> None:
    """The rest of them is covered, and stands before it."""
    script(made, *[f"src/n{number:03}" for number in range(600)], "zz/out")


LEFT = [
    (staged, "G101", "other/c"),
    (unpacked, "G101", "other/new"),
    (among_many, "G101", "zz/out"),
    (gone, "G101", "other/c"),
    (protected, "G107", ".github/workflows/ci.yml"),
    (named_oddly, "G1", "red"),
    (no_phase, "G102", "src/b"),
    (not_open, "G401", "chain/two"),
]


@pytest.mark.parametrize(("change", "rule", "what"), LEFT, ids=lambda one: getattr(one, "__name__", None))
def test_what_is_left_behind_is_told_by_its_rule(ground: Place, change: Any, rule: str, what: str) -> None:
    change(ground)
    told = reason(end(ground).out)
    assert rule in told and what in told
    assert "\x1b" not in told and "\u202e" not in told


def nothing(made: Place) -> None:
    """Nothing was written."""


def covered(made: Place) -> None:
    script(made, "src/a", "src/new", "docs/d")


def ignored(made: Place) -> None:
    (made.git_dir / "info").mkdir(exist_ok=True)
    (made.git_dir / "info/exclude").write_text("/build/\n")
    script(made, "build/out")


def draft(made: Place) -> None:
    script(made, ".guard/plans/next.yaml", "src/a")


def touched(made: Place) -> None:
    os.utime(made.top / "other/c")


def before(made: Place) -> None:
    """It stood there a while, and then the session began."""
    script(made, "other/old", "other/c")
    record = next((made.git_dir / session.FOLDER).glob("*.jsonl"))
    line, begun = record.read_text(), session.begun(str(made.git_dir), record.stem)
    record.write_text(line.replace(f'{{"at":{begun},', f'{{"at":{begun + 60},', 1))


def another_repository(made: Place) -> None:
    made.git("init", "-q", "other/inner")
    script(made, "other/inner/x")


def shadow(made: Place) -> None:
    (made.top / ".guard/policy.yaml").write_text(POLICY + "mode: shadow\n")
    made.git("commit", "-qam", "shadow")
    made.git("branch", "-f", "main") if made.git("branch", "--show-current") != "main" else None
    script(made, "other/new")


def no_log(made: Place) -> None:
    """Nothing can be written where it would be noted that it was said."""
    (made.git_dir / session.FOLDER / "s.jsonl").chmod(0o600)
    line = (made.git_dir / session.FOLDER / "s.jsonl").read_bytes().splitlines(keepends=True)[0]
    folder = made.git_dir / session.FOLDER
    for part in ("s.jsonl", *[f"s.{number}.jsonl" for number in range(1, session.PARTS)]):
        (folder / part).write_bytes(line + b" " * session.LARGEST + b"\n")
    script(made, "other/new")


def filtered(made: Place) -> None:
    """git brings files here otherwise than it has them, as with ends of lines."""
    made.git("config", "filter.upper.smudge", "tr a-z A-Z")
    (made.git_dir / "info").mkdir(exist_ok=True)
    (made.git_dir / "info/attributes").write_text("other/* filter=upper\n")
    (made.top / "other/c").unlink()
    made.git("checkout", "--", "other/c")
    assert (made.top / "other/c").read_text() == "C\n"


def sparse(made: Place) -> None:
    made.git("sparse-checkout", "set", "--no-cone", "/*", "!/other/")
    assert not (made.top / "other/c").exists()


def merging(made: Place) -> None:
    """What another branch brings is not this agent's, and the merge is not over."""
    made.git("branch", "theirs")
    made.git("checkout", "-q", "-b", "ours")
    script(made, "src/a")
    made.git("commit", "-q", "--no-verify", "-am", "ours")
    made.git("checkout", "-q", "theirs")
    script(made, "other/theirs")
    (made.top / "src/a").write_text("theirs\n")
    made.git("add", ".")
    made.git("commit", "-q", "--no-verify", "-m", "theirs")
    made.git("checkout", "-q", "ours")
    subprocess.run([GIT, "merge", "theirs"], cwd=made.top, env=made.environment, capture_output=True)
    assert (made.git_dir / "MERGE_HEAD").exists() and (made.top / "other/theirs").exists()


LEAVES = [
    nothing,
    covered,
    ignored,
    draft,
    touched,
    before,
    another_repository,
    shadow,
    no_log,
    filtered,
    sparse,
    merging,
]


@pytest.mark.parametrize("change", LEAVES, ids=lambda one: one.__name__)
def test_else_nothing_is_said(ground: Place, change: Any) -> None:
    change(ground)
    assert end(ground).out is None


def test_a_session_that_only_read_is_told_nothing_and_asks_git_nothing(tmp_path: Path) -> None:
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    script(made, "other/new")
    assert end(made).out is None
    assert not (made.git_dir / "guard/cache").exists()


def test_what_settings_of_the_repository_name_is_not_started(ground: Place) -> None:
    """A filter that git would run to compare a file with its index."""
    mark = ground.root / "started"
    ground.git("config", "filter.evil.clean", f"touch {mark}; cat")
    (ground.git_dir / "info").mkdir(exist_ok=True)
    (ground.git_dir / "info/attributes").write_text("* filter=evil\n")
    script(ground, "other/c", "src/b")
    assert "other/c" in reason(end(ground).out)
    assert not mark.exists()


def test_a_harness_that_is_not_told_at_its_end_asks_nothing_there(ground: Place) -> None:
    script(ground, "other/new")
    payload = {"hook_event_name": "stop", "cwd": str(ground.top), "session_id": "s"}
    told = ask(ground, payload, harness="kiro")
    assert (told.code, told.out, told.err) == (0, None, "")


@pytest.mark.parametrize("harness", ["claude-code", "codex", "cursor", "copilot"])
def test_a_subagent_that_ends_is_told_nothing(ground: Place, harness: str) -> None:
    script(ground, "other/new")
    name = "subagentStop" if harness == "cursor" else "SubagentStop"
    assert end(ground, harness, hook_event_name=name, agent_id="a").out == SILENT[harness]


def test_vs_code_is_told_in_its_own_form(ground: Place) -> None:
    script(ground, "other/new")
    payload = {"hook_event_name": "Stop", "stop_hook_active": False, "session_id": "s", "cwd": str(ground.top)}
    told = ask(ground, payload, harness="copilot")
    assert told.out["hookSpecificOutput"]["decision"] == "block" and "other/new" in reason(told.out)


def test_of_many_files_a_few_are_told(ground: Place) -> None:
    for number in range(600):
        script(ground, f"other/n{number:03}")
    told = reason(end(ground).out)
    assert "and 596 more" in told
    assert len(told) < 10_000


def test_every_harness_that_is_installed_at_the_end_has_a_form_for_it() -> None:
    from guard.model.harness import HARNESSES

    names = {"Stop", "stop", "AfterAgent", "agentStop"}
    for name, harness in HARNESSES.items():
        installed = [item for place, item in harness.entries if place[-1] in names or item.get("trigger") in names]
        assert bool(installed) == (name in ENDS), name
    assert set(ENDS) <= set(door.HARNESSES)


def test_one_that_is_told_is_a_line_of_the_record(ground: Place) -> None:
    script(ground, "other/new")
    end(ground)
    text = (ground.git_dir / session.FOLDER / "s.jsonl").read_text().splitlines()[-1]
    said = json.loads(text)
    assert [said[key] for key in ("event", "tool", "decision", "rule")] == ["end", "Stop", "deny", "G101"]
    assert said["paths"] == ["other/new"]
