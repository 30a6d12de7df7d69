"""The judge of the judge: whatever guard gets wrong, a conformance case notices it."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import conformance_ci as ci
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


SAID = "::error file=rules/x,line=1,title=G101 out of scope::rules/x: file.add%0Aplan work\n"
SARIF = {"runs": [{"results": [{"ruleId": "G101"}]}]}
PAGE = "## guard: violation\n\n- `rules/x`\n"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("case") / "work"
    subprocess.run(["git", "init", "-q", "-b", "main", made], check=True)
    commit = ["git", "-C", made, "commit", "-q", "--allow-empty", "-m", "x"]
    subprocess.run(commit, check=True)
    return made


def job_of(host: Path, outputs: dict[str, str] | None = None, **files: str) -> ci.Job:
    """A job that guard has left as it should, but for what is given; underscores stand for dots of a name."""
    job = ci.machine({}, host, host, dict(os.environ), {})
    paths = {"report-file": str(job.temp / "guard.json"), "sarif-file": str(job.temp / "guard.sarif")}
    said = {"verdict": "violation", "exit-code": "1", "would-exit": "1", "findings": "1", **paths} | (outputs or {})
    rows = "".join([f"{name}<<end\n{value}\nend\n" for name, value in said.items()])
    left = {"guard_json": json.dumps(REPORT), "guard_sarif": json.dumps(SARIF), "OUTPUT": rows, "STEP_SUMMARY": PAGE}
    for name, text in (left | files).items():
        (
            (job.files if name.isupper() else job.temp) / name.replace("_json", ".json").replace("_sarif", ".sarif")
        ).write_text(text)
    return job


def job_noticed(job: ci.Job, said: str = SAID) -> list[str]:
    answer = Answer(1, said, "")
    printed = ci.read(answer)
    found = runner.broken(answer._replace(out="\n".join(printed.lines))) + ci.left(job, answer)
    return found + ci.told(job, json.loads(ci.report(job)), printed)


def test_a_job_that_did_what_it_should_passes(host: Path) -> None:
    assert job_noticed(job_of(host)) == []


@pytest.mark.parametrize(
    ("outputs", "files", "said"),
    [
        ({"verdict": "pass"}, {}, SAID),
        ({"exit-code": "0"}, {}, SAID),
        ({"findings": "0"}, {}, SAID),
        ({"injected": "x"}, {}, SAID),
        ({}, {"OUTPUT": "verdict<<end\nviolation\n"}, SAID),
        ({}, {"ENV": "PATH=x"}, SAID),
        ({}, {"guard_json.part": "{}"}, SAID),
        ({}, {"guard_sarif": json.dumps({"runs": [{"results": []}]})}, SAID),
        ({}, {"STEP_SUMMARY": PAGE + "<b>x</b>\n"}, SAID),
        ({}, {"STEP_SUMMARY": PAGE + "[x](y)\n"}, SAID),
        ({}, {"STEP_SUMMARY": PAGE + "![x](y)\n"}, SAID),
        ({}, {"STEP_SUMMARY": "## guard: pass\n"}, SAID),
        ({}, {"STEP_SUMMARY": PAGE + ci.TOKEN}, SAID),
        ({}, {}, ""),
        ({}, {}, SAID + ci.TOKEN),
        ({}, {}, SAID + "::error title=G999 x::x\n"),
        ({}, {}, SAID + "::error title=::x\n"),
        ({}, {}, SAID.replace("%0A", "\n")),
        ({}, {}, SAID.replace("file=rules/x", "file=rules/y")),
        ({}, {}, SAID + "##[error]x\n"),
        ({}, {}, SAID * 11),
        ({}, {}, SAID + "::add-mask::x\n"),
        ({}, {}, SAID + "::set-output name=verdict::pass\n"),
        ({}, {}, SAID + "::stop-commands::x1\n::add-mask::x\n::x1::\n"),
        ({}, {}, SAID + "##[set-env name=x]x\n"),
        ({}, {}, SAID + "\x1b[2K\n"),
    ],
    ids=str,
)
def test_what_a_job_must_not_leave_is_noticed(
    outputs: dict[str, str], files: dict[str, str], said: str, host: Path
) -> None:
    assert job_noticed(job_of(host, outputs, **files), said)


def test_a_host_that_a_job_has_changed_is_noticed(host: Path) -> None:
    job = job_of(host)
    for name in ("guard-log", "main2"):
        subprocess.run(["git", "-C", host, "update-ref", f"refs/heads/{name}", "HEAD"], check=True)
        assert ci.left(job, Answer(0, "", ""))
        assert bool(ci.left(job, Answer(0, "", ""), signs=True)) == (name == "main2")


def test_a_payload_is_the_usual_one_but_for_what_a_case_says(host: Path) -> None:
    clean = dict(os.environ)
    told = json.loads(ci.payload("pull_request", {"pull_request": {"head": {"ref": "x"}, "body": None}}, host, clean))
    asked, head = told["pull_request"], ci.filled("{HEAD}", host, clean)
    assert asked["head"] == {"sha": head, "ref": "x", "repo": {"full_name": ci.NAME}} and len(head) == 40
    assert asked["base"]["sha"] == head and "body" not in asked and asked["title"] == "Work"
    assert ci.payload("push", "{nothing} {main", host, clean) == "{nothing} {main"


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
        ("attack", {"stages": {"staged": SHOWN | {"event": "push"}}}),
        ("attack", {"stages": {"staged": SHOWN, "ci": SHOWN | {"events": "push"}}}),
        ("attack", {"stages": {"staged": SHOWN, "ci": "range"}, "left_out": {"range": "why"}}),
        ("attack", {"stages": {"staged": SHOWN, "range": "ci"}}),
        ("control-attack", {"stages": {"staged": SHOWN}}),
    ],
    ids=str,
)
def test_a_case_that_says_too_little_is_noticed(name: str, expected: dict[str, Any]) -> None:
    whole = {"attack": "words", "row": "I01", "stages": {"staged": SHOWN}}
    assert faults(Case("attack", Path("attack"), whole)) == []
    assert faults(Case(name, Path(name), whole | expected))
