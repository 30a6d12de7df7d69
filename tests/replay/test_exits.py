"""Whether what a phase makes shows on the branch: told by the migrations that stood before it, and by no others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import chdir

import pytest

from guard import trust
from guard.doors.git.repository import Repository
from guard.model.inventory import Inventory
from guard.model.trigger import Trigger
from guard.replay.exits import Exits
from tests.edited import POLICY, POLICY_FILE, Edit, House, house
from tests.model.standing import landing, plan
from tests.repos import SYMLINK

ORDERS, UID, BOTH = (
    b"CREATE TABLE orders (no int);",
    b"ALTER TABLE orders ADD uid uuid;",
    b"CREATE TABLE orders (uid uuid);",
)
USERS = b"CREATE TABLE users (id int);"
FIRST, NEXT = b"db/migrations/0001_orders.sql", b"db/migrations/0002_uid.sql"
FAKE, MORE = b"app/migrations/0001_x.sql", b"app/migrations/0002_x.sql"
MAKES = plan({"one": {"does": ["schema.*"], "creates": ["column:orders.uid"]}})
# What stood before the phase, what came since; the exit, and how many trees were read for it.
Row = tuple[Edit, Edit, str, int]
SHOWS: dict[str, Row] = {
    "in the one folder": ({FIRST: ORDERS}, {NEXT: UID}, "yes", 1),
    "in the first folder there is": ({}, {FIRST: BOTH}, "yes", 1),
    "beside another that stays as it was": ({FIRST: ORDERS, FAKE: USERS}, {NEXT: UID}, "yes", 1),
    "beside another to which something came": ({FIRST: ORDERS, FAKE: USERS}, {NEXT: UID, MORE: b"SELECT 1;"}, "yes", 1),
    "beside another that came": ({FIRST: ORDERS}, {NEXT: UID, FAKE: USERS}, "yes", 1),
    "where another that went had told nothing": ({FIRST: ORDERS, FAKE: USERS}, {NEXT: UID, FAKE: None}, "yes", 2),
}
SHOWS_NOT: dict[str, Row] = {
    "in no folder": ({FIRST: ORDERS}, {b"a": b"a"}, "unknown", 1),
    "in one that came, and alters": ({FIRST: ORDERS}, {FAKE: UID}, "unknown", 1),
    "in one that came, and makes": ({FIRST: USERS}, {FAKE: BOTH}, "unknown", 2),
    "in one that came, where the other went": ({FIRST: ORDERS}, {FIRST: None, FAKE: BOTH}, "unknown", 2),
    "in one that came, of another tool": ({FIRST: USERS}, {b"db/migrations/V2__x.sql": BOTH}, "unknown", 2),
    "in one that stood, and the other went": ({FIRST: ORDERS, FAKE: USERS}, {FIRST: None, MORE: BOTH}, "unknown", 2),
    "in two that do not agree": ({FIRST: ORDERS}, {FAKE: BOTH}, "unknown", 1),
}


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    with house({POLICY_FILE: POLICY + b"dialects: {/**: postgres}\n"}) as made:
        yield made


def shown(here: House, row: Row, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """The exit of the phase, and the number of trees whose migrations were read."""
    before = here.commit(row[0])
    flat = here.edited(here.flat, row[0])
    at = here.commit(row[1], before, flat=flat)
    read: list[bytes] = []
    monkeypatch.setattr(Exits, "inventory", counted(Exits.inventory, read))
    with chdir(os.fsdecode(here.made.top)), Repository() as repository:
        trigger = Trigger("range")
        trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
        one = landing(1)._replace(commit=at, parent=before)
        exits = Exits(repository, trusted._replace(plans=(MAKES,)), at, {"p/one": (one,)})
        return exits.all()["p/one"].state, len(set(read))


def counted(inventory: object, read: list[bytes]) -> object:
    def told(self: Exits, commit: bytes) -> Inventory:
        read.append(commit)
        return inventory(self, commit)  # type: ignore[operator,no-any-return]

    return told


@pytest.mark.parametrize("name", [*SHOWS, *SHOWS_NOT])
def test_what_a_phase_makes_shows(here: House, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**SHOWS, **SHOWS_NOT}[name]
    assert shown(here, row, monkeypatch) == row[2:]


def test_what_was_a_symlink_before_told_nothing(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    link = (SYMLINK, here.made.blob(BOTH))
    row: Row = ({FIRST: USERS, FAKE: link}, {FAKE: BOTH}, "unknown", 2)
    assert shown(here, row, monkeypatch) == row[2:]
