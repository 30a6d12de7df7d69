"""G408: claims that do not come to one phase that stands."""

from __future__ import annotations

import pytest

from guard.binding import agreed
from guard.checks.claims import check
from guard.model.case import Binding, Case
from guard.model.claim import Claim, misnamed
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
    why = misnamed(claims, {one.id: [phase.name for phase in one.phases] for one in PLANS})
    bound = next((one for one in PLANS if one.id == claim.plan), None) if not apart else None
    return case(modified(b"a"))._replace(binding=Binding(bound, (), (), apart, misnamed=why))


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


TOLD: dict[str, tuple[Case, str, list[str]]] = {
    "a phase of several plans": (
        claiming(Claim("", "two")),
        "it claims two, a phase of several plans: p, q",
        ["name the plan in a line of its own: Guard-Plan: p or Guard-Plan: q"],
    ),
    "all of it as a plan": (
        claiming(Claim("p/one", "")),
        "it claims p/one, all in one line",
        ["plan and phase have a line each: Guard-Plan: p and Guard-Phase: one"],
    ),
    "all of it as a phase": (
        claiming(Claim("", "q/three")),
        "it claims q/three, all in one line",
        ["plan and phase have a line each: Guard-Plan: q and Guard-Phase: three"],
    ),
    "all of it, beside another": (
        claiming(Claim("p/one", ""), Claim("q", "two")),
        "it claims several phases: p/one, q/two",
        ["plan and phase have a line each: ", "claim one phase that stands", "bring what belongs"],
    ),
    "all of it, of a phase that does not stand": (
        claiming(Claim("p/four", "")),
        "it claims p/four, which no plan on the trusted branch has",
        ["claim one phase that stands", "bring what belongs"],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_wrong_with_a_claim_is_told(name: str) -> None:
    asked, what, steps = TOLD[name]
    found = only(check, asked)
    assert found.what == what
    assert len(found.next) == len(steps)
    assert all(step.run.startswith(words) for step, words in zip(found.next, steps, strict=True))


def test_what_claims_come_to() -> None:
    assert agreed([Claim("p", ""), Claim("", "one")], PLANS) == (Claim("p", "one"), ())
    assert agreed([Claim("", "three")], PLANS) == (Claim("q", "three"), ())
    assert agreed([], PLANS, Claim("p", "one")) == (Claim("p", "one"), ())
    assert agreed([Claim("p", "one")], ()) == (NONE, ("p/one",))
