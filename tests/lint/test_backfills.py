"""Backfills without a dual write before them."""

from __future__ import annotations

import pytest

from tests.lint.drafts import SAFE, Finds, Leaves, check, named

FINDS = [
    Finds(
        "no dual write",
        "G239",
        "/phases/backfill/does",
        ("does data.backfill, and no phase before it does code.write.dual",),
        ("dual-write: {does: [code.write.dual]}", "backfill: {after: {dual-write: deployed 24h}}"),
        SAFE.replace("code.write.dual", "file.modify"),
    ),
    Finds(
        "a pattern that could write to both",
        "G239",
        "/phases/backfill/does",
        ("no phase before it does code.write.dual",),
        (),
        SAFE.replace("code.write.dual", "code.write.*"),
    ),
    Finds(
        "a dual write that may not be deployed",
        "G239",
        "/phases/backfill/does",
        ("does not wait until dual-write is deployed",),
        ("backfill: {after: {dual-write: deployed 24h}}",),
        SAFE.replace("{dual-write: deployed 24h}", "{dual-write: complete}"),
    ),
    Finds(
        "a pattern that covers a backfill",
        "G239",
        "/phases/a/does",
        ("does data.backfill",),
        (),
        "  a: {does: [data.*]}\n",
    ),
    Finds(
        "an update after the plan made a column",
        "G239",
        "/phases/backfill/does",
        ("does data.update",),
        (),
        SAFE.replace("code.write.dual", "file.modify").replace("data.backfill", "data.update"),
    ),
    Finds(
        "a dual write that is deployed elsewhere",
        "G239",
        "/phases/backfill/does",
        ("does not wait until dual-write is deployed in production",),
        ("backfill: {after: {dual-write: deployed 24h}}",),
        SAFE.replace("{dual-write: deployed 24h}", "{dual-write: deployed 24h env=staging}"),
    ),
    Finds(
        "a dual write behind it",
        "G239",
        "/phases/backfill/does",
        ("no phase before it does code.write.dual",),
        ("dual-write-2: {does: [code.write.dual]}, backfill: {after: {dual-write-2: deployed 24h}}",),
        "  backfill: {does: [data.backfill]}\n  dual-write: {after: {backfill: complete}, does: [code.write.dual]}\n",
    ),
]
LEAVES = [
    Leaves("the safe order", "G239", SAFE),
    Leaves("an update of what was there before", "G239", "  a: {does: [data.update, data.insert]}\n"),
    Leaves(
        "a dual write two phases before",
        "G239",
        "  w: {does: [code.write.dual]}\n  b: {after: {w: deployed}, does: [file.add]}\n"
        "  c: {after: {b: complete}, does: [data.backfill]}\n",
    ),
    Leaves(
        "the environment of the policy, by name",
        "G239",
        SAFE.replace("{dual-write: deployed 24h}", "{dual-write: deployed 24h env=production}"),
    ),
    Leaves(
        "a phase behind a misspelt one, of which G231 is told",
        "G239",
        SAFE.replace("{dual-write: deployed 24h}", "{dual-wriet: deployed 24h}"),
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
