"""The order in which migrations run, and of which of them nobody knows it."""

from __future__ import annotations

import pytest

from guard.model.migration_order import Link, in_order

# tool, the files as they are listed, the order; a file whose place is not known stands in brackets
BY_NAMES: dict[str, tuple[str, str, str]] = {
    "by number": (
        "golang-migrate",
        "db/10_c.up.sql db/9_b.up.sql db/1_a.up.sql",
        "db/1_a.up.sql db/9_b.up.sql db/10_c.up.sql",
    ),
    "by name where none has a number": (
        "sql",
        "migrations/b.sql migrations/a.sql",
        "migrations/a.sql migrations/b.sql",
    ),
    "without a number beside numbers": (
        "sql",
        "migrations/0001_b.sql migrations/a.sql",
        "[migrations/a.sql] migrations/0001_b.sql",
    ),
    "Flyway's repeatable ones last": (
        "flyway",
        "s/R__a.sql s/V2__b.sql s/V1.10__c.sql s/V1.9__d.sql",
        "s/V1.9__d.sql s/V1.10__c.sql s/V2__b.sql s/R__a.sql",
    ),
    "a baseline behind all it stands for": (
        "flyway",
        "s/B2__b.sql s/V1__a.sql s/V2__a.sql s/V3__a.sql",
        "s/V1__a.sql s/V2__a.sql s/B2__b.sql s/V3__a.sql",
    ),
    "folders of Prisma": (
        "prisma",
        "m/2_b/migration.sql m/1_a/migration.sql",
        "m/1_a/migration.sql m/2_b/migration.sql",
    ),
}
A, B, C = b"v/versions/aaaaaaaa_z.py", b"v/versions/bbbbbbbb_y.py", b"v/versions/cccccccc_x.py"
D1, D2, D3 = b"a/migrations/0001_a.py", b"a/migrations/0002_b.py", b"a/migrations/more.py"
# tool, what each says of itself and of those before it, the order, and the paths whose place is not known
BY_LINKS: dict[str, tuple[str, dict[bytes, Link], list[bytes], set[bytes]]] = {
    "each names the one before": (
        "alembic",
        {A: Link("a", ("b",)), B: Link("b", ("c",)), C: Link("c", ())},
        [C, B, A],
        set(),
    ),
    "two before one": ("alembic", {A: Link("a", ("b", "c")), B: Link("b", ()), C: Link("c", ())}, [B, C, A], set()),
    "one that says nothing": ("alembic", {A: Link("a", ()), B: Link("b")}, [B, A], {B}),
    "one whose forerunner is not there": ("alembic", {A: Link("a", ()), B: Link("b", ("x",))}, [B, A], {B}),
    "two of one name": ("alembic", {A: Link("a", ()), B: Link("a", ())}, [A, B], {A, B}),
    "a circle": ("alembic", {A: Link("a", ("b",)), B: Link("b", ("a",))}, [A, B], {A, B}),
    "Django's other apps aside": (
        "django",
        {D1: Link("0001_a", ("0009_other",)), D2: Link("0002_b", ("0001_a",))},
        [D1, D2],
        set(),
    ),
    "Django's without a number": (
        "django",
        {D1: Link("0001_a", ("more",)), D2: Link("0002_b", ()), D3: Link("more", ("0002_b",))},
        [D2, D3, D1],
        set(),
    ),
    "Django's that say nothing": (
        "django",
        {D1: Link("0001_a", ()), D2: Link("0002_b"), D3: Link("more")},
        [D3, D1, D2],
        {D3},
    ),
}


@pytest.mark.parametrize("name", BY_NAMES)
def test_by_names(name: str) -> None:
    tool, files, wanted = BY_NAMES[name]
    row = in_order(tool, {path.encode(): Link("") for path in files.split()})
    assert " ".join([one.path.decode() if one.known else f"[{one.path.decode()}]" for one in row]) == wanted


@pytest.mark.parametrize("name", BY_LINKS)
def test_by_what_they_say(name: str) -> None:
    tool, links, wanted, loose = BY_LINKS[name]
    row = in_order(tool, links)
    assert [one.path for one in row] == wanted
    assert {one.path for one in row if not one.known} == loose
