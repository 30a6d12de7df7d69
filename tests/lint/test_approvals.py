"""Approvals nobody can give."""

from __future__ import annotations

import pytest

from tests.lint.drafts import Finds, Leaves, check, key, named, touch_key

PEOPLE = f"{{dana: {{key: {touch_key(7)}}}, omar: {{key: {key(9)}}}, rosa: {{teams: [orders]}}}}"
TWO = f"id: 5f0c2b7e\nversion: 1\npeople: {PEOPLE}\n"
NONE = "id: 5f0c2b7e\nversion: 1\npeople: {dana: {teams: [a]}}\n"
FINDS = [
    Finds(
        "nobody has a key",
        "G237",
        "/approvals/plan",
        ("nobody has a key",),
        ("1 person",),
        policy=NONE + "approvals: {plan: 1}\n",
    ),
    Finds(
        "more than have keys",
        "G237",
        "/approvals/irreversible",
        ("asks for 3 people, and only 2 have a key",),
        ("public keys of 3 people",),
        policy=TWO + "approvals: {plan: 1, irreversible: 3}\n",
    ),
    Finds(
        "a touch that one key of two can give",
        "G237",
        "/approvals/presence/irreversible",
        ("ask 2 people for a touch, and only one has",),
        ("ed25519-sk",),
        policy=TWO + "approvals: {irreversible: 2, presence: {irreversible: touch}}\n",
    ),
    Finds(
        "a PIN that no key can give",
        "G237",
        "/approvals/presence/stop",
        ("1 person for a pin, and nobody has",),
        (),
        policy=TWO.replace(touch_key(7), key(7)) + "approvals: {presence: {stop: pin}}\n",
    ),
    Finds(
        "a touch of a stop that one key of two can give",
        "G237",
        "/approvals/presence/stop",
        ("ask 2 people for a touch, and only one has",),
        (),
        policy=TWO + "approvals: {plan: 2, presence: {stop: touch}}\n",
    ),
    Finds(
        "a team without a key",
        "G237",
        "/owners/table:orders",
        ("team orders, in which nobody has a key",),
        ("rosa: {key:",),
        policy=TWO + 'owners: {"table:orders": orders}\n',
    ),
    Finds(
        "more than have a key of their own",
        "G237",
        "/approvals/plan",
        ("asks for 2 people, and only one has a key of their own",),
        (),
        policy=TWO.replace(key(9), touch_key(7)) + "approvals: {plan: 2}\n",
    ),
    Finds(
        "a touch that one key under two names can give",
        "G237",
        "/approvals/presence/plan",
        ("ask 2 people for a touch, and only one has",),
        (),
        policy=TWO.replace(key(9), touch_key(7)).replace("rosa: {", f"rosa: {{key: {key(4)}, ")
        + "approvals: {plan: 2, presence: {plan: touch}}\n",
    ),
    Finds(
        "fewer for what cannot be taken back",
        "G237",
        "/approvals/irreversible",
        ("irreversible asks for 1 person, and a plan for 2",),
        ("approvals: {irreversible: 2}",),
        policy=TWO + "approvals: {plan: 2, irreversible: 1}\n",
    ),
    *(
        Finds(
            f"approvals that are over at once: {expire}",
            "G237",
            "/approvals/expire",
            (f"approvals.expire is {told}, less than an hour",),
            ("approvals: {expire: 30d}",),
            policy=TWO + f"approvals: {{plan: 1, expire: {expire}}}\n",
        )
        for expire, told in (("0", "0s"), ("59m", "59m"))
    ),
]
LEAVES = [
    Leaves("as many as have keys", "G237", policy=TWO + "approvals: {plan: 1, irreversible: 2}\n"),
    Leaves(
        "a touch that a key can give", "G237", policy=TWO + "approvals: {plan: 1, presence: {plan: touch, stop: pin}}\n"
    ),
    Leaves("no key, and nothing asked", "G237", policy=NONE + "owners: {/a: a}\n"),
    Leaves("presence where nobody approves", "G237", policy=NONE + "approvals: {plan: 0, presence: {plan: touch}}\n"),
    Leaves(
        "a team without a key where landing approves",
        "G237",
        policy=TWO + "owners: {/a: orders}\napprovals: {plan: 0}\n",
    ),
    Leaves("a plan under such a policy", "G237", "  a: {does: [file.add]}\n", policy=NONE + "approvals: {plan: 1}\n"),
    Leaves("approvals for an hour", "G237", policy=TWO + "approvals: {plan: 1, expire: 1h}\n"),
    Leaves("as many for what cannot be taken back", "G237", policy=TWO + "approvals: {plan: 2, irreversible: 2}\n"),
    Leaves("two for a plan, and nothing else said", "G237", policy=TWO + "approvals: {plan: 2}\n"),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
