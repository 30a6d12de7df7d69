"""Drops without stop-writes and evidence before them."""

from __future__ import annotations

import re

import pytest

from tests.lint.drafts import POLICY, SAFE, Finds, Leaves, check, flaws, named

RIGHTS = POLICY.replace("owners: {", 'owners: {"role:old": platform, "role:new": platform, "secret:old": platform, ')


def safe(old: str, new: str) -> str:
    """The safe plan with one thing otherwise."""
    assert old in SAFE
    return SAFE.replace(old, new)


def dropped(*phases: str, after: str) -> str:
    """What comes first, the reads switched, and in the end a table dropped."""
    drop = f"  drop: {{after: {{{after}}}, does: [schema.table.drop], irreversible: docs/runbook.md#restore}}\n"
    return SWITCH + "".join([f"  {phase}\n" for phase in phases]) + drop


def elsewhere(resource: str) -> str:
    """Another plan, which switches reads and stops writes of a resource."""
    return (
        "plan: other\nversion: 1\nowner: dana\nwhy: x\nscope: {paths: [/a]}\n"
        f"phases:\n  make: {{does: [schema.column.add], creates: [{resource}]}}\n"
        "  switch: {after: {make: deployed}, does: [code.read.switch]}\n"
        "  stop: {after: {switch: deployed}, does: [code.write.stop]}\n"
    )


