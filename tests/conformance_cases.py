"""The conformance cases as they lie on disk: what each must show at each stage, and whether that is said well.

tests/conformance/README.md says what a case is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

CASES = Path(__file__).resolve().parent / "conformance"
BESIDE = CASES / "keys", CASES / "requests"  # no cases: what those of a signed log share
# staged comes first: it changes nothing, so the hook finds the repository as built, and documents compiled
STAGES = ("staged", "hook", "range")
EXTRA_STAGES = ("commit", "ci", "gate")
EXIT_CODES = {"pass": 0, "violation": 1, "needs-person": 3, "stale": 4, "cannot-establish": 5}
CASE_KEYS = {"attack", "row", "in", "env", "committed", "claims", "void", "stages", "left_out"}
STAGE_KEYS = {"outcome", "findings", "later", "exactly", "operations", "args", "env", "adopted", "claims"}
CI_KEYS = {"event", "payload", "host"}
FINDING_KEYS = {"rule", "path", "path_base64", "line"}


class Case(NamedTuple):
    """One directory of tests/conformance."""

    name: str
    folder: Path
    expected: dict[str, Any]

    def signed(self) -> bool:
        """Whether its log is a real one: build.sh begins with log.sh."""
        return "/log.sh" in (self.folder / "build.sh").read_text(encoding="utf-8").partition("\n")[0]

    def stages(self) -> dict[str, dict[str, Any]]:
        """What each stage must show; a stage that is neither given nor left out shows what `staged` does."""
        given, left_out = self.expected["stages"], self.expected.get("left_out", {})
        found = {stage: given.get(stage, given.get("staged")) for stage in STAGES if stage not in left_out}
        found |= {stage: given[stage] for stage in EXTRA_STAGES if stage in given}
        return {stage: _alike(found[shown]) if isinstance(shown, str) else shown for stage, shown in found.items()}


def _alike(other: dict[str, Any]) -> dict[str, Any]:
    """What another stage must show, of the same plan and at the same time where that one says so."""
    args = list(other.get("args", []))
    place = args.index("--range") if "--range" in args else len(args)
    return {**other, "args": args[:place] + args[place + 2 :]}


def load_cases() -> list[Case]:
    """Every case on disk, by name."""
    folders = sorted(path for path in CASES.iterdir() if path.is_dir() and path not in BESIDE)
    return [Case(path.name, path, json.loads((path / "expect.json").read_text(encoding="utf-8"))) for path in folders]


def faults(case: Case) -> list[str]:
    """What is wrong with the case itself."""
    expected = case.expected
    found = [f"unknown key {key}" for key in expected if key not in CASE_KEYS]
    found += [f"lacks {key}" for key in ("attack", "row", "stages") if not expected.get(key)]
    left_out = expected.get("left_out", {})
    for stage, words in left_out.items():
        if stage not in STAGES or stage in expected["stages"] or not words:
            found.append(f"{stage} is left out, and given, or without a reason")
    if "staged" in left_out:
        found += [
            f"{stage} is neither given nor left out"
            for stage in STAGES
            if stage not in {*left_out, *expected["stages"]}
        ]
    for stage, shown in expected["stages"].items():
        if isinstance(shown, str):
            found += [] if (stage, shown) == ("ci", "range") and "range" not in left_out else [f"{stage}: as {shown}"]
        else:
            found += _stage_faults(stage, shown)
    if found:
        return found
    told = case.stages().values()
    control = case.name.startswith("control-")
    if control and any(shown["outcome"] != "pass" for shown in told):
        found.append("a control passes at every stage")
    if not control and all(shown["outcome"] == "pass" and not shown.get("operations") for shown in told):
        found.append("an attack that passes everywhere is a control, or names the operations it must show")
    return found


def _stage_faults(stage: str, shown: dict[str, Any]) -> list[str]:
    known = STAGE_KEYS | CI_KEYS if stage == "ci" else STAGE_KEYS
    found = [f"{stage}: unknown key {key}" for key in shown if key not in known]
    if stage not in STAGES + EXTRA_STAGES:
        found.append(f"no stage {stage}")
    if shown.get("outcome") not in EXIT_CODES:
        found.append(f"{stage}: no outcome {shown.get('outcome')}")
    elif (shown["outcome"] == "pass") == bool(shown.get("findings")):
        found.append(f"{stage}: findings that stop, and a pass, or neither")
    for finding in shown.get("findings", []) + shown.get("later", []):
        if not FINDING_KEYS >= finding.keys() >= {"rule", "path"}:
            found.append(f"{stage}: a finding has rule, path, and perhaps path_base64 and line: {finding}")
    return found
