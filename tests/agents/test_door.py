"""`guard hook NAME`: one answer whatever is said to it, quick where nothing stands in the way."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from guard_hooks.agents import door
from tests.harnessed import ENTRY, ROOT, SCRIPT, START, ask, call, taken_up, work
from tests.repos import GIT
from tests.running import GUARD, Place

COUNTED = ROOT / "bench/counted.py"
HEAVY = {"anthropic", "textual", "networkx", "jsonschema", "git", "ruamel", "sqlglot", "postgast", "pyromark"}
SLOW = {"argparse", "dataclasses", "enum", "functools", "hashlib", "json", "pathlib", "re", "subprocess", "typing"}
MOST_MODULES = 99


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = work(tmp_path_factory.mktemp("door"))
    taken_up(made, "tidy/only")
    return made


def counted(made: Place, payload: object, tmp_path: Path) -> tuple[int, list[str], set[str]]:
    """The exit code of one call, the processes it was, and the modules it loaded."""
    report = tmp_path / "report"
    words = [*START, str(COUNTED), str(report), *SCRIPT, "claude-code"]
    text = json.dumps(payload).encode()
    done = subprocess.run(words, input=text, capture_output=True, cwd=made.top, env=made.environment)
    started, _, modules = report.read_text().partition("\n\n")
    assert done.stdout == b"", done.stdout
    return done.returncode, started.split("\n"), set(modules.split())


def test_an_edit_is_one_process_that_loads_next_to_nothing(ground: Place, tmp_path: Path) -> None:
    payload = call(ground, "Write", file_path="src/a", content="b\n")
    assert ask(ground, payload).kind == "allow", "and what it asked of git is kept"
    code, processes, modules = counted(ground, payload, tmp_path)
    assert code == 0
    assert processes == [str(ENTRY)]
    assert modules & (HEAVY | SLOW) == set()
    assert len(modules) <= MOST_MODULES


def test_on_a_branch_from_before_the_adoption_it_is_one_process_as_well(tmp_path: Path) -> None:
    """Its commits have no folder of guard's; the trusted branch has one, and that is what counts."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    top = made.git("rev-parse", "HEAD").strip()
    kept = [row for row in made.git("ls-tree", top).splitlines() if not row.endswith("\t.guard")]
    done = [GIT, "-C", str(made.top), "mktree"]
    tree = subprocess.run(
        done, input="\n".join(kept) + "\n", capture_output=True, text=True, env=made.environment
    ).stdout
    made.git("update-ref", "--no-deref", "HEAD", made.git("commit-tree", "-m", "before", tree.strip()).strip())
    assert ".guard" not in made.git("ls-tree", "--name-only", "HEAD").split()
    payload = call(made, "Write", file_path="src/a", content="b\n")
    assert ask(made, payload).kind == "allow", "and what it asked of git is kept"
    assert counted(made, payload, tmp_path)[1] == [str(ENTRY)]


def test_where_nothing_is_kept_git_is_asked_in_few_processes(ground: Place, tmp_path: Path) -> None:
    payload = call(ground, "Write", file_path="src/a", content="b\n")
    assert ask(ground, payload).kind == "allow"
    for name in os.listdir(ground.git_dir / "guard/cache"):
        if name.startswith("agents-trees"):
            (ground.git_dir / "guard/cache" / name).unlink()
    code, processes, modules = counted(ground, payload, tmp_path)
    assert code == 0
    assert len(processes) <= 1 + 3
    assert modules & HEAVY == set()


def test_it_is_the_same_through_the_command(ground: Place) -> None:
    for path in ("src/a", "other/c"):
        payload = call(ground, "Write", file_path=path, content="b\n")
        text = json.dumps(payload).encode()
        words = [*GUARD, "hook", "claude-code"]
        done = subprocess.run(words, input=text, capture_output=True, cwd=ground.top, env=ground.environment)
        told = ask(ground, payload)
        assert (done.returncode, done.stdout.decode()) == (told.code, json.dumps(told.out) + "\n" if told.out else "")


