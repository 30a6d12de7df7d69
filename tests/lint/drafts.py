"""Drafts for the tests of lint: small documents as text, and what lint must find in them, or must leave alone."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from typing import NamedTuple

from guard.compile import read_document
from guard.lint import lint
from guard.model.draft import Draft, Flaw
from guard.model.plan import Plan, plan_from
from guard.model.policy import Policy, policy_from
from tests.running import WAYS_ROUND


def key(number: int, kind: str = "ssh-ed25519", application: str = "") -> str:
    """A public key of its own for every number."""
    fields = [kind.encode(), bytes([number]) * 32, *([application.encode()] if application else [])]
    return f"{kind} {base64.b64encode(b''.join(struct.pack('>I', len(of)) + of for of in fields)).decode()}"


def touch_key(number: int) -> str:
    return key(number, "sk-ssh-ed25519@openssh.com", "ssh:")


POLICY = f"""\
id: 5f0c2b7e
version: 1
people:
  dana: {{key: {touch_key(7)}, teams: [identity, platform]}}
  omar: {{key: {key(9)}, teams: [billing]}}
owners: {{/.guard/**: platform, table:users: identity, "table:invoices": [billing, identity], symbol:old: platform}}
consumers: {{table:users: [api, worker]}}
"""
HEAD = "plan: p\nversion: 1\nowner: dana\nwhy: Move it\nscope: {paths: [/src/**, /db/**]}\n"
SAFE = """\
  expand: {does: [schema.column.add], creates: [column:users.new]}
  dual-write: {after: {expand: deployed}, does: [code.write.dual]}
  backfill: {after: {dual-write: deployed 24h}, does: [data.backfill]}
  switch-reads: {after: {backfill: backfilled}, does: [code.read.switch]}
  stop-writes: {after: {switch-reads: deployed 7d}, does: [code.write.stop]}
  contract: {after: {stop-writes: deployed 7d}, does: [schema.column.drop], drops: [column:users.old],
             irreversible: docs/runbook.md#restore}
"""
PAGES: dict[bytes, frozenset[str] | None] = {b"docs/runbook.md": frozenset({"restore", "fall-back"})}


class Finds(NamedTuple):
    """A draft with one flaw of a rule: where it stands, and what it and its safe form must say."""

    name: str
    rule: str
    place: str
    what: tuple[str, ...]
    mend: tuple[str, ...]
    phases: str = ""
    head: str = ""
    policy: str = POLICY
    others: tuple[str, ...] = ()
    now: int | None = None


class Leaves(NamedTuple):
    """A draft in which a rule finds nothing."""

    name: str
    rule: str
    phases: str = ""
    head: str = ""
    policy: str = POLICY
    others: tuple[str, ...] = ()
    now: int | None = None


def named(row: Finds | Leaves) -> str:
    return f"{row.rule} {row.name}"


def policy_of(text: str) -> Policy:
    read = read_document("policy", ".guard/policy.yaml", text.encode())
    assert read.data is not None, read.faults
    return policy_from(read.data, ".guard/policy.yaml", read.lines)


def plan_of(text: str) -> Plan:
    name = f".guard/plans/{text.partition(chr(10))[0].partition(': ')[2]}.yaml"
    read = read_document("plan", name, text.encode())
    assert read.data is not None, read.faults
    return plan_from(read.data, name, read.lines)


def flaws(
    phases: str = "",
    head: str = "",
    policy: str = POLICY,
    others: tuple[str, ...] = (),
    now: int | None = None,
    pages: Mapping[bytes, frozenset[str] | None] = PAGES,
) -> tuple[Flaw, ...]:
    """What lint says of a plan, or of the policy where there are no phases. No message names a way round."""
    plan = plan_of(f"{HEAD}{head}phases:\n{phases}") if phases else None
    beside = {other.id: other for other in map(plan_of, others)}
    found = lint(Draft(policy_of(policy), plan, beside, dict(pages), now))
    lines = plan.lines if plan is not None else policy_of(policy).lines
    for flaw in found:
        assert not WAYS_ROUND.search(flaw.what + flaw.why + flaw.mend), flaw
        assert not {"remove", "delete"} & set(flaw.mend.lower().split()), flaw
        assert flaw.what and flaw.why and flaw.mend
        assert flaw.place in lines or flaw.place.rpartition("/")[0] in ("", "/approvals"), flaw
    return found


def check(row: Finds | Leaves) -> None:
    found = [flaw for flaw in flaws(row.phases, row.head, row.policy, row.others, row.now) if flaw.rule == row.rule]
    if isinstance(row, Leaves):
        assert found == []
        return
    assert [flaw.place for flaw in found] == [row.place]
    for word in row.what:
        assert word in found[0].what
    for word in row.mend:
        assert word in found[0].mend
