"""Phases that can never begin."""

from __future__ import annotations

import pytest

from tests.lint.drafts import POLICY, Finds, Leaves, check, flaws, named

FINDS = [
    Finds(
        "deployed of a discovery",
        "G232",
        "/phases/b/after/a",
        ("a changes nothing",),
        ("b: {after: {a: complete}}",),
        "  a: {does: []}\n  b: {after: {a: deployed}, does: [file.add]}\n",
    ),
    Finds(
        "deployed of what is done outside",
        "G232",
        "/phases/b/after/a",
        ("a happens outside",),
        ("b: {after: {a: complete}}",),
        '  a: {outside: "rotate in Vault"}\n  b: {after: {a: deployed 7d}, does: [file.add]}\n',
    ),
    Finds(
        "backfilled of a phase that writes no data",
        "G232",
        "/phases/c/after/b",
        ("b writes no data",),
        ("c: {after: {a: backfilled}}",),
        "  a: {does: [data.backfill]}\n  b: {after: {a: complete}, does: [file.add]}\n"
        "  c: {after: {b: backfilled}, does: [file.add]}\n",
    ),
    Finds(
        "backfilled where nothing backfills but what comes later",
        "G232",
        "/phases/b/after/a",
        ("a writes no data",),
        (
            "dual-write: {does: [code.write.dual]}",
            "backfill: {after: {dual-write: deployed 24h}, does: [data.backfill]}",
        ),
        "  a: {does: [data.read]}\n  b: {after: {a: backfilled}, does: [data.update]}\n",
    ),
    Finds(
        "drained where nothing can drain",
        "G232",
        "/phases/b/after/a",
        ("a has no sites",),
        ("a: {does: [code.read.switch], sites: NAME}",),
        "  a: {does: [schema.column.add]}\n  b: {after: {a: drained}, does: [file.add]}\n",
    ),
    Finds(
        "one of two edges",
        "G232",
        "/phases/b/after/a",
        ("until a is drained",),
        (),
        "  a: {does: [file.add]}\n  b: {after: {a: [deployed, drained]}, does: [file.add]}\n",
    ),
    Finds(
        "backfilled where there is a dual write alone",
        "G232",
        "/phases/b/after/both",
        ("both writes no data",),
        ("write the phase that does: backfill: {after: {both: deployed 24h}, does: [data.backfill]}",),
        "  both: {does: [code.write.dual]}\n  b: {after: {both: backfilled}, does: [file.add]}\n",
    ),
]
LEAVES = [
    Leaves("complete of a discovery", "G232", "  a: {does: []}\n  b: {after: {a: complete}, does: [file.add]}\n"),
    Leaves("complete of what is outside", "G232", "  a: {outside: x}\n  b: {after: {a: complete}, does: [file.add]}\n"),
    Leaves(
        "rehearsed of anything", "G232", "  a: {does: [file.add]}\n  b: {after: {a: rehearsed}, does: [file.add]}\n"
    ),
    Leaves("backfilled outside", "G232", "  a: {outside: x}\n  b: {after: {a: backfilled}, does: [file.add]}\n"),
    Leaves(
        "backfilled by code", "G232", "  a: {does: [opaque.code]}\n  b: {after: {a: backfilled}, does: [file.add]}\n"
    ),
    Leaves(
        "backfilled by an operation of the house",
        "G232",
        "  a: {does: [house.fill]}\n  b: {after: {a: backfilled}, does: [file.add]}\n",
        policy=POLICY + 'detect: {house.fill: {go: "fill()", finds: "fill()"}}\n',
    ),
    Leaves(
        "drained of a table with consumers",
        "G232",
        "  a: {does: [schema.column.add], creates: [column:users.new]}\n  b: {after: {a: drained}, does: [file.add]}\n",
    ),
    Leaves("drained of a flag", "G232", "  a: {does: [flag.flip]}\n  b: {after: {a: drained}, does: [file.add]}\n"),
    Leaves(
        "drained of sites",
        "G232",
        "  a: {does: [file.modify], sites: s}\n  b: {after: {a: drained}, does: [file.add]}\n",
        "sites: {s: {text: old, in: /src/**, count: 1}}\n",
    ),
    Leaves(
        "any of it in a circle, which is told as one",
        "G232",
        "  a: {after: {b: drained}, does: []}\n  b: {after: {a: deployed}, does: []}\n",
    ),
]


def test_what_comes_after_a_phase_that_never_begins_never_begins_either() -> None:
    found = flaws(
        "  a: {does: []}\n  b: {after: {a: deployed}, does: [file.add]}\n"
        "  c: {after: {b: complete}, does: [file.add]}\n"
    )
    assert [flaw.place for flaw in found if flaw.rule == "G232"] == ["/phases/b/after/a", "/phases/c/after/b"]
    assert found[1].what == "phase c comes after b, which can never begin"


def test_what_never_begins_in_another_plan_holds_this_one_up() -> None:
    other = (
        "plan: other\nversion: 1\nowner: dana\nwhy: x\nscope: {paths: [/a]}\n"
        "phases:\n  a: {does: []}\n  b: {after: {a: deployed}, does: [file.add]}\n"
    )
    (found,) = flaws("  c: {after: {other/b: complete}, does: [file.add]}\n", others=(other,))
    assert (found.rule, found.place) == ("G232", "/phases/c/after/other~1b")


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
