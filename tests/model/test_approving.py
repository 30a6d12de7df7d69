"""Approvals against what asks for one: who may, who has, what is stale, and whose yes is still missing."""

from __future__ import annotations

from typing import Any

import pytest

from guard.model.approving import Asked, Given, given, signers
from guard.model.asking import irreversible, plan_teams, stop
from guard.model.log import Act
from tests.model.standing import DAY, NOW, PEOPLE, approval, entries, evidence, plan, policy, states

A, B = "sha256:a", "sha256:b"
SOLO = {"people": {"dana": PEOPLE["dana"]}}


def phase_of(need: int = 1, teams: tuple[str, ...] = (), owner: str = "dana") -> Asked:
    return Asked("phase", "p/one", A, need, teams, owner)


def plan_of(need: int = 1, teams: tuple[str, ...] = (), owner: str = "dana") -> Asked:
    return Asked("plan", "p/one", A, need, teams, owner)


LANDING = Asked("landing", "", A, 1, (), "")


def yes(by: str, digest: str = A, **more: Any) -> Act:
    """To the phase that is asked about."""
    return approval("phase", more.pop("name", "p/one"), digest, by, **more)


def yes_to_plan(by: str, **phases: str) -> Act:
    return approval("plan", "p", "sha256:whole", by, phases=phases or {"one": A})


def told(asked: Asked, *acts: Act, now: int = NOW, **keys: object) -> Given:
    return given(asked, entries(*acts), policy(**keys), now)


ROWS: dict[str, tuple[Any, ...]] = {
    "nobody": (phase_of(), "missing"),
    "another of the team": (phase_of(), yes("kim"), "given"),
    "the owner, and the team has another key": (phase_of(), yes("dana"), "missing"),
    "the owner, who is alone": (phase_of(), yes("dana"), SOLO, "given"),
    "the owner, whose mate has no key": (
        phase_of(),
        yes("dana"),
        {"people": {"dana": PEOPLE["dana"], "lee": {"teams": ["identity"]}}},
        "given",
    ),
    "the owner, whose mate is an agent": (
        phase_of(),
        yes("dana"),
        {
            "people": {"dana": PEOPLE["dana"], "kim": PEOPLE["kim"]},
            "agents": {"kim": {"owner": "dana", "purpose": "x"}},
        },
        "given",
    ),
    "somebody of another team": (phase_of(), yes("omar"), "given"),
    "somebody without a key": (phase_of(), yes("rosa"), "missing"),
    "an agent": (phase_of(), yes("bot"), "missing"),
    "somebody who is not listed": (phase_of(), yes("eve"), "missing"),
    "a machine": (phase_of(), yes("deploy"), "missing"),
    "two needed, one given": (phase_of(2), yes("kim"), "missing"),
    "two needed, one given twice": (phase_of(2), yes("kim"), yes("kim", at=11), "missing"),
    "two needed, two given": (phase_of(2), yes("kim"), yes("omar"), "given"),
    "two needed, one is the owner": (phase_of(2), yes("kim"), yes("dana"), "missing"),
    "a team that must be among them": (phase_of(1, ("billing",)), yes("kim"), "missing"),
    "it is among them": (phase_of(1, ("billing",)), yes("omar"), "given"),
    "two teams, one person of each": (phase_of(1, ("billing", "identity")), yes("omar"), yes("kim"), "given"),
    "two teams, two people of one": (phase_of(2, ("billing", "identity")), yes("omar"), yes("omar"), "missing"),
    "a team in which nobody has a key": (phase_of(1, ("platform",)), yes("kim"), yes("omar"), "missing"),
    "another digest": (phase_of(), yes("kim", B), "stale"),
    "another digest, then this one": (phase_of(), yes("kim", B), yes("kim", at=11), "given"),
    "this digest, then another one": (phase_of(), yes("kim"), yes("kim", B, at=11), "given"),
    "another digest by somebody who may not": (phase_of(), yes("dana", B), "missing"),
    "another phase": (phase_of(), yes("kim", name="p/two"), "missing"),
    "a phase of that name in another plan": (phase_of(), yes("kim", name="q/one"), "missing"),
    "expired, as it says itself": (phase_of(), yes("kim", expires=NOW), "expired"),
    "a second before that": (phase_of(), yes("kim", expires=NOW + 1), "given"),
    "expired, as the policy says": (phase_of(), yes("kim", at=NOW - DAY), {"approvals": {"expire": DAY}}, "expired"),
    "a second before": (phase_of(), yes("kim", at=NOW - DAY + 1), {"approvals": {"expire": DAY}}, "given"),
    "longer than the policy lets any": (
        phase_of(),
        yes("kim", at=NOW - DAY, expires=NOW * 9),
        {"approvals": {"expire": DAY}},
        "expired",
    ),
    "expired, and given again": (phase_of(), yes("kim", expires=NOW), yes("kim", at=11), "given"),
    "two needed, one expired": (phase_of(2), yes("kim", expires=NOW), yes("omar"), "expired"),
    "evidence is no approval": (phase_of(), evidence(by="kim"), "missing"),
    "a yes to the plan, a stop asks for more": (phase_of(), yes_to_plan("kim"), "missing"),
    "a yes to the plan": (plan_of(), yes_to_plan("kim"), "given"),
    "a yes to the plan as it was": (plan_of(), yes_to_plan("kim", one=B), "stale"),
    "a yes to the plan before this phase was in it": (plan_of(), yes_to_plan("kim", two=A), "stale"),
    "a yes to another plan": (plan_of(), approval("plan", "q", "sha256:whole", "kim", phases={"one": A}), "missing"),
    "a yes to the plan, nothing said of its phases": (plan_of(), approval("plan", "p", A, "kim"), "stale"),
    "a yes to the phase alone": (plan_of(), yes("kim"), "missing"),
    "a yes to this phase after an edit of it": (plan_of(), yes_to_plan("kim", one=B), yes("kim", at=11), "stale"),
    "a landing": (LANDING, approval("landing", "", A, "dana"), "given"),
    "another landing": (LANDING, approval("landing", "", B, "dana"), "missing"),
    "a phase of the same digest is no landing": (LANDING, yes("kim"), "missing"),
    "a landing of the same digest is no phase": (phase_of(), approval("landing", "p/one", A, "kim"), "missing"),
    "a policy of the same digest is no plan": (plan_of(), approval("policy", "p", A, "kim"), "missing"),
    "a landing approved by an agent": (LANDING, approval("landing", "", A, "bot"), "missing"),
    "a landing approved by somebody without a key": (LANDING, approval("landing", "", A, "rosa"), "missing"),
}


