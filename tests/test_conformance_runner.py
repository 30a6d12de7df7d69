"""The judge of the judge: whatever guard gets wrong, a conformance case notices it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests import conformance_runner as runner
from tests.conformance_cases import Case, faults
from tests.conformance_workshop import Answer

FINDING: dict[str, Any] = {
    "rule": "G101",
    "outcome": "violation",
    "blocks": "commit",
    "what": "rules/x: file.add",
    "why": "plan work",
    "next": [{"who": "you", "run": "git restore --staged -- rules/x"}],
    "path": "rules/x",
    "line": None,
    "commit": None,
}
REPORT: dict[str, Any] = {
    "schema_version": 1,
    "guard": "0.1.0",
    "door": "commit",
    "outcome": "violation",
    "exit_code": 1,
    "would_exit": 1,
    "may_commit": False,
    "may_merge": False,
    "adopted": True,
    "judged": "1 file staged",
    "trusted": {"ref": "refs/heads/main", "id": "0" * 40},
    "plan": "work version 1",
    "phase": None,
    "base": "0" * 40,
    "tip": "index",
    "findings": [FINDING],
    "operations": [
        {"id": "file.add", "path": "rules/x", "line": None, "object": None, "direction": None}
        | {"columns": [], "attributes": {}, "via": None, "confidence": "parsed", "mirrors": False}
    ],
    "established": [],
    "not_established": [],
}
SHOWN = {"outcome": "violation", "findings": [{"rule": "G101", "path": "rules/x"}]}


def noticed(code: int = 1, shown: dict[str, Any] | None = None, err: str = "", **changes: Any) -> list[str]:
    answer = Answer(code, json.dumps(copy.deepcopy(REPORT) | changes), err)
    return runner.broken(answer) or runner.compared(shown or SHOWN, "staged", answer)


def test_the_right_answer_passes() -> None:
    assert noticed() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": []},
        {"findings": [FINDING, FINDING]},
        {"findings": [FINDING | {"rule": "G103"}]},
        {"findings": [FINDING | {"path": "rules/y"}]},
        {"findings": [FINDING | {"path_base64": "cnVsZXMveA=="}]},
        {"findings": [FINDING | {"blocks": "merge"}]},
        {"findings": [FINDING, FINDING | {"rule": "G104"}]},
        {"findings": [FINDING | {"next": []}]},
        {"findings": [FINDING | {"surprise": 1}]},
        {"outcome": "pass", "exit_code": 0, "would_exit": 0},
        {"outcome": "needs-person", "exit_code": 3, "would_exit": 3},
        {"code": 0},
        {"code": 70},
        {"code": -11},
        {"exit_code": 0},
        {"may_commit": True},
        {"may_merge": True},
        {"adopted": False},
        {"door": "merge"},
        {"err": "a word"},
        {"err": "Traceback (most recent call last)"},
        {"err": "\x1b[2K"},
        {"err": "\u202e"},
        {"judged": None},
    ],
    ids=str,
)
def test_a_wrong_answer_is_noticed(changes: dict[str, Any]) -> None:
    assert noticed(**changes)


@pytest.mark.parametrize("code", [0, 1, 5, 70])
def test_silence_is_noticed(code: int) -> None:
    answer = Answer(code, "", "")
    assert runner.broken(answer) or runner.compared({"outcome": "pass"}, "staged", answer)


def test_a_command_to_the_ci_host_is_noticed() -> None:
    assert runner.broken(Answer(1, "guard: STOP\n::add-mask::x\n", ""))


def test_operations_are_compared() -> None:
    assert noticed(shown=SHOWN | {"operations": [{"id": "file.modify", "path": "rules/x"}]})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("attack", {"stages": {}}),
        ("attack", {"row": ""}),
        ("attack", {"left_out": {"hook": ""}}),
        ("attack", {"left_out": {"staged": "no index"}, "stages": {"range": SHOWN}}),
        ("attack", {"stages": {"staged": {"outcome": "pass"}}}),
        ("attack", {"stages": {"staged": {"outcome": "violation"}}}),
        ("attack", {"stages": {"staged": SHOWN | {"outcome": "fine"}}}),
        ("attack", {"stages": {"staged": SHOWN | {"finding": []}}}),
        ("control-attack", {"stages": {"staged": SHOWN}}),
    ],
    ids=str,
)
def test_a_case_that_says_too_little_is_noticed(name: str, expected: dict[str, Any]) -> None:
    whole = {"attack": "words", "row": "I01", "stages": {"staged": SHOWN}}
    assert faults(Case("attack", Path("attack"), whole)) == []
    assert faults(Case(name, Path(name), whole | expected))
