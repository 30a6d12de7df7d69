"""Operations that guard does not know."""

from __future__ import annotations

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, named

HOUSE = 'detect: {house.audit: {go: "audit.Log($$$)", finds: "audit.Log(1)"}}\n'
FINDS = [
    Finds(
        "a misspelt operation",
        "G235",
        "/phases/a/does",
        ("a does schema.colum.add",),
        ("did you mean schema.column.add?",),
        "  a: {does: [schema.colum.add]}\n",
    ),
    Finds(
        "a family without its star",
        "G235",
        "/phases/a/does",
        ("schema.column,",),
        ("did you mean schema.column.*?",),
        "  a: {does: [schema.column]}\n",
    ),
    Finds("a family there is not", "G235", "/phases/a/does", ("sql.*",), ("under detect:",), "  a: {does: [sql.*]}\n"),
    Finds(
        "an operation of the house, misspelt",
        "G235",
        "/phases/a/does",
        ("house.audti",),
        ("did you mean house.audit?",),
        "  a: {does: [house.audti]}\n",
        policy=POLICY + HOUSE,
    ),
    Finds(
        "in needs_plan",
        "G235",
        "/needs_plan",
        ("needs_plan names shcema.*",),
        ("did you mean schema.*?",),
        policy=POLICY + "needs_plan: [shcema.*]\n",
    ),
    Finds(
        "in routine",
        "G235",
        "/routine",
        ("routine names files.*",),
        ("did you mean file.*?",),
        policy=POLICY + "routine: [{paths: [/docs/**], does: [files.*]}]\n",
    ),
    Finds(
        "in order",
        "G235",
        "/order",
        ("order names code.write.duel",),
        ("did you mean code.write.dual?",),
        policy=POLICY + "order: [{first: code.write.duel, then: data.backfill}]\n",
    ),
    Finds(
        "in what is kept apart",
        "G235",
        "/order",
        ("order names dta.*",),
        ("did you mean data.*?",),
        policy=POLICY + "order: [{apart: [schema.*, dta.*]}]\n",
    ),
]
LEAVES = [
    Leaves("ids, families and everything", "G235", '  a: {does: [file.modify, schema.*, opaque.*, "*"]}\n'),
    Leaves("an operation of the house", "G235", "  a: {does: [house.audit, house.*]}\n", policy=POLICY + HOUSE),
    Leaves(
        "a policy", "G235", policy=POLICY + HOUSE + 'needs_plan: ["*", house.*]\norder: [{apart: [schema.*, data.*]}]\n'
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
