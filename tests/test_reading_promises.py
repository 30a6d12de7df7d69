"""The promises, of reading what changes do: P1 nothing missing helps, P3 fail closed, P8 the same answer again, P10
nothing of the repository runs.

Real repositories; the process that reads is started, broken or replaced.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import guard.cli
from guard.doors import process, reader
from guard.doors.git.repository import Repository
from guard.doors.reader import Job, Reader
from guard.effects import readers
from guard.effects.readers import Readers
from guard.errors import GuardError
from guard.formats import render
from guard.model.change import FileChange
from guard.model.reading import Context, Reading, unread
from guard.model.verdict import EXIT_CODES
from tests.conftest import share
from tests.edited import PLAN_FILE, POLICY, POLICY_FILE, STANDING, Edit, House, house
from tests.running import GUARD, Answer, Place, clear, place, run

if TYPE_CHECKING:
    from guard.effects.picking import Picked
    from guard.effects.readers import Wanted

PLAN = b"""\
plan: work
version: 1
owner: dana
why: Rework the application
scope: {paths: [/app/**, /db/**]}
phases:
  expand:
    does: [file.*, schema.column.add, schema.table.create, schema.index.create, data.read, identity.*, dep.*]
    creates: [column:users.given]
"""
ADD, DROP = b"ALTER TABLE users ADD COLUMN given text;\n", b"ALTER TABLE users DROP COLUMN given;\n"
UP, DOWN = b"db/0002_a.up.sql", b"db/0002_a.down.sql"
STANDS = {**STANDING, POLICY_FILE: POLICY + b"dialects: {/db/**: postgres}\n", PLAN_FILE: PLAN}


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    with house(STANDS) as made:
        yield made


# P3: where nothing can be read, nothing passes


def no_process(*words: object, **_: object) -> int:
    if "-S" in words[1]:  # type: ignore[operator]
        raise BlockingIOError(11, "Resource temporarily unavailable")
    return SPAWN(*words, **_)  # type: ignore[arg-type]


SPAWN = os.posix_spawn
BROKEN: dict[str, tuple[object, str, object]] = {
    "no Python": (sys, "executable", ""),
    "Python is gone": (sys, "executable", "/nonexistent/python"),
    "no process to be had": (os, "posix_spawn", no_process),
    "it does not get ready": (process, "CODE", "import guard.nowhere"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_process_no_verdict(here: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(*BROKEN[name])
    verdict = here.change({UP: ADD})
    assert [found.rule for found in verdict.findings] == ["G821"]
    assert (verdict.outcome, verdict.exit_code) == ("cannot-establish", EXIT_CODES["cannot-establish"])
    assert not verdict.may_commit and not verdict.may_merge
    assert here.change({b"app/page.txt": b"b\n"}).may_merge, "a change in which nothing is read needs no process"


@pytest.mark.parametrize("command", [["check", "--staged"], ["operations", "--staged"]])
def test_what_a_person_sees_of_that(sql: Place, command: list[str]) -> None:
    start = "import sys; sys.executable = ''; from guard.cli import main; sys.exit(main(sys.argv[1:]))"
    answer = run([sys.executable, "-I", "-c", start, *command], sql.top, sql.environment)
    assert answer.code == 5
    if command[0] == "check":
        clear(answer, "G821")
    else:
        assert "G821" in answer.said


# P10: a repository is full of files that bear names Python looks for


@pytest.fixture
def sql(tmp_path: Path) -> Place:
    made = place(tmp_path)
    made.stage({"src/drop.sql": "-- dialect: postgres\nDROP TABLE users;\n"})
    return made


NAMES = ("json", "marshal", "guard/__init__", "ctypes", "resource", "signal", "sitecustomize", "postgast/__init__")


def test_no_module_of_the_repository_is_loaded(sql: Place) -> None:
    canary = sql.root / "canary"
    fires = f"open({str(canary)!r}, 'a').write(__name__)\n"
    sql.write({f"{name}.py": fires for name in NAMES})
    hostile = {"PYTHONPATH": str(sql.top), "PYTHONSTARTUP": str(sql.top / "json.py"), "PYTHONINSPECT": ""}
    run([sys.executable, "-c", "import ctypes"], sql.top, {**sql.environment, **hostile})
    assert canary.read_text() == "sitecustomizectypes", "the canary sings where it should"
    canary.unlink()
    first = (
        "import ctypes, json, sys; import guard.cli; sys.path[:0] = ['', '.']; sys.exit(guard.cli.main(sys.argv[1:]))"
    )
    asked: tuple[tuple[str, ...], ...] = (GUARD, (sys.executable, "-I", "-c", first))
    for words in asked:
        answer: Answer = run([*words, "operations", "--staged"], sql.top, {**sql.environment, **hostile})
        assert "schema.table.drop" in answer.out, answer.said
        assert not canary.exists(), (words, canary.read_text())


def test_whether_it_landed_already_may_be_out_of_reach(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> bool:
        raise GuardError("G817", "git failed", "here", "mend it")

    tip = here.branch({UP: ADD, DOWN: DROP})
    assert here.judged(tip).may_merge
    monkeypatch.setattr(Repository, "contains", gone)
    verdict = here.judged(tip)
    assert (verdict.outcome, verdict.may_commit, verdict.may_merge) == ("cannot-establish", False, False)


# P8: the same question, the same answer


def test_the_same_verdict_again_and_from_two_processes(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    edit: Edit = {b"db/q%02d.sql" % at: b"UPDATE t%d SET a = 1;\nDROP TABLE u%d;\n" % (at, at) for at in range(50)}
    tip = here.branch({**edit, UP: ADD, DOWN: DROP, b"db/x.sql": b"NOT SQL", b"db/y.sql": b"\xff\0"})
    told = {render(here.judged(tip), "json") for _ in range(2)}
    assert len(told) == 1
    monkeypatch.setattr(readers, "SIDE_BY_SIDE", 1)
    assert told == {render(here.judged(tip), "json")}


# P1: a reading that is taken away never opens a door


class Recorded(Readers):
    """Told from what was told before, but for one path, of which nothing could be read. No process is started."""

    known: dict[FileChange, Reading] = {}  # noqa: RUF012  shared by all that one test makes
    gone: bytes | None = None  # None: read in earnest, and remember

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.asked: list[FileChange] = []

    def expect(self, files: Iterable[Picked]) -> Wanted:
        return super().expect(files) if self.gone is None else dict(files)

    def send(self, jobs: dict[FileChange, Job]) -> None:
        if self.gone is None:
            super().send(jobs)
        self.asked += jobs

    def readings(self) -> Iterator[tuple[FileChange, Reading]]:
        if self.gone is None:
            self.known.update(super().readings())
        for file in self.asked:
            yield file, unread("taken away") if file.path == self.gone else self.known[file]


TAGS = b"CREATE TABLE tags (id int);\n"
LANDINGS: dict[str, tuple[Edit, ...]] = {
    "up and down": ({UP: ADD, DOWN: DROP},),
    "a down that drops more": ({UP: ADD, DOWN: DROP + b"DROP TABLE users;\n"},),
    "a backfill of what is new": ({UP: TAGS, b"db/fill.sql": b"INSERT INTO tags SELECT 1;\n"},),
    "two commits": ({UP: DROP}, {UP: ADD}),
    "a secret": ({b"app/.env": b"AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz\n"},),
    "rights and packages": (
        {b"db/grant.sql": b"GRANT ALL ON users TO public;\n", b"app/requirements.txt": b"left-pad==1.0\n"},
    ),
    "only reads": ({b"db/read.sql": b"SELECT 1;\n"},),
    "a concurrent index in a transaction": ({UP: b"BEGIN;\nCREATE INDEX CONCURRENTLY i ON users (a);\nCOMMIT;\n"},),
}
HOUSES: dict[str, dict[bytes, bytes | None]] = {
    "a plan that does much": {},
    "a plan that adds columns": {
        PLAN_FILE: PLAN.replace(b"schema.index.create, data.read, identity.*, dep.*", b"data.read")
    },
    "no plan, every change needs one": {PLAN_FILE: None},
    "no plan, only the schema needs one": {
        PLAN_FILE: None,
        POLICY_FILE: STANDS[POLICY_FILE].replace(b'needs_plan: ["*"]\n', b'needs_plan: ["schema.*"]\n'),
    },
    "no plan, what is usual needs one": {
        PLAN_FILE: None,
        POLICY_FILE: STANDS[POLICY_FILE].replace(b'needs_plan: ["*"]\n', b""),
    },
    "routine": {
        PLAN_FILE: None,
        POLICY_FILE: STANDS[POLICY_FILE] + b"routine: [{paths: [/**], does: [file.*, schema.*, data.insert]}]\n",
    },
}


@pytest.mark.fuzz
@pytest.mark.parametrize("of", share(HOUSES, 6))
def test_a_reading_less_opens_no_door(monkeypatch: pytest.MonkeyPatch, of: str) -> None:
    monkeypatch.setattr(readers, "Readers", Recorded)
    monkeypatch.setattr(Recorded, "known", {})
    changed, passed = 0, 0
    with house({path: text for path, text in {**STANDS, **HOUSES[of]}.items() if text is not None}) as here:
        for name, edits in LANDINGS.items():
            monkeypatch.setattr(Recorded, "gone", None)
            monkeypatch.setattr(Recorded, "known", {})
            tip = here.branch(*edits)
            before = here.judged(tip)
            passed += before.may_merge
            for path in {file.path for file in Recorded.known}:
                monkeypatch.setattr(Recorded, "gone", path)
                after = here.judged(tip)
                changed += after.operations != before.operations
                assert before.may_merge or not after.may_merge, (name, path)
    assert changed > 5
    assert passed or of.startswith("no plan")


# Ctrl-C ends all of it


def test_ctrl_c_leaves_no_process(
    here: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[int] = []
    spawned = process.spawned

    def watched(number: int) -> list[process.Process]:
        found = spawned(number)
        started.append(found[0]._pid)
        return found

    def pressed(_: Reader) -> list[Reading]:
        raise KeyboardInterrupt

    monkeypatch.setattr(reader, "spawned", watched)
    monkeypatch.setattr(Reader, "readings", pressed)
    tip = here.branch({UP: ADD})
    before = len(os.listdir("/dev/fd"))
    with chdir(here.made.top):
        assert guard.cli.main(["check", "--range", f"main..{tip.decode()}"]) == 130
    assert len(started) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
    assert len(os.listdir("/dev/fd")) == before
    assert "interrupted" in capsys.readouterr().err
