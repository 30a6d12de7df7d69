"""What an agent was told is kept in a chain: no contents, no commands, bounded, however many write."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.digest import sha256_of
from guard_hooks import message
from guard_hooks.agents import session
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from tests.harnessed import ROOT, SCRIPT, START, Told, ask, call, taken_up, work
from tests.running import Place

CALL = Call("edit", "Write", "/w", session="s1", agent="Explore")
NO = Decision("deny", "secret words", "G101")


@pytest.fixture
def ground(tmp_path: Path) -> Place:
    return work(tmp_path)


def lines(made: Place, name: str = "s1") -> list[dict[str, object]]:
    text = (made.git_dir / session.FOLDER / f"{name}.jsonl").read_text()
    assert text.isascii()
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_says_what_was_asked_and_what_was_said(ground: Place) -> None:
    taken_up(ground, "tidy/only")
    for path, content in (("src/a", b"content"), ("other/c", b"content")):
        judged(Call("edit", "Write", str(ground.top), (Edit(path, content),), session="s1", agent="Explore"), "deny")
    first, second = lines(ground)
    said = ("event", "tool", "agent", "decision", "rule", "paths")
    assert [first[key] for key in said] == ["edit", "Write", "Explore", "allow", "", ["src/a"]]
    assert [second[key] for key in said] == ["edit", "Write", "Explore", "deny", "G101", ["other/c"]]
    assert "content" not in (ground.git_dir / session.FOLDER / "s1.jsonl").read_text()


def test_reading_and_beginning_leave_no_line(ground: Place) -> None:
    for event in ("read", "start", "end"):
        judged(Call(event, "Read", str(ground.top), session="s1"), "deny")  # type: ignore[arg-type]
    assert not (ground.git_dir / session.FOLDER).exists()


def test_each_line_names_the_one_before(ground: Place) -> None:
    for _ in range(3):
        session.append(str(ground.git_dir), CALL, (), NO)
    path = ground.git_dir / session.FOLDER / "s1.jsonl"
    whole = path.read_bytes().splitlines(keepends=True)
    assert [one["before"] for one in lines(ground)] == [session.NONE, *[sha256_of(line[:-1]) for line in whole[:2]]]
    assert session.broken(str(path)) == 0
    path.write_bytes(b"".join([whole[0], whole[2]]))
    assert session.broken(str(path)) == 2
    path.write_bytes(b"".join([whole[0].replace(b"G101", b"G102"), *whole[1:]]))
    assert session.broken(str(path)) == 2


WRITER = """\
import sys
sys.path[:0] = {paths!r}
from guard_hooks.agents import session
from guard_hooks.agents.call import Call, Decision, Edit
for number in range({count}):
    session.append({folder!r}, Call("edit", "Write", "/", session="s1"), (Edit("a" * number),), Decision("allow"))
