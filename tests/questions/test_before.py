"""What a phase uses before another one has created it (G706)."""

from __future__ import annotations

import pytest

from tests.questions.papers import doubts, paper

PHASES = """\
---
phases:
  switch: {after: [expand]}
  expand: {creates: [column:users.given_name, path:internal/users/names.go, symbol:internal.users.Full, flag:names-v2]}
  prepare: {}
  other: {after: [prepare]}
"""
EDGES = PHASES.replace("  expand: {", "  expand: {after: [prepare], ")


def text(phase: str, words: str, front: str = EDGES) -> str:
    return f"{front}---\n# Names\n\n## {phase}\n\n{words}\n"


FINDS = {
    "a column": ("prepare", "Read `users.given_name` in the export.", "users.given_name"),
    "a column alone": ("prepare", "The export reads `given_name`.", "given_name"),
    "a path": ("prepare", "Call what is in `internal/users/names.go`.", "internal/users/names.go"),
    "a file": ("prepare", "Call what is in `names.go`.", "names.go"),
    "a symbol": ("prepare", "Call `users.Full` in the export.", "users.Full"),
    "a flag": ("prepare", "Turn the flag `names-v2` on.", "names-v2"),
    "in SQL": ("prepare", "```sql\nUPDATE users SET given_name = 'x';\n```", "given_name"),
    "in a gate": ("prepare", "Text.", "given_name"),
}
LEAVES = {
    "in its own phase": ("expand", "Fill `users.given_name` and turn `names-v2` on."),
    "later, though it stands above": ("switch", "Read `users.given_name`."),
    "a phase that nothing orders": ("other", "Read `users.given_name`."),
    "said to come": ("prepare", "`users.given_name` comes with expand."),
    "not yet": ("prepare", "`users.given_name` does not exist yet."),
    "another name": ("prepare", "Read `users.email` and `accounts.given`."),
    "part of another word": ("prepare", "Read `users.given_name_old`."),
    "outside the phases": ("Why", "Two names: `users.given_name` is one."),
    "a column that another table has": ("prepare", "Read `status`."),
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    phase, words, quote = FINDS[row]
    gate = '  prepare: {gate: "SELECT count(*) FROM users WHERE given_name IS NULL = 0, noted"}\n'
    front = EDGES.replace("  prepare: {}\n", gate) if row == "in a gate" else EDGES
    (doubt,) = doubts(paper(text(phase, words, front)), "G706")
    assert doubt.quote == quote
    assert "which comes later" in doubt.what
    assert "expand" in doubt.mend


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    phase, words = LEAVES[row]
    assert doubts(paper(text(phase, words), table=["orders"], column=["orders.status"]), "G706") == []


def test_without_an_edge_nothing_is_before() -> None:
    front = PHASES.replace("  expand: {", "  expand: {after: [], ")
    assert doubts(paper(text("prepare", "Read `users.given_name`.", front)), "G706") == []


def test_each_phase_is_asked_once_for_each_name() -> None:
    words = "Read `users.given_name`.\n\nThen `users.given_name` again.\n\n`names-v2` is on."
    assert [one.quote for one in doubts(paper(text("prepare", words)), "G706")] == ["users.given_name", "names-v2"]


def test_a_circle_of_phases_ends() -> None:
    front = "---\nphases:\n  a: {after: [b], creates: [flag:x-y]}\n  b: {after: [a]}\n"
    assert len(doubts(paper(text("b", "Turn `x-y` on.", front)), "G706")) == 1
