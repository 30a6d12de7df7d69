"""Assumptions, asked: what holds, what does not, what nobody can say, and what is not asked here."""

from __future__ import annotations

import pytest

from guard.model.assumption import WORST_LAST, Looked, Settled, evaluate, needs_inventory, settler, worse
from guard.model.inventory import EMPTY, Inventory, Place
from guard.model.plan import Plan, plan_from
from tests.model.test_inventory import inventory

SQL = [
    "CREATE TABLE invoices (id uuid PRIMARY KEY, note varchar(26), old text);",
    "ALTER TABLE invoices DROP COLUMN old;",
    "CREATE TABLE q AS SELECT 1 AS a;",
]
LOOKED = {
    "strays": Looked(True),
    "late": Looked(False, "src/a.go:7"),
    "reads": Looked(True),
    "writes": Looked(False, "src/b.go:1"),
    "blind": Looked(None, "src/c.go cannot be read"),
}
# settled_by -> the state, and words of why
ASKED: dict[str, tuple[str, str]] = {
    "inventory: table:invoices": ("settled", "made here"),
    "inventory: table:public.invoices": ("settled", "made here"),
    "inventory: column:invoices.id type=UUID": ("settled", "is uuid"),
    "inventory: column:invoices.note type=character varying(26)": ("settled", "is varchar(26)"),
    "inventory: column:invoices.old gone": ("settled", "dropped here"),
    "inventory: column:invoices.id type=char(26)": ("contradicted", "is uuid, not char(26)"),
    "inventory: column:invoices.old": ("contradicted", "is gone"),
    "inventory: column:invoices.old type=text": ("contradicted", "is gone"),
    "inventory: table:invoices gone": ("contradicted", "stands"),
    "inventory: table:orders": ("unknown", "no migration and no setting"),
    "inventory: table:orders gone": ("unknown", "no migration and no setting"),
    "inventory: column:invoices.new type=text": ("unknown", "no migration and no setting"),
    "inventory: column:q.a type=integer": ("unknown", "no migration and no setting"),
    "inventory: service:billing": ("unknown", "no file of a repository tells of a service"),
    "inventory: sampled 5,000 rows": ("unsettled", "no question that can be asked"),
    "strays": ("settled", "strays holds"),
    "late": ("contradicted", "src/a.go:7"),
    "reads": ("settled", "reads holds"),
    "writes": ("contradicted", "src/b.go:1"),
    "blind": ("unknown", "src/c.go cannot be read"),
    "unasked": ("unknown", "nobody has looked"),
    "nothing": ("unsettled", "no absent and no sites called nothing"),
    "dana: looked at 5,000 rows": ("settled", "looked at 5,000 rows"),
    "erin: looked at 5,000 rows": ("unsettled", "does not know erin"),
    "dana": ("unsettled", "no absent and no sites called dana"),
    "dana: TODO": ("unsettled", "settles nothing"),
    " ": ("unsettled", "settles nothing"),
    "": ("unsettled", "does not say what settles it"),
}


def a_plan(*settled_by: str, **phases: object) -> Plan:
    """A plan with an assumption for each of these."""
    text = {"text": "x", "in": ["/**"]}
    data = {
        "plan": "move",
        "version": 1,
        "owner": "dana",
        "why": "to have one",
        "scope": {"paths": ["/db/**"]},
        "absent": {"strays": text, "late": {**text, "from": "later"}, "blind": text, "unasked": text},
        "sites": {"reads": {**text, "count": 1}, "writes": {**text, "count": 1}},
        "assume": {
            f"A{number}": {"says": "it is so", **({"settled_by": by} if by else {})}
            for number, by in enumerate(settled_by, 1)
        },
        "phases": phases or {"first": {"does": ["file.*"]}, "later": {"does": ["file.*"]}},
    }
    return plan_from(data, ".guard/plans/move.yaml", {"/assume/A1": 9})


def asked(by: str, inventory: Inventory = EMPTY, begun: tuple[str, ...] | None = ("first", "later")) -> Settled:
    (found,) = evaluate(a_plan(by), inventory, LOOKED, begun, ("dana",))
    return found


@pytest.mark.parametrize("by", ASKED)
def test_asked(by: str) -> None:
    found = asked(by, inventory(SQL))
    state, why = ASKED[by]
    assert (found.state, found.holds_up) == (state, state != "settled"), found
    assert why in found.why
    assert (found.plan, found.owner, found.name, found.at) == ("move", "dana", "A1", ".guard/plans/move.yaml:9")


