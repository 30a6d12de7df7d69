"""G506: the log knows of a landing that the branch does not hold."""

from __future__ import annotations

import pytest

from guard.checks.ahead import check
from guard.model.case import Case
from tests.cases import added, findings
from tests.checks.held import held

AHEAD = b"a" * 40


def ahead(case: Case) -> Case:
    assert case.progress is not None
    return case._replace(progress=case.progress._replace(world=case.progress.world._replace(ahead=AHEAD)))


FINDS = {
    "work in a phase": ahead(held()),
    "what no plan covers": ahead(held(plan=None)),
    "routine work: what is routine says the policy, which may be an old one": ahead(held(added(b"docs/a"))),
}
LEAVES_ALONE = {
    "a branch that holds all that is recorded": held(),
    "a door where nobody asks whose turn it is": held(asked=False),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    (found,) = findings(check, FINDS[name])
    assert found.rule == "G506"
    assert "aaaaaaaaaaaa landed" in found.what
    assert [step.who for step in found.next] == ["you"]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []
