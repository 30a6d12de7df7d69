"""Phases of a page, what they declare, and what each part of a page is for."""

from __future__ import annotations

import pytest

from guard.model.prose import Prose
from guard.prose import prose


def read(text: str) -> Prose:
    return prose(text, "plan.md")


STEPS = {
    "phases": ("## Phase 1: expand\n\na\n\n## Phase 2 - back fill\n\nb", {"a": "expand", "b": "back-fill"}),
    "steps": ("# Steps\n\n### Step 1\n\na\n\n### Step 2\n\nb", {"a": "step-1", "b": "step-2"}),
    "numbers": ("## 1. Expand\n\na\n\n## 2. Contract\n\nb", {"a": "expand", "b": "contract"}),
    "sections are no steps": ("## 1. Background\n\na\n\n## 2. Goals\n\nb", {"a": "", "b": ""}),
    "a step in a phase": ("## Phase 1: a\n\n### Step 1: b\n\nx\n\n## Phase 2: c\n\ny", {"x": "a", "y": "c"}),
    "items": ("## Steps\n\n1. a b\n   - c\n2. d", {"a b": "a-b", "c": "a-b", "d": "d"}),
    "items elsewhere": ("## Background\n\n1. a\n2. b", {"a": "", "b": ""}),
    "items that order": ("# Names\n\n1. Drop x\n2. Deploy y", {"Drop x": "drop-x", "Deploy y": "deploy-y"}),
    "half of them": ("# Names\n\n1. Drop x\n2. The rest", {"Drop x": "drop-x", "The rest": "the-rest"}),
    "code that orders": ("# P\n\n1. `DROP TABLE x`\n2. Later", {"DROP TABLE x": "drop-table-x"}),
    "orders under another heading": ("# P\n\n## Risks\n\n1. Drop x\n2. Then wait", {"Drop x": "drop-x"}),
    "not all of them": ("# P\n\n## Risks\n\n1. Drop x\n2. Data is lost", {"Drop x": ""}),
    "orders beside steps": ("## Steps\n\nWe do it.\n\n## Risks\n\n1. Drop x", {"Drop x": ""}),
    "a way back": ("# P\n\n## Rollback\n\n1. Drop x", {"Drop x": ""}),
    "a quotation": ("## Steps\n\n> 1. a", {"a": ""}),
    "twice the same": ("## Phase 1: a\n\nx\n\n## Phase 2: a\n\ny", {"x": "a", "y": "a-2"}),
    "a word without a number": ("## Phase expand\n\na\n\n## Phase contract\n\nb", {"a": "expand", "b": "contract"}),
    "set with dots": ("Step 1. Fill\n------------\n\na\n\nStep 2. Drop\n-----\n\nb", {"a": "fill", "b": "drop"}),
}


@pytest.mark.parametrize(("text", "wanted"), STEPS.values(), ids=STEPS)
def test_steps_of_headings(text: str, wanted: dict[str, str]) -> None:
    page = read(text)
    found = {unit.text: unit.step for unit in page.units if unit.text in wanted}
    assert found == wanted
    assert {name for name in found.values() if name} <= {step.name for step in page.steps}


def test_each_comes_after_the_one_above() -> None:
    page = read("## Phase 1: a\n\n## Phase 2: b\n\n## Phase 3: c\n")
    assert [(step.name, step.number, step.after) for step in page.steps] == [
        ("a", 1, ()),
        ("b", 2, ("a",)),
        ("c", 3, ("b",)),
    ]


FRONT = """\
---
owner: dana
creates: [flag:names-v2]
external: [service:vonage]
scope: {paths: [/db/**]}
counts: {call sites: 112}
assume:
  A1: {says: names have two words, settled_by: "dana: sampled 5,000 rows"}
phases:
  expand: {does: [schema.column.add], creates: [column:users.given_name], files: [db/1.sql], owner: omar}
  back-fill: {after: [expand], gate: "SELECT count(*) = 0", rollback: set it to NULL}   # tell the reviewers
  contract: {after: {back-fill: deployed 7d}, drops: [column:users.name], irreversible: docs/runbook.md#restore}
---
# Names

## Phase 2: fill the column

a

## contract

b
"""


def test_declared() -> None:
    page = read(FRONT)
    assert page.faults == ()
    told = page.declared
    assert dict(told.creates) == {"flag:names-v2": "", "column:users.given_name": "expand"}
    assert (told.owner, told.external, told.scope, dict(told.counts)) == (
        "dana",
        ("service:vonage",),
        ("/db/**",),
        {"call sites": 112},
    )
    assert [(one.name, one.says, one.settled_by, one.line) for one in told.assumes] == [
        ("A1", "names have two words", "dana: sampled 5,000 rows", 8)
    ]
    expand, fill, contract = page.steps
    assert (expand.does, expand.files, expand.owner, expand.after, expand.line) == (
        ("schema.column.add",),
        ("db/1.sql",),
        "omar",
        (),
        10,
    )
    assert (fill.after, fill.gate, fill.rollback) == (("expand",), "SELECT count(*) = 0", "set it to NULL")
    assert (contract.gate, contract.drops, contract.irreversible) == (
        "back-fill: deployed 7d",
        ("column:users.name",),
        "docs/runbook.md#restore",
    )
    assert all(step.declared for step in page.steps)


