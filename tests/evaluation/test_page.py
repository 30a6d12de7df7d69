"""docs/evaluation.md shows the figures that `guard eval` prints now for the public corpus.

python tests/evaluation/test_page.py --update    writes them into it
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]

from guard.commands.eval import evaluated, parser  # noqa: E402  the script finds the tree first
from guard.evaluation.telling import mutants, text  # noqa: E402

PAGE = ROOT / "docs/evaluation.md"
BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n```text\n)(.*?)(```\n<!-- end -->)", re.S)
NUMBER = "1500"


@cache
def told(block: str) -> str:
    """What stands in a block."""
    words = ["--corpus", str(ROOT / "examples/corpus"), *(["--mutants", NUMBER] if block == "mutants" else [])]
    report = evaluated(parser().parse_args(words))
    report["corpus"] = "examples/corpus"
    if block == "mutants":
        return "\n".join([line.rstrip() for line in mutants(report["mutants"])]) + "\n"
    return text(report)


def shown() -> dict[str, str]:
    return {found[2]: found[3] for found in BLOCK.finditer(PAGE.read_text())}


def test_there_are_two_blocks() -> None:
    assert list(shown()) == ["corpus", "mutants"]


@pytest.mark.later
def test_the_figures_of_the_corpus_are_those_of_today() -> None:
    assert shown()["corpus"] == told("corpus"), "mend it with: python tests/evaluation/test_page.py --update"


@pytest.mark.later
def test_the_figures_of_mutants_are_those_of_today() -> None:
    assert shown()["mutants"] == told("mutants"), "mend it with: python tests/evaluation/test_page.py --update"


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    PAGE.write_text(BLOCK.sub(lambda found: f"{found[1]}{told(found[2])}{found[4]}", PAGE.read_text()))