def asked(row: tuple[Any, ...]) -> Given:
    what, *rest, _ = row
    keys = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    return told(what, *rest, **keys)


@pytest.mark.parametrize("name", ROWS)
def test_given(name: str) -> None:
    found = asked(ROWS[name])
    assert found.state == ROWS[name][-1], found
    assert (found.state == "given") == (found.why == "")
    assert "bot" not in found.who
    assert not set(found.by) & set(found.who)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row[-1] == "given"])
def test_one_yes_less_gives_no_more(name: str) -> None:
    """P1: nothing that was not given is given with less."""
    what, *rest, _ = ROWS[name]
    keys = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    assert told(what, **keys).state == "missing"


def test_who_is_asked_is_who_can_give_what_is_missing() -> None:
    assert told(phase_of()).who == ("kim", "omar")
    assert told(phase_of(2), yes("kim")).who == ("omar",)
    assert told(phase_of(1, ("billing",)), yes("kim")).who == ("omar",)
    assert told(phase_of(), **SOLO).who == ("dana",)
    assert told(phase_of(1, ("platform",)), yes("kim")).who == ("rosa",), "who is of the team, where none has a key"


def test_what_is_missing_is_said() -> None:
    assert told(phase_of()).why == "nobody has approved it"
    assert told(phase_of(2), yes("kim")).why == "1 of 2 have approved it"
    found = told(phase_of(1, ("billing", "platform")), yes("kim"))
    assert found.why == "1 of 1 have approved it; it takes somebody of team billing and somebody of team platform"


def test_signers() -> None:
    assert signers(phase_of(), policy()) == ("kim", "omar")
    assert signers(phase_of(owner=""), policy()) == ("dana", "kim", "omar")
    assert signers(phase_of(owner="omar"), policy()) == ("dana", "kim", "omar"), "nobody else is in billing"
    assert signers(phase_of(owner="eve"), policy()) == ("dana", "kim", "omar")
    assert signers(phase_of(), policy(people=None)) == ()


