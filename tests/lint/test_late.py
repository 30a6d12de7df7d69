"""Late-writer invariants that start too late."""

from __future__ import annotations

import pytest

from tests.lint.drafts import SAFE, Finds, Leaves, check, named

WRITES = "absent: {{late-writes: {{text: old, in: /src/**, from: {0}}}}}\n"
MOVE = """\
  add: {does: [file.add]}
  move: {after: {add: complete}, does: [code.ref.add, file.modify]}
  gone: {after: {move: complete}, does: [code.ref.remove], drops: [symbol:old]}
  after: {after: {gone: complete}, does: [file.modify]}
"""
TWO = """\
  one: {does: [code.write.dual]}
  two: {after: {one: deployed}, does: [code.write.dual]}
  fill: {after: {two: deployed}, does: [data.backfill]}
"""
FLAG = """\
  test: {does: [file.add]}
  ask: {after: {test: complete}, does: [code.ref.remove]}
  rest: {after: {ask: complete}, does: [code.ref.remove, file.modify]}
  look: {after: {rest: complete}, does: []}
  gone: {after: {look: complete}, does: [flag.remove]}
"""
FINDS = [
    Finds(
        "from the second dual write on",
        "G246",
        "/absent/late-writes/from",
        ("holds only from two on, and the dual write begins with one",),
        ("late-writes: {from: one}",),
        TWO,
        WRITES.format("two"),
    ),
    *(
        Finds(
            f"a flag, from {phase} on",
            "G246",
            "/absent/late-writes/from",
            ("rest changes the code before gone without it",),
            ("late-writes: {from: test}",),
            FLAG.replace("[flag.remove]", does),
            WRITES.format(phase),
        )
        for phase in ("rest", "look", "gone")
        for does in ("[flag.remove]", '[flag.remove], drops: ["flag:new"]')
        if phase != "gone" or "drops" not in does  # that one is told of the drop
    ),
    *(
        Finds(
            f"from {phase} on",
            "G246",
            "/absent/late-writes/from",
            (f"holds only from {phase} on, and the dual write begins with dual-write",),
            ("late-writes: {from: dual-write}",),
            SAFE,
            WRITES.format(phase),
        )
        for phase in ("backfill", "switch-reads", "contract")
    ),
    *(
        Finds(
            f"without a dual write, from {phase} on",
            "G246",
            "/absent/late-writes/from",
            ("and gone drops without it",),
            ("late-writes: {from: add}",),
            MOVE,
            WRITES.format(phase),
        )
        for phase in ("gone", "after")
    ),
    Finds(
        "from the backfill on, without a dual write",
        "G246",
        "/absent/late-writes/from",
        ("and fill backfills without it",),
        (),
        "  fill: {does: [data.backfill]}\n  b: {after: {fill: complete}, does: [file.add]}\n",
        WRITES.format("b"),
    ),
]
LEAVES = [
    Leaves("from the first of two dual writes on", "G246", TWO, WRITES.format("one")),
    Leaves(
        "a flag, in a plan that writes to both and neither fills nor drops",
        "G246",
        "  w: {does: [code.write.dual]}\n  a: {after: {w: complete}, does: [file.add]}\n"
        "  b: {after: {a: complete}, does: [code.ref.remove]}\n  gone: {after: {b: complete}, does: [flag.remove]}\n",
        WRITES.format("a"),
    ),
    *(Leaves(f"a flag, from {phase} on", "G246", FLAG, WRITES.format(phase)) for phase in ("test", "ask")),
    Leaves("from the dual write on", "G246", SAFE, WRITES.format("dual-write")),
    Leaves("from before it on", "G246", SAFE, WRITES.format("expand")),
    Leaves("always", "G246", SAFE, "absent: {late-writes: {text: old, in: /src/**}}\n"),
    Leaves("from the last phase before the drop on", "G246", MOVE, WRITES.format("move")),
    Leaves("from a phase that is not there", "G246", SAFE, WRITES.format("no-such")),
    Leaves(
        "in a plan that neither fills nor drops",
        "G246",
        "  a: {does: [file.add]}\n  b: {after: {a: complete}, does: [file.modify]}\n",
        WRITES.format("b"),
    ),
    Leaves(
        "a dual write behind a misspelt phase, of which G231 is told",
        "G246",
        SAFE.replace("{expand: deployed}", "{expnd: deployed}"),
        WRITES.format("expand"),
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