def test_texts_that_are_declared_are_units_at_their_lines() -> None:
    page = read(FRONT)
    fields = [(unit.pointer, unit.line, unit.role, unit.step) for unit in page.units if unit.kind == "field"]
    assert fields == [
        ("/assume/A1/says", 8, "assumptions", ""),
        ("/assume/A1/settled_by", 8, "assumptions", ""),
        ("/phases/back-fill/gate", 11, "gate", "back-fill"),
        ("/phases/back-fill/rollback", 11, "rollback", "back-fill"),
        ("/phases/contract/after/back-fill", 12, "steps", "contract"),
    ]
    assert [unit.text for unit in page.units if unit.kind == "comment"] == ["tell the reviewers"]
    assert {unit.text: (unit.line, unit.step) for unit in page.units if unit.text in "ab"} == {
        "a": (18, "back-fill"),
        "b": (22, "contract"),
    }


UNREADABLE = [
    ("---\nowner: [\n---\n# A", True),
    ("---\nphases: [a]\n---\n# A", True),
    ("---\ncounts: {a: x}\n---\n# A", True),
    ("---\nphases: {a: {after: [1]}}\n---\n# A", True),
    ("---\nowner: a\nowner: b\n---\n# A", True),
    ("---\ntitle: a: b\ndate: [\n---\n# A", False),  # nothing of it would have been ours
    ("---\ntitle: a\n---\n# A", False),
    ("---\n\n# A\n\n---\n", False),
    ("---\nowner: dana\n# A", False),  # never closed: a rule across the page
]


@pytest.mark.parametrize(("text", "fault"), UNREADABLE, ids=[text[:30] for text, _ in UNREADABLE])
def test_what_is_declared_and_cannot_be_read_is_a_fault(text: str, fault: bool) -> None:
    page = read(text)
    assert bool(page.faults) == fault
    assert [unit.text for unit in page.units if unit.kind == "heading"] == ["A"]


ROLES = [
    ("Rollback plan", "rollback"),
    ("If it goes wrong", "rollback"),
    ("Open questions", "questions"),
    ("Assumptions", "assumptions"),
    ("Owners of each step", "owners"),
    ("References", "references"),
    ("Background", "background"),
    ("Why", "background"),
    ("Verification", "gate"),
    ("Pre-flight checks", "gate"),
    ("Steps", "steps"),
    ("Phase 1: move the owners", "steps"),
    ("3. Rollout", "steps"),
    ("Names", ""),
]


@pytest.mark.parametrize(("heading", "role"), ROLES, ids=[heading for heading, _ in ROLES])
def test_roles(heading: str, role: str) -> None:
    page = read(f"# Title of it\n\n## {heading}\n\na\n\n### Names\n\nb")
    assert {unit.role for unit in page.units if unit.text in "ab"} == {role}


def test_the_title_of_a_page_gives_no_role_but_steps() -> None:
    assert {unit.role for unit in read("# Restore the owners\n\na").units} == {""}
    assert {unit.role for unit in read("# Runbook\n\na").units} == {"steps"}


PHASES = "---\nphases:\n  fill: {}\n  read: {after: [fill]}\n---\n# P\n\n"
LED = {
    "## Phases\n\n**Fill (data).** One row each.\n\nThe check.\n\n**Read.** It moves.": ["fill"] * 3 + ["read"] * 2,
    "## Phases\n\n- **fill** (data)\n  - one row each\n- **read**\n  - it moves": ["fill"] * 2 + ["read"] * 2,
    "## Phases\n\n**Fill.** A row.\n\n**Read.** It moves.\n\n**Clean up (a).** It goes.": ["fill"] * 2
    + ["read"] * 2
    + [""] * 2,
    "## Phases\n\nRead: it moves.\n\nAnother thing.": ["", ""],
    "## 1. Facts\n\nOne.\n\n## 2. Time\n\nTwo.": ["", ""],
    "## 2. Phases\n\n### 2.1 Fill (data)\n\nOne.\n\n### 2.2 Read\n\nTwo.": ["fill", "read"],
    "## 1. Move\n\nOne.\n\n## 2. Read it\n\nTwo.": ["fill", "read"],
}


@pytest.mark.parametrize("text", LED)
def test_phases_by_the_first_words_of_a_block(text: str) -> None:
    page = read(PHASES + text)
    assert [unit.step for unit in page.units if unit.kind in ("sentence", "item")] == LED[text]
