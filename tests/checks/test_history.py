"""Commits without a parent (G130) and malformed ones (G131)."""

from __future__ import annotations

import pytest

from guard.checks.history import check
from tests.cases import case, commit, findings, only, places

ROOT, BAD, BOTH = commit(0, parents=0), commit(1, fault="two trees"), commit(2, parents=0, fault="two authors")
FINE, MERGE, OCTOPUS = commit(3), commit(4, parents=2), commit(5, parents=3)

FINDS = {
    "without a parent": ((ROOT,), [("G130", None, ROOT.oid)]),
    "malformed": ((BAD,), [("G131", None, BAD.oid)]),
    "both": ((BOTH,), [("G130", None, BOTH.oid), ("G131", None, BOTH.oid)]),
    "one among others": ((FINE, BAD, MERGE), [("G131", None, BAD.oid)]),
    "several": ((ROOT, BAD), [("G130", None, ROOT.oid), ("G131", None, BAD.oid)]),
}
LEAVES_ALONE = {"staged": (), "plain": (FINE,), "a merge": (FINE, MERGE), "an octopus": (OCTOPUS,)}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    commits, wanted = FINDS[name]
    assert places(check, case(commits=commits)) == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, case(commits=LEAVES_ALONE[name])) == []


def test_the_commit_and_its_fault_are_told() -> None:
    found = only(check, case(commits=(BAD,)))
    assert found.what == f"commit {BAD.oid[:12].decode()}: two trees"
    assert "git commit --amend" in found.next[0].run
    assert "cherry-pick" in only(check, case(commits=(ROOT,))).next[0].run
