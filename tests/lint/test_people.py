"""People and teams that the policy does not know."""

from __future__ import annotations

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, named

PHASE = "  a: {does: [file.add]}\n"
FINDS = [
    Finds(
        "the owner of a plan",
        "G234",
        "/owner",
        ("owned by dana",),
        ("did you mean dani?", "owner: dani"),
        PHASE,
        policy="id: 5f0c2b7e\nversion: 1\npeople: {dani: {teams: [a]}}\n",
    ),
    Finds(
        "an owner like nobody",
        "G234",
        "/owner",
        ("owned by dana",),
        ("people:",),
        PHASE,
        policy="id: 5f0c2b7e\nversion: 1\npeople: {xi: {teams: [a]}}\n",
    ),
    Finds(
        "the owner of an agent",
        "G234",
        "/agents/claude/owner",
        ("agent claude is owned by danna",),
        ("owner: dana",),
        policy=POLICY + "agents: {claude: {owner: danna, purpose: migrations}}\n",
    ),
    Finds(
        "a team that owns a path",
        "G234",
        "/owners/~1db~1**",
        ("/db/** is owned by team platfrom",),
        ("did you mean platform?", "teams: [platfrom]"),
        policy=POLICY.replace("owners: {", "owners: {/db/**: platfrom, "),
    ),
    Finds(
        "one of the teams that own a resource",
        "G234",
        "/owners/table:orders",
        ("team shipping",),
        (),
        policy=POLICY.replace("owners: {", 'owners: {"table:orders": [identity, shipping], '),
    ),
]
LEAVES = [
    Leaves("a known owner", "G234", PHASE),
    Leaves(
        "a plan under a policy with an unknown team",
        "G234",
        PHASE,
        policy=POLICY.replace("table:users: id", "table:users: xid"),
    ),
    Leaves("known owners", "G234", policy=POLICY + "agents: {claude: {owner: dana, purpose: migrations}}\n"),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
