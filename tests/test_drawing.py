"""Plans drawn: order, stops and edges of the list and of the chart, and what a name could do to either."""

from __future__ import annotations

import re

import pytest

from guard.compile import read_document
from guard.drawing import as_mermaid, as_text
from guard.model.plan import Plan, plan_from
from guard.model.policy import policy_from

HEAD = "plan: {}\nversion: 1\nowner: dana\nwhy: x\nscope: {{paths: [/**]}}\nphases:\n"
STEPS = """\
  contract:
    after: {stop-writes: deployed 7d}
    does: [schema.column.drop]
    drops: [column:users.name]
    irreversible: docs/runbook.md#restore
  stop-writes:
    after: {expand: [deployed 24h env=staging, rehearsed], other/last: backfilled remaining=3}
    does: [code.write.stop]
    stop: the last easy way back
    rollback: {when: it hurts, within: 7d, by: docs/runbook.md#back}
    window: [sat-sun 01:00-05:00 UTC, "wed 02:00-04:00 Europe/Berlin"]
  expand: {does: [schema.column.add], creates: [column:users.full], sites: reads}
  vault: {outside: rotate in Vault}
  look: {does: []}
"""
OTHER = "  last: {does: [file.add]}\n  then: {after: {last: complete, steps/expand: deployed 7d}, does: [file.add]}\n"


def plan(phases: str, name: str = "steps") -> Plan:
    read = read_document("plan", f"{name}.yaml", (HEAD.format(name) + phases).encode())
    assert read.data is not None, read.faults
    return plan_from(read.data, f"{name}.yaml", read.lines)


OTHERS = {"other": plan(OTHER, "other")}


def test_the_list() -> None:
    assert (
        as_text(plan(STEPS), OTHERS)
        == """\
plan steps, 5 phases in the order they may come

 1  expand
    after     nothing
    does      schema.column.add
    creates   column:users.full
    sites     reads
    before    other/then: deployed 7d

 2  vault  (outside: evidence alone tells)
    after     nothing
    outside   rotate in Vault

 3  look  (looks, changes nothing)
    after     nothing

 4  stop-writes
    STOP      the last easy way back
    after     expand: deployed 1d env=staging and rehearsed
    after     other/last: backfilled remaining=3
    window    sat-sun 01:00-05:00 UTC
    window    wed 02:00-04:00 Europe/Berlin
    does      code.write.stop
    back      when it hurts, within 7d, by docs/runbook.md#back

 5  contract
    STOP      cannot be taken back (schema.column.drop)
    after     stop-writes: deployed 7d
    does      schema.column.drop
    drops     column:users.name
    for good  the way back: docs/runbook.md#restore
"""
    )


def test_the_chart() -> None:
    assert (
        as_mermaid(plan(STEPS), OTHERS)
        == """\
flowchart TD
  p1["expand<br/>schema.column.add"]
  p2[/"vault<br/>rotate in Vault"/]
  p3["look<br/>looks only"]
  p4{{"stop-writes<br/>code.write.stop<br/>STOP: the last easy way back"}}
  p5{{"contract<br/>schema.column.drop<br/>STOP: cannot be taken back (schema.column.drop)"}}
  x1(["other/last"])
  x2(["other/then"])
  p1 -- "deployed 1d env=staging and rehearsed" --> p4
  x1 -. "backfilled remaining=3" .-> p4
  p4 -- "deployed 7d" --> p5
  p1 -. "deployed 7d" .-> x2
  classDef stop stroke-width:3px
  class p4,p5 stop
"""
    )


def test_owners_who_share_what_a_phase_changes_are_a_stop() -> None:
    one = policy_from({"id": "a", "version": 1, "owners": {"table:users": ["a"]}}, "policy")
    two = policy_from({"id": "a", "version": 1, "owners": {"table:users": ["a", "b"]}}, "policy")
    phases = "  expand: {does: [schema.column.add], creates: [column:users.full]}\n"
    assert "STOP" not in as_text(plan(phases), {}, one) + as_mermaid(plan(phases), {}, one)
    assert "    STOP      changes table:users, which several teams own\n" in as_text(plan(phases), {}, two)
    assert "STOP: changes table:users, which several teams own" in as_mermaid(plan(phases), {}, two)


HOSTILE = [
    'a"] --> x["b',
    "<script>alert(1)</script>",
    "`**bold**` #quot; &lt; {{x}} ]; end",
    "%%{init: {'securityLevel': 'loose'}}%%",
    "click p1 href \\u0022javascript:x\\u0022",
    "a\\u202Eb\\u200Bc",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_plan_are_nothing_but_words(words: str) -> None:
    said = words.replace('"', '\\"').replace("\\\\", "\\")
    drawn = plan(
        f'  end: {{does: [file.add], stop: "{said}"}}\n  class: {{outside: "{said}", after: {{end: complete}}}}\n'
    )
    chart, text = as_mermaid(drawn, {}), as_text(drawn, {})
    lines = chart.splitlines()
    assert [re.sub(r'"[^"]*"', '""', line) for line in lines] == [
        "flowchart TD",
        '  p1{{""}}',
        '  p2[/""/]',
        '  p1 -- "" --> p2',
        "  classDef stop stroke-width:3px",
        "  class p1 stop",
    ]
    for label in re.findall(r'"([^"]*)"', chart):
        assert re.fullmatch(r"[\w _./,:=+%()<>#;-]*", label)
        assert not re.search(r"[<>]", label.replace("<br/>", ""))
    assert "\u202e" not in chart + text
    assert "\u200b" not in chart + text


def test_long_words_are_cut_in_a_chart_and_whole_in_a_list() -> None:
    drawn = plan(f"  only: {{does: [file.add], stop: {'x' * 500}}}\n")
    assert "x" * 500 in as_text(drawn, {})
    assert "x" * 100 not in as_mermaid(drawn, {})
