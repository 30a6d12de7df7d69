"""Calls that an agent could make to get more than its phase allows, and what each of them is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guard_hooks.agents import door
from tests.harnessed import SCRIPT, START, Told, ask, call, taken_up, work
from tests.harnesses import CONTRACTS
from tests.running import Place


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = work(tmp_path_factory.mktemp("hostile"))
    taken_up(made, "tidy/only")
    return made


@pytest.mark.parametrize(
    "path",
    [
        "/proc/self/cwd/src/a",
        "//proc/self/cwd/src/a",
        "/proc/thread-self/cwd/src/a",
        "/dev/fd/../../proc/self/cwd/src/a",
    ],
)
def test_a_path_that_each_process_reads_in_its_own_way_is_none(ground: Place, path: str) -> None:
    told = ask(ground, call(ground, "Write", file_path=path, content="b\n"))
    assert told.kind == "deny"
    assert "means two places" in told.words


def test_the_same_file_by_its_plain_path_is_let_through(ground: Place) -> None:
    assert ask(ground, call(ground, "Write", file_path="src/a", content="b\n")).kind == "allow"


# Payloads with two meanings, and payloads of an odd form: each is judged in every meaning, asked about, or stopped

WRITES: dict[str, dict[str, Any]] = {  # of each harness the call that writes a file whole
    "claude-code": {"hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": {"content": "b\n"}},
    "codex": {"hook_event_name": "PreToolUse", "tool_name": "apply_patch", "tool_input": {}},
    "cursor": {"hook_event_name": "preToolUse", "tool_name": "Write", "tool_input": {"content": "b\n"}},
    "gemini": {"hook_event_name": "BeforeTool", "tool_name": "write_file", "tool_input": {"content": "b\n"}},
    "copilot": {"toolName": "create", "toolArgs": {"file_text": "b\n"}},
    "kiro": {"hook_event_name": "PreToolUse", "tool_name": "fs_write", "tool_input": {"text": "b\n"}},
    "opencode": {"tool": "write", "args": {"content": "b\n"}},
}
KEY = {"copilot": "path", "kiro": "path", "opencode": "filePath"}  # of the file; the others have file_path
BY_NAME = [name for name in WRITES if name != "codex"]


def told_by(harness: str, told: Told) -> str:
    """What the harness does with it."""
    if harness == "claude-code":
        assert told.code == 0
        return told.kind
    return CONTRACTS[harness](door.Answer("" if told.out is None else json.dumps(told.out), told.err, told.code))


def writes(made: Place, harness: str, **more: object) -> dict[str, Any]:
    """The call of this harness that writes src/a, with more in its input."""
    one = json.loads(json.dumps(WRITES[harness]))
    given = next(part for part in one.values() if isinstance(part, dict))
    if harness == "codex":
        given["command"] = "*** Begin Patch\n*** Add File: src/new\n+b\n*** End Patch"
    else:
        given[KEY.get(harness, "file_path")] = str(made.top / "src/a")
    given.update(more)
    return {**one, "cwd": str(made.top), "directory": str(made.top)}


@pytest.mark.parametrize("harness", WRITES)
def test_a_call_of_each_harness_in_the_phase_is_let_through(ground: Place, harness: str) -> None:
    told = ask(ground, writes(ground, harness), harness=harness)
    assert told_by(harness, told) == "allow", told


@pytest.mark.parametrize("harness", WRITES)
@pytest.mark.parametrize("key", ["cwd", "tool_input", "content", "file_path", "path", "filePath", "toolName", "tool"])
def test_a_key_that_stands_twice_stops_the_call(ground: Place, harness: str, key: str) -> None:
    """The last one counts for guard, the first one for somebody else."""
    text = json.dumps(writes(ground, harness))
    first = json.dumps({key: str(ground.top / "other/c")})[1:-1]
    if f'"{key}":' not in text:
        return
    twice = text.replace(f'"{key}":', f'{first}, "{key}":', 1).encode()
    for words in ([], ["--on-error", "allow"]):
        told = ask(ground, twice, *words, harness=harness)
        assert told_by(harness, told) == "deny", told
        assert "says a key twice" in json.dumps(told.out) + told.err
        assert "end your turn and show this to a person" in json.dumps(told.out) + told.err


def test_a_key_that_stands_twice_in_a_text_of_json_is_a_question(ground: Place) -> None:
    """Copilot tells its tools' input as a text, which the model wrote."""
    a, c = json.dumps(str(ground.top / "src/a")), json.dumps(str(ground.top / "other/c"))
    payload = {"toolName": "create", "toolArgs": f'{{"path": {c}, "file_text": "b", "path": {a}}}'}
    told = ask(ground, {**payload, "cwd": str(ground.top)}, harness="copilot")
    assert told_by("copilot", told) == "ask"


