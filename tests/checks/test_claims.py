"""G408: claims that do not come to one phase that stands."""

from __future__ import annotations

import pytest

from guard.binding import agreed
from guard.checks.claims import check
from guard.model.case import Binding, Case
from guard.model.claim import Claim
from tests.cases import case, findings, modified, only
from tests.model.standing import plan

PLANS = (
    plan({"one": {"does": ["file.add"]}, "two": {"does": ["file.add"]}}),
    plan({"two": {"does": ["file.add"]}, "three": {"does": ["file.add"]}}, "q"),
)
NONE = Claim("", "")


def claiming(*claims: Claim, named: Claim = NONE) -> Case:
    """A case whose claims are brought to one as binding does it."""
    claim, apart = agreed(claims, PLANS, named)
    bound = next((one for one in PLANS if one.id == claim.plan), None) if not apart else None
    return case(modified(b"a"))._replace(binding=Binding(bound, (), (), apart))


FINDS: dict[str, Case] = {
    "two phases": claiming(Claim("p", "one"), Claim("p", "two")),
    "two plans": claiming(Claim("p", ""), Claim("q", "")),
    "a phase of one, and another plan": claiming(Claim("p", "one"), Claim("q", "")),
    "a plan that does not stand": claiming(Claim("r", "one")),
    "a phase that does not stand": claiming(Claim("p", "four")),
    "a phase of another plan": claiming(Claim("p", "three")),
    "a phase alone that two plans have": claiming(Claim("", "two")),
    "a phase alone that no plan has": claiming(Claim("", "four")),
    "one that stands and one that does not": claiming(Claim("p", "one"), Claim("r", "")),
    "another case": claiming(Claim("P", "one")),
    "hidden characters": claiming(Claim("p\u200b", "one")),
    "another than was said outright": claiming(Claim("p", "one"), named=Claim("p", "two")),
    "another plan than was said outright": claiming(Claim("p", ""), named=Claim("q", "")),
}
LEAVES_ALONE: dict[str, Case] = {
    "nothing claimed": claiming(),
    "one phase": claiming(Claim("p", "one")),
    "the plan alone": claiming(Claim("p", "")),
    "the plan, and a phase of it": claiming(Claim("p", ""), Claim("p", "one")),
    "the phase, and its plan": claiming(Claim("p", "one"), Claim("p", "")),
    "a phase alone that one plan has": claiming(Claim("", "three")),
    "the same, with its plan": claiming(Claim("", "three"), Claim("q", "three")),
    "what was said outright": claiming(Claim("p", "one"), named=Claim("p", "one")),
    "a phase of the plan said outright": claiming(Claim("p", "one"), named=Claim("p", "")),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    assert [found.rule for found in findings(check, FINDS[name])] == ["G408"]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_every_claim_is_told_once() -> None:
    found = only(check, claiming(Claim("p", "one"), Claim("p", "two"), Claim("p", "one"), named=Claim("p", "two")))
    assert found.what == "it claims several phases: p/two, p/one"
    assert only(check, FINDS["a plan that does not stand"]).what.startswith("it claims r/one, which no plan")


def test_what_claims_come_to() -> None:
    assert agreed([Claim("p", ""), Claim("", "one")], PLANS) == (Claim("p", "one"), ())
    assert agreed([Claim("", "three")], PLANS) == (Claim("q", "three"), ())
    assert agreed([], PLANS, Claim("p", "one")) == (Claim("p", "one"), ())
    assert agreed([Claim("p", "one")], ()) == (NONE, ("p/one",))
