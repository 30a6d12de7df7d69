"""The stage `ci`: guard as a step of a job on GitHub, started by an event, and what that leaves behind.

The folder that build.sh and the commit leave is the host, unless a case names another. The job has a token, a folder of
its own and the files of a runner; it is started in the folder that the head is checked out in.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tests.conformance_cases import EXIT_CODES
from tests.conformance_workshop import Answer, run
from tests.runner import Annotation, Printed, Wrong, pairs

Payload = dict[str, Any]

NAME, TOKEN = "acme/shop", "ghs_0123456789abcdefghijklmnopqrstuvwxyz"
REPOSITORY = {"full_name": NAME, "default_branch": "main"}
PULL = {
    "action": "synchronize",
    "number": 7,
    "pull_request": {
        "number": 7,
        "title": "Work",
        "body": "As planned.",
        "user": {"login": "mallory"},
        "head": {"sha": "{HEAD}", "ref": "work", "repo": {"full_name": NAME}},
        "base": {"sha": "{main}", "ref": "main", "repo": REPOSITORY},
    },
}
QUEUED = {
    "head_sha": "{HEAD}",
    "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-0123456789012345678901234567890123456789",
    "base_sha": "{main}",
    "base_ref": "refs/heads/main",
}
PUSHED = {"ref": "refs/heads/work", "before": "{main}", "after": "{HEAD}", "head_commit": {"id": "{HEAD}"}}
RAN = {
    "event": "pull_request",
    "conclusion": "success",
    "head_sha": "{HEAD}",
    "head_branch": "work",
    "head_repository": {"full_name": NAME},
    "actor": {"login": "mallory"},
    "pull_requests": [{"number": 7}],
}
EVENTS: dict[str, Payload] = {  # what a payload holds, unless a case says otherwise
    **dict.fromkeys((f"pull_request{more}" for more in ("", "_target", "_review", "_review_comment")), PULL),
    "merge_group": {"action": "checks_requested", "merge_group": QUEUED},
    "push": PUSHED,
    "workflow_dispatch": {"ref": "refs/heads/work"},
    "workflow_run": {"action": "completed", "workflow_run": RAN},
    "check_run": {"action": "completed", "check_run": {"name": "guard", "head_sha": "{HEAD}", "conclusion": "success"}},
    "issue_comment": {"action": "created", "issue": {"number": 7}, "comment": {"body": "guard: pass"}},
    "delete": {"ref": "work", "ref_type": "branch"},
}
WRITTEN = {"guard.json", "guard.sarif"}
LENGTH = 200  # of what an annotation is to say of a finding
MOST = 10  # annotations of a level; a host shows no more of a step


class Job(NamedTuple):
    """A machine with a job on it: the host, folders and files of the runner, and what the job was told."""

    host: Path
    temp: Path
    files: Path
    stood: list[str]  # all refs of the host, before
    environment: dict[str, str]
    clean: dict[str, str]  # what git is asked in, beside the job


def machine(expected: dict[str, Any], work: Path, folder: Path, clean: dict[str, str], other: dict[str, str]) -> Job:
    """A fresh one; GITHUB_SERVER_URL leads to the host, and variables are what a case says they are."""
    place = work.parent / "job"
    host = work / expected["host"] if "host" in expected else folder
    shutil.rmtree(place, ignore_errors=True)
    temp, files, hosted = place / "temp", place / "files", place / "hosted" / NAME
    for made in (temp, files, hosted.parent):
        made.mkdir(parents=True)
    hosted.symlink_to(host)
    event = expected.get("event", "pull_request")
    content = payload(event, expected.get("payload", {}), host, clean)
    (place / "event.json").write_text(content, encoding="utf-8")
    runner = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": NAME,
        "GITHUB_SERVER_URL": f"file://{place}/hosted",
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(place / "event.json"),
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_HEAD_REF": "work",
        "GITHUB_BASE_REF": "main",
        "GITHUB_SHA": filled("{HEAD}", host, clean),
        "GITHUB_WORKSPACE": str(folder),
        "GITHUB_TOKEN": TOKEN,
        "RUNNER_TEMP": str(temp),
        "INPUT_REPORT_FILE": "guard.json",
        "INPUT_SARIF_FILE": "guard.sarif",
    } | {f"GITHUB_{name}": str(files / name) for name in ("OUTPUT", "ENV", "PATH", "STEP_SUMMARY")}
    lies = {name: filled(value.replace("{folder}", str(work)), host, clean) for name, value in other.items()}
    return Job(host, temp, files, refs(host, clean), {**clean, **runner, **lies}, clean)


def payload(event: str, other: Payload | str, host: Path, environment: dict[str, str]) -> str:
    """The file of the event: the usual one, but for what a case says; a text of a case is the whole file."""
    if isinstance(other, str):
        return filled(other, host, environment)
    usual = {"repository": REPOSITORY, "sender": {"login": "mallory"}, **EVENTS.get(event, {})}
    return filled(json.dumps(laid_over(usual, other)), host, environment)


def laid_over(usual: Any, other: Any) -> Any:
    """A payload with parts that are others; one that is null is left out."""
    if not isinstance(usual, dict) or not isinstance(other, dict):
        return other
    merged = {key: laid_over(usual.get(key), other[key]) if key in other else usual[key] for key in {**usual, **other}}
    return {key: value for key, value in merged.items() if key not in other or other[key] is not None}


def filled(text: str, host: Path, environment: dict[str, str]) -> str:
    """`{REVISION}` is the id of that commit at the host, and nothing else in braces stands for anything."""

    def found(mark: re.Match[str]) -> str:
        told = run(["git", "rev-parse", "--verify", "--quiet", "--end-of-options", mark[1]], host, environment)
        return told.out.strip() if told.code == 0 else mark[0]

    return re.sub(r"\{([A-Za-z][\w/^~-]*)\}", found, text)


def refs(host: Path, clean: dict[str, str]) -> list[str]:
    """All that the host holds."""
    return run(["git", "for-each-ref", "--format=%(objectname) %(refname)"], host, clean).out.splitlines()


def read(answer: Answer) -> Printed:
    """The log of the job as a runner reads it."""
    printed = Printed()
    for line in re.split(r"\r\n|\n|\r", answer.out + answer.err):
        printed.read(line)
    return printed


def left(job: Job, answer: Answer, signs: bool = False) -> list[str]:
    """What a job must not leave: files beside its own, variables for later steps, its token anywhere, another host.

    One that signs has to leave an entry of the log.
    """
    others = sorted({path.name for path in job.temp.iterdir()} - WRITTEN)
    found = [f"left in RUNNER_TEMP: {', '.join(others)}"] if others else []
    found += [f"written for later steps: {name}" for name in ("ENV", "PATH") if (job.files / name).exists()]
    moved = {*refs(job.host, job.clean)} ^ {*job.stood}
    log = {ref for ref in moved if ref.endswith((" refs/heads/guard-log", " refs/heads/guard-wake"))}
    found += [f"the host has changed: {ref}" for ref in sorted(moved - log if signs else moved)]
    found += ["no entry of the log was made"] if signs and not log else []
    texts = {path.name: path.read_text(encoding="utf-8") for path in _files(job)} | {"the log": answer.out + answer.err}
    return found + [f"the token stands in {name}" for name, text in texts.items() if TOKEN in text]


def _files(job: Job) -> Iterable[Path]:
    return [path for folder in (job.temp, job.files) for path in folder.iterdir() if path.is_file()]


def report(job: Job) -> str:
    """The report that was asked for; no text where there is none."""
    path = job.temp / "guard.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def told(job: Job, report: dict[str, Any], printed: Printed) -> list[str]:
    """Annotations, outputs, summary and SARIF say what the report says; nothing of a repository acts in them."""
    found = [f"asked of the runner: {line}" for line in (*printed.others, *printed.masks)]
    rules = {finding["rule"] for finding in report["findings"]}
    shown = {(one.properties.get("title") or "untitled").split()[0].rstrip(":") for one in printed.annotations}
    if shown - rules - {"guard"} or bool(shown) != bool(rules):
        found.append(f"annotations of {sorted(shown)}, findings of {sorted(rules)}")
    found += [f"an annotation that says less: {one}" for one in printed.annotations if not _whole(one, report)]
    levels = [one.level for one in printed.annotations]
    found += [f"more than {MOST} annotations: {level}" for level in {*levels} if levels.count(level) > MOST]
    try:
        outputs = dict(pairs((job.files / "OUTPUT").read_text(encoding="utf-8")))
    except Wrong as wrong:
        return [*found, f"the outputs of the step cannot be read: {wrong}"]
    want = {
        "verdict": report["outcome"],
        "exit-code": str(report["exit_code"]),
        "would-exit": str(report["would_exit"]),
        "findings": str(len(report["findings"])),
        **{f"{name}-file": str(job.temp / f"guard.{end}") for name, end in (("report", "json"), ("sarif", "sarif"))},
    }
    wrong_ones = {key: outputs.get(key) for key, value in want.items() if outputs.get(key) != value}
    found += [f"outputs that say something else: {wrong_ones}"] if wrong_ones else []
    found += [f"an output nobody asked for: {key}" for key in outputs.keys() - want.keys() - {"waits", "landing"}]
    sarif = json.loads((job.temp / "guard.sarif").read_text(encoding="utf-8"))
    found += [] if {one["ruleId"] for one in sarif["runs"][0]["results"]} == rules else ["SARIF has other rules"]
    return found + page((job.files / "STEP_SUMMARY").read_text(encoding="utf-8"), report["outcome"])


def _whole(one: Annotation, report: dict[str, Any]) -> bool:
    """It stands at the path of a finding, and says what and why, unless it is cut; the last of many counts the rest."""
    held = [finding for finding in report["findings"] if one.properties.get("title", "").startswith(finding["rule"])]
    placed = [finding for finding in held if finding["path"] in (None, one.properties.get("file"))]
    plain = " ".join(one.message.split())
    said = [finding for finding in placed if " ".join(finding["what"].split())[:LENGTH] in plain]
    why = [finding for finding in said if " ".join(finding["why"].split())[:LENGTH] in plain]
    return bool(why or (said and one.message.endswith("..."))) or one.properties.get("title", "").startswith(
        "guard: and "
    )


def page(summary: str, outcome: str) -> list[str]:
    """The summary as GitHub would lay it out: no HTML, no link and no picture comes of what a repository holds."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(summary)
    every = [inner for token in tokens for inner in (token, *(token.children or ()))]
    live = sorted({one.type for one in every if one.type.startswith(("html", "link", "image"))})
    found = [f"live in the summary: {', '.join(live)}\n{summary}"] if live else []
    return found + ([] if outcome in summary else [f"the summary does not say {outcome}"])


def refused(expected: dict[str, Any], answer: Answer) -> list[str]:
    """A job that judges nothing: its exit code, and the rules that it says stop it."""
    wanted = {finding["rule"] for finding in expected.get("findings", [])}
    said = set(re.findall(r"\[(G\d{3})\]", answer.out + answer.err))
    if said == wanted and answer.code == EXIT_CODES[expected["outcome"]]:
        return []
    return [f"must end with {expected['outcome']} {sorted(wanted)}; exit {answer.code}:\n{answer.out}{answer.err}"]
