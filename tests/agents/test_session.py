"""What an agent was told is kept in a chain: no contents, no commands, bounded, however many write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guard.digest import sha256_of
from guard_hooks import message
from guard_hooks.agents import session
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from tests.harnessed import ROOT, taken_up, work
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


def test_a_record_that_cannot_be_written_stops_nobody(ground: Place) -> None:
    (ground.git_dir / "guard").mkdir(exist_ok=True)
    (ground.git_dir / session.FOLDER).write_text("a file where a folder should be")
    taken_up(ground, "tidy/only")
    call = Call("edit", "Write", str(ground.top), (Edit("src/a", b"b"),), session="s1")
    assert judged(call, "deny").kind == "allow"


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