NEXT = "end your turn and show this to a person"
ODD = {
    "nothing": b"",
    "no JSON": b"edit src/a",
    "a text that breaks off": b'{"hook_event_name": "Pre',
    "a number": b"7",
    "bytes that are no letters": b'{"tool_name": "\xff"}',
    "more than it reads": b'{"x": "' + b"a" * door.MOST + b'"}',
    "too deep": b"[" * 100_000 + b"]" * 100_000,
    "two objects": b"{}{}",
}


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_read_stops_or_says_so(ground: Place, name: str) -> None:
    told = ask(ground, ODD[name])
    assert (told.code, told.kind) == (0, "deny") and "harness" in told.words
    assert told.words.endswith(NEXT)
    told = ask(ground, ODD[name], "--on-error", "allow")
    assert (told.code, list(told.out)) == (0, ["systemMessage"])


@pytest.mark.parametrize(
    "words",
    [
        ["--on-eror", "allow"],
        ["--on-error"],
        ["--on-error", "maybe"],
        ["--on-error=never"],
        ["more"],
        ["--on-error=allow", "x"],
    ],
)
def test_wrong_words_open_nothing_and_are_no_usage_error(ground: Place, words: list[str]) -> None:
    told = ask(ground, call(ground, "Write", file_path="src/a", content="b\n"), *words)
    assert (told.code, told.kind) == (0, "deny") and "--on-error" in told.words and NEXT in told.words


@pytest.mark.parametrize(
    "words", [["--on-error", "allow"], ["--on-error=allow"], ["--on-error=deny", "--git", GIT], [f"--git={GIT}"], []]
)
def test_words_it_knows_change_no_decision(ground: Place, words: list[str]) -> None:
    assert ask(ground, call(ground, "Write", file_path="src/a", content="b\n"), *words).kind == "allow"
    assert ask(ground, call(ground, "Write", file_path="other/c", content="b\n"), *words).kind == "deny"


def test_a_harness_that_nobody_knows_is_stopped_by_the_code_they_have_in_common(ground: Place) -> None:
    told = ask(ground, {}, harness="nobody")
    assert (told.code, told.out) == (door.BLOCK, None) and "claude-code" in told.err
    assert ask(ground, {}, "--on-error", "allow", harness="nobody").code == 0


def test_a_git_that_is_none_stops_it_where_it_is_needed(tmp_path: Path) -> None:
    made = work(tmp_path)
    payload = call(made, "Write", file_path="docs/d", content="b\n")
    told = ask(made, payload, "--git", "/nowhere/git")
    assert told.kind == "deny" and "[G810]" in told.words and ask(made, payload).kind == "allow"


def test_help_is_no_answer_and_no_stop(ground: Place) -> None:
    words = [*START, *SCRIPT, "claude-code", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ground.top, env=ground.environment)
    assert (done.returncode, done.stderr) == (0, "") and "--on-error" in done.stdout


def test_an_answer_that_nobody_takes_stops_it(ground: Place) -> None:
    payload = json.dumps(call(ground, "Write", file_path="other/c", content="b\n")).encode()
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*START, *SCRIPT, "claude-code"], input=payload, stdout=full, stderr=subprocess.PIPE, cwd=ground.top
        )
    assert done.returncode == door.BLOCK and b"could not be written" in done.stderr
    assert NEXT.encode() in done.stderr


def test_standard_input_that_is_closed_is_said(ground: Place) -> None:
    words = f"exec {' '.join([*START, *SCRIPT])} claude-code <&-"
    done = subprocess.run(["/bin/sh", "-c", words], capture_output=True, cwd=ground.top, env=ground.environment)
    assert done.returncode == 0
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"


IN_TIME = """
import sys
sys.path += sys.argv[1:4]
from guard_hooks.agents import door
door.LONGEST = 0.3
sys.exit(door.main(sys.argv[5:]))
"""