SECOND = [
    "path",
    "filePath",
    "file_path",
    "targetFile",
    "target_file",
    "notebook_path",
    "absolute_path",
    "file_name_uri",
]


@pytest.mark.parametrize("harness", WRITES)
def test_every_name_of_a_file_is_judged(ground: Place, harness: str) -> None:
    """A harness takes one of them, and nobody here knows which."""
    other = str(ground.top / "other/c")
    own = "" if harness == "codex" else KEY.get(harness, "file_path")
    for key in [name for name in SECOND if name != own]:
        told = ask(ground, writes(ground, harness, **{key: other}), harness=harness)
        assert told_by(harness, told) == "deny", key
        assert "other/c" in json.dumps(told.out) + told.err, key
    for more in ({"paths": [other]}, {"edits": [{"file_path": other, "old_string": "a", "new_string": "b"}]}):
        told = ask(ground, writes(ground, harness, **more), harness=harness)
        assert told_by(harness, told) == "deny", more


@pytest.mark.parametrize("harness", BY_NAME)
@pytest.mark.parametrize("odd", [7, 0, 1.5, ["src/a", 7], {"path": 7}])
def test_what_is_named_as_a_file_and_is_none_is_a_question(ground: Place, harness: str, odd: object) -> None:
    for key in (KEY.get(harness, "file_path"), "otherPath"):
        told = ask(ground, writes(ground, harness, **{key: odd}), harness=harness)
        assert told_by(harness, told) in ("ask", "deny"), (key, told)


@pytest.mark.parametrize("harness", WRITES)
def test_an_event_that_nobody_knows_and_has_a_tool_is_never_let_through(ground: Place, harness: str) -> None:
    """OpenCode's plugin tells no event, and Copilot's first form none: there it is the tool that counts."""
    for event in ("PreToolUse2", "pre_tool_use", "BeforeToolUse", "ToolCall"):
        payload = {**writes(ground, harness), "hook_event_name": event}
        if harness == "opencode":
            payload["args"] = {**payload["args"], "filePath": str(ground.top / "other/c")}
        assert told_by(harness, ask(ground, payload, harness=harness)) in ("ask", "deny"), event


@pytest.mark.parametrize("told", [{"tool_name": "view"}, {"tool_input": {"path": "other/c", "file_text": "x"}}])
def test_a_call_that_is_told_in_both_forms_of_copilot_is_never_one_that_guard_chose(ground: Place, told: Any) -> None:
    one = writes(ground, "copilot")
    assert told_by("copilot", ask(ground, {**one, **told}, harness="copilot")) in ("ask", "deny")
    for given in (one["toolArgs"], json.dumps(one["toolArgs"])):
        same = {"tool_name": one["toolName"], "tool_input": given}
        assert told_by("copilot", ask(ground, {**one, **same}, harness="copilot")) == "allow"


@pytest.mark.parametrize("harness", BY_NAME)
def test_a_name_that_can_be_none_hides_no_other(ground: Place, tmp_path: Path, harness: str) -> None:
    """From a folder of no repository, only what a call names tells which one it is for."""
    payload = writes(ground, harness, more={"path": "src/\ud800"}, targetFile=str(ground.top / "other/c"))
    payload = {**payload, "cwd": str(tmp_path), "directory": str(tmp_path)}
    assert told_by(harness, ask(ground, payload, harness=harness, cwd=tmp_path)) in ("ask", "deny")
    given = next(part for part in payload.values() if isinstance(part, dict))
    given[KEY.get(harness, "file_path")] = 7
    assert told_by(harness, ask(ground, payload, harness=harness, cwd=tmp_path)) in ("ask", "deny")


ODD_TEXTS = {
    "a NUL": "src/a\0b",
    "half a character": "src/\ud800",
    "half a character that Python would read as a byte": "src/\udc80",
    "nothing": "",
}


