"""G109: what is made or taken away beside what a phase names; and what two phases name together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guard.checks.naming import check
from guard.model.case import Binding, Case
from guard.model.operation import Operation
from tests.cases import added, case, findings, only
from tests.model.standing import plan

NAMING: dict[str, Mapping[str, Any]] = {
    "one": {"does": ["schema.column.add"], "creates": ["column:users.a"]},
    "two": {"does": ["schema.column.add"], "creates": ["column:users.b"], "after": {"one": "deployed"}},
    "drop": {"does": ["schema.column.drop"], "drops": ["column:users.z"]},
    "any": {"does": ["schema.column.add"]},
    "code": {"does": ["file.*"]},
}
PLAN = plan(NAMING)


def column(name: str, id_: str = "schema.column.add", direction: str = "up") -> Operation:
    made = case(added(b"db/1.sql")).landing.operations[b"db/1.sql"][0]
    return made._replace(id=id_, object="table:users", columns=(name,), direction=direction)


def held(phases: tuple[str, ...], *done: Operation) -> Case:
    """A landing that does this, held to these phases."""
    made = case(added(b"db/1.sql"))
    landing = made.landing._replace(operations={b"db/1.sql": done}, effects=(b"db/1.sql",))
    of = tuple([phase for phase in PLAN.phases if phase.name in phases])
    return made._replace(landing=landing, binding=Binding(PLAN, of, ()))


A, B, Y = column("a"), column("b"), column("y", "schema.column.drop")
FINDS: dict[str, tuple[Case, int]] = {
    "a column that it does not name": (held(("one",), B), 1),
    "one that it names and one that it does not": (held(("one",), A, B), 1),
    "what two phases name, held to either": (held(("one", "two"), A, B), 1),
    "beside a phase that does none of it": (held(("one", "two", "code"), A, B), 1),
    "a column dropped that it does not name": (held(("drop",), Y), 1),
}
LEAVES_ALONE: dict[str, Case] = {
    "what it names": held(("one",), A),
    "what one of several names": held(("one", "two"), B),
    "a phase that names nothing of the kind": held(("any",), A, B),
    "one of several names nothing": held(("one", "two", "any"), A, B),
    "what it does not do is for another rule": held(("drop",), A),
    "on the way down": held(("one",), column("b", direction="down")),
    "nothing": held(("one",)),
    "no plan": held(("one",), B)._replace(binding=Binding(None, (), ())),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert [found.rule for found in findings(check, asked)] == ["G109"] * wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_it_says_what_the_phase_names() -> None:
    found = only(check, held(("one",), B))
    assert "phase one: creates names column:users.a, and nothing else" in found.why
    assert found.path == b"db/1.sql"
