"""The golden files of every format that has no test of its own for them, and what each is held to."""

from __future__ import annotations

import json

import pytest

from tests.formats.readers import collected, drawn, fits, run_by, scanned
from tests.formats.verdicts import ENDINGS, GOLDEN, VERDICTS, golden, kept, rendered

FORMATS = [name for name in ENDINGS if name not in ("text", "json")]


@pytest.mark.parametrize("format", FORMATS)
def test_golden(format: str) -> None:  # noqa: A002
    told = {name: rendered(name, format) for name in kept(format)}
    assert told == {name: golden(name, format).read_text(encoding="utf-8") for name in told}


@pytest.mark.parametrize("format", FORMATS)
def test_every_golden_file_is_compared(format: str) -> None:  # noqa: A002
    assert {path.stem for path in GOLDEN.glob(f"*.{ENDINGS[format]}")} == set(kept(format))


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_is_read_by_who_reads_such_reports(name: str) -> None:
    """The outcomes where nothing could be judged among them."""
    verdict = VERDICTS[name]
    sarif, quality = rendered(name, "sarif"), json.loads(rendered(name, "gitlab"))
    assert (fits("sarif", json.loads(sarif)), fits("codequality", quality)) == ([], [])
    assert len(scanned(sarif)) == len(quality) == len(verdict.findings)
    assert len({one["fingerprint"] for one in quality}) == len(quality)
    tests = collected(rendered(name, "junit"))
    bad = [test for test in tests if test.kind in ("failure", "error")]
    assert len(bad) == len(verdict.stopping())
    assert (len(bad) > 0) == (verdict.outcome != "pass")
    job = run_by(rendered(name, "github"))
    assert {one.name for one in job.commands} <= {"stop-commands", "error", "warning", "notice"}
    assert "\n".join(job.lines).strip() == rendered(name, "text").strip()
    page = drawn(rendered(name, "markdown"))
    assert page.words.startswith("guard: ")


@pytest.mark.parametrize("name", ["cannot-establish", "bug", "cannot-establish-in-shadow-mode"])
def test_what_was_not_judged_is_nowhere_a_success(name: str) -> None:
    verdict = VERDICTS[name]
    (run,) = json.loads(rendered(name, "sarif"))["runs"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"] and invocation["exitCode"] == verdict.exit_code
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"
    assert [one["severity"] for one in json.loads(rendered(name, "gitlab"))] == ["blocker"]
    assert [test.kind for test in collected(rendered(name, "junit"))] == ["error"]
    assert [one.name for one in run_by(rendered(name, "github")).commands] == ["stop-commands", "error"]
    assert f"guard: {verdict.outcome}" in drawn(rendered(name, "markdown")).words
