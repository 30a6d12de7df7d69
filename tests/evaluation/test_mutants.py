"""Mutants and controls: the same for the same seed, each wrong name unknown to its world, each at its place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from guard.evaluation.controls import Controls, Spot
from guard.evaluation.corpus import Corpus, Labelled, read
from guard.evaluation.ground import DEPENDENCIES
from guard.evaluation.mentions import TYPES, Mention, Names, mentions
from guard.evaluation.metrics import Ratio
from guard.evaluation.mutants import EVERY, Drawn, Mutant, drawn
from guard.evaluation.page import page
from guard.evaluation.slips import slips
from guard.evaluation.structure import STRUCTURES, in_place
from guard.evaluation.trials import tried
from guard.model.families import FAMILY
from guard.model.known import Known, Register

OWN = Path(__file__).parent / "corpus"
PUBLIC = Path(__file__).parents[2] / "examples/corpus"


@pytest.fixture(scope="module")
def public() -> Corpus:
    return read(str(PUBLIC))


@pytest.fixture(scope="module")
def many(public: Corpus) -> Drawn:
    return drawn(public.plans, public.worlds, 1500, 1)


@pytest.mark.later
def test_there_are_a_hundred_of_every_type_of_name_and_as_many_controls(many: Drawn) -> None:
    mutants = Counter(one.type for one in many.mutants)
    controls = Counter(spot.type for one in many.controls for spot in one.spots)
    for kind in TYPES:
        assert (mutants[kind], controls[kind]) == (100, 100), kind
    assert all(mutants[kind] >= 50 for kind in STRUCTURES), mutants
    assert sum(mutants.values()) + sum(controls.values()) >= 2000


def test_every_wrong_name_is_unknown_and_stands_at_its_place(public: Corpus, many: Drawn) -> None:
    plans = {plan.called: plan for plan in public.plans}
    names = {world: Names(known) for world, known in public.worlds.items()}
    for one in many.mutants:
        assert plans[one.base].clean
        assert one.text != plans[one.base].text
        place = "\n".join(one.text.split("\n")[one.line - 1 : one.last])
        if one.type in TYPES:
            assert one.name in place
            assert not names[one.world].stand(one.name), one.name
            assert one.name not in plans[one.base].text
            assert one.kind == ("uncertain_dependency" if one.type in DEPENDENCIES else "inferred_identifier")
        elif "taken away" not in one.how:
            assert one.name.split("\n")[0].split()[0] in place


def test_every_control_stands_at_its_place(public: Corpus, many: Drawn) -> None:
    for one in many.controls:
        lines = one.text.split("\n")
        for spot in one.spots:
            assert spot.name in "\n".join(lines[spot.line - 1 : spot.last])
            if spot.type in TYPES:
                assert public.worlds[one.world].of(spot.type).has(spot.name)


@pytest.mark.later
def test_the_same_seed_draws_the_same(public: Corpus) -> None:
    few = public.plans[::6]
    assert drawn(few, public.worlds, 60, 1) == drawn(few, public.worlds, 60, 1)
    assert drawn(few, public.worlds, 60, 1) != drawn(few, public.worlds, 60, 2)


def test_of_no_clean_plan_nothing_is_drawn(public: Corpus) -> None:
    assert drawn([plan for plan in public.plans if not plan.clean], public.worlds, 1500, 1) == Drawn((), ())


# What is done to names

SHELF = Known(
    "shelf",
    {
        kind: Register(kind, dict.fromkeys(names, ""))
        for kind, names in {
            "path": ("src/loans/store.py", "src/members/mail.py", "db/0001_loans.sql"),
            "symbol": ("loans.store.LoanStore", "loans.store.LoanStore.save", "loans.fees.fee_for"),
            "table": ("loans", "loan_items"),
            "column": ("loans.id", "loan_items.due_on"),
            "flag": ("new-fees", "late-mail"),
            "environment": ("LOANS_URL",),
            "service": ("loan-api",),
            "package": ("psycopg",),
            "command": ("make migrate", "make test"),
            "job": ("nightly-fees",),
            "external": ("Mail_House",),
        }.items()
    },
)
NAMES = Names(SHELF)
WRONG = [
    ("path", "src/loans/store.py", "plural", "src/loans/stores.py"),
    ("path", "src/loans/store.py", "casing", "src/loans/Store.py"),
    ("path", "src/loans/store.py", "folder", "src/members/store.py"),
    ("path", "src/loans/store.py", "ending", "src/loans/store.pyi"),
    ("path", "src/loans/store.py", "sibling", "src/loans/mail.py"),
    ("symbol", "LoanStore.save", "casing", "LoanStore.Save"),
    ("symbol", "LoanStore.save()", "synonym", "LoanStore.write()"),
    ("symbol", "LoanStore.save", "sibling", "LoanStore.fee_for"),
    ("table", "loans", "plural", "loan"),
    ("column", "loans.id", "sibling", "loans.due_on"),
    ("column", "loans.id", "synonym", "loans.uuid"),
    ("flag", "new-fees", "sibling", "new-mail"),
    ("environment", "LOANS_URL", "casing", "loans_url"),
    ("environment", "LOANS_URL", "synonym", "LOANS_URI"),
    ("package", "psycopg", "plural", "psycopgs"),
    ("command", "make migrate", "plural", "make migrates"),
    ("command", "make test", "synonym", "make spec"),
    ("job", "nightly-fees", "plural", "nightly-fee"),
]


@pytest.mark.parametrize(("kind", "name", "how", "wrong"), WRONG)
def test_how_a_name_goes_wrong(kind: str, name: str, how: str, wrong: str) -> None:
    every = {found for seed in range(8) for found in slips(kind, name, NAMES, Random(seed))}
    assert (how, wrong) in every
    assert all(not NAMES.stand(one) and one != name for _, one in every)


@pytest.mark.parametrize("kind", ["table", "column", "flag", "service", "package", "job"])
def test_case_means_nothing_there(kind: str) -> None:
    name = next(iter(SHELF.of(kind).names))
    assert "casing" not in {how for how, _ in slips(kind, name, NAMES, Random(1))}


@pytest.mark.parametrize(
    "name", ["loans", "Loans", "LOAN_ITEMS", "src/loans", "store.py", "LoanStore.save", "mail_house", "psycopg", "/src"]
)
def test_stands(name: str) -> None:
    assert NAMES.stand(name)


@pytest.mark.parametrize("name", ["loan", "src/loan", "stores.py", "LoanStore.Save", "save", "psycopg2", "Make test"])
def test_does_not_stand(name: str) -> None:
    assert not NAMES.stand(name)


MENTIONED = """\
---
creates: [column:loans.id]
---
The table `loans` and `loan_items`; `loans.id` in `src/loans/store.py`, by `LoanStore.save()`.