# what asks for one

OWNERS = {"/.guard/**": "identity", "table:users": ["identity", "billing"], "/db/**": "platform"}
STOPS: dict[str, tuple[dict[str, Any], str]] = {
    "adds a column": ({"does": ["schema.column.add"], "creates": ["column:orders.x"]}, ""),
    "edits files": ({"does": ["file.modify"]}, ""),
    "writes data": ({"does": ["data.backfill"]}, "writes data"),
    "drops": ({"does": ["schema.column.drop"]}, "cannot be taken back"),
    "everything": ({"does": ["*"]}, "writes data"),
    "widens what one may": ({"does": ["identity.rbac"]}, "may widen"),
    "does what nobody can read": ({"does": ["opaque.*"]}, "cannot be taken back"),
    "of several teams": ({"does": ["schema.column.add"], "creates": ["column:users.x"]}, "several teams own"),
    "says so": ({"does": ["file.modify"], "stop": "look at the graphs"}, "stops: look at the graphs"),
    "says there is no way back": ({"does": ["file.modify"], "irreversible": "docs/a.md"}, "cannot be taken back"),
}


@pytest.mark.parametrize("name", STOPS)
def test_stop(name: str) -> None:
    phase, wanted = STOPS[name]
    one = plan({"one": phase})
    said = stop(one, one.phases[0], policy(owners=OWNERS))
    assert wanted in said if wanted else said == "", said


def test_what_cannot_be_taken_back() -> None:
    drops, backs = plan({"one": {"does": ["schema.table.drop"]}}), plan({"one": {"does": ["data.backfill"]}})
    assert irreversible(drops.phases[0])
    assert not irreversible(backs.phases[0])
    assert irreversible(plan({"one": {"does": ["file.add"], "irreversible": "a.md"}}).phases[0])


def test_the_teams_of_a_plan_are_those_that_own_something_of_it() -> None:
    of = {"does": ["schema.column.add"], "creates": ["column:users.x"]}
    assert plan_teams(plan({"one": of}, scope={"paths": ["/src/**"]}), policy(owners=OWNERS)) == ("identity", "billing")
    by_path = plan({"one": {"does": ["file.add"]}}, scope={"paths": ["/db/x/**"]})
    assert plan_teams(by_path, policy(owners=OWNERS)) == ("platform",)
    assert plan_teams(plan({"one": {"does": ["file.add"]}}, scope={"paths": ["/src/**"]}), policy(owners=OWNERS)) == ()


def waits(phase: dict[str, Any], *acts: Act, **approvals: int) -> list[tuple[str, str]]:
    found = states(plan({"one": phase}), acts=acts, policy=policy(approvals=approvals))["p/one"].waits
    return [(wait.state, wait.run) for wait in found if wait.kind == "approval"]


def test_a_plan_is_approved_and_a_stop_once_more() -> None:
    free, stops = {"does": ["file.modify"]}, {"does": ["data.backfill"]}
    mine = approval("plan", "p", "sha256:whole", "kim", phases={"one": "sha256:p/one"})
    again = approval("phase", "p/one", "sha256:p/one", "kim", at=11)
    assert waits(free, plan=1) == [("missing", "guard approve p")]
    assert waits(free, mine, plan=1) == []
    assert waits(stops, plan=1) == [("missing", "guard approve p"), ("missing", "guard approve p/one")]
    assert waits(stops, mine, plan=1) == [("missing", "guard approve p/one")]
    assert waits(stops, mine, again, plan=1) == []
    assert waits(stops, again, plan=1) == [("missing", "guard approve p")]
    assert waits(free, plan=0) == []


def test_what_cannot_be_taken_back_asks_for_more() -> None:
    drops = {"does": ["schema.column.drop"]}
    mine = approval("plan", "p", "sha256:whole", "kim", phases={"one": "sha256:p/one"})
    two = [approval("phase", "p/one", "sha256:p/one", by, at=11) for by in ("kim", "omar")]
    assert waits(drops, mine, two[0], plan=1, irreversible=2) == [("missing", "guard approve p/one")]
    assert waits(drops, mine, *two, plan=1, irreversible=2) == []
