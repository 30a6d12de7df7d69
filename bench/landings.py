"""Rows about CI: a landing of 20,000 files as a job judges it, fetched into a fresh repository, reported in every way.

The job is `guard hook github` on the event of a pull request, its host a folder. One landing passes; of the other every
file is out of scope. Its memory is that of all its processes together, looked at while they run.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

from bench.bench import Bench
from bench.repositories import MIXED, Recipe, build, git, put_main, repository
from bench.runner import Unexpected
from bench.table import Result

LANDING = Recipe(24_000, 20_000, mixed=True, endings=MIXED)
PLAN = ".guard/plans/bench.yaml"
OUTCOMES = {"passes": (0, "pass"), "refused": (1, "violation")}
SECONDS, MEGABYTES = 60, 400
LOOK = 0.02  # seconds between two looks at the memory
AGO = "2026-01-02T03:04:05+00:00"
CLAIM = "work\n\nGuard-Plan: bench\nGuard-Phase: change\n"


def landing(bench: Bench, *, name: str) -> list[Result]:
    """Both, each once: it takes seconds."""
    place = repository("landing", LANDING, bench.folder / "repositories", _made)
    return [result for which in OUTCOMES for result in _judged(bench, place, which, f"{name}, {which}")]


def _made(place: Path, recipe: Recipe) -> None:
    """What was staged as a commit; and a main whose plan has none of it in its scope."""
    build(place, recipe)
    git(place, "update-ref", "refs/heads/work", _commit(place, "work", git(place, "write-tree").strip(), CLAIM))
    git(place, "update-ref", "refs/bench/passes", "refs/bench/huge")
    narrow = git(place, "show", f"refs/bench/huge:{PLAN}").replace("[/area00/**, /**]", "[/docs/**]")
    (place / ".git/narrow").write_text(narrow, encoding="utf-8")
    blob = git(place, "hash-object", "-w", ".git/narrow").strip()
    git(place, "read-tree", "refs/bench/huge")
    git(place, "update-index", "--cacheinfo", f"100644,{blob},{PLAN}")
    tree = git(place, "write-tree").strip()
    git(place, "update-ref", "refs/bench/refused", _commit(place, "refs/bench/huge", tree, "narrow"))


def _commit(place: Path, parent: str, tree: str, message: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    os.environ.update(dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), AGO))
    return git(place, *who, "commit-tree", "-p", parent, "-m", message, tree).strip()


def _judged(bench: Bench, place: Path, which: str, name: str) -> list[Result]:
    put_main(place, which)
    folder = bench.folder / "landing"
    temp = folder / "temp"
    temp.mkdir(parents=True, exist_ok=True)
    event = folder / "event.json"
    event.write_text(json.dumps(_event(place)), encoding="utf-8")
    job = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event), "RUNNER_TEMP": str(temp)}
    job |= {"GITHUB_SERVER_URL": f"file://{place.parent.parent}", "GITHUB_REPOSITORY": "repositories/landing"}
    job |= {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(temp / "out"), "GITHUB_STEP_SUMMARY": str(temp / "sum")}
    files = [f"{form}={temp / form}" for form in ("json", "sarif", "markdown")]
    words = [bench.installation.guard, "hook", "github", *[word for file in files for word in ("--format", file)]]
    code, outcome = OUTCOMES[which]
    started = time.perf_counter()
    child = subprocess.Popen(words, env={**bench.environment, **job}, stdout=subprocess.DEVNULL)
    most = _watched(child)
    took = time.perf_counter() - started
    told = json.loads((temp / "json").read_text(encoding="utf-8"))
    if (child.returncode, told["outcome"]) != (code, outcome):
        raise Unexpected(f"the job should end with {code}, {outcome}; it ended with {child.returncode}")
    return [Result(name, took, "s", SECONDS), Result(f"{name}: all processes", most / 1_000_000, "MB", MEGABYTES)]


def _event(place: Path) -> dict[str, object]:
    """A pull request of `work`."""
    repo = {"full_name": "repositories/landing", "id": 1, "default_branch": "main", "fork": False}
    head = {"ref": "work", "sha": git(place, "rev-parse", "work").strip(), "repo": repo}
    base = {"ref": "main", "sha": git(place, "rev-parse", "main").strip(), "repo": repo}
    asked = {"number": 1, "title": "work", "state": "open", "head": head, "base": base}
    return {"action": "synchronize", "number": 1, "pull_request": asked, "repository": repo}


def _watched(child: subprocess.Popen[bytes]) -> int:
    """Wait for it; the most memory that it and all it started had at one time, in bytes. Where nobody tells: 0."""
    most = 0
    while child.poll() is None:
        most = max(most, sum([_memory(one) for one in _family(child.pid)]))
        time.sleep(LOOK)
    return most


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *[one for child in children for one in _family(int(child))]]


def _memory(pid: int) -> int:
    """Its share: what several processes hold together counts once."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").split("\n")
    except OSError:
        return 0
    return sum([int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")])