@pytest.mark.parametrize("harness", BY_NAME)
@pytest.mark.parametrize("name", ODD_TEXTS)
def test_a_path_that_can_be_none_is_never_let_through(ground: Place, harness: str, name: str) -> None:
    key = KEY.get(harness, "file_path")
    told = ask(ground, writes(ground, harness, **{key: ODD_TEXTS[name]}), harness=harness)
    assert told_by(harness, told) in ("ask", "deny")
    assert "inside guard" not in json.dumps(told.out) + told.err, "judged, and no bug"


@pytest.mark.parametrize("harness", WRITES)
@pytest.mark.parametrize("folder", ["/\0", "/\ud800", "src", 7, None, "", ["/", "/"]])
def test_a_folder_that_can_be_none_is_a_question_and_no_bug(ground: Place, harness: str, folder: object) -> None:
    payload = {**writes(ground, harness), "cwd": folder, "directory": folder, "workspace_roots": folder}
    if isinstance(folder, list):
        payload.pop("cwd")
        payload.pop("directory")
    for words in ([], ["--on-error", "allow"]):
        told = ask(ground, payload, *words, harness=harness)
        assert "inside guard" not in json.dumps(told.out) + told.err
        if not isinstance(folder, list):
            assert told_by(harness, told) in ("ask", "deny"), told


def test_a_command_with_half_a_character_is_a_question(ground: Place) -> None:
    assert ask(ground, call(ground, "Bash", command="echo \ud800 > src/a")).kind == "ask"


