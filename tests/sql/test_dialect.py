"""Which dialect a file is in, and what is told where nobody says it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.reading import Source
from guard.sql import read
from guard.sql.agreed import OTHER, UNKNOWN
from guard.sql.dialect import BESIDE, BY_PART, dialect_of
from tests.conftest import examples
from tests.sql.test_general import shown

PATHS = {
    "db/mysql/001.sql": "mysql",
    "db/mysql/migrations/001.up.sql": "mysql",
    "db/migrations-mysql/001.sql": "mysql",
    "db/sqlite_migrations/001.sql": "sqlite",
    "db/001_a.mysql.up.sql": "mysql",
    "db/001_a.sqlite3.up.sql": "sqlite",
    "db/001_a.postgres.up.sql": "postgres",
    "db/001_a.pg.sql": "postgres",
    "postgresql/a.sql": "postgres",
    "db.mariadb/a.sql": "mysql",
    "PG/A.SQL": "postgres",
    "db/clickhouse/001.sql": "other",
    "db/001_a.cockroach.up.sql": "other",
    "oracle/a.sql": "other",
    "db/001_mysql.sql": "",  # part of a name, not a part of its own
    "db/mysqldump/a.sql": "",
    "db/pgbouncer/a.sql": "",
    "db/001.sql": "",
    "mysql.sql": "mysql",
    "mysql/a.sqlite.sql": "",  # two that say different things say nothing
    "postgres/mysql/a.sql": "",
    "postgres/pg/a.sql": "postgres",
}


@pytest.mark.parametrize(("path", "dialect"), PATHS.items())
def test_names(path: str, dialect: str) -> None:
    assert dialect_of(Source(path, None, b"")) == dialect


PRISMA = b'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "%s"\n}\n'
SETTINGS = [
    ("prisma/migrations/migration_lock.toml", b'# x\nprovider = "postgresql"\n', "postgres"),
    ("prisma/migrations/migration_lock.toml", b'provider = "mysql"', "mysql"),
    ("prisma/migrations/migration_lock.toml", b'provider = "sqlite"\r\n', "sqlite"),
    ("prisma/migrations/migration_lock.toml", b'provider = "cockroachdb"\n', "other"),
    ("prisma/migrations/migration_lock.toml", b'provider = "sqlserver"\n', "other"),
    ("prisma/migrations/migration_lock.toml", b'# provider = "sqlite"\n', ""),
    ("prisma/schema.prisma", PRISMA % b"mysql", "mysql"),
    ("prisma/schema.prisma", PRISMA % b"postgresql", "postgres"),
    ("prisma/schema.prisma", PRISMA % b"mongodb", "other"),
    ("config/database.yml", b"default: &default\n  adapter: mysql2\n\ntest:\n  <<: *default\n", "mysql"),
    ("config/database.yml", b"a:\n  adapter: postgresql # x\nb:\n  adapter: postgis\n", "postgres"),
    ("config/database.yml", b"a:\n  adapter: postgresql\nb:\n  adapter: sqlite3\n", ""),
    ("config/database.yml", b"a:\n  adapter: <%= x %>\n", ""),
    ("config/database.yml", b"a:\n  adapter: trilogy\n", "mysql"),
    ("config/database.yml", b"a:\n  adapter: postgis\n", "postgres"),
    ("config/database.yml", b"a:\n  adapter: oracle_enhanced\n", "other"),
    ("alembic.ini", b"[alembic]\nsqlalchemy.url = postgresql+psycopg://u:p@h/d\n", "postgres"),
    ("alembic.ini", b"sqlalchemy.url = sqlite:///x.db\n", "sqlite"),
    ("alembic.ini", b"# sqlalchemy.url = sqlite:///x.db\nsqlalchemy.url = driver://u:p@h/d\n", "other"),
    ("sqlc.yaml", b'version: "2"\nsql:\n  - engine: "postgresql"\n    schema: s\n', "postgres"),
    ("sqlc.yml", b"sql:\n  - schema: s\n    engine: mysql\n", "mysql"),
    ("dbconfig.yml", b"development:\n  dialect: sqlite3\n", "sqlite"),
    ("dbconfig.yml", b"development:\n  dialect: godror\n", "other"),
    ("flyway.conf", b"flyway.url=jdbc:postgresql://h/d\n", "postgres"),
    ("flyway.conf", b"#flyway.url=jdbc:postgresql://h/d\nflyway.url=jdbc:mariadb://h/d\n", "mysql"),
    ("flyway.toml", b'[environments.default]\nurl = "jdbc:sqlite:x.db"\n', "sqlite"),
    ("other.toml", b'provider = "mysql"\n', ""),
    ("prisma/schema.prisma", b"\xff\xfe", ""),
]


@pytest.mark.parametrize(("path", "content", "dialect"), SETTINGS)
def test_settings_beside(path: str, content: bytes, dialect: str) -> None:
    assert dialect_of(Source("db/001.sql", None, b"", beside=((path, content),))) == dialect


def test_every_setting_is_tried() -> None:
    assert {path.rpartition("/")[2] for path, _, dialect in SETTINGS if dialect} == set(BESIDE)


def test_two_settings_that_differ_say_nothing() -> None:
    beside = (("migration_lock.toml", b'provider = "mysql"'), ("alembic.ini", b"sqlalchemy.url = sqlite://"))
    assert dialect_of(Source("db/001.sql", None, b"", beside=beside)) == ""


def test_what_is_declared_wins() -> None:
    beside = (("migration_lock.toml", b'provider = "mysql"'),)
    assert dialect_of(Source("mysql/001.sql", None, b"", dialect="sqlite", beside=beside)) == "sqlite"
    assert (
        dialect_of(Source("mysql/001.sql", None, b"", beside=(("migration_lock.toml", b'provider = "x"'),))) == "mysql"
    )


def test_parts_are_lower_case_words() -> None:
    assert all([part == part.lower() and part.isalnum() for part in BY_PART])


# where nobody says it

AGREED = {
    "ALTER TABLE t ADD COLUMN c TEXT NOT NULL": "schema.column.add_required table:t (c) [not_null=true,type=text]",
    "alter table T add column C text": "schema.column.add table:t (c) [type=text]",
    "DROP TABLE t": "schema.table.drop table:t",
    'DROP TABLE IF EXISTS "t"': None,  # for MySQL a string
    "ALTER TABLE t DROP COLUMN c": "schema.column.drop table:t (c)",
    "ALTER TABLE t RENAME TO u": "schema.table.rename table:t [to=u]",
    "DELETE FROM t": "data.delete_all table:t [all=true]",
    "DELETE FROM t WHERE a = 1": "data.delete table:t [where=true]",
    "UPDATE t SET a = 1 WHERE b = 'x'": "data.update table:t (a) [where=true]",
    "INSERT INTO t (a) VALUES (1)": "data.insert table:t (a)",
    "INSERT INTO t (a) SELECT a FROM u": "data.insert_select table:t (a)",
    "CREATE INDEX i ON t (a)": "schema.index.create table:t (a) [name=i]",
    "SELECT 1": "data.read -",
    "BEGIN": "session.transaction -",
    "CREATE VIEW v AS SELECT a FROM t": "schema.view.create view:v",
    "DROP TABLE public.t": None,  # for PostgreSQL the same as t
    "DROP TABLE main.t": None,
    "ALTER TABLE t ADD c SERIAL": None,
    "TRUNCATE t": None,
    "DROP TABLE t CASCADE": None,
    "DROP INDEX i": None,
    "ALTER TABLE t ALTER COLUMN c SET NOT NULL": None,
    "ALTER TABLE t MODIFY c INT": None,
    "ALTER TABLE t ADD INDEX i (a)": None,
    "REPLACE INTO t VALUES (1)": None,
    "PRAGMA foreign_keys = OFF": None,
    "/*!50000 DROP TABLE t */": None,
    "# DROP TABLE t": None,
    "SELECT 1; # x\n": None,
    "SELECT '\\'; DROP TABLE t; -- '": None,
    "SELECT $$; DROP TABLE t; -- $$": None,
    "SELECT 1 /* /* */ ; DROP TABLE t; -- */": None,
    "SELECT 'x": None,
    "SELEC 1": None,
    "\\i x.sql": None,
    "DO $$ BEGIN DROP TABLE t; END $$": None,
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END": None,
}


@pytest.mark.parametrize(("text", "expected"), AGREED.items())
def test_an_unknown_dialect_is_what_all_agree_on(text: str, expected: str | None) -> None:
    found = [one for statement in read(text, "") for one in statement.operations]
    if expected is not None:
        assert [shown(one) for one in found] == [expected]
    else:
        assert [one.id for one in found if one.id != "data.read"] == ["opaque.unparsed"]
        assert dict(found[-1].attributes)["why"] == UNKNOWN


def test_one_statement_that_differs_leaves_the_others_told() -> None:
    text = "DROP TABLE a;\nTRUNCATE b;\nDROP TABLE c;\n"
    assert [(one.id, one.line) for statement in read(text, "") for one in statement.operations] == [
        ("schema.table.drop", 1),
        ("opaque.unparsed", 2),
        ("schema.table.drop", 3),
    ]


def test_where_statements_end_must_be_agreed_on() -> None:
    for text in ("SELECT [a;b]", "SELECT 'a\\';b'"):
        (statement,) = read(text, "")
        assert [one.id for one in statement.operations] == ["opaque.unparsed"]


def test_the_way_out_is_named() -> None:
    assert "dialects: {/path/**: postgres}" in UNKNOWN


def test_a_dialect_that_is_not_read_is_opaque() -> None:
    (statement,) = read("DROP TABLE a;\nDROP TABLE b;", "other")
    (told,) = statement.operations
    assert (told.id, dict(told.attributes)["why"]) == ("opaque.unparsed", OTHER)
    assert read(" \n", "other") == ()


def test_lines_begin_where_they_are_told_to() -> None:
    for dialect in ("postgres", "mysql", "sqlite", ""):
        found = read("\nDROP TABLE a;\n\nDROP TABLE b;", dialect, 10)
        assert [(statement.line, statement.operations[0].line) for statement in found] == [(11, 11), (13, 13)]


def test_a_transaction_is_an_attribute() -> None:
    text = "DROP TABLE a; BEGIN; DROP TABLE b; ROLLBACK TO SAVEPOINT x; DROP TABLE c; COMMIT; DROP TABLE d"
    within = [
        (one.object, "in_transaction" in dict(one.attributes))
        for statement in read(text, "mysql")
        for one in statement.operations
        if one.object
    ]
    assert within == [("table:a", False), ("table:b", True), ("table:c", True), ("table:d", False)]


@pytest.mark.parametrize(
    "text",
    ["SELECT 1; -- {{ .Name }}", "SELECT '<%= x %>'", "SELECT '${x}'", "SELECT '%(x)s'", "-- {% if x %}\nSELECT 1"],
)
def test_a_template_is_opaque_wherever_it_shows(text: str) -> None:
    for dialect in ("postgres", "mysql", "sqlite"):
        assert "opaque.unparsed" in [one.id for statement in read(text, dialect) for one in statement.operations]


@pytest.mark.parametrize(
    "text", ["SELECT '{{1,2},{3,4}}'", 'SELECT \'{"a":{"b":1}}\'', "SELECT 5 % 3", "SELECT '100%'"]
)
def test_what_only_looks_like_a_template_is_none(text: str) -> None:
    for dialect in ("postgres", "mysql", "sqlite"):
        assert [one.id for statement in read(text, dialect) for one in statement.operations] == ["data.read"]


PLAIN = [text for text in AGREED if not any(mark in text for mark in ("'", "$", "#", "/*", "--", "\\"))]


@pytest.mark.fuzz
@settings(max_examples=examples(40))
@given(st.lists(st.sampled_from(PLAIN), max_size=5).map("; ".join))
def test_any_mix_is_told_or_opaque(text: str) -> None:
    found = [one.id for statement in read(text, "") for one in statement.operations]
    for part in text.split("; "):
        if AGREED.get(part):
            assert AGREED[part].split(" ")[0] in found or "opaque.unparsed" in found
