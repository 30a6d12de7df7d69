"""Keys that stand under several names."""

from __future__ import annotations

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, flaws, key, named, touch_key

MACHINES = (
    f"machines: {{deploy: {{key: {key(3)}, attests: [deployed]}}, vault: {{key: {key(4)}, attests: [drained]}}}}\n"
)
AGENTS = f"agents: {{claude: {{owner: dana, purpose: migrations, key: {key(5)}}}}}\n"
ALL = POLICY + MACHINES + AGENTS


def twice(name: str, place: str, what: str, text: str) -> Finds:
    kind, of = place.split("/")[1:3]
    return Finds(name, "G248", place, (what,), (f"a key of its own for {of}", f"{kind}: {{{of}: {{key:"), policy=text)


FINDS = [
    twice(
        "two people", "/people/omar/key", "person omar has the key of person dana", POLICY.replace(key(9), touch_key(7))
    ),
    twice(
        "two people, of whom one says where it lies",
        "/people/omar/key",
        "person omar has the key of person dana",
        POLICY.replace(key(9), f"{touch_key(7)} omar@desk"),
    ),
    twice("a machine", "/machines/vault/key", "machine vault has the key of person omar", ALL.replace(key(4), key(9))),
    twice("an agent", "/agents/claude/key", "agent claude has the key of person omar", ALL.replace(key(5), key(9))),
    twice("two machines", "/machines/vault/key", "vault has the key of machine deploy", ALL.replace(key(4), key(3))),
    twice(
        "machine and agent", "/agents/claude/key", "claude has the key of machine deploy", ALL.replace(key(5), key(3))
    ),
]
LEAVES = [
    Leaves("a key for each", "G248", policy=ALL),
    Leaves("people without a key", "G248", policy=POLICY.replace("people:", "people:\n  rosa: {}\n  teo: {}")),
    Leaves("an agent without a key", "G248", policy=POLICY + "agents: {claude: {owner: dana, purpose: work}}\n"),
    Leaves(
        "a plan under such a policy", "G248", "  a: {does: [file.add]}\n", policy=POLICY.replace(key(9), touch_key(7))
    ),
]


def test_the_second_and_the_third_name_are_told() -> None:
    found = flaws(policy=ALL.replace(key(4), key(9)).replace(key(5), key(9)))
    assert [(flaw.rule, flaw.place) for flaw in found] == [
        ("G248", "/machines/vault/key"),
        ("G248", "/agents/claude/key"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (POLICY.replace(key(9), touch_key(7)), "one alone is taken for two"),
        (ALL.replace(key(4), key(9)), "what runs unattended"),
        (ALL.replace(key(5), key(9)), "what runs unattended"),
        (ALL.replace(key(5), key(3)), "nobody could tell whose word it is"),
        (ALL.replace(key(4), key(3)), "nobody could tell whose word it is"),
    ],
)
def test_the_reason_is_that_of_the_two(text: str, why: str) -> None:
    (found,) = flaws(policy=text)
    assert why in found.why


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
