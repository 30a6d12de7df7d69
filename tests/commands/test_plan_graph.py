"""`guard plan graph`: the drawing of a plan from a folder; what a drawing looks like stands in test_drawing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.plans import CIRCLE, POLICY, TIDY, TWICE, Teller, folder
from tests.running import Place

Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]
OTHER = TIDY.replace("plan: tidy", "plan: other").replace("first: {", "first: {after: {tidy/then: deployed 3d}, ")
SHARED = POLICY.replace("table:users: platform", "table:users: [platform, billing]")
ADDS = TIDY.replace("does: [file.add]", "does: [schema.column.add], creates: [column:users.x]")


def test_text(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("plan", "graph", "tidy", cwd=folder(tmp_path, tidy=TIDY, other=OTHER))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "plan tidy, 2 phases in the order they may come\n\n"
        " 1  first\n    after     nothing\n    does      file.add\n\n"
        " 2  then\n    after     first: deployed 2d\n    does      file.modify\n"
        "    before    other/first: deployed 3d\n"
    )


def test_mermaid(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=TIDY, other=OTHER), monkeypatch, capsys)
    lines = tell("graph", "tidy", "--format", "mermaid").out.splitlines()
    assert (lines[0], lines[-1]) == ("flowchart TD", '  p2 -. "deployed 3d" .-> x1')


def test_the_policy_says_what_is_shared(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, SHARED, tidy=ADDS), monkeypatch, capsys)
    assert "STOP      changes table:users" in tell("graph", "tidy").out
    (tell.top / ".guard/policy.yaml").write_text(POLICY)
    assert "STOP" not in tell("graph", "tidy").out


@pytest.mark.parametrize("form", ["text", "mermaid"])
def test_a_circle_is_drawn_as_one(form: str, tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=CIRCLE), monkeypatch, capsys)
    answer = tell("graph", "tidy", "--format", form)
    assert (answer.code, answer.rules()) == (1, ["G230"])
    assert "first -> then -> first\n" in answer.out
    assert answer.out.split("\n\n")[0] in tell("lint", "tidy").out  # one author: lint says the same


def test_a_circle_through_another_plan(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    back = TIDY.replace("first: {", "first: {after: {other/first: deployed}, ")
    answer = Teller(folder(tmp_path, tidy=back, other=OTHER), monkeypatch, capsys)("graph", "tidy")
    assert (answer.code, answer.rules()) == (1, ["G230"])
    assert "other/first -> first" in answer.out


def test_a_plan_with_faults(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    answer = Teller(folder(tmp_path, tidy=TWICE), monkeypatch, capsys)("graph", "tidy")
    assert (answer.code, answer.rules()) == (1, ["G210"])


def test_a_file_wherever_it_stands(tmp_path: Path, monkeypatch: Patch, capsys: Capture) -> None:
    tell = Teller(folder(tmp_path, tidy=TIDY), monkeypatch, capsys)
    (tmp_path / "draft.yaml").write_text(TIDY.replace("plan: tidy", "plan: draft"))
    assert tell("graph", "../draft.yaml").out == tell("graph", "tidy").out.replace("tidy", "draft")
    assert tell("graph", ".guard/plans/tidy.yaml").out == tell("graph", "tidy").out


def test_no_policy(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("plan", "graph", "tidy", cwd=folder(tmp_path, None, tidy=TIDY))
    assert (answer.code, answer.rules()) == (5, ["G813"])
