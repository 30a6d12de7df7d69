"""The examples on the pages of rules: what a page calls found is found, and what it says is left alone is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guard.model.doubt import Added
from tests.questions.papers import doubts, paper

PAGES = Path(__file__).parents[2] / "docs" / "rules"
ROW = re.compile(r"    (?P<said>\S.*?)\s{2,}(?P<told>found|left alone)(?P<note>.*)")
THERE = {"path": ["docs/evidence/tenants.md", "docs/evidence/writers.md"]}
FILE = b"app/mail.py"
MANY = {"G711": 4, "G712": 8, "G741": 7}  # rows of each page at least


def rows(rule: str) -> list[tuple[str, str, bool, bytes]]:
    """What stands above a row under a heading, the words of the row, whether they are found, and in which file."""
    _, _, rest = (PAGES / f"{rule}.md").read_text().partition("## Example\n")
    found, above = [], ""
    for line in rest.partition("\n## ")[0].replace("[U+200B]", "\u200b").splitlines():
        row = ROW.fullmatch(line)
        if row is None:
            above = f"{line.strip()}\n\n" if line.startswith("    ## ") else above
        elif "..." not in row["said"]:  # a sketch of a page
            where = re.match(r" in (tests/\S+),", row["note"])
            found.append((above, row["said"], row["told"] == "found", where[1].encode() if where else FILE))
    return found


def is_asked(rule: str, above: str, said: str, where: bytes = FILE) -> bool:
    if said.startswith(("# ", "x = ")):
        return bool(doubts(paper("# Plan\n\nIt goes on.\n", [Added(where, 7, said)]), rule))
    head = "| step | what | who |\n|---|---|---|\n" if said.startswith("|") else ""
    return bool(doubts(paper(f"# Plan\n\n{above}{head}{said}\n", **THERE), rule))


@pytest.mark.parametrize("rule", MANY)
def test_a_page_says_what_the_rule_does(rule: str) -> None:
    every = rows(rule)
    assert len(every) >= MANY[rule]
    for above, said, found, where in every:
        assert is_asked(rule, above, said, where) is found, said
        assert where == FILE or is_asked(rule, above, said), "of tests alone it is left alone"
