"""Lets guard judge a conformance case at a stage, and compares what it says with what the case must show.

Nothing here knows guard's inside: it is run as a command, and its report is read. What a stage must show is taken from
expect.json alone, so that a crash, a silence or a shorter list never passes.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
import zlib
from pathlib import Path
from typing import Any

from tests import conformance_ci as ci
from tests.conformance_cases import EXIT_CODES, Case
from tests.conformance_workshop import Answer, Workshop, run

DOORS = {"staged": "commit", "hook": "commit", "range": "merge", "commit": "merge", "ci": "merge", "gate": "run"}
STOPS = {"commit": ("commit",), "merge": ("commit", "merge"), "run": ("commit", "merge", "run")}
PERMISSIONS = {"gate": {"may_run": "run"}}  # of a report, and the door of each; of others:
OF_REPORTS = {"may_commit": "commit", "may_merge": "merge"}
DEFAULT_ARGS = {"staged": ("--staged",), "range": ("--range", "main..HEAD"), "commit": ("--commit", "HEAD"), "hook": ()}
STARTED = 8  # of so many controls one has a guard of its own
LISTED = 8  # places of one finding that the text report lists

Place = tuple[str, str | None, str | None]  # rule, path as the report shows it, its bytes in base64 where those differ


def problems(case: Case, stage: str, workshop: Workshop) -> list[str]:
    """What guard got wrong at this stage; empty when it is as expect.json says."""
    expected = case.stages()[stage]
    work = workshop.fresh(case, keeps=stage == "staged")
    if DOORS[stage] == "merge":
        workshop.commit(case, work)
    cwd = work / case.expected.get("in", ".")
    given = {**case.expected.get("env", {}), **expected.get("env", {})}
    environment = workshop.environment() | {name: value.replace("{folder}", str(work)) for name, value in given.items()}
    args = [word.replace("{folder}", str(work)) for word in expected.get("args", DEFAULT_ARGS.get(stage, ()))]
    claim = expected.get("claims", case.expected.get("claims", "work" if workshop.has_plan(case, cwd) else ""))
    says = () if not claim or {"--plan", "--trust", "--job"} & set(args) else ("--plan", claim)
    before = sorted(os.listdir(os.fsencode(work)))
    if stage == "hook":
        take(claim, cwd, environment)
        found = _hook(expected, args, cwd, environment, workshop)
    elif stage == "ci":
        job = ci.machine(expected, work, cwd, workshop.environment(), given)
        alone = any(not name.startswith("GITHUB_") for name in given)
        found = _job(expected, [*args, *says], job, cwd, workshop, alone)
    else:
        words = ["gate", *args] if stage == "gate" else ["check", *args, *says]
        answer = _asked([*words, "--format", "json"], cwd, environment, workshop, started(case, work, bool(given)))
        found = broken(answer) or compared(expected, stage, answer)
    if stage != "hook" and sorted(os.listdir(os.fsencode(work))) != before:
        found.append("a file was written into the work tree")
    return found + [f"left in TMPDIR: {told}" for told in workshop.left_behind()]


def _asked(words: list[str], cwd: Path, environment: dict[str, str], workshop: Workshop, alone: bool) -> Answer:
    if alone:
        return run([sys.executable, "-I", "-m", "guard", *words], cwd, environment)
    return workshop.ask(words, cwd, environment)


def _job(
    expected: dict[str, Any], words: list[str], job: ci.Job, cwd: Path, workshop: Workshop, alone: bool
) -> list[str]:
    """A job on a CI host: what it says on its screen, what it leaves, and its report."""
    answer = _asked(["hook", "github", *words], cwd, job.environment, workshop, alone)
    printed = ci.read(answer)
    found = broken(answer._replace(out="\n".join(printed.lines), err=""))
    found += ci.left(job, answer, signs="sign" in words and expected["outcome"] == "pass")
    if found or "--job" in words:
        return found or ci.refused(expected, answer)
    report = ci.report(job)
    return compared(expected, "ci", answer._replace(out=report)) or ci.told(job, json.loads(report), printed)


def started(case: Case, work: Path, alone: bool) -> bool:
    """By guard as users start it are judged: what has an environment of its own, and one control in eight.

    It reads no unsigned log.
    """
    if (work.parent / "log.json").exists():
        return False
    return alone or (case.name.startswith("control-") and zlib.crc32(case.name.encode()) % STARTED == 0)


def take(claim: str, cwd: Path, environment: dict[str, str]) -> None:
    """What `guard next --take` leaves behind: the hook goes by it."""
    told = run(["git", "rev-parse", "--absolute-git-dir"], cwd, environment) if claim else None
    if told is not None and told.code == 0:
        folder = Path(told.out.removesuffix("\n")) / "guard"
        folder.mkdir(exist_ok=True)
        (folder / "taken.json").write_text(json.dumps({"plan": claim, "phase": ""}), encoding="utf-8")


def broken(answer: Answer) -> list[str]:
    """A crash is never a pass, and nothing of a repository reaches a terminal raw."""
    found = []
    if answer.code < 0 or answer.code == 70 or "Traceback" in answer.out + answer.err or "guard-bug-" in answer.out:
        found.append(f"guard crashed ({answer.code}):\n{answer.out}{answer.err}")
    raw = sorted(
        {
            f"U+{ord(char):04X}"
            for char in answer.out + answer.err
            if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs")
        }
    )
    if raw:
        found.append(f"raw on the terminal: {', '.join(raw)}\n{answer.out!r}{answer.err!r}")
    found += [
        f"a command to the CI host: {line!r}"
        for line in (answer.out + answer.err).split("\n")
        if line.startswith(("::", "##["))
    ]
    return found


def compared(expected: dict[str, Any], stage: str, answer: Answer) -> list[str]:
    """The JSON report against what the stage must show."""
    from guard.schema import validate_data

    try:
        report = json.loads(answer.out)
    except ValueError:
        return [f"no JSON report, exit code {answer.code}:\n{answer.out}{answer.err}"]
    kind = "gate" if stage == "gate" else "report"
    found = [f"the report does not fit its schema: {words}" for words in validate_data(kind, report)]
    if found:
        return found
    told = f"{report['outcome']}, exit {answer.code}: {_told(report['findings'])}"
    if answer.err:
        found.append(f"standard error is not empty: {answer.err}")
    if report["outcome"] != expected["outcome"]:
        found.append(f"outcome must be {expected['outcome']}; guard says {told}")
    if not answer.code == report["exit_code"] == EXIT_CODES[expected["outcome"]]:
        found.append(f"exit code must be {EXIT_CODES[expected['outcome']]}; guard says {told}")
    if report["door"] != DOORS[stage] or report.get("adopted", True) != expected.get("adopted", True):
        found.append(f"door {report['door']}, adopted {report.get('adopted')}: not what was asked")
    return found + _findings(expected, stage, report) + _operations(expected, report)


def _findings(expected: dict[str, Any], stage: str, report: dict[str, Any]) -> list[str]:
    stops = STOPS[DOORS[stage]]
    stopping = [finding for finding in report["findings"] if finding["blocks"] in stops]
    later = [finding for finding in report["findings"] if finding["blocks"] not in (*stops, "nothing")]
    found = _differences("stop", expected.get("findings", []), stopping, expected.get("exactly", True))
    if "later" in expected:
        found += _differences("block a later door", expected["later"], later, expected.get("exactly", True))
    same = [json.dumps(finding, sort_keys=True) for finding in report["findings"]]
    found += [f"told twice: {words}" for words in sorted({words for words in same if same.count(words) > 1})]
    for permission, door in PERMISSIONS.get(stage, OF_REPORTS).items():
        if report[permission] == any(finding["blocks"] in STOPS[door] for finding in report["findings"]):
            found.append(f"{permission} is {report[permission]}, against the findings")
    return found


def _differences(verb: str, wanted: list[dict[str, Any]], got: list[dict[str, Any]], exactly: bool) -> list[str]:
    want, have = {_place(finding) for finding in wanted}, {_place(finding) for finding in got}
    lines = {(_place(finding), finding["line"]) for finding in got}
    found = [f"must {verb}, and does not: {place}" for place in sorted(want - have, key=str)]
    placed = [(_place(finding), finding["line"]) for finding in wanted if "line" in finding]
    found += [f"must stand at line {line}: {place}" for place, line in placed if (place, line) not in lines]
    if exactly:
        found += [f"must not {verb}, and does: {place}" for place in sorted(have - want, key=str)]
    return found + ([f"guard says: {_told(got)}"] if found else [])


def _place(finding: dict[str, Any]) -> Place:
    return finding["rule"], finding["path"], finding.get("path_base64")


def _told(findings: list[dict[str, Any]]) -> str:
    return "; ".join(f"{finding['rule']} {finding['path']} ({finding['what']})" for finding in findings) or "no finding"


def _operations(expected: dict[str, Any], report: dict[str, Any]) -> list[str]:
    if "operations" not in expected:
        return []
    want = sorted((operation["id"], operation["path"]) for operation in expected["operations"])
    have = sorted((operation["id"], operation["path"]) for operation in report["operations"])
    return [] if want == have else [f"operations must be {want}; guard says {have}"]


def _hook(
    expected: dict[str, Any], args: list[str], cwd: Path, environment: dict[str, str], workshop: Workshop
) -> list[str]:
    """A real `git commit` with guard in its pre-commit hook: whether the commit was made, and what was said."""
    plain = workshop.environment()
    hooks = run(["git", "rev-parse", "--path-format=absolute", "--git-common-dir", "HEAD"], cwd, plain).out.split("\n")
    _install(Path(hooks[0]) / "hooks")
    answer = run(["git", "commit", "--quiet", "--message=work", *args], cwd, environment)
    now = run(["git", "rev-parse", "HEAD"], cwd, plain).out.strip()
    found = broken(answer)
    made, passes = now != hooks[1], expected["outcome"] == "pass"
    if (made, answer.code == 0) != (passes, passes):
        verb = "must" if passes else "must not"
        found.append(f"the commit {verb} be made; made: {made}, exit {answer.code}:\n{answer.out}{answer.err}")
    return found + _said(expected, answer.out + answer.err)


def _install(hooks: Path) -> None:
    """The hook by hand: the absolute interpreter, isolated."""
    hooks.mkdir(exist_ok=True)
    hook = hooks / "pre-commit"
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I -m guard_hooks pre-commit\n", encoding="utf-8")
    hook.chmod(0o755)


def _said(expected: dict[str, Any], text: str) -> list[str]:
    """Each rule that stops, and each path of it, stands in the text; and no other rule does."""
    stopping = text.partition("will block the merge")[0]
    wanted = expected.get("findings", [])
    rules, told = {finding["rule"] for finding in wanted}, set(re.findall(r"\[(G\d{3})\]", stopping))
    found = [f"the hook must say {rule}" for rule in sorted(rules - told)]
    if expected.get("exactly", True):
        found += [f"the hook must not say {rule}" for rule in sorted(told - rules)]
    if len(wanted) <= LISTED:
        found += [
            f"the hook must show {finding['path']}"
            for finding in wanted
            if finding["path"] and finding["path"] not in stopping
        ]
    if expected["outcome"] == "pass" and "guard: pass" not in text and expected.get("adopted", True):
        found.append("the hook must say that it passes")
    return found + ([f"the hook says:\n{text}"] if found else [])