@pytest.mark.parametrize("by", [by for by, (state, _) in ASKED.items() if state == "settled"])
def test_nothing_that_is_taken_away_settles_anything(by: str) -> None:
    """What is not there to be looked at is never an answer; only a person's word needs no look."""
    (found,) = evaluate(a_plan(by), EMPTY, {}, None, ("dana",))
    assert found.state == "settled" if by.startswith("dana") else found.holds_up


def test_of_two_answers_the_worse_counts() -> None:
    told = {one.state: one for one in (asked(by) for by in ASKED)}
    assert set(told) < set(WORST_LAST)
    order = [told[state] for state in WORST_LAST if state in told]
    for place, better in enumerate(order):
        for other in order[place:]:
            assert worse(better, other) is worse(other, better) is other


def test_the_place_that_speaks_against_it() -> None:
    found = asked("inventory: column:invoices.id type=char(26)", inventory(SQL))
    assert found.where == Place(b"db/migrations/0001_x.sql", 1)
    assert asked("inventory: column:invoices.old", inventory(SQL)).where == Place(b"db/migrations/0002_x.sql", 1)


def test_what_must_be_absent_is_asked_from_its_phase_on() -> None:
    assert asked("late", begun=("first",)).state == "pending"
    assert not asked("late", begun=("first",)).holds_up
    assert asked("late", begun=None).state == "contradicted"


OWN = {
    "contract": {"does": ["schema.*"], "drops": ["column:invoices.old"]},
    "expand": {"does": ["schema.*"], "creates": ["table:invoices", "table:later"]},
}
BY_ITSELF: dict[str, tuple[str, tuple[str, ...], str]] = {
    "dropped by a phase that has begun": ("inventory: column:invoices.old", ("contract",), "pending"),
    "of a type, and dropped by such a phase": ("inventory: column:invoices.old type=text", ("contract",), "pending"),
    "dropped before that phase began": ("inventory: column:invoices.old", ("expand",), "contradicted"),
    "made by a phase that has begun": ("inventory: table:invoices gone", ("expand",), "pending"),
    "to be made by a phase that has not begun": ("inventory: column:later.id type=uuid", ("contract",), "pending"),
    "not made by a phase that has begun": ("inventory: table:later", ("expand",), "unknown"),
    "to be gone, and made by a phase that has not begun": ("inventory: table:later gone", ("contract",), "unknown"),
    "of another type all the same": ("inventory: column:invoices.id type=text", ("contract", "expand"), "contradicted"),
}


@pytest.mark.parametrize("name", BY_ITSELF)
def test_what_the_plan_changes_by_itself_is_not_asked_behind_it(name: str) -> None:
    by, begun, state = BY_ITSELF[name]
    (found,) = evaluate(a_plan(by, **OWN), inventory(SQL), {}, begun, ("dana",))
    assert found.state == state


def test_what_cannot_be_read_is_said_beside_what_nobody_knows() -> None:
    found = asked("inventory: table:orders", inventory([*SQL, "SELECT do_it();"]))
    assert "db/migrations/0004_x.sql:1 cannot be read" in found.why


KINDS = {
    None: "nothing",
    "inventory: table:users": "inventory",
    "inventory: it is so": "inventory",
    "inventory": "name",
    "strays": "name",
    "dana: looked": "person",
    "dana:": "unreadable",
    "Dana Smith: looked": "unreadable",
}


@pytest.mark.parametrize("text", KINDS, ids=str)
def test_what_is_to_settle_it(text: str | None) -> None:
    assert settler(text).kind == KINDS[text]


def test_the_tree_is_read_where_a_question_asks_it() -> None:
    assert needs_inventory(a_plan("strays", "inventory: table:users"))
    assert not needs_inventory(a_plan("strays", "dana: looked at it", ""))


def test_no_name_of_the_tree_is_said_as_it_stands() -> None:
    (found,) = evaluate(a_plan("strays"), EMPTY, {"strays": Looked(False, "src/\u202ea.go:1")})
    assert "\u202e" not in found.why
    odd = inventory(['CREATE TABLE invoices (id "u\u202eid")'])
    assert "\u202e" not in asked("inventory: column:invoices.id type=uuid", odd).why
