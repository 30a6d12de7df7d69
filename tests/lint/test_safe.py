"""What lint is for: a safe plan is left alone, and the first draft of many people is refused with every reason."""

from __future__ import annotations

from guard.lint import LINTS, lint
from guard.model.draft import Draft
from tests.lint.drafts import POLICY, SAFE, flaws, policy_of

FIRST_DRAFT = """\
sites:
  reads: {python: $U.old, in: /app/**, becomes: $U.new, count: 12}
absent:
  late-writes: {python: $U.old = $V, in: /**, from: contract}
"""
PHASES = """\
  expand: {does: [schema.column.add], creates: [column:users.new]}
  dual-write: {after: {expand: deployed}, does: [code.write.dual]}
  backfill: {after: {dual-write: complete}, does: [data.backfill]}
  switch-reads: {after: {backfill: backfilled}, does: [code.read.switch], sites: reads}
  contract: {after: {switch-reads: deployed 7d}, does: [schema.column.drop], drops: [column:users.old],
             irreversible: docs/runbook.md#restore}
"""
ORDER = "order: [{first: code.write.dual, then: data.backfill, needs: deployed}]\n"


def test_a_safe_plan_is_left_alone() -> None:
    assert flaws(SAFE) == ()


def test_a_safe_policy_is_left_alone() -> None:
    assert flaws() == ()


def test_the_first_draft_of_many_people_is_refused_with_every_reason() -> None:
    found = flaws(PHASES, FIRST_DRAFT, POLICY + ORDER)
    assert [(flaw.rule, flaw.place) for flaw in found] == [
        ("G245", "/sites/reads/in"),
        ("G246", "/absent/late-writes/from"),
        ("G239", "/phases/backfill/does"),
        ("G244", "/phases/backfill/does"),
        ("G238", "/phases/contract/drops"),
    ]
    drain, late, hole, order, drop = found
    assert "/app/**, where the plan may change nothing" in drain.what
    assert "from contract on, which is not at or before dual-write" in late.what
    assert late.mend == "let it start there: late-writes: {from: dual-write}"
    assert "does not wait until dual-write is deployed" in hole.what
    assert "dual-write (code.write.dual) is deployed, as the policy asks" in order.what
    assert "drops column:users.old, and no phase before it does code.write.stop" in drop.what
    assert "stop-writes: {after: {switch-reads: deployed 7d}, does: [code.write.stop, file.modify]}" in drop.mend


def test_flaws_stand_in_the_order_of_the_document_and_once() -> None:
    double = flaws("  b: {after: {x: deployed}, does: [file.modify]}\n  a: {after: {z: complete}, does: [no.such]}\n")
    assert [flaw.place for flaw in double] == ["/phases/b/after/x", "/phases/a/after/z", "/phases/a/does"]
    assert len(set(double)) == len(double)


def test_a_place_that_is_left_out_stands_where_it_would_be() -> None:
    policy = policy_of("id: 5f0c2b7e\nversion: 1\nconsumers: {table:x: [api]}\napprovals: {plan: 2}\n")
    assert [flaw.place for flaw in lint(Draft(policy, None, {}, {}, None))] == ["/consumers/table:x", "/approvals/plan"]


def test_every_lint_looks_at_a_draft_without_plan() -> None:
    draft = Draft(policy_of(POLICY), None, {}, {}, None)
    assert [flaw for check in LINTS for flaw in check(draft)] == []