def encoded(made: Place, harness: str) -> dict[str, tuple[bytes, str]]:
    """The call that is let through, written in ways that readers differ in, and how each ends."""
    text = json.dumps(writes(made, harness))
    return {
        "a mark in front": (b"\xef\xbb\xbf" + text.encode(), "allow"),
        "spaces around": (b"\r\n " + text.encode() + b"\r\n", "allow"),
        "UTF-16": (text.encode("utf-16"), "deny"),
        "something behind": (text.encode() + b"x", "deny"),
        "two objects": (text.encode() * 2, "deny"),
        "a list of it": (f"[{text}]".encode(), "deny"),
        "a number that is none": (text.replace("{", '{"z": NaN, ', 1).encode(), "deny"),
        "a comment": (b"// so\n" + text.encode(), "deny"),
        "fifty million bytes": (text[:-1].encode() + b', "z": "' + b"a" * (50 << 20) + b'"}', "deny"),
        "too deep": (text[:-1].encode() + b', "z": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "deny"),
        "deep": (text[:-1].encode() + b', "z": ' + b'{"path": [' * 200 + b"]}" * 200 + b"}", "allow"),
    }


@pytest.mark.parametrize("harness", WRITES)
def test_what_readers_differ_in_is_one_answer_each(ground: Place, harness: str) -> None:
    for name, (text, wanted) in encoded(ground, harness).items():
        told = ask(ground, text, harness=harness)
        assert told_by(harness, told) == wanted, name
        assert told.code == (2 if (harness, wanted) == ("kiro", "deny") else 0), name


def test_deep_input_of_a_tool_is_looked_through(ground: Place) -> None:
    deep: object = str(ground.top / "other/c")
    for _ in range(200):
        deep = {"a": [{"path": deep}]}
    assert ask(ground, call(ground, "Write", file_path="src/a", content="b\n", more=deep)).kind == "deny"


@pytest.mark.parametrize("path", ["src/a", "docs/d", "other/c"])
def test_a_folder_that_is_gone_below_guard_changes_no_answer(tmp_path: Path, path: str) -> None:
    """Nothing is kept yet, so git is asked as well."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    gone = made.top / "gone"
    gone.mkdir()
    leave = "import os, subprocess, sys; os.rmdir(os.getcwd()); sys.exit(subprocess.run(sys.argv[1:]).returncode)"
    words = [sys.executable, "-c", leave, *START, *SCRIPT, "claude-code"]
    payload = json.dumps(call(made, "Write", file_path=path, content="b\n")).encode()
    done = subprocess.run(words, input=payload, capture_output=True, cwd=gone, env=made.environment)
    assert done.returncode == 0 and b"inside guard" not in done.stdout + done.stderr, done
    assert bool(done.stdout) == (path == "other/c")
    assert not os.path.exists(gone)


# Cursor shows a command twice, and nothing tells that the two are one

COMMANDS = {"echo b > src/a": "allow", "ls src": "allow", "echo b > other/c": "deny", "git commit --no-verify": "deny"}


def of_cursor(made: Place, event: str, command: str) -> dict[str, Any]:
    """One of the two events."""
    tool = {"tool_name": "Shell", "tool_input": {"command": command}} if event == "preToolUse" else {"command": command}
    return {"hook_event_name": event, "conversation_id": "c", "cwd": str(made.top), **tool}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_cursor_shows_twice_is_answered_alike(ground: Place, command: str) -> None:
    events = ("preToolUse", "beforeShellExecution")
    told = [told_by("cursor", ask(ground, of_cursor(ground, event, command), harness="cursor")) for event in events]
    assert told == [COMMANDS[command]] * 2


def test_a_question_about_a_command_of_cursor_is_never_passed_on(ground: Place) -> None:
    """Its first event can ask nobody, so it is told no there, and the second is not come to."""
    events = ("preToolUse", "beforeShellExecution")
    told = [told_by("cursor", ask(ground, of_cursor(ground, event, "x"), harness="cursor")) for event in events]
    assert told == ["deny", "ask"]


# Words on the command line, as a harness would have them in its settings


@pytest.mark.parametrize("harness", WRITES)
@pytest.mark.parametrize("words", [["--on-eror", "allow"], ["x"], ["--on-error", "maybe"], ["--git"], ["--verbose"]])
def test_words_that_nobody_knows_are_an_answer_of_the_harness(ground: Place, harness: str, words: list[str]) -> None:
    told = ask(ground, writes(ground, harness), *words, harness=harness)
    assert told_by(harness, told) == "deny" and "--on-error" in json.dumps(told.out) + told.err


@pytest.mark.parametrize("words", [[], *[[name] for name in WRITES]])
def test_help_ends_well_and_says_nothing_that_a_harness_takes_for_an_answer(ground: Place, words: list[str]) -> None:
    told = ground.guard("hook", *words, "--help")
    assert (told.code, told.err) == (0, "") and told.out.startswith("usage: guard hook ")


# A command by more than one name, or in more than one folder

RUNS: dict[str, dict[str, Any]] = {
    "claude-code": {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {}},
    "codex": {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {}},
    "cursor": {"hook_event_name": "preToolUse", "tool_name": "Shell", "tool_input": {}},
    "gemini": {"hook_event_name": "BeforeTool", "tool_name": "run_shell_command", "tool_input": {}},
    "copilot": {"toolName": "bash", "toolArgs": {}},
    "kiro": {"hook_event_name": "PreToolUse", "tool_name": "execute_bash", "tool_input": {}},
    "opencode": {"tool": "bash", "args": {}},
}
OWN_FOLDER = {
    "codex": ("workdir", "cwd"), "cursor": ("working_directory", "cwd"), "gemini": ("dir_path", "directory"),
    "kiro": ("cwd",), "opencode": ("workdir",),
}  # fmt: skip


def runs(made: Place, harness: str, **given: object) -> dict[str, Any]:
    one = {key: {"command": "ls", **given} if isinstance(part, dict) else part for key, part in RUNS[harness].items()}
    return {**one, "cwd": str(made.top), "directory": str(made.top)}


@pytest.mark.parametrize("harness", RUNS)
def test_what_a_shell_is_told_by_two_names_is_a_question(ground: Place, harness: str) -> None:
    assert told_by(harness, ask(ground, runs(ground, harness), harness=harness)) == "allow"
    assert told_by(harness, ask(ground, runs(ground, harness, description="d", timeout=7), harness=harness)) == "allow"
    own = OWN_FOLDER.get(harness, ())
    odd: list[dict[str, object]] = [{key: "rm -rf other"} for key in ("cmd", "Command", "commands", "shell_script")]
    odd += [{key: str(ground.top / "src")} for key in ("cwd", "workdir", "directory", "folder") if key not in own]
    odd += [{name: str(ground.top / f"src{number}") for number, name in enumerate(own)}] if len(own) > 1 else []
    for more in odd:
        told = told_by(harness, ask(ground, runs(ground, harness, **more), harness=harness))
        assert told in ("ask", "deny"), more


@pytest.mark.parametrize("harness", OWN_FOLDER)
def test_a_folder_by_a_name_of_the_tool_is_where_its_command_is_run(ground: Place, harness: str) -> None:
    for folder, wanted in (("src", "allow"), ("other", "deny")):
        for key in OWN_FOLDER[harness]:
            payload = runs(ground, harness, command="echo b > new", **{key: str(ground.top / folder)})
            assert told_by(harness, ask(ground, payload, harness=harness)) == wanted, key


def test_a_tool_that_nobody_knows_is_a_question_wherever_it_reaches_in_from(ground: Place, tmp_path: Path) -> None:
    for given, wanted in (
        ({"path": str(ground.top / "src/a")}, "ask"),
        ({"edits": [{"target": {"uri": str(ground.top / "other/c")}}]}, "ask"),
        ({"path": str(tmp_path / "x")}, "allow"),
        ({"text": str(ground.top)}, "allow"),
    ):
        payload = {**call(ground, "mcp__files__write"), "tool_input": given, "cwd": str(tmp_path)}
        assert ask(ground, payload, cwd=tmp_path).kind == wanted, given


# By what names a tool that nobody knows is told of a place, asked from beside the repository (@)
NAMED_PLACES: list[tuple[dict[str, object], str]] = [
    ({"repo_path": "@"}, "ask"),
    ({"repo_path": "@/"}, "ask"),
    ({"directory": "@"}, "ask"),
    ({"dir": "@/src"}, "ask"),
    ({"project": "@"}, "ask"),
    ({"project": "repository"}, "ask"),
    ({"source": "repository/src/a", "destination": "repository/other/c"}, "ask"),
    ({"from": "@/src/a", "to": "@/other/c"}, "ask"),
    ({"args": ["--fix", "@/other/c"]}, "ask"),
    ({"args": ["--fix", "repository/other/c"]}, "ask"),
    ({"uri": "file://@/other/c"}, "ask"),
    ({"uri": "file:@/other/c"}, "ask"),
    ({"uri": "FILE://localhost@/src/%2e%2e/other/c"}, "ask"),
    ({"document": {"id": "file://@/other/c"}}, "ask"),
    ({"anything": "@/other/c"}, "ask"),
    ({"path": "repository"}, "ask"),
    ({"project": "beside"}, "allow"),
    ({"project": "none"}, "allow"),
    ({"query": "repository"}, "allow"),
    ({"message": "see @/other/c"}, "allow"),
    ({"content": "@/other/c"}, "allow"),
    ({"uri": "https://example.com@/other/c"}, "allow"),
    ({"uri": "file:"}, "allow"),
    ({"path": "/" + "a/" * 9_000}, "allow"),
]


@pytest.mark.parametrize(("given", "wanted"), NAMED_PLACES, ids=lambda one: str(one)[:60])
def test_a_tool_that_nobody_knows_is_asked_about_by_whatever_it_names(
    ground: Place, given: dict[str, object], wanted: str
) -> None:
    (ground.root / "beside").mkdir(exist_ok=True)
    told = json.loads(json.dumps(given).replace("@", str(ground.top)))
    payload = {**call(ground, "mcp__files__look"), "tool_input": told, "cwd": str(ground.root)}
    assert ask(ground, payload, cwd=ground.root).kind == wanted


def test_a_file_by_its_address_is_the_file(ground: Place) -> None:
    for path, wanted in (("src/a", "allow"), ("other/c", "deny"), ("src/%2e%2e/other/c", "deny")):
        given = {"file_path": str(ground.top / "src/a"), "content": "x", "uri": f"file://{ground.top}/{path}"}
        assert ask(ground, {**call(ground, "Write"), "tool_input": given}).kind == wanted, path


# Calls that write several files at once: one that is not of the phase stops all of them


def test_one_file_of_several_that_is_not_of_the_phase_stops_the_call(ground: Place) -> None:
    inside, outside = str(ground.top / "src/a"), str(ground.top / "other/c")
    edit = {"old_string": "a", "new_string": "b"}
    calls = [
        call(ground, "MultiEdit", file_path="src/a", edits=[edit, {**edit, "file_path": outside}]),
        call(ground, "NotebookEdit", notebook_path="src/page.ipynb", new_source="x", file_path=outside),
        call(ground, "Edit", file_path="src/a", **edit, filePath=outside),
    ]
    for one in calls:
        assert ask(ground, one).kind == "deny", one
    for one in (call(ground, "MultiEdit", file_path="src/a", edits=[edit, {**edit, "file_path": inside}]),):
        assert ask(ground, one).kind == "allow", one
    for path, wanted in (("other/new", "deny"), ("src/other", "allow"), (".git/hooks/x", "deny"), ("../new", "deny")):
        patch = f"*** Begin Patch\n*** Add File: src/new\n+b\n*** Add File: {path}\n+b\n*** End Patch"
        assert told_by("codex", ask(ground, writes(ground, "codex", command=patch), harness="codex")) == wanted, path


def test_more_files_than_can_be_judged_in_time_are_a_question(ground: Place) -> None:
    for count, wanted in ((200, "allow"), (6_000, "ask")):
        paths = [str(ground.top / f"src/n{number}") for number in range(count)]
        assert ask(ground, call(ground, "Write", file_path="src/a", content="b\n", paths=paths)).kind == wanted


# What looks like a repository, a file or a record, and is none


def looks_like_one(made: Place, folder: str) -> None:
    """A folder that has what guard once took for a repository; git takes it for none, and goes up."""
    (made.top / folder / ".git").mkdir()
    (made.top / folder / ".git/HEAD").write_text("ref: refs/heads/x\n")


def has_the_folders_of_one(made: Place, folder: str) -> None:
    looks_like_one(made, folder)
    for name in ("objects", "refs"):
        (made.top / folder / ".git" / name).mkdir()
    (made.top / folder / ".git/HEAD").write_text("nothing of git\n")


@pytest.mark.parametrize("way", [looks_like_one, has_the_folders_of_one])
def test_a_folder_that_is_no_repository_to_git_moves_no_scope(tmp_path: Path, way: Any) -> None:
    """Seen from `other`, `src/x` is a file of another folder: the plan's scope is meant from the top."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    way(made, "other")
    for path in ("src/x", "c", "x"):
        payload = {**call(made, "Write", content="b\n"), "cwd": str(made.top / "other")}
        payload["tool_input"] = {"file_path": path, "content": "b\n"}
        assert ask(made, payload).kind == "deny", path
    assert ask(made, call(made, "Write", file_path="src/a", content="b\n")).kind == "allow"


SECOND_NAMES = {".git/config": "ask", "other/c": "ask", "src/b": "ask", "../beside": "ask"}


@pytest.mark.parametrize("of", SECOND_NAMES)
def test_a_file_with_a_second_name_is_a_question(tmp_path: Path, of: str) -> None:
    """What is written by one name is written by the other: of a protected file as well."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    (made.top.parent / "beside").write_text("x\n")
    for name in ("src/second", "docs/second", "other/second"):
        os.link(made.top / of, made.top / name)
    for name, wanted in (("src/second", "ask"), ("docs/second", "ask"), ("other/second", "deny")):
        told = ask(made, call(made, "Write", file_path=name, content="b\n"))
        assert told.kind == wanted, name
        assert wanted == "deny" or f"{name} has a second name" in told.words
    assert ask(made, call(made, "Bash", command="echo b > src/second")).kind == "ask"
    assert ask(made, call(made, "Bash", command="rm docs/second")).kind == "allow", "the other name stays"
    assert ask(made, call(made, "Write", file_path="src/a", content="b\n")).kind == "allow"


# Whatever cannot be told, the agent is told what to do


def test_a_name_that_is_very_long_leaves_room_for_what_to_do(ground: Place) -> None:
    payloads = [
        call(ground, "x" * 20_000),
        call(ground, "Write", file_path="/" + "a/" * 20_000, content="b\n"),
        call(ground, "Write", file_path=str(ground.top / "\u202e") * 5_000, content="b\n"),
        call(ground, "Write", file_path="other/c", content="b\n", paths=[f"other/{'n' * 200}{n}" for n in range(900)]),
    ]
    for payload in payloads:
        told = ask(ground, payload)
        assert told.kind != "allow" and len(told.words) < 8_000
        assert "\nnext   " in told.words and told.words.endswith(tuple("abcdefghijklmnopqrstuvwxyz)"))
