"""G409: a way back that comes too late; and what makes it so."""

from __future__ import annotations

from typing import Any

import pytest

from guard.checks.back import check
from guard.model.case import Case
from guard.model.landing import Landing
from guard.model.progress import too_late, way_back
from guard.model.state import derive
from guard.model.step import Step
from guard.model.world import State
from tests.cases import findings, only
from tests.checks.held import back, held
from tests.model.standing import DAY, change, evidence, landing, plan, states, world

FINDS: dict[str, Case] = {
    "too late": held(back=back("p/three has landed since, and rests on it")),
    "of what no plan covers now": held(plan=None, back=back("it is deployed in production")),
}
LEAVES_ALONE: dict[str, Case] = {
    "no way back": held(),
    "one that is open": held(back=back()),
    "not asked at this door": held(back=back("late"), asked=False),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    assert [found.rule for found in findings(check, FINDS[name])] == ["G409"]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_it_says_what_is_taken_back_and_who_settles_it() -> None:
    found = only(check, FINDS["too late"])
    assert found.what == "it takes back 000000000000 of p/two, and that is too late"
    assert found.why == "p/three has landed since, and rests on it"
    assert [step.who for step in found.next] == ["you", "dana"]


# when it is too late

L1 = landing(1, change("db/1.sql", 0, 1))
OUT = evidence(of=1)


def late(does: str, now: int = L1.at, rollback: dict[str, Any] | None = None, **given: Any) -> str:
    phase = {"does": [does], **({"rollback": rollback} if rollback else {})}
    one = plan({"one": phase, "two": {"does": ["file.add"], "after": {"one": "complete"}}})
    stands = world(one, landings={"p/one": (L1,)} | given.pop("landings", {}), now=now, **given)
    return too_late(one, one.phases[0], derive(stands)["p/one"], L1, stands.facts)


WITHIN = {"when": "names are missing", "within": DAY, "by": "docs/a.md"}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (late("schema.column.add"), ""),
        (late("schema.column.add", acts=[OUT]), "deployed in production"),
        (late("schema.column.add", acts=[evidence(of=1, env="staging")]), "deployed in staging"),
        (late("data.backfill", acts=[OUT]), "deployed in production"),
        (late("*", acts=[OUT]), "deployed in production"),
        (late("opaque.*", acts=[OUT]), "deployed in production"),
        (late("file.modify", acts=[OUT]), ""),
        (late("file.modify", landings={"p/two": (landing(2),)}), "p/two has landed since"),
        (late("file.modify", L1.at + DAY, WITHIN), ""),
        (late("file.modify", L1.at + DAY + 1, WITHIN), "the time for going back"),
        (late("file.modify", L1.at + 7 * DAY), ""),
        (late("file.modify", L1.at + 7 * DAY + 1), "seven days where its plan gives none"),
        (late("identity.rbac"), "who may do what"),
        (late("access.revoke"), "who may do what"),
        (late("secret.remove"), "who may do what"),
        (late("schema.column.add", acts=[OUT, evidence(of=0, at=11)]), "deployed in production"),
        (late("schema.column.add", acts=[evidence(of=1, node="q/other")]), "deployed in production"),
        (late("schema.column.add", acts=[evidence(of=0, node="q/other")]), ""),
        (late("schema.column.add", acts=[evidence(of=100)]), "deployed in production"),
        (late("schema.column.add", acts=[evidence(of=100, node="q/other")]), ""),
        (late("schema.column.add", acts=[evidence(of=1, by="bot")]), ""),
        (late("schema.column.add", acts=[evidence("complete", of=1)]), ""),
    ],
)
def test_too_late(told: str, words: str) -> None:
    assert words in told if words else told == ""


# which landing is taken back


def standing(*landings: Landing) -> dict[str, State]:
    return states(plan({"one": {"does": ["file.add"]}}), landings={"p/one": landings})


def test_the_last_of_several_is_taken_back() -> None:
    first, then = landing(1, change("a", 1, 2)), landing(3, change("a", 1, 2))
    steps = tuple([Step(one, "covers", "p/one") for one in (first, then)])
    reverse = (change("a", 2, 1),)
    found = way_back(reverse, steps, standing(first, then))
    assert found is not None
    assert found.landing == then
    only_first = way_back(reverse, steps, standing(first))
    assert only_first is not None
    assert only_first.landing == first


@pytest.mark.parametrize(
    "changes",
    [(), (change("a", 1, 2),), (change("a", 2, 3),), (change("a", 2, 1), change("b", 0, 1)), (change("b", 2, 1),)],
)
def test_what_is_not_exact_is_no_way_back(changes: Any) -> None:
    first = landing(1, change("a", 1, 2))
    assert way_back(changes, (Step(first, "covers", "p/one"),), standing(first)) is None


def test_what_belonged_to_no_phase_or_stands_no_more_has_none() -> None:
    first = landing(1, change("a", 1, 2))
    reverse = (change("a", 2, 1),)
    assert way_back(reverse, (Step(first, "outside"),), standing(first)) is None
    assert way_back(reverse, (Step(first, "covers", "p/one"),), standing()) is None
