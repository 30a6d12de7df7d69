"""What never shares a phase, and what waits for a backfill."""

from __future__ import annotations

import pytest

from tests.lint.drafts import SAFE, Finds, Leaves, check, named

FILLED = SAFE + "  check: {after: {backfill: deployed 7d}, does: [HOW]}\n"


def both(name: str, one: str, other: str) -> Finds:
    """Two operations in one phase."""
    what, mend = (f"does {one}", other), (f"a: {{does: [{one}]}}", f"a-2: {{after: {{a: deployed}}, does: [{other}]}}")
    return Finds(name, "G244", "/phases/a/does", what, mend, f"  a: {{does: [{one}, {other}]}}\n")


NAMED = """\
  w: {does: [code.write.dual]}
  fill: {after: {w: deployed}, does: [data.backfill], creates: [column:users.new]}
  check: {does: [HOW], creates: [column:orders.x]}
"""
FINDS = [
    *(
        Finds(
            f"a check of what is filled, as far as is said: {mine}",
            "G244",
            "/phases/check/does",
            ("does schema.constraint.validate, and does not wait until fill is backfilled",),
            (),
            NAMED.replace("HOW", "schema.constraint.validate").replace(", creates: [column:orders.x]", mine),
        )
        for mine in ("", ", creates: [column:users.new]", ", drops: [table:users]")
    ),
    both("a constraint, added and validated", "schema.constraint.add_not_valid", "schema.constraint.validate"),
    both("a value, added and written", "schema.enum.add_value", "data.update"),
    both("rights, given and taken", "access.grant", "access.revoke"),
    both("a secret, added and taken out", "secret.add", "secret.remove"),
    both("a column, added and dropped", "schema.column.add", "schema.column.drop"),
    both("a table, made and dropped", "schema.table.create", "schema.table.drop"),
    both("CI beside other work", "ci.change", "file.modify"),
    both("owners beside other work", "owner.change", "flag.flip"),
    both("guard beside other work", "guard.config.change", "schema.column.add"),
    Finds(
        "expand and contract",
        "G244",
        "/phases/a/drops",
        ("creates symbol:new and drops symbol:old",),
        ("contract: {after: {a: deployed 7d}, does: [file.modify], drops: [symbol:old]}",),
        '  a: {does: [file.modify], creates: ["symbol:new"], drops: ["symbol:old"]}\n',
    ),
    *(
        Finds(
            f"{how} before the backfill is done",
            "G244",
            "/phases/check/does",
            (f"does {how}, and does not wait until backfill is backfilled",),
            ("check: {after: {backfill: backfilled remaining=0}}",),
            FILLED.replace("HOW", how),
        )
        for how in ("schema.column.set_not_null", "schema.constraint.validate", "code.read.switch")
    ),
    Finds(
        "a read switch beside the backfill",
        "G244",
        "/phases/switch-reads/does",
        ("does code.read.switch",),
        (),
        SAFE.replace("{backfill: backfilled}", "{dual-write: deployed}"),
    ),
    *(
        Finds(
            f"a backfill seen elsewhere, or not all of it: {edge}",
            "G244",
            "/phases/check/does",
            ("does schema.column.set_not_null, and does not wait until backfill is backfilled in production",),
            ("check: {after: {backfill: backfilled remaining=0}}",),
            FILLED.replace("HOW", "schema.column.set_not_null").replace("backfill: deployed 7d", f"backfill: {edge}"),
        )
        for edge in ("backfilled remaining=5000", "backfilled env=staging")
    ),
    Finds(
        "expand and contract, beside a contract",
        "G244",
        "/phases/a/drops",
        ("creates symbol:new and drops symbol:old",),
        ("contract-2: {after: {a: deployed 7d}, does: [code.ref.remove], drops: [symbol:old]}",),
        "  a: {does: [code.ref.add, code.ref.remove], creates: [symbol:new], drops: [symbol:old]}\n"
        "  contract: {does: [file.add]}\n",
    ),
]
LEAVES = [
    *(
        Leaves(f"{how}, of another table", "G244", NAMED.replace("HOW", how))
        for how in ("schema.column.set_not_null", "code.read.switch")
    ),
    Leaves("the safe order", "G244", SAFE),
    Leaves(
        "indexes, made and dropped",
        "G244",
        "  a: {does: [file.add], creates: [index:users.n], drops: [index:users.o]}\n",
    ),
    Leaves("a family that covers both", "G244", "  a: {does: [schema.constraint.*]}\n"),
    Leaves("what steers, together", "G244", "  a: {does: [ci.change, owner.change]}\n"),
    Leaves("a read switch in a plan that backfills nothing", "G244", "  a: {does: [code.read.switch]}\n"),
    Leaves(
        "a check behind the backfill",
        "G244",
        SAFE + "  check: {after: {switch-reads: complete, backfill: backfilled}, does: [schema.column.set_not_null]}\n",
    ),
    Leaves(
        "a check behind the backfill, where the policy is",
        "G244",
        FILLED.replace("HOW", "schema.column.set_not_null").replace(
            "deployed 7d}, does: [sch", "backfilled env=production}, does: [sch"
        ),
    ),
    Leaves(
        "a check behind a misspelt phase, of which G231 is told",
        "G244",
        FILLED.replace("HOW", "schema.column.set_not_null").replace("backfill: deployed 7d", "backfil: backfilled"),
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
