"""`python -m bench`: run the rows, print the table, exit 1 where a figure is over its target."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.bench import Bench
from bench.installation import ROOT
from bench.rows import ROWS, Row
from bench.runner import NotRun, Unexpected
from bench.table import Result, machine, render, told

EPILOG = """\
x S: how many times the floor S, which is `python -c pass`, then `git diff-index --cached --raw -z --no-renames HEAD`,
one after the other in the same round. Ratios are medians over rounds; the spread leaves out a tenth on each side.
docs/benchmarks.md tells more.

exit codes: 0 every target is met, 1 a figure is over its target, 2 wrong words or no row of that name
"""


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(
        prog="python -m bench",
        description="Guard and its floor in turn, as a table.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument(
        "--only",
        metavar="ROW",
        action="append",
        default=[],
        help="rows whose name holds these words; may be given again",
    )
    words.add_argument("--rounds", metavar="N", type=int, default=21, help="rounds of each row (default: 21)")
    words.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        default=ROOT / "build" / "bench",
        help="where repositories and environments are kept (default: build/bench)",
    )
    words.add_argument("--json", metavar="FILE", type=Path, help="write the results to a file as well")
    return words


def main(argv: list[str]) -> int:
    asked = parser().parse_args(argv)
    rows = [row for row in ROWS if not asked.only or any(words in row.name for words in asked.only)]
    if not rows or asked.rounds < 1:
        print(
            f"bench: no such row; there are: {'; '.join(row.name for row in ROWS)}"
            if not rows
            else "bench: --rounds takes 1 or more",
            file=sys.stderr,
        )
        return 2
    here = Path.cwd()
    bench = Bench(asked.keep, asked.rounds)
    results = [result for row in rows for result in measured(bench, row)]
    facts = machine(bench.git)
    print(f"\n{render(results)}\n{told(facts, asked.rounds)}", end="")
    if asked.json is not None:
        os.chdir(here)
        asked.json.write_text(
            json.dumps({"machine": facts, "results": [result._asdict() for result in results]}, indent=2) + "\n"
        )
    over = [result.name for result in results if result.over]
    if over:
        print(f"over: {'; '.join(over)}")
    return 1 if over else 0


def measured(bench: Bench, row: Row) -> list[Result]:
    """The results of a row; what it lacks is told in its place, what went wrong is counted as over."""
    print(f"bench: {row.name} ({row.about})", file=sys.stderr, flush=True)
    try:
        return row.measure(bench)
    except NotRun as reason:
        return [Result(row.name, None, note=str(reason))]
    except (Unexpected, OSError, subprocess.CalledProcessError) as trouble:
        return [Result(row.name, None, failed=True, note=str(trouble))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
