"""SARIF 2.1.0 for code scanning: one run, worst findings first, within what an upload may hold; what is cut says so."""

from __future__ import annotations

import json
from urllib.parse import quote

from guard import __version__
from guard.escape import seen
from guard.model.controls import names_of
from guard.model.finding import Finding
from guard.model.page import meaning, page
from guard.model.ranking import cut, level, lines, marks, place, ranked
from guard.model.rule import RULES, Rule
from guard.model.verdict import Basis, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5_000  # results; of more, code scanning keeps as many
BYTES = 9_000_000  # of all results, before they are packed; packed, an upload may hold 10 MB
WORDS = 2_000  # characters of a message
DESCRIPTION = 1_024  # of a rule's
TAGS = 20  # of a rule; ten of them are shown
FAMILIES = {
    "1": "scope", "2": "documents", "3": "operations", "4": "order", "5": "approvals", "6": "gate", "7": "questions",
    "8": "doors",
}  # fmt: skip
SEVERITIES = {"violation": "error", "cannot-establish": "error", "bug": "error"}


def render(verdict: Verdict, colour: bool = False) -> str:
    """One log of one run and a line feed; `colour` has no meaning here."""
    return json.dumps(document(verdict), indent=1, ensure_ascii=True) + "\n"


def document(verdict: Verdict) -> dict[str, object]:
    """The log as plain data."""
    findings = ranked(verdict)
    rules = list(dict.fromkeys([found.rule for found in findings]))
    results = _results(verdict, findings, rules)
    plan = verdict.basis.plan.partition(" ")[0]
    run = {
        "tool": {"driver": _driver(rules)},
        "automationDetails": {"id": f"guard/{plan}/" if plan else "guard/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(verdict, len(results))],
        "results": results,
        "properties": _properties(verdict, len(results)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(rules: Iterable[str]) -> dict[str, object]:
    return {"name": "guard", "semanticVersion": __version__, "rules": [_rule(RULES[rule]) for rule in rules]}


def _rule(rule: Rule) -> dict[str, object]:
    """What it is called and means, from the page that `guard explain` prints; and what it helps with."""
    text = page(rule.id)
    severity = SEVERITIES.get(rule.outcome, "warning")
    tags = [FAMILIES[rule.id[1]], rule.outcome, f"blocks-{rule.blocks}"]
    tags += [f"external/{name}" for name in names_of(rule.id)]  # as code scanning knows external/cwe/cwe-079
    return {
        "id": rule.id,
        "name": "".join([word.capitalize() for word in rule.title.replace("-", " ").split() if word.isalnum()]),
        "shortDescription": {"text": cut(rule.title, DESCRIPTION)},
        "fullDescription": {"text": cut(meaning(text), DESCRIPTION)},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": severity},
        "properties": {"tags": tags[:TAGS], "precision": "very-high", "problem.severity": severity},
    }


def _results(verdict: Verdict, findings: tuple[Finding, ...], rules: list[str]) -> list[dict[str, object]]:
    """As many as an upload may hold, from the worst on."""
    places = {rule: at for at, rule in enumerate(rules)}
    left, results = BYTES, []
    for found, mark in zip(findings[:MOST], marks(findings), strict=False):
        result = _result(verdict, found, places[found.rule], mark)
        left -= len(json.dumps(result, indent=1))
        if left < 0:
            break
        results.append(result)
    return results


def _result(verdict: Verdict, found: Finding, index: int, mark: str) -> dict[str, object]:
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": level(found, verdict.door),
        "message": {"text": _message(found)},
        "locations": [{"physicalLocation": _location(found, verdict.basis)}],
        "partialFingerprints": {"primaryLocationLineHash": mark, "guard/v1": mark},
        "properties": {"outcome": found.outcome, "blocks": found.blocks},
    }
    if found.commit:
        result["properties"]["commit"] = found.commit.decode()
    if found.fingerprint:
        result["properties"]["question"] = found.fingerprint
    if found.settled:
        settled = {"kind": "external", "status": "accepted", "justification": cut(seen(found.settled), WORDS)}
        result["suppressions"] = [settled]
    return result


def _location(found: Finding, basis: Basis) -> dict[str, object]:
    path, line = place(found, basis)
    return {"artifactLocation": {"uri": quote(path), "uriBaseId": "SRCROOT"}, "region": {"startLine": line}}


def _message(found: Finding) -> str:
    """Its words; none of the repository stands where a viewer would make a link of it."""
    return cut("\n".join(lines(found)).replace("](", "]\\("), WORDS)


def _invocation(verdict: Verdict, shown: int) -> dict[str, object]:
    """How it ended. What could not be judged is no successful run, whatever was found."""
    judged = verdict.outcome not in ("bug", "cannot-establish")
    told: dict[str, object] = {
        "executionSuccessful": judged,
        "exitCode": verdict.exit_code,
        "exitCodeDescription": verdict.outcome,
    }
    notes = []
    if shown < len(verdict.findings):
        many = f"{shown:,} of {len(verdict.findings):,} findings are here, worst first"
        notes.append({"level": "warning", "message": {"text": f"{many}; all of them: guard check --format json"}})
    if not judged:
        stopped = [found for found in verdict.stopping() if found.outcome == verdict.outcome]
        notes += [{"level": "error", "message": {"text": _message(found)}} for found in stopped[:1]]
    return told | ({"toolExecutionNotifications": notes} if notes else {})


def _properties(verdict: Verdict, shown: int) -> dict[str, object]:
    """What a reader asks who would rest on it: how many there were, and what it was judged against."""
    basis = verdict.basis
    counts = {"findings": len(verdict.findings), "shown": shown}
    ids = {"base": basis.base, "tip": basis.tip, "trusted": basis.trusted_id, "landing": basis.landing}
    known = {name: of for name, of in {**ids, "log": basis.log}.items() if of}
    return {**counts, "outcome": verdict.outcome, "door": verdict.door, "mayMerge": verdict.may_merge, **known}
