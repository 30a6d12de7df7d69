"""Which doubts speak of which defects: place and words, families, one to one, and what is said twice."""

from __future__ import annotations

import pytest

from guard.evaluation.corpus import Defect
from guard.evaluation.matching import Matched, Said, likeness, matched, unit_at
from guard.model.families import ADVISORY
from guard.prose import prose

TEXT = """\
# Names

The table `users` keeps `users.nam`. It is probably
safe to copy it.

- Drop the old column.
- Drop the **old** table.

| step | who |
|---|---|
| copy | somebody |

```sql
DROP TABLE users;
```
"""
PROSE = prose(TEXT, "plan.md")


def unit(words: str) -> int:
    return next(one.number for one in PROSE.units if words in one.text)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Drop the table", "drop the TABLE", 1.0),
        ("drop the table", "drop the column", 0.5),
        ("`users.name`", "users.name", 1.0),
        ("a b c", "d e f", 0.0),
        ("", "a", 0.0),
        ("---", "---", 0.0),
    ],
)
def test_likeness(one: str, other: str, alike: float) -> None:
    assert likeness(one, other) == alike


@pytest.mark.parametrize(
    ("line", "quote", "words"),
    [
        (3, "`users.nam`", "users.nam"),
        (3, "It is probably", "probably"),
        (4, "safe to copy it", "probably"),
        (6, "old column", "old column"),
        (7, "the **old** table", "old table"),
        (11, "| somebody |", "somebody"),
    ],
)
def test_where_a_defect_stands(line: int, quote: str, words: str) -> None:
    assert unit_at(PROSE, line, quote) == unit(words)


def test_code_is_no_unit() -> None:
    assert unit_at(PROSE, 14, "DROP TABLE users") == 0


GUESS = Defect("unresolved_assumption", 3, "It is probably", "text")
NAME = Defect("inferred_identifier", 3, "users.nam", "repository")
GONE = Defect("missing_rollback", 14, "DROP TABLE users", "text")


def one(kind: str, words: str, quote: str) -> Said:
    number = unit(words)
    return Said(kind, number, PROSE.unit(number).line, quote)


def told(defects: tuple[Defect, ...], *said: Said) -> tuple[int, int, int, int]:
    """How many were found, said again, said in vain, and missed."""
    came: Matched = matched(PROSE, defects, said)
    return tuple(map(len, (came.found, came.again, came.wrong, came.missed)))  # type: ignore[return-value]


FINDS = {
    "the same unit": ((GUESS,), [one("unresolved_assumption", "probably", "probably safe")]),
    "another kind of the family": ((GUESS,), [one("uncertain_dependency", "probably", "safe to copy")]),
    "the same line of code": ((GONE,), [Said("missing_rollback", 0, 14, "DROP")]),
    "another place, the same words": ((NAME,), [Said("inferred_identifier", 0, 14, "users.nam")]),
    "some of the words": ((GONE,), [Said("missing_rollback", unit("old table"), 7, "DROP TABLE")]),
    "within the lines of its place": ((GONE._replace(line=1, last=15),), [Said("missing_rollback", 0, 9, "x")]),
}
LEAVES = {
    "another family": ((GUESS,), [one("contradiction", "probably", "It is probably")]),
    "another place and other words": ((GUESS,), [one("unresolved_assumption", "old table", "Drop")]),
    "another line of code": ((GONE,), [Said("missing_rollback", 0, 13, "sql")]),
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    defects, said = FINDS[row]
    assert told(defects, *said) == (1, 0, 0, 0)


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    defects, said = LEAVES[row]
    assert told(defects, *said) == (0, 0, 1, 1)


PHASED = prose(
    """\
---
phases:
  copy: {does: [data.backfill], owner: dana}
  clear:
    after: [copy]
    drops: [column:users.nam]
---
# Names

## Copy

Copy the rows.

## Clear

Dana looks at it.

```sql
ALTER TABLE users DROP COLUMN nam;
```
""",
    "plan.md",
)


@pytest.mark.parametrize(
    ("line", "quote", "at", "found"),
    [
        (6, "drops: [column:users.nam]", 19, 1),
        (19, "DROP COLUMN nam", 4, 1),
        (19, "DROP COLUMN nam", 16, 1),
        (19, "DROP COLUMN nam", 12, 0),
        (6, "drops: [column:users.nam]", 3, 0),
    ],
)
def test_what_is_missing_is_missing_from_its_phase(line: int, quote: str, at: int, found: int) -> None:
    unit = next((one.number for one in PHASED.units if one.line == at), 0)
    said = Said("missing_rollback", unit, at, "no way back")
    defect = Defect("missing_rollback", line, quote, "text")
    assert len(matched(PHASED, (defect,), [said]).found) == found
    other = said._replace(kind="live_state_ordering")
    assert not matched(PHASED, (defect._replace(kind="live_state_ordering"),), [other]).found


def test_what_is_advisory_counts_for_nothing() -> None:
    assert told((), Said("", 1, 1, "x")) == (0, 0, 0, 0)


def test_advice_finds_a_defect_and_is_wrong_about_none() -> None:
    advice = one("unresolved_assumption", "probably", "probably")._replace(rule=ADVISORY[0])
    assert told((GUESS,), advice) == (1, 0, 0, 0)
    assert told((), advice) == (0, 0, 0, 0)
    assert told((GUESS,), advice, advice._replace(quote="safe")) == (1, 0, 0, 0)
    asked = advice._replace(rule="G711", quote="safe")
    assert matched(PROSE, (GUESS,), [advice, asked]).found == ((GUESS, asked),)
    assert told((GUESS,), advice, asked) == (1, 0, 0, 0)


def test_what_is_said_twice_of_one_defect_counts_once() -> None:
    again = one("unresolved_assumption", "probably", "probably")
    assert told((GUESS,), again, again._replace(quote="safe"), again._replace(quote="is")) == (1, 2, 0, 0)


def test_another_family_about_the_same_words_is_wrong_only_where_the_defect_is_missed() -> None:
    guess, other = (one(kind, "probably", "probably") for kind in ("unresolved_assumption", "live_state_ordering"))
    assert told((GUESS,), guess, other) == (1, 1, 0, 0)
    assert told((GUESS,), other) == (0, 0, 1, 1)
    assert told((GUESS,), guess, other._replace(quote="safe to copy")) == (1, 0, 1, 0)


def test_two_defects_of_one_unit_need_two_doubts() -> None:
    other = GUESS._replace(line=4, quote="safe to copy")
    here = one("unresolved_assumption", "probably", "probably")
    assert told((GUESS, other), here) == (1, 0, 0, 1)
    assert told((GUESS, other), here, here._replace(quote="safe")) == (2, 0, 0, 0)


def test_the_nearest_are_matched_first() -> None:
    other = GUESS._replace(line=4, quote="safe to copy it")
    far, near = (one("unresolved_assumption", "probably", quote) for quote in ("safe", "probably"))
    came = matched(PROSE, (GUESS, other), [far, near])
    assert {(defect.quote, said.quote) for defect, said in came.found} == {
        ("It is probably", "probably"),
        ("safe to copy it", "safe"),
    }


def test_of_two_as_near_the_same_kind_is_taken() -> None:
    said = one("uncertain_dependency", "users.nam", "users.nam")
    came = matched(PROSE, (NAME,), [said, said._replace(kind="inferred_identifier")])
    assert [one.kind for _, one in came.found] == ["inferred_identifier"]
    assert (len(came.again), len(came.wrong)) == (1, 0)
