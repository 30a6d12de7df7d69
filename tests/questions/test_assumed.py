"""Assumptions (G713): made in words, listed, or declared; and what shows each."""

from __future__ import annotations

import pytest

from tests.questions.papers import doubts, paper

KNOWN = {"path": ["docs/evidence/names.md", "docs/adr/0007.md"], "owner": ["dana", "omar"]}
FINDS = [
    ("We assume that patients abroad do not book online.", "assume"),
    ("The doubles are assumed to be gone by then.", "assumed"),
    ("Assuming tenants treat keys as opaque, nothing changes.", "Assuming"),
    ("Assumption: merchants capture within seven days.", "Assumption"),
    ("This goes on the assumption that ids are ULIDs.", "on the assumption"),
    ("Under the assumption that one row is enough, we drop the rest.", "Under the assumption"),
    ("We presume the worker is stateless.", "presume"),
    ("We take it for granted that the lock is short.", "take it for granted"),
    ("Suppose that no client caches it; then step 4 is safe.", "Suppose that"),
    ("It is assumed that the table is empty.", "assumed"),
    ("We assume the role is unused.", "assume"),
    ("We assume ids are ULIDs (docs/evidence/gone.md).", "assume"),
    ("We assume ids are ULIDs; omar knows.", "assume"),
    ("## Assumptions\n\n- ids are ULIDs", "ids are ULIDs"),
    ("## Assumptions\n\n| id | says |\n|---|---|\n| A1 | ids are ULIDs |", "A1 | ids are ULIDs"),
    ("---\nassume:\n  A1: {says: names come as given family}\n---\n# x", "names come as given family"),
    ("---\nassume:\n  A1: {says: names have two words, settled_by: 'erin: looked'}\n---\n# x", "names have two words"),
    ("---\nassume:\n  A1: {says: names have two words, settled_by: docs/gone.md}\n---\n# x", "names have two words"),
    ("---\nassume:\n  A1: {says: names have two words, settled_by: 'dana: TBD'}\n---\n# x", "names have two words"),
]
LEAVES = [
    "The deployer may assume the role `gateway-deploy`.",
    "CI assumes the deploy role for an hour.",
    "The assumed role lives for 3,600 seconds.",
    "`sts:AssumeRole` is logged.",
    "Who may assume which role is in the trust policy of IAM.",
    "omar assumes ownership of the table on 3 May.",
    "Do not assume that the client retries.",
    "Never assume an order of keys.",
    "Nothing is assumed about the order.",
    "We make no assumption about the order.",
    "The plan does not assume a quiet night.",
    "`Settings.zone` assumes UTC.",
    "The old parser assumes UTF-8; the new one is told.",
    "The code assumes UTC today.",
    '"I assume cert-manager has it?" It has.',
    "> I assume somebody looks at it.",
    "Rename `assume_timezone` to `timezone`.",
    "# Assumptions",
    "Assumptions:",
    "## Assumptions\n\nNone.",
    "## Assumptions\n\n- None",
    "The pattern settles assumption A1.",
    "See assumption 3.",
    "The assumption that batches may stay was accepted by omar on 4 November 2026 (`docs/adr/0007.md`).",
    "We assume two words, as sampled in `docs/evidence/names.md`.",
    "We assume two words. dana sampled 5,000 rows on 2026-11-03: 0.4 % have one.",
    "We assume two words (OPS-12, dana, 2026-11-03).",
    "## Assumptions\n\n- ids are ULIDs: checked by dana on 3 November 2026, 0 others.",
    "## Assumptions\n\n- ids are ULIDs. dana counted 0 others on 2026-11-03.",
    "## Assumptions\n\n| id | says | shown by |\n|---|---|---|\n| A1 | ids are ULIDs | checked by dana, 2026-11-03 |",
    "## Alternatives\n\nWe could assume that ids are ULIDs.",
    "---\nassume:\n  A1: {says: names have two words, settled_by: 'dana: sampled 5,000 rows'}\n---\n# x",
    "---\nassume:\n  A1: {says: names have two words, settled_by: docs/evidence/names.md}\n---\n# x",
    "---\nassume:\n  A1: {says: id is a uuid, settled_by: 'inventory: column:users.id type=uuid'}\n---\n# x",
]


@pytest.mark.parametrize(("text", "quote"), FINDS, ids=[text[:60] for text, _ in FINDS])
def test_finds(text: str, quote: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G713")] == [quote]


@pytest.mark.parametrize("text", LEAVES, ids=[text[:60] for text in LEAVES])
def test_leaves_alone(text: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G713")] == []
