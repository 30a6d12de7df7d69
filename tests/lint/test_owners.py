"""Resources without an owner."""

from __future__ import annotations

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, flaws, named

FINDS = [
    Finds(
        "a policy that nobody owns",
        "G241",
        "/owners",
        ("the policy itself has no owner",),
        ("owners: {/.guard/**: TEAM}",),
        policy=POLICY.replace("/.guard/**: platform", "/.guard/plans/**: platform"),
    ),
    Finds(
        "a column of a table nobody owns",
        "G241",
        "/phases/a/creates",
        ("a creates column:orders.x, column:orders.y,", "no owner of table:orders"),
        ("owners: {table:orders: TEAM}",),
        "  a: {does: [schema.column.add], creates: [column:orders.x, column:orders.y]}\n",
    ),
    Finds(
        "a dropped table",
        "G241",
        "/phases/a/drops",
        ("a drops table:orders,",),
        (),
        "  a: {does: [file.add], drops: [table:orders]}\n",
    ),
    Finds(
        "an owner nobody speaks for",
        "G241",
        "/phases/a/drops",
        ("owned by team shipping",),
        ("teams: [shipping]",),
        "  a: {does: [file.add], drops: [symbol:old]}\n",
        policy=POLICY.replace("symbol:old: platform", "symbol:old: [platform, shipping]"),
    ),
    Finds(
        "consumers of what nobody owns",
        "G241",
        "/consumers/table:orders",
        ("table:orders has consumers and no owner",),
        ("owners: {table:orders: TEAM}",),
        policy=POLICY.replace("consumers: {", 'consumers: {"table:orders": [api], '),
    ),
    Finds(
        "a column with an owner, of a table nobody speaks for",
        "G241",
        "/phases/a/drops",
        ("a drops column:orders.x, owned by team shipping",),
        ("teams: [shipping]",),
        "  a: {does: [file.add], drops: [column:orders.x]}\n",
        policy=POLICY.replace("owners: {", "owners: {column:orders.x: identity, table:orders: shipping, "),
    ),
    Finds(
        "a column nobody speaks for, of a table with an owner",
        "G241",
        "/phases/a/drops",
        ("a drops column:users.x, owned by team shipping",),
        (),
        "  a: {does: [file.add], drops: [column:users.x]}\n",
        policy=POLICY.replace("owners: {", "owners: {column:users.x: shipping, "),
    ),
]
LEAVES = [
    Leaves("a policy that somebody owns by name", "G241", policy=POLICY.replace("/.guard/**", "/.guard/policy.yaml")),
    Leaves("a policy without owner, where there is nobody", "G241", policy="id: 5f0c2b7e\nversion: 1\n"),
    Leaves("a column of an owned table", "G241", "  a: {does: [file.add], creates: [column:users.x, index:users.i]}\n"),
    Leaves("an owned symbol", "G241", "  a: {does: [file.add], drops: [symbol:old]}\n"),
    Leaves(
        "a column with an owner of its own",
        "G241",
        "  a: {does: [file.add], drops: [column:orders.x]}\n",
        policy=POLICY.replace("owners: {", "owners: {column:orders.x: identity, "),
    ),
    Leaves("consumers of an owned table", "G241"),
]


@pytest.mark.parametrize(
    ("resource", "why"),
    [("column:orders.x", "a table that two teams write to"), ("flag:new", "what nobody owns changes")],
)
def test_the_reason_speaks_of_what_it_is(resource: str, why: str) -> None:
    (found,) = flaws(f'  a: {{does: [file.add], creates: ["{resource}"]}}\n')
    assert found.rule == "G241"
    assert found.why.startswith(why)


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
