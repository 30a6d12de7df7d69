"""What lint is for: a safe plan is left alone, and the first draft of many people is refused with every reason."""

from __future__ import annotations

import pytest

from guard.lint import LINTS, lint
from guard.model.draft import Draft
from tests.lint.drafts import HEAD, POLICY, SAFE, flaws, key, plan_of, policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.lint import Lint

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
FIRST = f"{HEAD}{FIRST_DRAFT}phases:\n{PHASES}"
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
    assert "only from contract on, and the dual write begins with dual-write" in late.what
    assert late.mend == "let it hold earlier: late-writes: {from: dual-write}"
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


def test_a_misspelt_phase_is_told_once() -> None:
    found = flaws(SAFE.replace("{stop-writes: deployed 7d}", "{stop-wirtes: deployed 7d}"))
    assert [(flaw.rule, flaw.place) for flaw in found] == [("G231", "/phases/contract/after/stop-wirtes")]


BROKEN = f"""\
id: 5f0c2b7e
version: 1
guard: ">=2,<1"
people: {{dana: {{key: {key(7)}, teams: [identity]}}, omar: {{key: {key(7)}}}}}
machines: {{deploy: {{key: {key(3)}, attests: [deployed]}}}}
owners: {{/a: nobody}}
consumers: {{table:users: [api]}}
needs_plan: [shcema.*]
order: [{{first: code.write.dual, then: data.backfill, needs: rehearsed}}, {{apart: [data.*, data.update]}}]
approvals: {{plan: 3}}
"""


def test_what_is_wrong_with_a_policy_is_told_of_the_policy_alone() -> None:
    rules = {"G234", "G235", "G237", "G241", "G244", "G247", "G248", "G250"}
    assert {flaw.rule for flaw in flaws(policy=BROKEN)} == rules
    assert {flaw.rule for flaw in flaws("  a: {does: [file.add]}\n", policy=BROKEN)} == set()


@pytest.mark.parametrize("check", LINTS, ids=lambda check: check.__module__.rpartition(".")[2])
def test_a_lint_finds_the_same_by_itself(check: Lint) -> None:
    drafts = (
        Draft(policy_of(BROKEN), None, {}, {}, None),
        Draft(policy_of(POLICY + ORDER), plan_of(FIRST), {}, {}, None),
    )
    for draft in drafts:
        of_this = list(check(draft))
        assert set(of_this) <= set(lint(draft))
        built = draft._replace(built=draft.graph())
        assert built.graph() is built.built
        assert of_this == list(check(built))
