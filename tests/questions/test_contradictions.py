"""A plan that contradicts itself: two places of it that cannot both hold."""

from __future__ import annotations

import pytest

from guard.questions import contradictions
from tests.questions.papers import paper


def asked(text: str) -> list[str]:
    return [one.quote for one in contradictions.check(paper(text, owner=["pavel", "yusuf", "greta"]))]


PHASES = "phases:\n  a: {owner: dana}\n  b: {after: [a], owner: omar}\n  c: {after: [b]}\n"
LASTING = "---\nphases:\n  a: {drops: [table:t], irreversible: docs/r.md#x}\n---\n"
FINDS = {
    "afterwards, on a day before": (
        "# P\n\n## Plan\n\n1. Merge on 5 December 2026.\n2. Check it.\n3. Afterwards rows go, on 4 December 2026.\n",
        "4 December 2026",
    ),
    "two ends": (
        "Enter it until 24 hours before the shift.\n\nWhoever enters it later than 48 hours before the shift waits.\n",
        "later than 48 hours before the shift",
    ),
    "a share that no step has": (
        "# P\n\n- On in three steps: 5 %, 25 %, 100 %.\n\n## Later\n\n- Stop a week after the 50 % step.\n",
        "the 50 % step",
    ),
    "a share that no stage has": ("# P\n\nRamp: 1, 10, 100 %.\n\nAt the 20% stage omar looks.\n", "At the 20% stage"),
    "the same number twice": ("# P\n\n## Phase 1: a\n\nx\n\n## Phase 1: b\n\ny\n", "Phase 1"),
    "numbers that go back": ("# P\n\n## Step 2: a\n\nx\n\n## Step 1: b\n\ny\n", "Step 1"),
    "after one that comes after it": (
        "# P\n\n## Phase 1: a\n\nRuns after phase 2.\n\n## Phase 2: b\n\ny\n",
        "Runs after phase 2",
    ),
    "before one that it waits for": (
        f"---\n{PHASES}---\n# P\n\n## a\n\nx\n\n## b\n\nThis phase runs before a.\n",
        "runs before a",
    ),
    "first of all, at the end": (
        "# P\n\n## Steps\n\n1. Add it.\n2. Drop the flag first of all, before step 1.\n",
        "first of all, before step 1",
    ),
    "safe before what it needs": (
        f"---\n{PHASES}---\n# P\n\n## c\n\nThe statement is safe to run before b too.\n",
        "is safe to run before b",
    ),
    "another owner in the section": (f"---\n{PHASES}---\n# P\n\n## b\n\nOwner: dana.\n", "dana"),
    "another owner in a table": (
        f"---\n{PHASES}---\n# P\n\n| phase | owner |\n|---|---|\n| a | dana |\n| b | teo |\n",
        "teo",
    ),
    "who does it in a table": (
        f"---\n{PHASES}---\n# P\n\n| phase | does it |\n|---|---|\n| a | dana |\n| b | teo |\n",
        "teo",
    ),
    "a gate, and what passes it": (
        "# P\n\nGate: expected difference 0. On the first run the numbers may differ a little, that is fine.\n",
        "may differ a little",
    ),
    "one time said twice": (
        "# P\n\nA hold of ten minutes.\n\nHolds run out after fifteen minutes.\n",
        "fifteen minutes",
    ),
    "one approval of two": (
        "---\nowner: pavel\n---\n# P\n\npavel signs off; greta deploys. The approval of step 4 is with yusuf.\n",
        "pavel signs off",
    ),
    "another owner of the plan": ("---\nowner: dana\n---\n# P\n\nOwner: omar\n", "omar"),
    "a file outside the scope": (
        "---\nscope: {paths: [/db/**]}\nphases: {a: {files: [db/1.sql, app/x.py]}}\n---\n# P\n",
        "app/x.py",
    ),
    "created twice": (
        "---\nphases:\n  a: {creates: [column:t.c]}\n  b: {after: [a], creates: [column:t.c]}\n---\n# P\n",
        "column:t.c",
    ),
    "created and dropped": (
        "---\nphases:\n  a: {creates: [column:t.c], drops: [column:t.c]}\n---\n# P\n",
        "column:t.c",
    ),
    "reversible and not": (f"{LASTING}# P\n\n## a\n\nIt is fully reversible.\n", "is fully reversible"),
    "a date that goes back": (
        "# P\n\n| phase | start |\n|---|---|\n| 1 | 3 May 2026 |\n| 2 | 1 May 2026 |\n",
        "1 May 2026",
    ),
    "an end before the beginning": (
        "# P\n\n| phase | start | end |\n|---|---|---|\n| 1 | 2026-05-03 | 2026-05-01 |\n",
        "2026-05-01",
    ),
    "a time that goes back": ("# P\n\n| time | what |\n|---|---|\n| 22:50 | stop |\n| 22:45 | compare |\n", "22:45"),
}
LEAVES = {
    "ends of two acts on one thing": (
        "It may be cancelled until 24 hours before a slot. It may be moved up to 48 hours before a slot.\n"
    ),
    "then, by a day": "# P\n\n## Plan\n\n1. Merge on 5 December 2026.\n2. Then, by 4 December 2026, it is told.\n",
    "afterwards, on a later day": (
        "# P\n\n## Plan\n\n1. Merge on 5 December 2026.\n2. Check it.\n3. Afterwards rows go, on 6 December 2026.\n"
    ),
    "steps that are told in another order": (
        "# P\n\n## Plan\n\n1. Merge on Saturday 5 December 2026.\n2. Check it.\n3. The rows of 4 December 2026 go.\n"
    ),
    "two ends of two acts": (
        "Notes are entered until 24 hours before the shift.\n\nPages go out no later than 48 hours before the shift.\n"
    ),
    "one end": "Enter it until 24 hours before the shift.\n\nNobody enters it later than 24 hours before the shift.\n",
    "an end that moves": (
        "It is entered until 24 hours before the shift.\n\nToday people enter it until 48 hours before the shift.\n"
    ),
    "a step of a share that there is": "# P\n\n- On at 5 %, 25 %, 100 %.\n- Two days after the 25 % step it goes.\n",
    "a share that is told elsewhere": "# P\n\nAt 5 %, 25 %, 100 %; the EU to 50 %.\n\nAfter the 50 % step it goes.\n",
    "numbers in order": "# P\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\ny\n",
    "numbers of each part": "# P\n\n## Deploy\n\n### Step 1\n\nx\n\n## Verify\n\n### Step 1\n\ny\n",
    "numbers of a rollback": "# P\n\n## Step 1: a\n\nx\n\n## Rollback\n\n### Step 2\n\nz\n\n### Step 1\n\nz\n",
    "after the one before": "# P\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\nRuns after phase 1.\n",
    "needs something else": "# P\n\n## Phase 1: a\n\nNeeds a window.\n\n## Phase 2: b\n\ny\n",
    "not before": "# P\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\nNever run this before phase 1.\n",
    "the same owner": f"---\n{PHASES}---\n# P\n\n## b\n\nOwner: omar.\n",
    "one of the owners": f"---\n{PHASES}---\n# P\n\n## b\n\nOwner: dana and omar.\n",
    "owners of items": f"---\n{PHASES}---\n# P\n\n## b\n\n1. It goes. Owner: dana.\n2. It stays. Owner: omar.\n",
    "an owner of a table of the database": f"---\n{PHASES}---\n# P\n\n| table | owner |\n|---|---|\n| b | teo |\n",
    "files in the scope": "---\nscope: {paths: [/db/**]}\nphases: {a: {files: [db/1.sql, db/x/2.sql]}}\n---\n# P\n",
    "files without a scope": "---\nphases: {a: {files: [db/1.sql]}}\n---\n# P\n",
    "created, then dropped": "---\nphases:\n  a: {creates: [table:t]}\n  b: {after: [a], drops: [table:t]}\n---\n# P\n",
    "not reversible": (
        "---\nphases:\n  a: {drops: [table:t], irreversible: docs/r.md#x}\n---\n# P\n\n## a\n\nIt is not reversible.\n"
    ),
    "dates in order": "# P\n\n| phase | start |\n|---|---|\n| 1 | 1 May 2026 |\n| 2 | 3 May 2026 |\n| 3 | later |\n",
    "dates of incidents": "# P\n\n| incident | date |\n|---|---|\n| a | 3 May 2026 |\n| b | 1 May 2026 |\n",
    "a gate of another part": "# P\n\nExpected: 0 rows.\n\n## B\n\nThe totals may differ, that is fine.\n",
    "a time that is changed": "# P\n\nA hold of ten minutes.\n\nIt was raised: a hold of five minutes before.\n",
    "times of two things": "# P\n\nThe read timeout is 5 s. The write timeout is 10 s.\n",
    "approvals of two steps": "# P\n\npavel approves step 3. The approval of step 4 is with yusuf.\n",
    "past midnight": "# P\n\n| time | what |\n|---|---|\n| 23:50 | stop |\n| 00:10 | start |\n",
    "a number that is no phase": "# P\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\nBefore: 1 worker.\n",
    "a quotation": "# P\n\n## Phase 1: a\n\n> Runs after phase 2.\n\n## Phase 2: b\n\ny\n",
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    text, quote = FINDS[name]
    found = asked(text)
    assert len(found) == 1 and quote in found[0]


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_alone(name: str) -> None:
    assert asked(LEAVES[name]) == []


def test_a_phase_after_one_that_there_is_not() -> None:
    last = "  drop: {after: {fill: deployed, nophase: deployed}}\n"
    text = f"---\nphases:\n  expand: {{}}\n  fill: {{after: [expnd]}}\n{last}---\n# P\n"
    found = list(contradictions.check(paper(text)))
    assert [(one.quote, one.line, one.why) for one in found] == [
        ("expnd", 4, "did you mean expand?"),
        ("nophase", 5, ""),
    ]
    assert "fill comes after expnd, and no phase is called so" in found[0].what
    for after in ("[expand]", "{expand: deployed}", "[other-plan/expand]", "[]", "expand"):
        assert asked(text.replace("[expnd]", after).replace(", nophase: deployed", "")) == [], after


def test_a_circle_is_told_of_each_step_in_it() -> None:
    text = "---\nphases:\n  a: {after: [c]}\n  b: {after: [a]}\n  c: {after: [b]}\n  d: {after: [c]}\n---\n# P\n"
    assert asked(text) == ["a", "b", "c"]
