"""The runner of tests/runner.py does what GitHub documents: its files, its commands, its expressions, its steps."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.expressions import NotAnExpression, filled, holds, value
from tests.runner import Annotation, Printed, Runner, Wrong, pairs

SHA = "0" * 40
STATES: dict[str, Any] = {"success": lambda: True, "failure": lambda: False, "always": lambda: True}
CONTEXTS = {
    "inputs": {"job": "check", "empty": ""},
    "github": {"ref": "refs/heads/main", "event": {"pull_request": {"number": 7}}},
}


def machine() -> dict[str, str]:
    return {"PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin"}


def test_the_files_of_a_step_are_read_by_their_grammar() -> None:
    rows = {
        "a=1\n": [("a", "1")],
        "a=\n": [("a", "")],
        "a=b=c\n\nd=e": [("a", "b=c"), ("d", "e")],
        "a=b<<c\n": [("a", "b<<c")],
        "a<<END\none\ntwo=2\nEND\nb=3\n": [("a", "one\ntwo=2"), ("b", "3")],
        "a<<END\r\n\r\nEND\r\n": [("a", "")],
        "a<<x=y\nb\nx=y\n": [("a", "b")],
    }
    assert {text: list(pairs(text)) for text in rows} == rows


@pytest.mark.parametrize("text", ["a\n", "=b\n", "a<<END\nb\n", "a<<\nb\n\n", "<<END\nEND\n", "a<<END\nEND \n"])
def test_a_file_that_is_not_of_it_fails_the_step(text: str, tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        list(pairs(text))
    with pytest.raises(Wrong):
        steps(tmp_path, [{"shell": "bash", "env": {"TEXT": text}, "run": 'printf %s "$TEXT" >> "$GITHUB_OUTPUT"'}])


def test_commands_are_found_where_a_runner_finds_them() -> None:
    printed = Printed()
    for line in (
        "::error file=a%2Cb,line=3,title=t%3A%25::one%0Atwo",
        "   ::warning::behind spaces",
        "said ##[notice]in the form of old",
        "said ::error::in the middle",
        "::unknown::word",
        "::error no end",
        "::add-mask::secret",
        "::stop-commands::t0ken",
        "::error::silent",
        "##[error]silent",
        "::t0ken::",
        "::Error::loud",
        "::set-output name=a::b",
    ):
        printed.read(line)
    assert printed.annotations == [
        Annotation("error", "one\ntwo", {"file": "a,b", "line": "3", "title": "t:%"}),
        Annotation("warning", "behind spaces", {}),
        Annotation("notice", "in the form of old", {}),
        Annotation("error", "loud", {}),
    ]
    assert printed.masks == ["secret"] and printed.others == ["::set-output name=a::b"]
    silent = ["::error::silent", "##[error]silent"]
    assert printed.lines == ["said ::error::in the middle", "::unknown::word", "::error no end", *silent]


def test_expressions_come_to_what_github_says() -> None:
    rows: dict[str, object] = {
        "inputs.job": "check",
        "inputs.job == 'CHECK'": True,
        "inputs.empty || 'other'": "other",
        "!(inputs.job == 'check') || github.ref != 'refs/heads/main'": False,
        "github.event.pull_request.number": 7,
        "github.event.merge_group.base_sha || 'none'": "none",
        "'it''s'": "it's",
        "always() && success()": True,
    }
    assert {text: value(text, CONTEXTS, STATES) for text in rows} == rows
    assert filled("a ${{ inputs.job }}-${{ github.event.gone }}!", CONTEXTS) == "a check-!"
    assert holds("${{ inputs.job == 'check' }}", CONTEXTS, STATES)
    failed = {**STATES, "success": lambda: False, "failure": lambda: True}
    assert not holds("inputs.job == 'check'", CONTEXTS, failed) and holds("failure()", CONTEXTS, failed)


@pytest.mark.parametrize(
    "text",
    [
        "inputs.jobs",
        "env.A",
        "github.gone",
        "secrets.X",
        "toJSON(github)",
        "a b",
        "(true",
        "",
        "'a",
        "1 + 1",
        "always() == 1",
    ],
)
def test_an_expression_that_ours_do_not_use_is_an_error(text: str) -> None:
    with pytest.raises(NotAnExpression):
        value(text, CONTEXTS, STATES)


def steps(root: Path, written: list[dict[str, Any]]) -> Runner:
    """A job of these steps, run."""
    workflow = root / "workflow.yml"
    workflow.write_text(json.dumps({"on": "push", "jobs": {"a": {"runs-on": "here", "steps": written}}}))
    runner = Runner(root / "machine", {"event": {}, "token": "t", "ref": "refs/heads/main"}, machine())
    runner.job(workflow, "a")
    return runner


def test_steps_run_one_after_another_as_on_github(tmp_path: Path) -> None:
    ran = steps(
        tmp_path,
        [
            {
                "id": "one",
                "run": 'echo A=1 >> "$GITHUB_ENV"; echo x=y >> "$GITHUB_OUTPUT"; mkdir p && cp /bin/true p/mine && pwd',
            },
            {"run": 'test "$A" = 1 && echo "$PWD/p" >> "$GITHUB_PATH" && echo "## said" >> "$GITHUB_STEP_SUMMARY"'},
            {
                "run": 'mine && test "$X" = y && test -z "${GITHUB_TOKEN:-}${token:-}"',
                "env": {"X": "${{ steps.one.outputs.x }}"},
            },
            {"run": "false | true"},
            {"run": "false | true", "shell": "bash", "continue-on-error": True},
            {"run": "false; true"},
            {"run": "echo never"},
            {"if": "failure()", "run": "echo but this"},
        ],
    )
    outcomes = [(step.outcome, step.conclusion) for step in ran.steps]
    good, forgiven, bad, left = ("success",) * 2, ("failure", "success"), ("failure",) * 2, ("skipped",) * 2
    assert outcomes == [good, good, good, good, forgiven, bad, left, good], ran.log
    assert ran.summary == "## said\n" and ran.steps[0].log.strip() == str(ran.work)
    assert set(ran.root.iterdir()) >= {ran.work, ran.temp}


@pytest.mark.parametrize(
    "step",
    [{"uses": "a/b@v1"}, {"uses": f"a/b@{SHA}"}, {"run": "true", "shell": "pwsh"}, {"run": "true", "services": {}}],
)
def test_what_is_not_known_here_is_refused(step: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        steps(tmp_path, [step])
