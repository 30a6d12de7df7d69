"""The order a policy asks for."""

from __future__ import annotations

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, flaws, named

APART = POLICY + "order: [{apart: [schema.*, data.*]}]\n"
FIRST = POLICY + "order: [{first: code.write.dual, then: data.backfill, needs: deployed 24h}]\n"
BARE = POLICY + "order: [{first: schema.*, then: flag.flip}]\n"


def rules(*texts: str) -> str:
    return POLICY + f"order: [{', '.join(texts)}]\n"


FINDS = [
    *(
        Finds(
            f"the opposite of what guard asks for: {first}",
            "G244",
            "/order",
            (f"{first} comes first and {then} then, and guard asks for the opposite",),
            ("lead one way",),
            policy=rules(f"{{first: {first}, then: {then}}}"),
        )
        for first, then in (
            ("schema.column.drop", "code.write.stop"),
            ("schema.table.drop", "code.write.*"),
            ("data.backfill", "code.write.dual"),
        )
    ),
    Finds(
        "a side that stands alone",
        "G244",
        "/order",
        ("data.* is kept apart from nothing but itself",),
        ("apart: [schema.*, data.*]",),
        policy=rules("{apart: [data.*, data.*]}"),
    ),
    Finds(
        "drained, of what cannot run dry",
        "G244",
        "/order",
        ("schema.column.add must be drained before flag.flip, and there is nothing of it",),
        ("needs: deployed",),
        policy=rules("{first: schema.column.add, then: flag.flip, needs: drained}").replace(
            "consumers: {table:users: [api, worker]}\n", ""
        ),
    ),
    Finds(
        "two sides in one phase",
        "G244",
        "/phases/a/does",
        ("does data.update and schema.column.add, which the policy keeps apart (data.*, schema.*)",),
        ("a: {does:", "a-2: {after: {a: deployed}"),
        "  a: {does: [schema.column.add, data.update]}\n",
        policy=APART,
    ),
    Finds(
        "nothing comes first",
        "G244",
        "/phases/a/does",
        ("a does data.backfill, and no phase before it does code.write.dual",),
        ("code-write-dual: {does: [code.write.dual]}", "a: {after: {code-write-dual: deployed 1d}}"),
        "  a: {does: [data.backfill]}\n",
        policy=FIRST,
    ),
    Finds(
        "a pattern that covers what comes then",
        "G244",
        "/phases/a/does",
        ("a does data.backfill",),
        (),
        "  a: {does: [data.*]}\n",
        policy=FIRST,
    ),
    *(
        Finds(
            f"an edge that is not enough: {edge}",
            "G244",
            "/phases/b/does",
            ("does not wait until a (code.write.dual) is deployed 1d",),
            ("b: {after: {a: deployed 1d}}",),
            f"  a: {{does: [code.write.dual]}}\n  b: {{after: {{a: {edge}}}, does: [data.backfill]}}\n",
            policy=FIRST,
        )
        for edge in ("complete 24h", "deployed 23h", "deployed 24h env=staging")
    ),
    Finds(
        "an order without an edge",
        "G244",
        "/phases/a/does",
        ("no phase before it does schema.*",),
        ("schema-column-add: {does: [schema.column.add]}, a: {after: {schema-column-add: complete}}",),
        "  a: {does: [flag.flip]}\n",
        policy=BARE,
    ),
    Finds(
        "sides that overlap",
        "G244",
        "/order",
        ("schema.* and schema.column.add are kept apart",),
        ("apart:",),
        policy=rules("{apart: [schema.*, schema.column.add]}"),
    ),
    Finds(
        "what comes before itself",
        "G244",
        "/order",
        ("code.write.dual comes first and code.* then",),
        (),
        policy=rules("{first: code.write.dual, then: code.*}"),
    ),
    Finds(
        "backfilled of what writes no data",
        "G244",
        "/order",
        ("code.write.dual writes no data",),
        ("needs: deployed",),
        policy=rules("{first: code.write.dual, then: code.read.switch, needs: backfilled}"),
    ),
    Finds(
        "an edge that lets some remain",
        "G244",
        "/phases/b/does",
        ("does not wait until a (data.backfill) is backfilled,",),
        ("b: {after: {a: backfilled}}",),
        "  w: {does: [code.write.dual]}\n  a: {after: {w: deployed}, does: [data.backfill]}\n"
        "  b: {after: {a: backfilled remaining=5}, does: [flag.flip]}\n",
        policy=rules("{first: data.backfill, then: flag.flip, needs: backfilled}"),
    ),
    Finds(
        "the environment of the policy, where another is asked for",
        "G244",
        "/phases/b/does",
        ("is deployed env=staging, as the policy asks",),
        ("b: {after: {a: deployed env=staging}}",),
        "  a: {does: [code.write.dual]}\n  b: {after: {a: deployed 7d}, does: [flag.flip]}\n",
        policy=rules("{first: code.write.dual, then: flag.flip, needs: deployed env=staging}"),
    ),
    Finds(
        "what comes first and can never be backfilled",
        "G244",
        "/phases/b/does",
        ("no phase before it does data.* of which backfilled can be told",),
        (
            "data-backfill: {after: {dual-write: deployed 24h}, does: [data.backfill]}",
            "b: {after: {data-backfill: backfilled}}",
        ),
        "  a: {does: [data.read]}\n  b: {after: {a: complete}, does: [flag.flip]}\n",
        policy=rules("{first: data.*, then: flag.flip, needs: backfilled}"),
    ),
    Finds(
        "two that come first, of which one can be backfilled",
        "G244",
        "/phases/b/does",
        ("does not wait until a (data.*) is backfilled",),
        ("b: {after: {a: backfilled}}",),
        "  w: {does: [code.write.dual]}\n  a: {after: {w: deployed}, does: [data.insert]}\n"
        "  r: {after: {a: complete}, does: [data.read]}\n  b: {after: {r: complete}, does: [flag.flip]}\n",
        policy=rules("{first: data.*, then: flag.flip, needs: backfilled}"),
    ),
    Finds(
        "two sides, beside a phase of the name",
        "G244",
        "/phases/a/does",
        ("which the policy keeps apart",),
        ("a-3: {after: {a: deployed}",),
        "  a: {does: [schema.column.add, data.insert]}\n  a-2: {does: [file.add]}\n",
        policy=APART,
    ),
    Finds(
        "of several that may come first, one that can be taken back",
        "G244",
        "/phases/a/does",
        ("no phase before it does schema.enum.*",),
        ("schema-enum-rename-value: {does: [schema.enum.rename_value]}",),
        "  a: {does: [flag.flip]}\n",
        policy=rules("{first: schema.enum.*, then: flag.flip}"),
    ),
]
LEAVES = [
    *(
        Leaves(f"what guard asks for itself: {first}", "G244", policy=rules(f"{{first: {first}, then: {then}}}"))
        for first, then in (
            ("code.write.stop", "schema.column.drop"),
            ("schema.*", "code.write.stop"),
            ("code.write.dual", "data.*"),
            ("data.*", "code.write.dual"),
        )
    ),
    Leaves(
        "drained, of what has consumers", "G244", policy=rules("{first: schema.*, then: flag.flip, needs: drained}")
    ),
    Leaves(
        "drained, of code",
        "G244",
        policy=rules("{first: code.*, then: flag.flip, needs: drained}").replace("consumers:", "inventories: {}\n#"),
    ),
    Leaves("one side", "G244", "  a: {does: [schema.column.add, file.modify]}\n", policy=APART),
    Leaves(
        "a side in each phase", "G244", "  a: {does: [schema.column.add]}\n  b: {does: [data.update]}\n", policy=APART
    ),
    Leaves("everything, which is on no side", "G244", '  a: {does: ["*"]}\n', policy=APART),
    Leaves(
        "the edge that is asked for, or more",
        "G244",
        "  a: {does: [code.write.dual]}\n  b: {after: {a: deployed 7d}, does: [data.backfill]}\n",
        policy=FIRST,
    ),
    Leaves(
        "an edge on the way",
        "G244",
        "  a: {does: [code.write.dual]}\n  b: {after: {a: deployed 24h}, does: [file.add]}\n"
        "  c: {after: {b: complete}, does: [data.backfill]}\n",
        policy=FIRST,
    ),
    Leaves("a plan without either", "G244", "  a: {does: [file.add]}\n", policy=FIRST),
    Leaves(
        "rules that can be met",
        "G244",
        policy=rules(
            "{apart: [schema.*, data.*]}",
            "{first: schema.*, then: data.*, needs: deployed}",
            "{first: data.backfill, then: schema.constraint.validate, needs: backfilled}",
        ),
    ),
    Leaves("what comes first of its own family", "G244", policy=rules("{first: data.*, then: data.backfill}")),
    Leaves(
        "the environment of the policy, by name",
        "G244",
        "  a: {does: [code.write.dual]}\n  b: {after: {a: deployed 24h env=production}, does: [data.backfill]}\n",
        policy=FIRST,
    ),
    Leaves(
        "the environment of the policy, which the rule names",
        "G244",
        "  a: {does: [code.write.dual]}\n  b: {after: {a: deployed}, does: [flag.flip]}\n",
        policy=rules("{first: code.write.dual, then: flag.flip, needs: deployed env=production}"),
    ),
    Leaves(
        "fewer that remain than the rule bears",
        "G244",
        "  w: {does: [code.write.dual]}\n  a: {after: {w: deployed}, does: [data.backfill]}\n"
        "  b: {after: {a: backfilled remaining=3}, does: [flag.flip]}\n",
        policy=rules("{first: data.backfill, then: flag.flip, needs: backfilled remaining=5}"),
    ),
    Leaves(
        "a phase behind a misspelt one, of which G231 is told",
        "G244",
        "  a: {does: [code.write.dual]}\n  b: {after: {x: deployed 24h}, does: [data.backfill]}\n",
        policy=FIRST,
    ),
]


def test_rules_in_a_circle_are_each_told() -> None:
    found = flaws(
        policy=rules("{first: code.write.dual, then: flag.flip}", "{first: flag.flip, then: code.write.dual}")
    )
    assert [(flaw.rule, flaw.place) for flaw in found] == [("G244", "/order")] * 2
    assert "flag.flip itself can never come" in found[1].what


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
