"""Every command line that guard tells people to type for an act is one that its commands take."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.commands import approve, attest, enroll, revoke
from guard.errors import UsageError
from guard.grammar.edge import FACTS
from tests.model.standing import landing, plan, policy, states

ROOT = Path(__file__).resolve().parent.parent.parent
PARSERS = {"approve": approve.parser, "attest": attest.parser, "revoke": revoke.parser, "enroll": enroll.parser}
LINE = re.compile(r"guard (?:approve|attest|revoke|enroll)\b[^\n`]*")
EDGES = {
    "deployed": {"does": ["schema.column.add"], "creates": ["column:users.a"]},
    "backfilled remaining=0": {"does": ["data.backfill"]},
    "drained": {"does": ["schema.column.drop"], "drops": ["column:users.b"]},
    "rehearsed 2d": {"does": ["file.*"]},
    "complete": {"outside": "rotate it"},
}


def parsed(line: str) -> None:
    """Placeholders are words; what stands for more of them (`...`) is left out."""
    words = [{"FACT": "deployed"}.get(word, word) for word in shlex.split(line.replace("...", ""))]
    PARSERS[words[1]]().parse_args(words[2:])


def of_states() -> Iterator[str]:
    """What phases that wait for each fact there is, and for every yes, tell people to type."""
    rules = policy(approvals={"plan": 1, "irreversible": 2}, consumers={"table:users": ["api"]})
    for fact, phase in EDGES.items():
        both = plan({"one": phase, "two": {"does": ["file.*"], "after": {"one": fact}}})
        told = states(both, policy=rules, landings={"p/one": (landing(1),)})
        for wait in [wait for state in told.values() for wait in (*state.waits, *state.leaves)]:
            yield from LINE.findall(wait.run)


def of_pages() -> Iterator[str]:
    """What stands in the pages of rules and in the README, between backticks or on a line of its own."""
    for path in (*sorted((ROOT / "docs/rules").glob("G*.md")), ROOT / "README.md"):
        text = path.read_text()
        yield from [found for span in re.findall(r"`([^`\n]+)`", text) for found in LINE.findall(span)]
        yield from [
            found
            for line in re.findall(r"^ {4,}(guard [^\n]+?)(?:  +.*)?$", text, re.M)
            for found in LINE.findall(line)
        ]


def test_what_phases_wait_for_is_said_in_words_that_are_taken() -> None:
    lines = list(dict.fromkeys(of_states()))
    assert {line.split()[2] for line in lines if " attest " in line} == set(FACTS)
    assert {"guard approve p", "guard approve p/one"} <= set(lines)
    assert any("--remaining 0" in line for line in lines) and any("--service api" in line for line in lines)
    for line in lines:
        parsed(line)


def test_what_pages_say_is_taken() -> None:
    lines = list(dict.fromkeys(of_pages()))
    assert {line.split()[1] for line in lines} == set(PARSERS)
    for line in [line for line in lines if len(line.split()) > 2]:  # else a command is only named
        parsed(line)


def test_a_line_that_is_not_taken_would_be_seen() -> None:
    with pytest.raises(UsageError):
        parsed("guard attest deployed --plan p --phases x")