> `loans.id` is what they said

- flag `new-fees`, service `loan-api`, `LOANS_URL`, `make test`, the job `nightly-fees`, the package `psycopg`
- `new-fees` alone, ``loans.id``, `loans.uuid`

```sql
SELECT 1 FROM loans; -- FROM loan_items
```
"""


def test_only_what_is_evident_is_a_mention() -> None:
    found = mentions(page(MENTIONED), NAMES)
    assert [(one.kind, one.line + 1, one.name) for one in found] == [
        ("table", 4, "loans"),
        ("table", 4, "loan_items"),
        ("column", 4, "loans.id"),
        ("path", 4, "src/loans/store.py"),
        ("symbol", 4, "LoanStore.save()"),
        ("flag", 8, "new-fees"),
        ("service", 8, "loan-api"),
        ("environment", 8, "LOANS_URL"),
        ("command", 8, "make test"),
        ("job", 8, "nightly-fees"),
        ("package", 8, "psycopg"),
        ("table", 12, "loans"),
    ]
    lines = MENTIONED.split("\n")
    assert all(lines[one.line][one.start : one.end] == one.name for one in found)
    assert isinstance(found[0], Mention)


# What is done to the build of a plan

BUILT = """\
---
owner: dana
counts: {call sites: 12, tables: 3}
phases:
  contract:
    drops: [column:loans.id]
    rollback: "put it back from the dump"
---
# Ids

## Steps

1. Change the 12 call sites. Each reads the new column.
2. The copy takes two nights.

## Background

