"""What the path of a migration says: the tool, the version, the direction, the name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.migration import certain, home_of, may_hold, migration_of, order
from tests.conftest import examples

# path | tool version direction name, "-" for nothing
TABLE = {
    "db/0001_users.up.sql": "golang-migrate 0001 up users",
    "db/0001_users.down.sql": "golang-migrate 0001 down users",
    "1_a.up.sql": "golang-migrate 1 up a",
    "m/20240101_a.mysql.up.sql": "golang-migrate 20240101 up a.mysql",
    "m/20240101.up.sql": "golang-migrate 20240101 up -",
    "m/up.sql": "",
    "m/users.up.sql": "",
    "sql/V1__a.sql": "flyway 1 up a",
    "sql/V1.2__add_users.sql": "flyway 1.2 up add_users",
    "sql/V1_2__a.sql": "flyway 1.2 up a",
    "sql/V20240101120000__a.sql": "flyway 20240101120000 up a",
    "sql/U1.2__a.sql": "flyway 1.2 down a",
    "sql/B5__a.sql": "flyway 5 up a",
    "sql/R__views.sql": "flyway - up views",
    "sql/R1__views.sql": "",
    "sql/V__a.sql": "",
    "sql/V1_a.sql": "",
    "sql/V1__.sql": "",
    "sql/VX__a.sql": "",
    "sql/V.1__a.sql": "",
    "sql/V1X__a.sql": "",
    "migrations/1X_a.sql": "sql - - 1X_a",
    "migrations/0001_users/seed.sql": "sql - - seed",
    "migrations/1_a.txt": "",
    "sql/X1__a.sql": "",
    "migrations/20240101120000_users.sql": "sql 20240101120000 - users",
    "db/migrations/00001_users.sql": "sql 00001 - users",
    "db/migrate/1-users.sql": "sql 1 - users",
    "migrations/1.2_users.sql": "sql 1.2 - users",
    "app_migrations/1_a.sql": "sql 1 - a",
    "migrations/deep/er/1_a.sql": "sql 1 - a",
    "drizzle/0000_init.sql": "sql 0000 - init",
    "migrations/seed.sql": "sql - - seed",
    "migrations/1users.sql": "sql - - 1users",
    "migrations/up.sql": "sql - - up",
    "queries/users.sql": "",
    "queries/1_users.sql": "",
    "prisma/migrations/20240101_init/migration.sql": "prisma 20240101 up init",
    "prisma/migrations/20240101_init/down.sql": "prisma 20240101 down init",
    "db/migrations/20240101_init/migration.sql": "prisma 20240101 up init",
    "prisma/migrations/init/migration.sql": "sql - - migration",
    "migrations/2024-01-02-030405_users/up.sql": "diesel 20240102030405 up users",
    "migrations/2024-01-02-030405_users/down.sql": "diesel 20240102030405 down users",
    "migrations/2024-01-02-030405_users/migration.sql": "sql - - migration",
    "migrations/2024-xx-02-030405_users/up.sql": "sql - - up",
    "migrations/0001_users/up.sql": "diesel 0001 up users",
    "migrations/0001_users/down.sql": "diesel 0001 down users",
    "shop/migrations/0001_initial.py": "django 0001 - initial",
    "migrations/0002_x.py": "django 0002 - x",
    "shop/migrations/__init__.py": "",
    "shop/migrations/helpers.py": "django - - helpers",
    "shop/migrations/_0001_x.py": "",
    "shop/migrations/~0001_x.py": "",
    "shop/migrations/deep/0001_x.py": "",
    "shop/0001_x.py": "",
    "alembic/versions/1f2e3d4c5b6a_x.py": "alembic - - 1f2e3d4c5b6a_x",
    "app/versions/1f2e3d4c5b6a_x.py": "alembic - - 1f2e3d4c5b6a_x",
    "app/versions/v1.py": "alembic - - -",
    "app/versions/1f2e3d4_x.py": "alembic - - -",
    "app/versions/1f2e3d4X_x.py": "alembic - - -",
    "app/versions/users_and_more.py": "alembic - - -",
    "my_alembic/versions/any.py": "alembic - - any",
    "migrations/versions/2024/any.py": "alembic - - any",
    "migrations/versions/__init__.py": "",
    "migrations/env.py": "django - - env",
    "migrations/versions/env.py": "alembic - - env",
    "alembic/versions/_drop.py": "alembic - - _drop",
    "alembic/versions/~x.py": "alembic - - ~x",
    "app/versions/_x.py": "alembic - - -",
    "alembic/versions/__init__2.py": "",
    "alembic/versions/.#x.py": "",
    "alembic/versions/.x.py": "alembic - - .x",
    "Alembic/Versions/any.py": "alembic - - any",
    "App/Versions/any.py": "alembic - - -",
    "Shop/Migrations/0001_a.py": "django 0001 - a",
    "DB/Migrate/1_A.rb": "rails 1 - A",
    "Data/Migrations/20200101000000_X.cs": "code 20200101000000 - X",
    "App_Migrations/1_A.js": "code 1 - A",
    "DB/Migrations/1_A.sql": "sql 1 - A",
    "Prisma/Migrations/20240101_init/down.sql": "prisma 20240101 down init",
    "db/migrations/0001_x.pgsql": "sql 0001 - x",
    "db/migrations/x.psql": "sql - - x",
    "db/Migrate/0001_x.ddl": "sql 0001 - x",
    "db/0001_x.pgsql": "",
    "db/0001_x.up.ddl": "",
    "db/migrate/20240101_add.rb": "rails 20240101 - add",
    "db/post_migrate/20240101_add.rb": "rails 20240101 - add",
    "db/migrate/deep/20240101_add.rb": "rails 20240101 - add",
    "db/migrate/add.rb": "",
    "app/models/1_user.rb": "",
    "migrations/00001_a.go": "goose 00001 - a",
    "migrations/00001_a_test.go": "",
    "migrations/a.go": "",
    "pkg/00001_a.go": "",
    "db/migrations/1_a.ts": "code 1 - a",
    "db/migrations/1_a.test.ts": "",
    "db/migrations/1_a.spec.js": "",
    "db/migration/V1__a.java": "flyway 1 up a",
    "db/migration/V1__a.kt": "flyway 1 up a",
    "db/migration/Tool.java": "",
    "database/migrations/2024_01_01_000000_a.php": "code 2024 - 01_01_000000_a",
    "README.md": "",
    "migrations/README.md": "",
    "migrations": "",
    "": "",
    ".sql": "",
    "migrations/.sql": "sql - - -",
}


@pytest.mark.parametrize("path", TABLE)
def test_a_path_says(path: str) -> None:
    found = migration_of(path.encode())
    assert " ".join([word or "-" for word in found]) == TABLE[path] if found else TABLE[path] == ""


@pytest.mark.parametrize(
    "folder",
    [
        *("migrations", "migration", "migrate", "drizzle", "changelogs"),
        *("a_migrations", "a-migrations", "a_migrate", "a-migrate"),
    ],
)
def test_a_folder_of_migrations_has_one_of_these_names(folder: str) -> None:
    assert migration_of(f"db/{folder}/1_a.sql".encode()) == ("sql", "1", "", "a")
    assert may_hold(f"db/{folder}".encode(), b"\n1_a.sql\n")


@pytest.mark.parametrize("ending", ["js", "ts", "mjs", "cjs", "php", "exs", "cs"])
def test_code_is_known_by_its_ending(ending: str) -> None:
    assert migration_of(f"db/migrations/1_a.{ending}".encode()) == ("code", "1", "", "a")


@pytest.mark.parametrize(
    ("path", "sure"),
    [
        ("Alembic/Versions/a.py", True),
        ("shop/migrations/0001_a.py", True),
        ("shop/migrations/a.py", False),
        ("app/versions/a.py", False),
        ("alembic/versions/a.py", True),
        ("app/versions/0123abcd_a.py", True),
        ("migrations/seed.sql", True),
        ("db/migrate/1_a.rb", True),
        ("a.py", False),
    ],
)
def test_whether_the_path_alone_says_so(path: str, sure: bool) -> None:
    assert certain(migration_of(path.encode())) is sure


@pytest.mark.parametrize("path", [path for path in TABLE if TABLE[path]])
def test_every_migration_is_looked_for(path: str) -> None:
    folder, _, name = path.encode().rpartition(b"/")
    assert may_hold(folder, b"\nREADME.md\n" + name.lower() + b"\n")


def test_a_folder_without_is_not() -> None:
    assert not may_hold(b"src/app", b"\nup.sql\nv1_a.sql\n1_a.rb\n")


def test_a_path_that_is_no_utf_8() -> None:
    found = migration_of(b"migrations/1_\xff.sql")
    assert found is not None and found.name == "\udcff"


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("prisma/migrations/1_a/migration.sql", "prisma/migrations"),
        ("migrations/2024-01-02-1_a/up.sql", "migrations"),
        ("db/1_a.up.sql", "db"),
        ("1_a.up.sql", ""),
    ],
)
def test_the_folder_it_is_ordered_in(path: str, home: str) -> None:
    found = migration_of(path.encode())
    assert found is not None and home_of(path.encode(), found) == home.encode()


@pytest.mark.parametrize(
    ("lower", "higher"),
    [("1", "2"), ("9", "10"), ("0009", "10"), ("1.9", "1.10"), ("1", "1.1"), ("1_2", "1_3"), ("", "1"), ("", "9" * 63)],
)
def test_versions_compare_as_numbers(lower: str, higher: str) -> None:
    assert order(lower) < order(higher)


@pytest.mark.parametrize(
    ("one", "other"), [("1", "0001"), ("1.0", "1"), ("1.0.0", "1"), ("0", ""), ("1_2", "1.2"), ("9" * 64, "")]
)
def test_versions_that_are_the_same(one: str, other: str) -> None:
    assert order(one) == order(other)


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(
    st.lists(st.sampled_from(["migrations", "versions", "prisma", "1_a", "2024-01-01-1_b", ""]), max_size=4),
    st.binary(max_size=9),
)
def test_any_path_is_answered(folders: list[str], name: bytes) -> None:
    for ending in (b".sql", b".py", b".rb", b".go", b".up.sql", b""):
        found = migration_of("/".join(folders).encode() + b"/" + name + ending)
        assert found is None or order(found.version) is not None
