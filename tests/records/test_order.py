"""Records in their order: the next landing at a time that fits is signed, and nothing round another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.records.order import APART, Order
from tests.records.houses import LATER, NOW, House, copied

pytestmark = pytest.mark.usefixtures("swift")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Recorded up to NOW + 300."""
    made = copied(tmp_path)
    made.land("next", {b"docs/1": b"x\n"})
    return made


def fits(house: House, name: str, now: int, clock: int = LATER) -> str:
    """Nothing, or the rule and the words of what keeps it from being signed."""
    record = house.judges(house.tips[name], now)
    with house.opened() as (repository, branch):
        try:
            Order(repository, branch).fits(record, clock, "a file")
        except GuardError as error:
            return f"{error.rule} {error.what}"
    return ""


def test_times(house: House) -> None:
    """Not before the record before it, nor after now, but for clocks that differ by a little."""
    assert fits(house, "next", LATER) == fits(house, "next", LATER + APART) == ""
    assert fits(house, "next", LATER + APART + 1).startswith("G516 this record cannot be signed: it was judged at ")
    assert fits(house, "next", NOW + 300) == fits(house, "next", NOW + 300 - APART) == ""
    assert "what it rests on is of" in fits(house, "next", NOW + 299 - APART)


def test_not_before_it_was_committed(house: House) -> None:
    """A date to come says nothing, or nothing could ever be signed."""
    for date, told in ((LATER, "what it rests on is of"), (LATER + 90_000, "")):
        lines = [b"tree " + house.made.tree(house.made.files(house.files)), b"parent " + house.tips["edited"]]
        lines += [b"%s Ada <ada@example.org> %d +0000" % (role, date) for role in (b"author", b"committer")]
        house.tips["dated"] = house.made.put(b"commit", b"\n".join(lines) + b"\n\nwork\n")
        house.made.ref(b"refs/heads/main", house.tips["dated"])
        said = fits(house, "dated", NOW + 400)
        assert bool(said) == bool(told) and told in said


def test_what_a_machine_signed_counts_where_it_was_judged_at_that(house: House) -> None:
    """Evidence that came in between; what people sign says a time of their own, which nobody can hold to anything."""
    row = {"act": "evidence", "fact": "deployed", "plan": "work", "phase": "add", "commit": "main"}
    house.signs({**row, "by": "ci", "at": NOW + 500})
    assert "what it rests on is of" in fits(house, "next", NOW + 430)
    assert fits(house, "next", NOW + 450) == ""
    before = house.judges(house.tips["edited"], NOW + 300)
    assert before["log"]["entries"] < house.judges(house.tips["next"], LATER)["log"]["entries"]
    house.signs({"act": "approval", "of": "plan", "name": "work", "by": "omar", "at": NOW + 5000})
    assert fits(house, "next", NOW + 500) == ""


def test_none_is_passed_over(house: House) -> None:
    house.land("after", {b"docs/2": b"x\n"})
    assert fits(house, "after", LATER).startswith(
        f"G507 a landing before this one is not recorded: {house.tips['next'][:12].decode()}"
    )
    first, second = (house.judges(house.tips[name], LATER) for name in ("next", "after"))
    with house.opened() as (repository, branch):
        order = Order(repository, branch)
        order.fits(first, LATER, "")
        order.signed(first, branch.log.entries[-1])
        order.fits(second, LATER, "")
        with pytest.raises(GuardError, match="what it rests on is of"):
            order.fits(json.loads(json.dumps({**second, "now": LATER - APART - 1})), LATER, "")


def test_where_a_later_one_is_recorded_already(house: House) -> None:
    """It was signed by another guard, or round a gap: what is missing is signed all the same."""
    house.records(house.land("after", {b"docs/2": b"x\n"}), NOW + 400)
    assert fits(house, "next", LATER) == ""