The old column is odd.
"""


def cuts(kind: str, text: str = BUILT) -> list[tuple[str, int, str]]:
    return [(cut.how, cut.line, cut.quote) for cut in in_place(kind, page(text), Random(1))]


def test_numbers_are_off_by_one() -> None:
    assert cuts("count") == [("off by one", 13, "11 call sites"), ("off by one", 13, "13 call sites")]


def test_hedges_go_into_what_happens() -> None:
    assert [(line, quote.split()[0]) for _, line, quote in cuts("hedge")] == [(13, "reads"), (14, "takes")]


def test_an_owner_is_taken_away_where_the_text_names_none() -> None:
    (cut,) = in_place("owner", page(BUILT), Random(1))
    assert (cut.kind, "owner" in cut.text) == ("unclear_ownership", False)
    assert cuts("owner", BUILT + "\nThe owner of the copy is omar.\n") == []


def test_a_way_back_is_taken_away_where_the_text_tells_none() -> None:
    (cut,) = in_place("rollback", page(BUILT), Random(1))
    assert (cut.kind, "rollback" in cut.text, "drops:" in cut.text) == ("missing_rollback", False, True)
    assert cuts("rollback", BUILT + "\n## Rollback\n\nRestore the dump.\n") == []
    assert cuts("rollback", BUILT.replace("drops", "does")) == []


def test_paragraphs_go_where_the_plan_says_what_happens() -> None:
    text = page(BUILT)
    assert [text.lines[slot] for slot in text.slots() if slot < len(text.lines)] == ["## Steps", "## Background"]
    put, line = text.with_paragraph(text.slots()[1], "One.\n\nTwo.")
    assert put.split("\n")[line - 1 : line + 4] == ["One.", "", "Two.", "", "## Background"]
    assert text.section(13) == (10, 14)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n```sql\nx\n```\nb", ["", "sql", "sql", "sql", ""]),
        ("~~~\n```\n~~~\nb", ["-", "-", "-", ""]),
        ("````sh\n```\n````", ["sh", "sh", "sh"]),
        ("- ```py\n  x\n  ```\nb", ["py", "py", "py", ""]),
        ("```a`b```\nc", ["", ""]),
        ("```\nopen", ["-", "-"]),
    ],
)
def test_what_is_code(text: str, code: list[str]) -> None:
    assert list(page(text).code) == code


# What came of them

KNOWN = {"w": Known("w", {})}
CLEAN = "# One\n\nDone.\n"


def mutant(text: str, line: int, name: str) -> Mutant:
    return Mutant("hedge", "unresolved_assumption", "by hand", "s/p", "w", text, line, line, name)


def test_mutants_are_counted_by_place_and_controls_by_spot() -> None:
    """With one rule that nothing can disturb, G712: two of three mutants found, one doubt elsewhere, and one control
    of two doubted. Of all that was said, 2 of 4 speaks of what is wrong."""
    mutants = (
        mutant("# One\n\nDone. TBD\n", 3, "Done. TBD"),
        mutant("# One\n\nDone. TBD\n\n- One.\n- TBD as well\n", 3, "TBD."),
        mutant("# One\n\nThe rows are copied by hand.\n\nTODO\n", 3, "copied by hand"),
    )
    spots = tuple(
        Spot("hedge", "unresolved_assumption", "by hand", line, line, name) for line, name in ((3, "a"), (5, "b"))
    )
    controls = Controls("s/p", "w", "# One\n\nDone.\n\nTBD\n", spots)
    (came,) = [one for one in tried(Drawn(mutants, (controls,)), {"s/p": CLEAN}, KNOWN) if one.type == "hedge"]
    assert (came.found.hits, came.found.of) == (2, 3)
    assert (came.flagged, came.elsewhere) == (Ratio(1, 2), 1)
    assert came.precision == Ratio(2, 4)
    assert [one.text for one in came.missed] == [mutants[2].text]
    assert came.hows == (("by hand", Ratio(2, 3)),)


def test_what_the_plan_called_for_before_is_no_mutants_doing() -> None:
    base = "# One\n\nTBD\n\nDone.\n"
    mutants = (mutant("# One\n\nTBD\n\nDone or not.\n", 5, "or not"),)
    (came,) = [one for one in tried(Drawn(mutants, ()), {"s/p": base}, KNOWN) if one.type == "hedge"]
    assert (came.found, came.elsewhere) == (Ratio(0, 1), 0)


def test_every_type_is_told_in_order() -> None:
    assert tuple(one.type for one in tried(Drawn((), ()), {}, {})) == EVERY
    assert all(one.type in (*TYPES, *STRUCTURES) for one in tried(Drawn((), ()), {}, {}))
    assert {"evidence", "contradiction", "reversal", "ordering", "ownership"} <= set(FAMILY.values())
    assert Labelled("s", "p", CLEAN, "w", ()).clean
