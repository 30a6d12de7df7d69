"""A house where a backfill has landed, its way there really signed, and the gate asked in it. Built once, then copied.

Files are read in this process, each once (tests/replay/quick.py); guard reads them in one of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import guard.compile
from guard.cli import main
from guard.doors import reader
from guard.model.log import words as said_of
from guard.sites import searching
from tests.commands.acting import House, _compiled, house, listed
from tests.commands.standing import EXPAND
from tests.replay.quick import searched, side_by_side
from tests.repos import Maker, new_repository
from tests.running import Answer
from tests.signing import key

NODE = "split-name/backfill"
DUAL = {b"src/users/store.py": b"b\n"}
FILL = {b"db/backfills/given.sql": b"UPDATE users SET given = name WHERE given IS NULL;\n"}
SWITCH = {b"src/users/store.py": b"c\n"}
DAY = 24 * 3600
GATE = f"  gate: {{key: {key('ed25519', 'gate').line}, opens: [production]}}\n"
STAGING = f"  stager: {{key: {key('ed25519', 'stager').line}, opens: [staging], attests: [rehearsed]}}\n"
MACHINES = GATE + STAGING


def policy(text: str = "") -> bytes:
    """The policy of the sample house with a machine that opens production, and one that opens staging."""
    return listed().replace("agents: {", MACHINES + text + "agents: {", 1).encode()


def at(text: str) -> int:
    """`2026-01-10 01:00` as seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


class Story(NamedTuple):
    """What was built, and what a house needs to go on from there."""

    top: Path
    files: dict[bytes, bytes]
    tip: bytes
    now: int
    commits: dict[str, bytes]  # of each landing, by the name of its phase


class Gated(House):
    """The house, and the gate asked in it."""

    commits: dict[str, bytes]

    def gate(self, *words: str, now: int | str = 0) -> Answer:
        """The gate as it is asked in words, at a time; it is the minute after what happened last unless one is said."""
        moment = at(now) if isinstance(now, str) else now or self.now + 60
        return self.guard("gate", *words, "--now", datetime.fromtimestamp(moment, UTC).isoformat())

    def asked(self, phase: str = "backfill", env: str = "production", *more: str, now: int | str = 0) -> dict[str, Any]:
        """What it says of one phase, as JSON; the exit code is that of the report."""
        told = self.gate("split-name", phase, "--env", env, *more, "--format", "json", now=now)
        report: dict[str, Any] = json.loads(told.out)
        assert told.code == report["exit_code"], told.said
        return report

    def rules(self, *words: str, now: int | str = 0, **more: str) -> list[str]:
        """The rules that keep it shut."""
        found = self.asked(*words, now=now, **more)["findings"]
        return sorted({one["rule"] for one in found if one["blocks"] != "nothing"})

    def deployed_by(self, node: str, *services: str, env: str = "production", commit: str = "main") -> None:
        for service in services or ("api", "worker"):
            told = self.machine("deployed", node, "--service", service, "--env", env, "--commit", commit)
            assert told.code == 0, told.said

    def said(self, *words: str, by: str = "omar") -> None:
        """An act of a person, signed elsewhere and brought back."""
        told = self.carried(*words, by=by)
        assert told.code == 0, told.said

    def entry(self, words: str) -> str:
        """The id of the newest entry that says this of itself."""
        return [one.id for one in self.log().entries if words in said_of(one.act)][-1]

    def signed(
        self, path: Path, *more: str, phase: str = "backfill", name: str = "gate", env: str = "production"
    ) -> Answer:
        """A receipt, signed; of now, so the clock is what the test says it is."""
        file = str(key("ed25519", name).file(self.folder))
        words = ["gate", "split-name", phase, "--env", env, "--as", name, "--key", file, "--receipt", str(path)]
        return self.guard(*words, *more)


def build(made: Gated) -> dict[str, bytes]:
    """Everything up to the backfill that has landed: on Friday, the 2nd of January; it may run on Sunday."""
    made.approved()
    commits = {"expand": made.land(EXPAND, node="split-name/expand")}
    made.deployed_by("split-name/expand")
    commits["dual-write"] = made.land(DUAL, node="split-name/dual-write")
    made.said("attest", "complete", "--plan", "split-name", "--phase", "dual-write")
    made.deployed_by("split-name/dual-write")
    made.said("approve", NODE)
    commits["backfill"] = made.land(FILL, node=NODE)
    return commits


@cache
def _home() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="guard-gate-"))
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_built: list[Story] = []


@contextmanager
def gated(capture: pytest.CaptureFixture[str], folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Gated]:
    """One of its own, to go on from."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    patch.setenv("HOME", os.fspath(home))
    patch.delenv("SSH_AUTH_SOCK", raising=False)
    patch.setattr(guard.compile, "compile_document", _compiled)
    patch.setattr(reader, "side_by_side", side_by_side)
    patch.setattr(searching, "searched", searched)
    if not _built:
        with new_repository() as made:
            first = Gated(made, house(policy=policy()), capture, folder)
            commits = build(first)
            first.asked(now=first.now + 60)  # what was seen of the log is kept by whoever reads it first
            top = _home() / "repository"
            shutil.copytree(os.fsdecode(made.top), top)
            _built.append(Story(top, first.files, first.tip, first.now, commits))
    yield _again(_built[0], capture, folder)


def _again(story: Story, capture: pytest.CaptureFixture[str], folder: Path) -> Gated:
    top = folder / "repository"
    shutil.copytree(story.top, top)
    one = Gated.__new__(Gated)
    one.made, one.files, one._capture = Maker(os.fsencode(top)), dict(story.files), capture
    one.tip, one.now, one.folder, one.number = story.tip, story.now, folder, 0
    one.commits = dict(story.commits)
    return one


def verified(*words: str, capture: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """`guard gate --verify`, as JSON."""
    code = main(["gate", "--verify", *words, "--format", "json"])
    report: dict[str, Any] = json.loads(capture.readouterr().out)
    assert code == report["exit_code"]
    return code, report


def found(report: dict[str, Any]) -> Sequence[str]:
    """The rules of its findings."""
    return [one["rule"] for one in report["findings"]]
