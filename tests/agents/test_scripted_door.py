"""The scripted agent, each of whose edits and commands its harness asks guard about: it does what it was told to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import guard.standing
from guard_hooks.agents import openness
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from tests.running import Answer
from tests.scripted import Agent, Room, carried, monolith
from tests.scripted_work import WORK

pytestmark = pytest.mark.usefixtures("read_here")


class Asking(Agent):
    """It writes what it may, and leaves what it may not."""

    said: list[tuple[str, str, str]]

    def saves(self, path: str, text: str) -> bool:
        decision = self.judged(Call("edit", "Write", str(self.room.top), (Edit(path, text.encode()),)))
        self.said.append((path, decision.kind, decision.rule))
        return decision.kind != "deny" and super().saves(path, text)

    def does(self, command: str, *more: str) -> Answer:
        decision = self.judged(Call("shell", "Bash", str(self.room.top), command=" ".join([command, *more])))
        assert decision.kind == "allow", (command, decision.words)
        return super().does(command, *more)

    def judged(self, call: Call) -> Decision:
        return judged(call, "deny")


def clocked(made: Room, patch: pytest.MonkeyPatch) -> None:
    """The time of the story is the time of the door."""
    patch.setattr(guard.standing, "clock", lambda: made.now + 60)
    patch.setattr(openness, "time", lambda: made.now + 60)


def test_it_is_let_do_what_it_is_told_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, others = monolith(tmp_path, capsys)
    clocked(made, monkeypatch)
    agent = Asking(made, "split-name", WORK)
    agent.said = []
    for ended in carried(agent, others):
        if ended.phase == "split-name/dual-write":
            break
    assert agent.said == [
        ("db/migrations/0004_names.up.sql", "allow", ""),
        ("db/migrations/0004_names.down.sql", "allow", ""),
        ("internal/orders/cancel.go", "deny", "G101"),
        ("internal/users/users.go", "allow", ""),
        ("internal/users/users.go", "allow", ""),
    ]
    record = next((made.git_dir / "guard/sessions").iterdir()).read_text()
    assert record.count('"decision":"deny"') == 1 and "Guard-Session: sha256:" in made.git("log", "-1", "--format=%B")