@pytest.mark.parametrize("waits", ["for the call", "for git"])
def test_an_answer_comes_before_a_harness_stops_waiting(tmp_path: Path, waits: str) -> None:
    """It would let the call pass: whoever makes guard wait for ever would have his way."""
    made = work(tmp_path)
    pipe = made.git_dir / "packed-refs"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)  # git opens it, and nobody ever writes there
    payload = json.dumps(call(made, "Write", file_path="other/c", content="b\n")).encode()
    words = [*START, "-c", IN_TIME, *SCRIPT[1:], "claude-code"]
    try:
        for more in ([], ["--on-error", "allow"]):
            with subprocess.Popen(
                [*words, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=made.top, env=made.environment
            ) as asked:
                assert asked.stdin is not None and asked.stdout is not None
                if waits == "for git":
                    asked.stdin.write(payload)
                    asked.stdin.close()
                out = json.loads(asked.stdout.read())
            said = out["systemMessage"] if more else out["hookSpecificOutput"]["permissionDecisionReason"]
            assert "it took longer than" in said and said.endswith(NEXT)
            assert more or out["hookSpecificOutput"]["permissionDecision"] == "deny"
    finally:
        os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))  # whatever git still waits goes on


def test_a_guard_that_is_gone_stops_the_agent(ground: Place, tmp_path: Path) -> None:
    entry = [str(ENTRY), str(tmp_path), "--", "claude-code"]
    done = subprocess.run([*START, *entry], input=b"{}", capture_output=True, cwd=ground.top)
    assert (done.returncode, done.stdout) == (door.BLOCK, b"") and b"cannot be loaded" in done.stderr
    for words in (["--on-error", "allow"], ["--git", GIT, "--on-error=allow"]):
        done = subprocess.run([*START, *entry, *words], input=b"{}", capture_output=True, cwd=ground.top)
        assert done.returncode == 0


@pytest.mark.parametrize("text", [b"def main(:\n", b"\0", b"\xff", b"raise RuntimeError('broken')\n", b"1 / 0\n"])
def test_a_guard_that_was_written_by_half_stops_the_agent(ground: Place, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "guard_hooks/agents").mkdir(parents=True)
    for name in ("__init__.py", "agents/__init__.py"):
        (tmp_path / "guard_hooks" / name).write_text("")
    (tmp_path / "guard_hooks/agents/door.py").write_bytes(text)
    entry = [str(ENTRY), str(tmp_path), str(ROOT), "--", "claude-code"]
    for words, code in (([], door.BLOCK), (["--on-error", "allow"], 0)):
        done = subprocess.run([*START, *entry, *words], input=b"{}", capture_output=True, cwd=ground.top)
        assert (done.returncode, done.stdout) == (code, b"") and b"cannot be loaded" in done.stderr, done


def test_a_bug_inside_is_an_answer_with_a_file_to_send(ground: Place, tmp_path: Path) -> None:
    """A module of the door that breaks: what an incomplete installation is."""
    broken = tmp_path / "hooks"
    (broken / "guard_hooks").mkdir(parents=True)
    for path in (ROOT / "hooks/guard_hooks").rglob("*.py"):
        to = broken / "guard_hooks" / path.relative_to(ROOT / "hooks/guard_hooks")
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(path.read_bytes() if path.name != "judging.py" else b"raise RuntimeError('broken')\n")
    words = [
        *START,
        str(broken / "guard_hooks/agents/entry.py"),
        str(ROOT),
        str(broken),
        SCRIPT[3],
        "--",
        "claude-code",
    ]
    payload = json.dumps(call(ground, "Write", file_path="src/a", content="")).encode()
    environment = {**ground.environment, "TMPDIR": str(tmp_path)}
    done = subprocess.run(words, input=payload, capture_output=True, cwd=ground.top, env=environment)
    said = json.loads(done.stdout)["hookSpecificOutput"]
    assert (done.returncode, said["permissionDecision"]) == (0, "deny")
    assert "RuntimeError inside guard; nothing was judged" in said["permissionDecisionReason"]
    assert said["permissionDecisionReason"].endswith(NEXT)
    assert list(tmp_path.glob("guard-bug-*.log"))


def test_every_harness_has_a_way_in_and_a_line_about_it() -> None:
    from guard_hooks.word import ABOUT, WAYS

    for name in door.HARNESSES:
        assert WAYS[name] == f"guard_hooks.agents.door:{name.replace('-', '_')}"
        assert callable(getattr(door, name.replace("-", "_"))) and ABOUT[name]


@pytest.mark.parametrize("name", door.HARNESSES)
def test_every_harness_answers(ground: Place, name: str) -> None:
    """Whatever it is told, it gets one object or nothing, and says why in words where it stops."""
    told = ask(ground, b"{", harness=name)
    assert told.out is not None or told.err
