"""Backfills without a dual write before them."""

from __future__ import annotations

import re

import pytest

from tests.lint.drafts import SAFE, Finds, Leaves, check, flaws, named

EXPAND = "  expand: {does: [schema.column.add], creates: [column:users.new]}\n"
TABLE = "  make: {does: [schema.table.create], creates: [table:users]}\n"
BARE = "  expand: {does: [schema.column.add]}\n"


def fills(does: str, first: str = EXPAND, edge: str = "expand: deployed") -> str:
    """A phase that fills, right behind the one that makes what it fills."""
    return first + f"  fill: {{after: {{{edge}}}, does: [{does}]}}\n"


WAITS = "  next: {after: {fill: backfilled}, does: [file.add]}\n"
FINDS = [
    Finds(
        "no dual write",
        "G239",
        "/phases/backfill/does",
        ("does data.backfill, and no phase before it does code.write.dual",),
        ("dual-write: {does: [code.write.dual]}", "backfill: {after: {dual-write: deployed 24h}}"),
        SAFE.replace("code.write.dual", "file.modify"),
    ),
    Finds(
        "a pattern that could write to both",
        "G239",
        "/phases/backfill/does",
        ("no phase before it does code.write.dual",),
        (),
        SAFE.replace("code.write.dual", "code.write.*"),
    ),
    Finds(
        "a dual write that may not be deployed",
        "G239",
        "/phases/backfill/does",
        ("does not wait until dual-write is deployed",),
        ("backfill: {after: {dual-write: deployed 24h}}",),
        SAFE.replace("{dual-write: deployed 24h}", "{dual-write: complete}"),
    ),
    Finds(
        "a pattern that covers a backfill",
        "G239",
        "/phases/a/does",
        ("does data.backfill",),
        (),
        "  a: {does: [data.*]}\n",
    ),
    Finds(
        "an update after the plan made a column",
        "G239",
        "/phases/backfill/does",
        ("does data.update",),
        (),
        SAFE.replace("code.write.dual", "file.modify").replace("data.backfill", "data.update"),
    ),
    Finds(
        "a dual write that is deployed elsewhere",
        "G239",
        "/phases/backfill/does",
        ("does not wait until dual-write is deployed in production",),
        ("backfill: {after: {dual-write: deployed 24h}}",),
        SAFE.replace("{dual-write: deployed 24h}", "{dual-write: deployed 24h env=staging}"),
    ),
    Finds(
        "a dual write behind it",
        "G239",
        "/phases/backfill/does",
        ("no phase before it does code.write.dual",),
        ("dual-write-2: {does: [code.write.dual]}, backfill: {after: {dual-write-2: deployed 24h}}",),
        "  backfill: {does: [data.backfill]}\n  dual-write: {after: {backfill: complete}, does: [code.write.dual]}\n",
    ),
    *(
        Finds(
            f"{does} into a column the plan makes",
            "G239",
            "/phases/fill/does",
            (f"does {does}, and no phase before it does code.write.dual",),
            ("dual-write: {after: {expand: deployed}, does: [code.write.dual]}", "fill: {after: {dual-write: "),
            fills(does, first),
        )
        for does in ("data.copy", "data.insert", "data.insert_select", "data.merge", "opaque.raw_sql", "opaque.code")
        for first in (EXPAND, BARE)  # it is what is done that tells, with or without `creates`
    ),
    Finds(
        "a column that is made and filled at once",
        "G239",
        "/phases/a/does",
        ("does data.update",),
        (),
        "  a: {does: [schema.column.add, data.update]}\n",
    ),
    *(
        Finds(
            f"awaited as backfilled: {does}",
            "G239",
            "/phases/fill/does",
            ("no phase before it does code.write.dual",),
            ("dual-write: {does: [code.write.dual]}",),
            f"  fill: {{does: [{does}]}}\n{WAITS}",
        )
        for does in ("data.update", "data.copy", "data.insert", "opaque.raw_sql")
    ),
    Finds(
        "awaited as backfilled, and done outside",
        "G239",
        "/phases/fill/outside",
        ("fill is awaited as backfilled, and no phase",),
        (),
        f"  fill: {{outside: a job in the console}}\n{WAITS}",
    ),
    Finds(
        "awaited as backfilled by another plan",
        "G239",
        "/phases/fill/does",
        ("is awaited as backfilled",),
        (),
        "  fill: {does: [data.update]}\n",
        others=(
            f"plan: o\nversion: 1\nowner: dana\nwhy: x\nscope: {{paths: [/a]}}\nphases:\n{WAITS}".replace(
                "fill:", "p/fill:"
            ),
        ),
    ),
    *(
        Finds(
            f"a table that is filled from an old one: {more}",
            "G239",
            "/phases/fill/does",
            ("does data.insert_select",),
            (),
            fills("data.insert_select", TABLE, "make: deployed")
            + f"  s: {{after: {{fill: complete}}, does: [{more}]}}\n",
        )
        for more in ("code.read.switch", "code.write.dual", "schema.trigger.create")
    ),
    Finds(
        "a table and a column, of which nobody says which is filled",
        "G239",
        "/phases/fill/does",
        ("does data.insert",),
        (),
        TABLE + fills("data.insert", edge="expand: deployed, make: deployed"),
    ),
    Finds(
        "a dual write before there is a column",
        "G239",
        "/phases/w/does",
        ("w does code.write.dual, and does not wait until expand has made what it writes to",),
        ("w: {after: {expand: deployed}}",),
        "  w: {does: [code.write.dual]}\n" + EXPAND,
    ),
    Finds(
        "a backfill before there is a column",
        "G239",
        "/phases/fill/does",
        ("fill does data.backfill, and does not wait until expand has made",),
        ("let expand go first", "fill: {after: {expand: deployed}}, instead of the other way"),
        "  t: {does: [schema.trigger.create]}\n  fill: {after: {t: deployed}, does: [data.backfill]}\n"
        "  expand: {after: {fill: complete}, does: [schema.column.add]}\n",
    ),
]
LEAVES = [
    *(
        Leaves(f"a table of its own, seeded: {does}", "G239", fills(does, first, "make: deployed"))
        for does in ("data.insert", "data.insert_select", "data.copy")
        for first in (TABLE, "  make: {does: [schema.table.create]}\n")
    ),
    Leaves("made and seeded at once", "G239", "  a: {does: [schema.table.create, data.insert]}\n"),
    Leaves("what nobody can read, where the plan makes nothing", "G239", "  a: {does: [opaque.raw_sql]}\n"),
    Leaves("a trigger that writes to both", "G239", SAFE.replace("code.write.dual", "schema.trigger.create")),
    Leaves(
        "a column and its trigger at once",
        "G239",
        "  a: {does: [schema.column.add, schema.trigger.create], creates: [column:users.new]}\n"
        "  fill: {after: {a: deployed}, does: [data.backfill]}\n",
    ),
    Leaves("a dual write where nothing is made", "G239", "  w: {does: [code.write.dual]}\n"),
    Leaves("the safe order", "G239", SAFE),
    Leaves("an update of what was there before", "G239", "  a: {does: [data.update, data.insert]}\n"),
    Leaves(
        "a dual write two phases before",
        "G239",
        "  w: {does: [code.write.dual]}\n  b: {after: {w: deployed}, does: [file.add]}\n"
        "  c: {after: {b: complete}, does: [data.backfill]}\n",
    ),
    Leaves(
        "the environment of the policy, by name",
        "G239",
        SAFE.replace("{dual-write: deployed 24h}", "{dual-write: deployed 24h env=production}"),
    ),
    Leaves(
        "a phase behind a misspelt one, of which G231 is told",
        "G239",
        SAFE.replace("{dual-write: deployed 24h}", "{dual-wriet: deployed 24h}"),
    ),
]


@pytest.mark.parametrize("row", [row for row in FINDS if "creates: [column" in row.phases], ids=named)
def test_what_is_found_does_not_go_away_with_the_declaration(row: Finds) -> None:
    bare = re.sub(r",\s*creates: \[[^]]*\]", "", row.phases)
    assert bare != row.phases
    assert "G239" in {flaw.rule for flaw in flaws(bare, row.head, row.policy, row.others)}


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
