"""Facts that nobody attests."""

from __future__ import annotations

import re

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, key, named

KEYLESS = re.sub(r"key: [^,]*, ", "", POLICY)  # nobody can sign anything
MACHINE = f"machines: {{deploy: {{key: {key(3)}, attests: [deployed]}}}}\n"
FINDS = [
    Finds(
        "a fact no machine attests",
        "G247",
        "/phases/b/after/a",
        ("a is backfilled, which no machine attests",),
        ("deploy: {attests: [backfilled, deployed]}",),
        "  a: {does: [data.insert]}\n  b: {after: {a: backfilled}, does: [file.add]}\n",
        policy=KEYLESS + MACHINE,
    ),
    Finds(
        "completion of what is done outside",
        "G247",
        "/phases/b/after/a",
        ("a is complete",),
        ("attests: [complete, deployed]",),
        "  a: {outside: x}\n  b: {after: {a: complete}, does: [file.add]}\n",
        policy=KEYLESS + MACHINE,
    ),
    Finds(
        "what the order of the policy needs",
        "G247",
        "/order",
        ("code.write.dual before data.backfill needs rehearsed",),
        ("attests: [deployed, rehearsed]",),
        policy=KEYLESS + MACHINE + "order: [{first: code.write.dual, then: data.backfill, needs: rehearsed}]\n",
    ),
]
LEAVES = [
    Leaves(
        "a fact no machine attests, and people with keys",
        "G247",
        "  a: {does: [data.insert]}\n  b: {after: {a: backfilled}, does: [file.add]}\n",
        policy=POLICY + MACHINE,
    ),
    Leaves(
        "an order that needs such a fact",
        "G247",
        policy=POLICY + MACHINE + "order: [{first: code.write.dual, then: data.backfill, needs: rehearsed}]\n",
    ),
    Leaves(
        "a machine that signs records alone: a person attests",
        "G247",
        "  a: {outside: x}\n  b: {after: {a: backfilled}, does: [file.add]}\n",
        policy=KEYLESS + f"machines: {{ci: {{key: {key(3)}}}}}\n",
    ),
    Leaves(
        "a fact that is attested",
        "G247",
        "  a: {does: [file.add]}\n  b: {after: {a: deployed}, does: [file.add]}\n",
        policy=KEYLESS + MACHINE,
    ),
    Leaves(
        "completion of what lands here",
        "G247",
        "  a: {does: [file.add]}\n  b: {after: {a: complete}, does: [file.add]}\n",
        policy=KEYLESS + MACHINE,
    ),
    Leaves(
        "no machine: a person attests", "G247", "  a: {outside: x}\n  b: {after: {a: backfilled}, does: [file.add]}\n"
    ),
    Leaves(
        "completion in the order of the policy",
        "G247",
        policy=KEYLESS + MACHINE + "order: [{first: code.write.dual, then: data.backfill, needs: complete}]\n",
    ),
    Leaves(
        "no machine, and an order that needs a fact",
        "G247",
        policy=POLICY + "order: [{first: code.write.dual, then: data.backfill, needs: rehearsed}]\n",
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