SWITCH = "  switch: {does: [code.read.switch]}\n"
STOP = "stop: {after: {switch: deployed 7d}, does: [code.write.stop]}"
DROP = (
    "  a: {after: {other/stop: deployed 7d}, does: [schema.column.drop], drops: [column:users.old],\n"
    "      irreversible: docs/runbook.md#restore}\n"
)
FINDS = [
    *(
        Finds(
            f"a drop in other clothes: {does}",
            "G238",
            "/phases/end/does",
            (f"end does {does}, and no phase before it does code.write.stop",),
            ("stop-writes: {after: {switch: deployed 7d}, does: [code.write.stop, file.modify]}",),
            SWITCH
            + f"  end: {{after: {{switch: deployed 7d}}, does: [{does}], irreversible: docs/runbook.md#restore}}\n",
        )
        for does in (
            "schema.column.rename",
            "schema.table.rename",
            "schema.column.change_type",
            "schema.partition.detach",
            "data.truncate",
            "data.delete_all",
        )
    ),
    Finds(
        "a drop behind two phases",
        "G238",
        "/phases/drop/does",
        ("no phase before it does code.write.stop",),
        ("stop-writes: {after: {switch: deployed 7d, w: deployed 7d}, does:",),
        dropped("w: {does: [file.modify]}", after="switch: deployed 7d, w: complete"),
    ),
    Finds(
        "a second stop that is complete alone",
        "G238",
        "/phases/drop/does",
        ("does not wait until stop-2 is deployed",),
        ("drop: {after: {stop-2: deployed 7d}}",),
        dropped(STOP, "stop-2: {after: {stop: deployed 7d}, does: [code.write.stop]}", after="stop-2: complete"),
    ),
    Finds(
        "a second read switch, after the stop",
        "G238",
        "/phases/drop/does",
        ("switch-2 does not switch the reads before the writes stop (stop)",),
        ("stop-writes: {after: {switch-2: deployed 7d}", "drop: {after: {stop-writes: deployed 7d}}"),
        dropped(STOP, "switch-2: {after: {stop: deployed 7d}, does: [code.read.switch]}", after="switch-2: deployed"),
    ),
    Finds(
        "a second read switch that is complete alone",
        "G238",
        "/phases/drop/does",
        ("nothing waits until switch-2 is deployed in production",),
        ("stop: {after: {switch-2: deployed 7d}}",),
        dropped(
            "switch-2: {after: {switch: deployed}, does: [code.read.switch]}",
            "stop: {after: {switch-2: complete}, does: [code.write.stop]}",
            after="stop: deployed 7d",
        ).replace("{stop: deployed 7d}", "{stop: drained 7d}"),
    ),
    Finds(
        "a dual write between stop and drop",
        "G238",
        "/phases/drop/does",
        ("after stop again writes to both places again",),
        ("stop-writes: {after: {again: deployed 7d}, does: [code.write.stop, file.modify]}",),
        dropped(STOP, "again: {after: {stop: deployed 7d}, does: [code.write.dual]}", after="again: deployed 7d"),
    ),
    Finds(
        "a soak before the stop is deployed",
        "G238",
        "/phases/drop/does",
        ("does not wait until stop is deployed and has soaked",),
        (),
        dropped(STOP, "w: {after: {stop: complete 7d}, does: [file.modify]}", after="w: complete, stop: deployed"),
    ),
    Finds(
        "a rehearsal, which may be long past",
        "G238",
        "/phases/drop/does",
        ("does not wait until stop is deployed and has soaked",),
        (),
        dropped(STOP, "w: {after: {stop: deployed}, does: [file.modify]}", after="w: rehearsed 7d"),
    ),
    Finds(
        "no stop-writes",
        "G238",
        "/phases/contract/drops",
        ("drops column:users.old", "no phase before it does code.write.stop"),
        ("stop-writes: {does: [code.write.stop, file.modify]}, contract: {after: {stop-writes: deployed 7d}}",),
        safe("code.write.stop", "file.modify"),
    ),
    Finds(
        "a pattern that could stop writes",
        "G238",
        "/phases/contract/drops",
        ("no phase before it does code.write.stop",),
        (),
        safe("code.write.stop", "code.*"),
    ),
    Finds(
        "stop-writes beside it",
        "G238",
        "/phases/contract/drops",
        ("no phase before it does code.write.stop",),
        (),
        safe("contract: {after: {stop-writes: deployed 7d}", "contract: {after: {switch-reads: deployed 7d}"),
    ),
    Finds(
        "stop-writes without a soak",
        "G238",
        "/phases/contract/drops",
        ("does not wait until stop-writes is deployed and has soaked",),
        ("contract: {after: {stop-writes: deployed 7d}}",),
        safe("contract: {after: {stop-writes: deployed 7d}", "contract: {after: {stop-writes: deployed}"),
    ),
    Finds(
        "stop-writes complete and not deployed",
        "G238",
        "/phases/contract/drops",
        ("does not wait until stop-writes is deployed",),
        (),
        safe("contract: {after: {stop-writes: deployed 7d}", "contract: {after: {stop-writes: complete 7d}"),
    ),
    Finds(
        "no read switch",
        "G238",
        "/phases/contract/drops",
        ("no phase before it switches the reads",),
        ("switch-reads: {after: {backfill: backfilled}, does: [code.read.switch, file.modify]}, stop-writes: {after:",),
        safe("code.read.switch", "file.modify"),
    ),
    Finds(
        "reads and writes in one phase",
        "G238",
        "/phases/contract/drops",
        ("stop-writes does not switch the reads before the writes stop (stop-writes)",),
        ("stop-writes: {after: {switch-reads: deployed 7d}}",),
        safe("[code.read.switch]", "[file.modify]").replace("[code.write.stop]", "[code.write.stop, code.read.switch]"),
    ),
    Finds(
        "reads switched and not deployed",
        "G238",
        "/phases/contract/drops",
        ("nothing waits until switch-reads is deployed",),
        ("stop-writes: {after: {switch-reads: deployed 7d}}",),
        safe("{switch-reads: deployed 7d}", "{switch-reads: complete}"),
    ),
    Finds(
        "a table, by what is done",
        "G238",
        "/phases/contract/does",
        ("does schema.table.drop, and no phase before it does code.write.stop",),
        (),
        safe("code.write.stop", "file.modify").replace(
            "schema.column.drop], drops: [column:users.old", "schema.table.drop"
        ),
    ),
    Finds(
        "a pattern that covers a drop",
        "G238",
        "/phases/contract/does",
        ("may do schema.column.drop (schema.*), and no phase before it does code.write.stop",),
        (),
        safe("code.write.stop", "file.modify").replace("schema.column.drop], drops: [column:users.old", "schema.*"),
    ),
    Finds(
        "a role nobody was seen to leave",
        "G238",
        "/phases/revoke/drops",
        ("drops role:old, and waits for no evidence",),
        ("revoke: {after: {switch: deployed 7d}}",),
        "  switch: {does: [file.modify]}\n"
        "  revoke: {after: {switch: complete}, does: [file.modify], drops: [role:old]}\n",
        policy=RIGHTS,
    ),
    Finds(
        "a secret, after what only adds",
        "G238",
        "/phases/revoke/does",
        ("does secret.remove",),
        (),
        "  add: {does: [secret.add, access.grant]}\n  revoke: {after: {add: deployed 7d}, does: [secret.remove]}\n",
    ),
    Finds(
        "a pattern that covers a revoke",
        "G238",
        "/phases/revoke/does",
        ("may do access.revoke (access.*)",),
        (),
        "  revoke: {does: [access.*]}\n",
    ),
    *(
        Finds(
            f"stop-writes seen elsewhere: {edge}",
            "G238",
            "/phases/contract/drops",
            ("does not wait until stop-writes is deployed and has soaked in production",),
            ("contract: {after: {stop-writes: deployed 7d}}",),
            safe("contract: {after: {stop-writes: deployed 7d}", f"contract: {{after: {{stop-writes: {edge}}}"),
        )
        for edge in ("deployed 7d env=staging", "[deployed 7d env=staging, deployed]")
    ),
    *(
        Finds(
            f"reads seen elsewhere, or not all: {edge}",
            "G238",
            "/phases/contract/drops",
            ("nothing waits until switch-reads is deployed in production, or nothing remains",),
            ("stop-writes: {after: {switch-reads: deployed 7d}}",),
            safe("{switch-reads: deployed 7d}", f"{{switch-reads: {edge}}}"),
        )
        for edge in ("deployed 7d env=staging", "drained env=staging", "drained remaining=5000")
    ),
    Finds(
        "the environment of another policy",
        "G238",
        "/phases/contract/drops",
        ("has soaked in live",),
        (),
        safe(
            "contract: {after: {stop-writes: deployed 7d}",
            "contract: {after: {stop-writes: deployed 7d env=production}",
        ),
        policy=POLICY + "environment: live\n",
    ),
    *(
        Finds(
            f"a role seen to be left elsewhere, or by some: {edge}",
            "G238",
            "/phases/revoke/does",
            ("waits for no evidence from production",),
            ("revoke: {after: {switch: deployed 7d}}",),
            f"  switch: {{does: [code.read.switch]}}\n  revoke: {{after: {{switch: {edge}}}, does: [access.revoke]}}\n",
        )
        for edge in ("deployed 7d env=staging", "drained remaining=5")
    ),
    Finds(
        "stop-writes behind the drop",
        "G238",
        "/phases/drop/does",
        ("no phase before it does code.write.stop",),
        ("stop-writes-2: {after: {switch: deployed 7d}", "drop: {after: {stop-writes-2: deployed 7d}}"),
        "  look: {does: []}\n  switch: {after: {look: complete}, does: [code.read.switch]}\n"
        "  drop: {after: {switch: deployed}, does: [schema.table.drop], irreversible: docs/runbook.md#restore}\n"
        "  stop-writes: {after: {drop: complete}, does: [code.write.stop]}\n",
    ),
    Finds(
        "stop-writes after a discovery",
        "G238",
        "/phases/drop/does",
        ("no phase before it does code.write.stop",),
        ("stop-writes: {after: {look: complete}",),
        "  switch: {does: [code.read.switch]}\n  look: {after: {switch: deployed}, does: []}\n"
        "  drop: {after: {look: complete}, does: [schema.table.drop], irreversible: docs/runbook.md#restore}\n",
    ),
    Finds(
        "reads that go last",
        "G238",
        "/phases/drop/does",
        ("switch does not switch the reads before the writes stop (stop)",),
        ("switch-reads: {does: [code.read.switch, file.modify]}, stop: {after: {switch-reads: deployed 7d}}",),
        "  stop: {does: [code.write.stop]}\n  switch: {after: {stop: deployed}, does: [code.read.switch]}\n"
        "  drop: {after: {stop: deployed 7d, switch: deployed}, does: [schema.table.drop],\n"
        "         irreversible: docs/runbook.md#restore}\n",
    ),
    Finds(
        "stop-writes that stops nothing, further before",
        "G238",
        "/phases/drop/does",
        ("no phase before it does code.write.stop",),
        ("stop-writes: {does: [code.write.stop, file.modify]}, drop: {after: {stop-writes: deployed 7d}}",),
        "  stop-writes: {does: [file.modify]}\n"
        "  switch: {after: {stop-writes: deployed}, does: [code.read.switch]}\n"
        "  drop: {after: {switch: deployed}, does: [schema.table.drop], irreversible: docs/runbook.md#restore}\n",
    ),
    Finds(
        "switch-reads that switches nothing, further before",
        "G238",
        "/phases/drop/does",
        ("no phase before it switches the reads",),
        ("switch-reads: {does: [code.read.switch, file.modify]}, stop: {after: {switch-reads: deployed 7d}}",),
        "  switch-reads: {does: [file.modify]}\n  look: {after: {switch-reads: deployed}, does: []}\n"
        "  stop: {after: {look: complete}, does: [code.write.stop]}\n"
        "  drop: {after: {stop: deployed 7d}, does: [schema.table.drop], irreversible: docs/runbook.md#restore}\n",
    ),
    Finds(
        "a revoke after a discovery",
        "G238",
        "/phases/revoke/does",
        ("does access.revoke, and waits for no evidence",),
        ("switch: {does: [code.read.switch, file.modify]}, revoke: {after: {switch: [deployed 7d, drained]}}",),
        "  look: {does: []}\n  revoke: {after: {look: complete}, does: [access.revoke]}\n",
    ),
]
LEAVES = [
    Leaves(
        "a soak further on",
        "G238",
        dropped(STOP, "w: {after: {stop: deployed}, does: [file.modify]}", after="w: deployed 7d"),
    ),
    Leaves("writes that were seen to run dry, for a while", "G238", dropped(STOP, after="stop: drained 7d")),
    Leaves(
        "writes that stop in two landings, the later one deployed",
        "G238",
        dropped(STOP, "stop-2: {after: {stop: complete}, does: [code.write.stop]}", after="stop-2: deployed 7d"),
    ),
    Leaves(
        "two migrations, one after the other",
        "G238",
        dropped(STOP, after="stop: deployed 7d")
        + "  w: {after: {drop: complete}, does: [code.write.dual]}\n"
        + "  r: {after: {w: deployed}, does: [code.read.switch]}\n"
        + "  s: {after: {r: deployed}, does: [code.write.stop]}\n"
        + "  end: {after: {s: deployed 7d}, does: [schema.column.drop]}\n",
    ),
    Leaves("a stop of another plan for the same table", "G238", DROP, others=(elsewhere("column:users.new"),)),
    Leaves("the safe order", "G238", SAFE),
    Leaves(
        "reads that go by sites",
        "G238",
        safe("[code.read.switch]", "[file.modify], sites: s"),
        "sites: {s: {text: old, in: /src/**, count: 1}}\n",
    ),
    Leaves(
        "evidence of the reads that is given to the drop",
        "G238",
        safe("{switch-reads: deployed 7d}", "{switch-reads: complete}").replace(
            "contract: {after: {", "contract: {after: {switch-reads: drained, "
        ),
    ),
    Leaves(
        "a symbol, an index, a view",
        "G238",
        '  a: {does: [schema.index.drop, schema.view.drop], drops: ["symbol:old"]}\n',
    ),
    Leaves("a discovery", "G238", "  a: {does: [], drops: [table:users]}\n"),
    Leaves(
        "a role that was seen to be left",
        "G238",
        "  switch: {does: [file.modify]}\n"
        "  revoke: {after: {switch: drained}, does: [access.revoke], drops: [role:old]}\n",
        policy=RIGHTS,
    ),
    Leaves("what only adds", "G238", "  add: {does: [secret.add, access.grant, access.role.create]}\n"),
    Leaves("the environment of the policy, by name", "G238", SAFE.replace("deployed 7d", "deployed 7d env=production")),
    Leaves(
        "another environment, which the policy is about",
        "G238",
        SAFE.replace("deployed 7d", "deployed 7d env=staging"),
        policy=POLICY + "environment: staging\n",
    ),
    Leaves(
        "a phase behind a misspelt one, of which G231 is told",
        "G238",
        safe("contract: {after: {stop-writes: deployed 7d}", "contract: {after: {stop-write: deployed 7d}"),
    ),
]


