"""Whose resources are changed, and who is asked: however they are spelled, and also what no plan names."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.grammar.edge import strict
from guard.model.asking import plan_teams, stop
from guard.model.world import consumers, owners, resources, resources_of, services, spelled
from tests.model.standing import plan, policy

OWNED = policy(
    owners={"table:users": ["identity", "billing"], "column:orders.card": "platform", "table:public.plans": "billing"},
    consumers={"table:Users": ["api", "worker"], "column:orders.card": ["pay"]},
)
NAMED = plan({"expand": {"does": ["schema.column.add"], "creates": ["column:public.Users.nick"]}})
CARD = plan({"expand": {"does": ["schema.column.add"], "creates": ["column:orders.card"]}})
NAMELESS = plan({"fill": {"does": ["data.update"]}})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("table:users", "table:public.users"),
        ("table:users", "table:Users"),
        ("column:users.nick", "column:public.Users.Nick"),
    ],
)
def test_one_thing_has_one_spelling(one: str, other: str) -> None:
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("table:users", "table:audit.users"), ("table:users", "view:users"), ("column:public.nick", "column:nick.nick")],
)
def test_two_things_have_two(one: str, other: str) -> None:
    assert spelled(one) != spelled(other)


@pytest.mark.parametrize(
    ("resource", "teams", "users"),
    [
        ("table:users", ("identity", "billing"), ("api", "worker")),
        ("table:public.USERS", ("identity", "billing"), ("api", "worker")),
        ("table:plans", ("billing",), ()),
        ("column:orders.card", ("platform",), ("pay",)),
        ("table:orders", (), ()),
        ("table:audit.users", (), ()),
    ],
)
def test_owners_and_consumers(resource: str, teams: tuple[str, ...], users: tuple[str, ...]) -> None:
    assert owners(OWNED, resource) == teams
    assert consumers(OWNED, resource) == users


def test_a_plan_that_spells_otherwise_asks_the_same_people() -> None:
    assert resources(NAMED, NAMED.phases[0]) == ("column:users.nick", "table:users")
    assert "several teams own" in stop(NAMED, NAMED.phases[0], OWNED)
    assert plan_teams(NAMED, OWNED) == ("identity", "billing")
    assert services(NAMED, strict("deployed"), OWNED) == ("api", "worker")


def test_the_owner_and_the_consumers_of_a_column_are_asked() -> None:
    assert plan_teams(CARD, OWNED) == ("platform",)
    assert services(CARD, strict("deployed"), OWNED) == ("pay",)


def test_what_a_landing_changes_beside_what_its_plan_names_counts() -> None:
    also = {"p/fill": ("table:users",)}
    assert resources(NAMELESS, NAMELESS.phases[0]) == ()
    assert "several teams own" not in stop(NAMELESS, NAMELESS.phases[0], OWNED)
    assert resources(NAMELESS, NAMELESS.phases[0], also["p/fill"]) == ("table:users",)
    assert plan_teams(NAMELESS, OWNED, also) == ("identity", "billing")
    assert services(NAMELESS, strict("deployed"), OWNED, also) == ("api", "worker")
    assert services(NAMELESS, strict("backfilled"), OWNED, also) == ()


SOME = st.lists(st.sampled_from(["column:users.nick", "table:orders", "column:orders.card"]), max_size=2, unique=True)
PHASES = st.lists(st.tuples(SOME, st.sampled_from(["data.update", "file.modify"])), min_size=1, max_size=6)


@given(PHASES)
def test_all_of_a_plan_is_what_its_phases_are_one_after_the_other(phases: list[tuple[list[str], str]]) -> None:
    one = plan({f"p{at}": {"does": [does], "creates": named} for at, (named, does) in enumerate(phases)})
    also = {f"{one.id}/p0": ("table:landed",)}
    each = [of for phase in one.phases for of in resources(one, phase, also.get(f"{one.id}/{phase.name}", ()))]
    assert resources_of(one, also) == tuple(dict.fromkeys(each))


def test_it_is_asked_of_each_phase_and_takes_one_pass() -> None:
    def calls(phases: int) -> int:
        """Half of them name something, half are of all that is named."""
        of = {f"p{at}": {"does": ["data.update"], "creates": [f"table:t{at}"] * (at % 2)} for at in range(phases)}
        one, counted = plan(of), 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            resources_of(one)
        finally:
            sys.setprofile(None)
        return counted

    assert calls(80) < 2.2 * calls(40)
