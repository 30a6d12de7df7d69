"""The decision table: who signed, what kind of change, what the policy asks, where the phase stands, at which door.

`make test` asks one row in 25, the same ones each time; `make fuzz` asks all. The table is written by
tests/decisions/fill.py, and read by people.
"""

from __future__ import annotations

import random

import pytest

from tests.conftest import EXAMPLES
from tests.decisions.rows import DOORS, KINDS, PHASES, POLICIES, ROLES, Row, answers, groups, impossible, read, rows

TABLE = read()
ASKED = groups(TABLE if EXAMPLES else random.Random("decisions").sample(TABLE, len(TABLE) // 100))


def test_the_table_is_the_full_product() -> None:
    assert [row[:5] for row in TABLE] == [row[:5] for row in rows()]
    assert len(TABLE) == len(ROLES) * len(KINDS) * len(POLICIES) * len(PHASES) * len(DOORS)


def test_what_cannot_be_says_why_and_all_else_is_answered() -> None:
    for row in TABLE:
        why = impossible(row)
        if why:
            assert (row.may_commit, row.may_merge, row.sentence) == ("-", "-", f"impossible: {why}")
        else:
            assert {row.may_commit, row.may_merge} <= {"yes", "no"}
            assert row.sentence.strip()


def test_no_row_lets_a_signature_do_what_it_cannot() -> None:
    """What nobody's signature lets land, an agent's, a machine's and a stranger's do not let land either (P5)."""
    told = {row[:5]: row for row in TABLE}
    for row in TABLE:
        nobody = told["nobody", *row[1:5]]
        if row.role in ("an agent", "unlisted", "a machine") and not impossible(row):
            assert row[5:] == nobody[5:], row
        if not impossible(row) and not impossible(nobody):
            assert (row.may_merge, nobody.may_merge) != ("no", "yes"), row  # a signature takes nothing away


@pytest.mark.fuzz
@pytest.mark.parametrize("place", ASKED, ids=[f"{policy}-{phase}" for policy, phase in ASKED])
def test_guard_answers_as_the_table_says(place: tuple[str, str]) -> None:
    asked: list[Row] = ASKED[place]
    found = {row[:5]: row for row in answers(*place, asked)}
    assert [found[row[:5]] for row in asked] == asked