def test_each_thing_that_is_lacking_is_told() -> None:
    found = flaws(
        "  a: {does: [schema.column.drop], drops: [column:users.old], irreversible: docs/runbook.md#restore}\n"
    )
    assert [flaw.rule for flaw in found] == ["G238", "G238"]
    assert "code.write.stop" in found[0].what
    assert "reads" in found[1].what


def test_stop_writes_of_another_table_do_not_count() -> None:
    found = [flaw.what for flaw in flaws(DROP, others=(elsewhere("column:orders.x"),)) if flaw.rule == "G238"]
    assert len(found) == 2
    assert "no phase before it does code.write.stop" in found[0]
    assert "no phase before it switches the reads" in found[1]


def test_stop_writes_of_another_plan_count() -> None:
    other = (
        "plan: other\nversion: 1\nowner: dana\nwhy: x\nscope: {paths: [/a]}\n"
        "phases:\n  switch: {does: [code.read.switch]}\n  stop: {after: {switch: deployed}, does: [code.write.stop]}\n"
    )
    drop = "  a: {after: {other/stop: deployed 7d}, does: [schema.table.drop], irreversible: docs/runbook.md#restore}\n"
    assert flaws(drop, others=(other,)) == ()


@pytest.mark.parametrize("row", [row for row in FINDS if "drops: [column" in row.phases], ids=named)
def test_what_is_found_does_not_go_away_with_the_declaration(row: Finds) -> None:
    bare = re.sub(r",\s*drops: \[[^]]*\]", "", row.phases)
    assert bare != row.phases
    assert "G238" in {flaw.rule for flaw in flaws(bare, row.head, row.policy, row.others)}


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
