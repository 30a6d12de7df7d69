"""`guard eval`: how good the questions are, told by a corpus of plans with what is wrong in each."""

from __future__ import annotations

import argparse
import json
import sys

from guard.commands._eval import COMMAND, model_options, modelled
from guard.errors import UsageError
from guard.report import hand_over
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.evaluation.running import Progress

DESCRIPTION = (
    "Tell how good the questions are that guard asks of plans: how many of the defects of a corpus they find, and how "
    "much of what they say is right, by kind and with 95 % intervals.\n\n"
    "A corpus is a folder: SET/PLAN/plan.md with expected.json beside it, and worlds/NAME.json. Each set is told "
    "apart, and so are mutants: clean plans in which one thing was made wrong, drawn by a seed, with as many controls "
    "in which nothing is.\n"
)
EPILOG = (
    "examples:\n"
    "  guard eval --corpus examples/corpus\n"
    "  guard eval --corpus examples/corpus --set house --misses\n"
    "  guard eval --corpus examples/corpus --mutants 1500 --report now.json --gate before.json\n"
    "  guard eval --corpus examples/corpus --model claude-sonnet-5-5 --k 3 --max-usd 5 --record answers\n"
    "  guard eval --corpus examples/corpus --k 3 --replay answers\n"
    "  guard schema expected                             what belongs into an expected.json\n\n"
    "exit codes: 0 told; 1 the gate is missed: a kind lost more than 3 points of recall, or more clean plans are "
    "flagged; 2 usage; 5 the corpus or an earlier report cannot be read; 70 a bug of guard\n"
)


def parser() -> Words:
    """The options of `guard eval`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("--corpus", metavar="DIR", required=True, help="the folder of the corpus")
    words.add_argument("--set", metavar="NAME", default="", help="one set alone")
    words.add_argument("--mutants", metavar="N", type=int, default=0, help="about so many mutants of the clean plans")
    words.add_argument("--seed", metavar="S", type=int, default=1, help="what mutants are drawn by (default: 1)")
    model_options(words)
    words.add_argument("--misses", action="store_true", help="tell each defect that was missed, and each false doubt")
    words.add_argument("--report", metavar="FILE", help="write the report to a file as well, as JSON")
    words.add_argument("--gate", metavar="FILE", help="hold it against an earlier report; exit 1 if it is worse")
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Read the corpus, ask the rules, count, tell."""
    asked = parser().parse_args(words)
    if asked.mutants < 0:
        raise UsageError(f"--mutants takes a number from 0 on ({COMMAND} --help)")
    from guard.evaluation.holding import earlier, lost
    from guard.evaluation.telling import text

    before = None if asked.gate is None else earlier(asked.gate)
    report = evaluated(asked)
    if before is not None:
        report["gate"] = {"against": asked.gate, "lost": list(lost(before, report, asked.set))}
        report["exit_code"] = int(bool(report["gate"]["lost"]))
    written = json.dumps(report, indent=2, ensure_ascii=True) + "\n"
    if asked.report is not None:
        hand_over(written, asked.report, option="--report FILE")
    if asked.report != "-":
        hand_over(written if asked.format == "json" else text(report, asked.misses), None, f"{COMMAND} --report FILE")
    code: int = report["exit_code"]
    return code


def evaluated(asked: argparse.Namespace) -> dict[str, Any]:
    """The report, before any gate."""
    from guard.evaluation.corpus import read
    from guard.evaluation.reporting import Evaluated, data
    from guard.evaluation.running import answers

    corpus = read(asked.corpus, asked.set)
    model = modelled(asked, corpus)
    progress = _progress()
    said = answers(corpus, None if model is None else model.read, progress)
    run = Evaluated(asked.corpus, said, (), asked.seed, asked.mutants, "" if model is None else model.name)
    if asked.mutants:
        from guard.evaluation.mutants import drawn
        from guard.evaluation.trials import tried

        texts = {plan.called: plan.text for plan in corpus.plans}
        mutants = drawn(corpus.plans, corpus.worlds, asked.mutants, asked.seed)
        run = run._replace(tried=tried(mutants, texts, corpus.worlds, progress))
    if progress is not None:
        progress("", 0, 0)
    return data(run)


def _progress() -> Progress | None:
    """On a terminal alone: how far it is, on one line that is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None

    def tell(name: str, done: int, of: int) -> None:
        bar = f"guard: {name}  {done:,} of {of:,}" if of else ""
        sys.stderr.write(f"\r{bar}\x1b[K")
        sys.stderr.flush()

    return tell
