"""A plan as prose: its texts at their lines, its phases, and the narrative beside it numbered on."""

from __future__ import annotations

from guard.prose import prose
from guard.prose.fields import declared_by, prose_of
from tests.lint.drafts import HEAD, SAFE, plan_of

PLAN = plan_of(
    HEAD
    + """\
assume:
  A1: {says: display_name is probably written once, settled_by: "dana: sampled 5,000 rows in `users`"}
sites: {reads: {go: "$U.Name", in: /src/**, becomes: "$U.Full()", count: 12}}
phases:
"""
    + SAFE
    + "  rotate: {outside: rotate the key in Vault, stop: dana looks at the dump}\n"
)
NARRATIVE = """\
# Names

Why: one name is two.

## Backfill

Set it. Then look.

| a | b |
|---|---|
| c | d |

## Contract the table

```sql
DROP TABLE x;
```

1. expand, then wait
"""


def test_fields() -> None:
    told = prose_of(PLAN, None)
    assert [(unit.pointer, unit.role, unit.step) for unit in told.units] == [
        ("/why", "background", ""),
        ("/assume/A1/says", "assumptions", ""),
        ("/assume/A1/settled_by", "assumptions", ""),
        ("/phases/contract/irreversible", "rollback", "contract"),
        ("/phases/rotate/outside", "steps", "rotate"),
        ("/phases/rotate/stop", "steps", "rotate"),
    ]
    assert {unit.kind for unit in told.units} == {"field"} and {unit.where for unit in told.units} == {PLAN.where}
    assert [PLAN.lines[unit.pointer] for unit in told.units] == [unit.line for unit in told.units]
    assert [unit.number for unit in told.units] == list(range(1, 7))
    assert told.units[2].inside("code") == ("users",)
    assert told.where == PLAN.where


def test_steps_and_what_is_declared() -> None:
    told = prose_of(PLAN, None)
    assert [step.name for step in told.steps] == [phase.name for phase in PLAN.phases]
    by_name = {step.name: step for step in told.steps}
    assert by_name["expand"].creates == ("column:users.new",)
    assert by_name["backfill"].after == ("dual-write",)
    assert by_name["backfill"].gate == "dual-write: deployed 1d"
    assert by_name["contract"].irreversible == "docs/runbook.md#restore"
    assert all(step.declared and step.line == PLAN.lines[f"/phases/{step.name}"] for step in told.steps)
    declared = told.declared
    assert dict(declared.creates) == {"column:users.new": "expand"}
    assert (declared.owner, dict(declared.counts), declared.scope) == ("dana", {"reads": 12}, ("/db/**", "/src/**"))
    assert [(one.name, one.settled_by[:4]) for one in declared.assumes] == [("A1", "dana")]


def test_the_narrative_is_numbered_on() -> None:
    beside = prose(NARRATIVE, ".guard/plans/p.md")
    told = prose_of(PLAN, beside)
    assert [unit.number for unit in told.units] == list(range(1, len(told.units) + 1))
    assert [told.unit(unit.number) for unit in told.units] == list(told.units)
    assert {unit.where for unit in told.units[6:]} == {".guard/plans/p.md"}
    (table,) = told.tables
    assert [told.unit(row).cells for row in table.rows] == [("c", "d")]
    steps = {unit.text: unit.step for unit in told.units}
    assert (steps["Set it."], steps["c | d"], steps["Why: one name is two."]) == ("backfill", "backfill", "")
    assert [fence.step for fence in told.fences] == ["contract"]
    blocks = {unit.block for unit in told.units[:6]} & {unit.block for unit in told.units[6:] if unit.block}
    assert not blocks
    assert told.anchors == beside.anchors


def test_what_a_plan_declares_without_its_words() -> None:
    whole, declared = prose_of(PLAN, None), declared_by(PLAN)
    assert (declared.steps, declared.declared, declared.units) == (whole.steps, whole.declared, ())