"""


def test_several_writers_make_one_chain(ground: Place) -> None:
    count = 40
    text = WRITER.format(paths=[str(ROOT), str(ROOT / "hooks")], count=count, folder=str(ground.git_dir))
    every = [subprocess.Popen([sys.executable, "-I", "-S", "-c", text]) for _ in range(4)]
    assert [one.wait() for one in every] == [0] * 4
    assert len(lines(ground)) == 4 * count
    assert session.broken(str(ground.git_dir / session.FOLDER / "s1.jsonl")) == 0


def test_a_record_is_bounded(ground: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "LARGEST", 600)
    for _ in range(40):
        session.append(str(ground.git_dir), CALL, (), NO)
    folder = ground.git_dir / session.FOLDER
    parts = ["s1.jsonl", *[f"s1.{number}.jsonl" for number in range(1, session.PARTS)]]
    assert sorted(os.listdir(folder)) == sorted(parts)
    before = session.NONE
    for part in parts:
        assert session.broken(str(folder / part), before) == 0
        before = sha256_of((folder / part).read_bytes().splitlines()[-1])
    assert all((folder / part).stat().st_size < 2_000 for part in parts)


def test_old_sessions_go(ground: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "MOST", 3)
    for number in range(6):
        session.append(str(ground.git_dir), CALL._replace(session=f"s{number}"), (), NO)
        os.utime(ground.git_dir / session.FOLDER / f"s{number}.jsonl", (number, number))
    assert sorted(os.listdir(ground.git_dir / session.FOLDER)) == ["s3.jsonl", "s4.jsonl", "s5.jsonl"]


@pytest.mark.parametrize("name", ["../../hooks/pre-commit", "a/b", ".", "", "x" * 300, "\u202e", "\ud800", "a\nb"])
def test_no_name_of_a_session_leads_elsewhere(ground: Place, name: str) -> None:
    session.append(str(ground.git_dir), CALL._replace(session=name), (), NO)
    (file,) = os.listdir(ground.git_dir / session.FOLDER)
    assert file.isascii() and "/" not in file and file.endswith(".jsonl") and len(file) < 80


def test_hostile_words_are_one_line_of_json(ground: Place) -> None:
    odd = 'a"b\\c\n\x1b[31m\u202e\ud800\U0001f600' + "x" * 9_000
    edits = [Edit(odd, b"")] * 200
    session.append(str(ground.git_dir), CALL._replace(tool=odd, agent=odd), edits, NO)
    (line,) = lines(ground)
    assert "\x1b" not in json.dumps(line["tool"], ensure_ascii=False)
    assert (ground.git_dir / session.FOLDER / "s1.jsonl").stat().st_size <= session.LONGEST + 1
    session.append(str(ground.git_dir), CALL, [Edit("a")] * 200, NO)
    assert (lines(ground)[1]["paths"], lines(ground)[1]["more"]) == (["a"] * session.PATHS, 200 - session.PATHS)


def at_once(made: Place, payloads: list[dict[str, object]]) -> list[Told]:
    """Each a process of its own, all of them running before the first is waited for."""
    words = [*START, *SCRIPT, "claude-code"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    every = [subprocess.Popen(words, cwd=made.top, env=made.environment, **pipes) for _ in payloads]  # type: ignore[call-overload]
    for one, payload in zip(every, payloads, strict=True):
        one.stdin.write(json.dumps(payload).encode())
        one.stdin.flush()
    for one in every:
        one.stdin.close()
        one.stdin = None
    done = [(one, *one.communicate()) for one in every]
    return [Told(one.returncode, json.loads(out) if out else None, err.decode()) for one, out, err in done]


def test_calls_at_once_are_each_answered_and_each_a_line(ground: Place) -> None:
    """Nothing is kept yet, so they write that at once as well."""
    taken_up(ground, "tidy/only")
    paths = [f"{folder}/n{number}" for number in range(6) for folder in ("src", "other")]
    told = at_once(ground, [call(ground, "Write", file_path=path, content="b\n") for path in paths])
    assert [one.code for one in told] == [0] * len(paths)
    wanted = {path: "allow" if path.startswith("src") else "deny" for path in paths}
    assert {path: one.kind for path, one in zip(paths, told, strict=True)} == wanted
    written_ = lines(ground, "0b5d1c9e")
    named = [str(one["paths"])[2:-2].removeprefix(f"{ground.top}/") for one in written_]
    assert {path: one["decision"] for path, one in zip(named, written_, strict=True)} == wanted
    assert [one["at"] for one in written_] == sorted([int(str(one["at"])) for one in written_])
    assert session.broken(str(ground.git_dir / session.FOLDER / "0b5d1c9e.jsonl")) == 0


KILLED = """\
import os, signal, sys
sys.path[:0] = {paths!r}
from guard_hooks.agents import session
from guard_hooks.agents.call import Call, Decision
write = os.write
def half(handle, text):
    write(handle, text[: int(len(text) * {share})])
    os.kill(os.getpid(), signal.SIGKILL)
