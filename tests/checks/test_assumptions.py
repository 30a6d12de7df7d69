"""What a plan takes for granted: settled by nothing, spoken against by the branch, or not to be looked up."""

from __future__ import annotations

import pytest

from guard.checks import CHECKS
from guard.checks.assumptions import check
from guard.model.assumption import Looked, Settled, evaluate
from guard.model.case import Case
from guard.model.inventory import EMPTY
from guard.model.plan import plan_from
from tests.cases import added, case, findings, plan, policy
from tests.model.test_inventory import inventory

UUIDS = ["CREATE TABLE invoices (id uuid PRIMARY KEY, total bigint);"]
ULIDS = ["CREATE TABLE invoices (id char(26) PRIMARY KEY, total bigint);"]
MADE = b"db/migrations/0001_x.sql"
ULID = {"says": "invoice ids are ULIDs", "settled_by": "inventory: column:invoices.id type=char(26)"}
STRAYS = {"says": "nobody else writes it", "settled_by": "strays"}


def settled(
    sql: list[str], looked: dict[str, Looked] | None = None, **assumptions: dict[str, str]
) -> tuple[Settled, ...]:
    """The assumptions of a plan of dana's, asked of what these migrations make."""
    pattern = {"go": "$U.Total = $V", "in": ["/**"], "from": "later"}
    data = {
        **plan(phases={"first": ("file.*",), "later": ("file.*",)}).data,
        "absent": {"strays": pattern},
        "assume": assumptions,
    }
    lines = {f"/assume/{name}": number for number, name in enumerate(assumptions, 20)}
    held = plan_from(data, ".guard/plans/move.yaml", lines)
    begun = ("first", "later") if looked else ("first",)
    return evaluate(held, inventory(sql) if sql else EMPTY, looked or {}, begun, ("dana", "omar"))


def landing(*told: Settled, path: bytes = b"src/a.go") -> Case:
    return case(added(path), plan=plan())._replace(settled=told)


ONE = {"A1": ULID}
FINDS: dict[str, tuple[tuple[Settled, ...], list[tuple[str, bytes | None, int | None]]]] = {
    "a guessed format that the schema speaks against": (settled(UUIDS, **ONE), [("G422", MADE, 1)]),
    "a column that is not there any longer": (
        settled([*UUIDS, "ALTER TABLE invoices DROP id;"], **ONE),
        [("G422", b"db/migrations/0002_x.sql", 1)],
    ),
    "a place that must be absent": (
        settled(UUIDS, {"strays": Looked(False, "src/b.go:4")}, A1=STRAYS),
        [("G422", None, None)],
    ),
    "nothing that settles it": (settled(UUIDS, A1={"says": "ids are ULIDs"}), [("G421", None, None)]),
    "a person nobody knows": (
        settled(UUIDS, A1={"says": "ids are ULIDs", "settled_by": "erin: looked at the rows"}),
        [("G421", None, None)],
    ),
    "a table nobody makes": (settled([], **ONE), [("G423", None, None)]),
    "a place nobody could look for": (settled(UUIDS, {"strays": Looked(None)}, A1=STRAYS), [("G423", None, None)]),
    "each of several": (
        settled(UUIDS, A1=ULID, A2={"says": "so"}, A3={**ULID, "settled_by": "inventory: service:billing"}),
        [("G422", MADE, 1), ("G421", None, None), ("G423", None, None)],
    ),
}
LEAVES_ALONE: dict[str, Case] = {
    "what the schema says as well": landing(*settled(ULIDS, **ONE)),
    "what a person says": landing(*settled([], A1={"says": "so", "settled_by": "omar: looked at 5,000 rows"})),
    "what is not asked yet": landing(*settled([], A1=STRAYS)),
    "what was looked for and not found": landing(*settled([], {"strays": Looked(True)}, A1=STRAYS)),
    "a plan without assumptions": landing(),
    "a document of guard's, which leans on none": landing(*settled(UUIDS, **ONE), path=b".guard/plans/move.yaml"),
    "what needs no plan": landing(*settled(UUIDS, **ONE), path=b"docs/a.md")._replace(
        policy=policy(routine=[{"paths": ["/docs/**"], "does": ["file.*"]}])
    ),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    told, wanted = FINDS[name]
    assert [(found.rule, found.path, found.line) for found in check(landing(*told))] == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert list(check(LEAVES_ALONE[name])) == []


def test_the_guessed_format_is_said_with_the_place_and_whose_turn_it_is() -> None:
    """An identifier format that was inferred once, and on which a change set is built (incident c)."""
    (found,) = findings(check, landing(*settled(UUIDS, **ONE)))
    assert "assumption A1 of move does not hold: column:invoices.id is uuid, not char(26)" in found.what
    assert '"invoice ids are ULIDs"' in found.why and ".guard/plans/move.yaml:20" in found.why
    assert [step.who for step in found.next] == ["you", "dana"]
    assert "guard plan lint move" in found.next[0].run and "in a commit of its own" in found.next[0].run
    assert not any(["remove" in step.run or "take" in step.run for step in found.next])


ANSWERED = {
    "nothing settles it": ({"says": "so"}, ""),
    "nobody has filled it in": ({"says": "so", "settled_by": "TODO"}, ""),
    "a person nobody knows says so": ({"says": "so", "settled_by": "erin: looked"}, " --replace"),
    "no file tells": ({"says": "so", "settled_by": "inventory: service:billing"}, " --replace"),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_a_person_is_told_the_command_that_answers_and_an_agent_to_end_its_turn(name: str) -> None:
    assumption, more = ANSWERED[name]
    (found,) = check(landing(*settled(UUIDS, A1=assumption)))
    you, owner = found.next
    assert (you.who, owner.who) == ("you", "dana") and "end your turn and tell dana" in you.run
    assert "guard plan answer" not in you.run, "what a person knows is no agent's to write"
    assert f'guard plan answer move A1="..."{more}; then approves' in owner.run


def test_it_is_asked_where_assumptions_were_looked_up_alone() -> None:
    (row,) = [one for one in CHECKS if one.name == "assumptions"]
    assert not row.of(landing())
    assert row.of(landing(*settled(UUIDS, **ONE)))


def test_a_long_assumption_is_cut() -> None:
    told = settled(UUIDS, A1={**ULID, "says": "x" * 500})
    (found,) = check(landing(*told))
    assert len(found.why) < 260
