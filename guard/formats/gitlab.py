"""Code quality for GitLab: a list of findings, each with a mark that is its own and stays while lines move."""

from __future__ import annotations

import json

from guard.escape import shown
from guard.model.finding import Finding
from guard.model.ranking import cut, level, lines, marks, place, ranked
from guard.model.rule import RULES
from guard.model.verdict import Verdict

WORDS = 2_000  # characters of a description
SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(verdict: Verdict, colour: bool = False) -> str:
    """A list and a line feed; `colour` has no meaning here."""
    findings = ranked(verdict)
    told = [_entry(verdict, found, mark) for found, mark in zip(findings, marks(findings), strict=True)]
    return json.dumps(told, indent=1, ensure_ascii=True) + "\n"


def _entry(verdict: Verdict, found: Finding, mark: str) -> dict[str, object]:
    path, line = place(found, verdict.basis)
    return {
        "description": _description(found),
        "check_name": found.rule,
        "fingerprint": mark,
        "severity": _severity(verdict, found),
        "location": {"path": shown(path), "lines": {"begin": line}},
    }


def _severity(verdict: Verdict, found: Finding) -> str:
    """Where nothing could be judged, nothing may be merged: that is the worst of all."""
    loud = level(found, verdict.door)
    return "blocker" if loud == "error" and found.outcome in ("bug", "cannot-establish") else SEVERITIES[loud]


def _description(found: Finding) -> str:
    """One line: a widget shows no more."""
    return cut(f"{RULES[found.rule].title}: {'; '.join(lines(found))}", WORDS)
