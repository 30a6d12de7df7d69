"""G406: a resource that two plans change, with no order between them."""

from __future__ import annotations

import pytest

from guard.checks.shared import check
from guard.model.case import Case
from tests.cases import findings, only
from tests.checks.held import back, held

BESIDE = {"table:users": ("q/one", "q/two")}
FINDS: dict[str, tuple[Case, int]] = {
    "one resource": (held(beside=BESIDE), 1),
    "two of them": (held(beside={**BESIDE, "table:lonely": ("r/one",)}), 2),
    "a way back that is too late": (held(beside=BESIDE, back=back("late")), 1),
}
LEAVES_ALONE: dict[str, Case] = {
    "nothing beside it": held(),
    "no plan": held(plan=None, beside=BESIDE),
    "several phases it may be": held(phases=("one", "two"), beside=BESIDE),
    "not asked at this door": held(beside=BESIDE, asked=False),
    "a way back that is open": held(beside=BESIDE, back=back()),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert [found.rule for found in findings(check, asked)] == ["G406"] * wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_everybody_who_has_a_say_is_named() -> None:
    found = only(check, held(beside=BESIDE))
    assert found.what == "p/two changes table:users, and so does q/one and q/two, with no order between them"
    assert "owned by identity and billing, used by api and worker" in found.why
    assert [step.who for step in found.next] == ["you", "dana", "kim", "omar"]
    assert "after: {q/one: deployed}" in found.next[1].run


def test_a_resource_nobody_owns_says_so() -> None:
    found = only(check, held(beside={"table:orders": ("q/one",)}))
    assert "owned by nobody, used by nobody that is named" in found.why