os.write = half
session.append({folder!r}, Call("edit", "Write", "/", session="s1"), (), Decision("allow"))
"""


def killed(made: Place, share: float) -> None:
    text = KILLED.format(paths=[str(ROOT), str(ROOT / "hooks")], share=share, folder=str(made.git_dir))
    assert subprocess.run([sys.executable, "-I", "-S", "-c", text]).returncode == -signal.SIGKILL


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_line_that_breaks_off_shows_and_loses_no_other(ground: Place, share: float) -> None:
    session.append(str(ground.git_dir), CALL, (), NO)
    killed(ground, share)
    path = str(ground.git_dir / session.FOLDER / "s1.jsonl")
    assert session.broken(path) == 2
    assert session.append(str(ground.git_dir), CALL, (), NO) == "", "nobody holds it any more"
    assert session.append(str(ground.git_dir), CALL, (), NO) == ""
    assert session.broken(path) == 2
    whole = Path(path).read_bytes().split(b"\n")
    assert len(whole) == 5 and [json.loads(line)["tool"] for line in (whole[0], *whole[2:4])] == ["Write"] * 3
    (told,) = session.since(str(ground.git_dir))
    assert told == f"sha256:{sha256_of(whole[3])} cut at line 2"


def test_whoever_is_killed_before_a_line_leaves_a_chain_that_is_whole(ground: Place) -> None:
    session.append(str(ground.git_dir), CALL, (), NO)
    killed(ground, 0)
    session.append(str(ground.git_dir), CALL, (), NO)
    assert len(lines(ground)) == 2
    assert session.broken(str(ground.git_dir / session.FOLDER / "s1.jsonl")) == 0


def file_for_folder(made: Place) -> None:
    (made.git_dir / session.FOLDER).parent.mkdir(exist_ok=True)
    (made.git_dir / session.FOLDER).write_text("a file where a folder should be")


def folder_for_file(made: Place) -> None:
    (made.git_dir / session.FOLDER / "0b5d1c9e.jsonl").mkdir(parents=True)


def link_for_file(made: Place) -> None:
    (made.git_dir / session.FOLDER).mkdir(parents=True)
    os.symlink(made.root / "victim", made.git_dir / session.FOLDER / "0b5d1c9e.jsonl")


@pytest.mark.parametrize("way", [file_for_folder, folder_for_file, link_for_file])
def test_a_record_that_cannot_be_written_stops_nobody_and_is_told(ground: Place, way: Callable[[Place], None]) -> None:
    way(ground)
    taken_up(ground, "tidy/only")
    told = ask(ground, call(ground, "Write", file_path="src/a", content="b\n"))
    assert (told.code, told.kind) == (0, "allow")
    assert told.out["hookSpecificOutput"]["additionalContext"].startswith("guard: this answer is not recorded: ")
    told = ask(ground, call(ground, "Write", file_path="other/c", content="b\n"))
    assert told.kind == "deny" and "[G101]" in told.words and "guard: this answer is not recorded: " in told.words


BOUNDED = """\
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60, 60))
os.execv(sys.argv[1], sys.argv[1:])
"""


def test_a_disk_that_takes_nothing_more_is_told(ground: Place) -> None:
    """What a process may write is bounded to less than a line: half of one is written, and the next one nothing."""
    taken_up(ground, "tidy/only")
    payload = json.dumps(call(ground, "Write", file_path="src/a", content="b\n")).encode()
    words = [sys.executable, "-c", BOUNDED, *START, *SCRIPT, "claude-code"]
    for why in ("it was cut short", "file too large"):
        done = subprocess.run(words, input=payload, capture_output=True, cwd=ground.top, env=ground.environment)
        said = json.loads(done.stdout)["hookSpecificOutput"]
        assert (done.returncode, said["additionalContext"]) == (0, f"guard: this answer is not recorded: {why}")
    assert ask(ground, call(ground, "Write", file_path="src/a", content="b\n")).out is None
    assert session.broken(str(ground.git_dir / session.FOLDER / "0b5d1c9e.jsonl")) == 1


def test_a_record_that_somebody_holds_for_ever_is_not_waited_for(
    ground: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "TRIES", 2)
    session.append(str(ground.git_dir), CALL, (), NO)
    holds = (
        "import os, sys; at = os.open(sys.argv[1], os.O_RDWR); os.lockf(at, os.F_LOCK, 0); print(flush=True); input()"
    )
    words = [sys.executable, "-c", holds, str(ground.git_dir / session.FOLDER / "s1.jsonl")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"\n"
        assert session.append(str(ground.git_dir), CALL, (), NO) == session.HELD
        other.communicate(b"\n")
    assert session.append(str(ground.git_dir), CALL, (), NO) == ""
    assert len(lines(ground)) == 2


def test_a_record_that_is_full_is_told(ground: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "LARGEST", 1)
    told = [session.append(str(ground.git_dir), CALL, (), NO) for _ in range(session.PARTS + 1)]
    assert told == [""] * session.PARTS + [session.FULL]
    assert [one.count("cut") for one in session.since(str(ground.git_dir))] == [0] * session.PARTS


def test_a_link_in_its_place_is_not_followed(ground: Place, tmp_path: Path) -> None:
    (ground.git_dir / session.FOLDER).mkdir(parents=True)
    (tmp_path / "victim").write_text("kept")
    os.symlink(tmp_path / "victim", ground.git_dir / session.FOLDER / "s1.jsonl")
    session.append(str(ground.git_dir), CALL, (), NO)
    assert (tmp_path / "victim").read_text() == "kept"


# Its digest in the message of a commit


def written(made: Place) -> bytes:
    file = made.git_dir / "COMMIT_EDITMSG"
    file.write_text("title\n")
    assert message.prepare(str(file), "message") == 0
    return file.read_bytes()


def test_the_digest_of_the_last_line_travels_in_the_message(ground: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_EDITOR", ":")
    assert b"Guard-Session" not in written(ground)
    session.append(str(ground.git_dir), CALL, (), NO)
    session.append(str(ground.git_dir), CALL, (), NO)
    last = (ground.git_dir / session.FOLDER / "s1.jsonl").read_bytes().splitlines()[-1]
    assert written(ground) == b"title\n\nGuard-Session: sha256:" + sha256_of(last).encode() + b"\n"
    taken_up(ground, "tidy/only")
    assert written(ground).startswith(b"title\n\nGuard-Plan: tidy\nGuard-Phase: only\nGuard-Session: sha256:")


def test_a_session_of_before_the_last_commit_is_not_told_again(ground: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_EDITOR", ":")
    session.append(str(ground.git_dir), CALL, (), NO)
    os.utime(ground.git_dir / session.FOLDER / "s1.jsonl", (1, 1))
    assert b"Guard-Session" not in written(ground)
