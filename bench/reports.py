"""A row about reports: SARIF of more findings than code scanning takes, against the JSON report of the same verdict.

What it must hold is looked at first: no more results than are kept, the worst of them, and a word on the rest.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from typing import Any

from bench.bench import Bench
from bench.runner import Command, Unexpected, pair, seconds
from bench.table import Result

FINDINGS, WORST, KEPT = 30_000, 40, 5_000
PACKED = 10_000_000  # bytes of an upload
MAKE = f"""\
import sys
from guard.formats import render
from guard.model.finding import Next, finding
from guard.model.verdict import weigh
steps = (Next("you", "guard plan new split-name"), Next("dana", "guard approve split-name"))
asked = [finding("G102", f"src/{{n % 97:02}}/{{n:05}}.py: file.modify needs a plan", "policy: file.* needs a plan",
                 steps, b"src/%02d/%05d.py" % (n % 97, n), n % 900 + 1) for n in range({FINDINGS - WORST})]
worst = [finding("G101", f"db/{{n:05}}.sql: file.add", "plan move: scope.paths is /src/**", steps, b"db/%05d.sql" % n)
         for n in range({WORST})]
sys.stdout.write(render(weigh("merge", (*asked, *worst)), sys.argv[1]))
"""


def sarif(bench: Bench, *, name: str) -> list[Result]:
    """What is cut, how large it is when packed, and what it costs."""
    python, folder = bench.installation.python, str(bench.folder)
    whole, told = [Command(((python, "-c", MAKE, form),), folder, bench.environment) for form in ("json", "sarif")]
    text = subprocess.run(told.argvs[0], cwd=folder, env=bench.environment, capture_output=True, check=True).stdout
    (run,) = json.loads(text)["runs"]
    _right(run)
    pairing = pair(whole, told, min(bench.rounds, 5))
    floor, mine = seconds(pairing.floor), seconds(pairing.other)
    cost = Result(name, pairing.ratio, "x JSON", 1.5, pairing.spread, pairing.cpu, floor, mine, pairing.memory)
    packed = len(gzip.compress(text, mtime=0))
    return [
        cost,
        Result(f"{name}: results, of {FINDINGS:,}", len(run["results"]), "", KEPT),
        Result(f"{name}: packed", packed / 1_000_000, "MB", PACKED / 1_000_000),
    ]


def _right(run: dict[str, Any]) -> None:
    """The worst first, and the rest told: a report that lost one of them is timed for nothing."""
    rules = [result["ruleId"] for result in run["results"]]
    notes = run["invocations"][0].get("toolExecutionNotifications", [])
    said = " ".join([note["message"]["text"] for note in notes])
    if rules != ["G101"] * WORST + ["G102"] * (KEPT - WORST) or f"{KEPT:,} of {FINDINGS:,}" not in said:
        raise Unexpected(f"the report should hold the worst {KEPT:,} of {FINDINGS:,} and say so; it says {said!r}")
