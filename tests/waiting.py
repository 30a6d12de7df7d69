"""A repository in which something waits for everybody: open assumptions, a yes that is missing, branches to land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.acting import STOPPED, House, house, listed, standing

OPEN = STOPPED.replace(
    '  A1: {says: every name has two parts, settled_by: "dana: counted them"}\n',
    "  A1: {says: every name has two parts}  # nobody has counted\n"
    '  A2: {says: nobody reads users.name but the api, settled_by: "dana: asked the owners of both services"}\n'
    "  A3:\n    says: a user without a name does not exist\n",
)
assert OPEN != STOPPED
BILLING = """\
plan: rekey-invoices
version: 1
owner: omar
why: Give invoices an identifier of their own
scope: {paths: [/billing/**]}
assume:
  B1: {says: an invoice number is never used twice, settled_by: "omar: looked at all of last year"}
phases:
  expand: {does: [schema.column.add, file.modify], rollback: {by: docs/back.md#back}}
  read: {after: {expand: deployed}, does: [code.read.switch, file.modify], rollback: {within: 1d}}
"""
NARRATIVE = """\
# Invoices

The backfill probably takes an hour.
"""
BRANCH = "agent/rekey"
HOTFIX = "hotfix/login"


@contextmanager
def waiting(
    capture: pytest.CaptureFixture[str], folder: Path, patch: pytest.MonkeyPatch, files: Mapping[bytes, bytes] = {}
) -> Iterator[House]:
    """The house with a plan that leaves two assumptions open, a branch that brings a plan, and one without a plan."""
    every = {**house(policy=listed().encode(), plan=OPEN.encode()), **files}
    with standing(capture, folder, patch, every) as made:
        plan = {
            b".guard/plans/rekey-invoices.yaml": BILLING.encode(),
            b".guard/plans/rekey-invoices.md": NARRATIVE.encode(),
        }
        made.branch(BRANCH, plan, "a plan for invoices")
        made.branch(HOTFIX, {b"src/users/store.py": b"a = 1\n"}, "mend the login")
        made.made.write(".git/HEAD", b"ref: refs/heads/main\n")
        yield made
