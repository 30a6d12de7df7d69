"""SQL files: whole migrations of the tools there are, what counts of a change, and what is never claimed."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.reading import Context, Reading, Source
from guard.model.vocabulary import TRAITS
from guard.operations import sql
from guard.operations.sql import detect
from tests.conftest import examples
from tests.operations.telling import SECRET
from tests.sql.test_general import WORDS, shown


def found(reading: Reading | None) -> list[str]:
    """Operations as the tables have them: line, direction, tool, what is done."""
    assert reading is not None
    return [f"{one.line} {one.direction} {one.via} {shown(one)}" for one in reading.operations]


def reading_of(path: str, old: str | None, new: str | None, **more: object) -> Reading | None:
    sides = [None if side is None else side.encode() for side in (old, new)]
    return detect(Source(path, *sides, **more), Context())


class Case(NamedTuple):
    """A migration that comes new, whole."""

    name: str
    path: str
    text: str
    expected: list[str]
    accounted: bool = True
    dialect: str = ""
    beside: tuple[tuple[str, bytes], ...] = ()


CASES = [
    Case(
        "goose: a column",
        "db/mysql/migrations/00001_a.sql",
        (
            "-- +goose Up\n"
            "ALTER TABLE users ADD COLUMN given_name VARCHAR(80) NULL;\n"
            "\n"
            "-- +goose Down\n"
            "ALTER TABLE users DROP COLUMN given_name;\n"
        ),
        [
            "2 up goose schema.column.add table:users (given_name) [in_transaction=true,type=varchar(80)]",
            "5 down goose schema.column.drop table:users (given_name) [in_transaction=true]",
        ],
    ),
    Case(
        "goose: no transaction",
        "postgres/migrations/20240101120000_i.sql",
        (
            "-- +goose NO TRANSACTION\n"
            "-- +goose Up\n"
            "CREATE INDEX CONCURRENTLY i ON u (e);\n"
            "-- +goose Down\n"
            "DROP INDEX CONCURRENTLY i;\n"
        ),
        [
            "3 up goose schema.index.create_concurrent table:u (e) [concurrently=true,name=i,no_transaction=true]",
            "5 down goose schema.index.drop_concurrent index:i [concurrently=true,no_transaction=true]",
        ],
    ),
    Case(
        "goose: no transaction after up",
        "postgres/migrations/3_i.sql",
        ("-- +goose Up\n-- +goose NO TRANSACTION\nCREATE INDEX CONCURRENTLY i ON u (e);\n"),
        ["3 up goose schema.index.create_concurrent table:u (e) [concurrently=true,name=i,no_transaction=true]"],
    ),
    Case(
        "goose: statements kept together",
        "mysql/migrations/2_t.sql",
        (
            "-- +goose Up\n"
            "-- +goose StatementBegin\n"
            "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW\n"
            "BEGIN DELETE FROM b WHERE id = NEW.id; END;\n"
            "-- +goose StatementEnd\n"
            "DROP TABLE c;\n"
            "-- +goose Down\n"
            "DROP TRIGGER g;\n"
        ),
        [
            "3 up goose schema.trigger.create table:a [in_transaction=true,name=g]",
            "3 up goose data.delete table:b [in=trigger,in_transaction=true,where=true]",
            "6 up goose schema.table.drop table:c [in_transaction=true]",
            "8 down goose schema.trigger.drop trigger:g [in_transaction=true]",
        ],
    ),
    Case(
        "goose: a statement before the first mark",
        "mysql/migrations/4_t.sql",
        ("DROP TABLE a;\n-- +goose Down\nDROP TABLE b;\n"),
        [
            "1 up goose schema.table.drop table:a [in_transaction=true]",
            "3 down goose schema.table.drop table:b [in_transaction=true]",
            "1 up goose opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "goose: a statement before the mark for up",
        "mysql/migrations/4_v.sql",
        ("DROP TABLE z;\n-- +goose Up\nDROP TABLE a;\n"),
        [
            "1 up goose schema.table.drop table:z [in_transaction=true]",
            "3 up goose schema.table.drop table:a [in_transaction=true]",
            "1 up goose opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "goose: no transaction, and a statement before the first mark",
        "mysql/migrations/4_w.sql",
        ("-- +goose NO TRANSACTION\nDROP TABLE a;\n-- +goose Down\nDROP TABLE b;\n"),
        [
            "2 up goose schema.table.drop table:a [no_transaction=true]",
            "4 down goose schema.table.drop table:b [no_transaction=true]",
            "1 up goose opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "goose: words before the first mark",
        "mysql/migrations/4_u.sql",
        ("-- Copyright\n\n-- +goose Up\nDROP TABLE a;\n-- +goose Down\n"),
        ["4 up goose schema.table.drop table:a [in_transaction=true]"],
    ),
    Case(
        "goose: a mark with a blank before it",
        "mysql/migrations/5_t.sql",
        ("-- +goose Up\nSELECT 1;\n -- +goose Down\nDROP TABLE b;\n"),
        [
            "2 up goose data.read - [in_transaction=true]",
            "4 up goose schema.table.drop table:b [in_transaction=true]",
            "1 up goose opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "goose: no transaction, and no direction",
        "mysql/migrations/5_u.sql",
        ("-- +goose NO TRANSACTION\nDROP TABLE a;\n"),
        ["2 up goose schema.table.drop table:a [no_transaction=true]", "1 up goose opaque.unparsed -"],
        accounted=False,
    ),
    Case(
        "goose: variables",
        "mysql/migrations/6_t.sql",
        ("-- +goose Up\n-- +goose ENVSUB ON\nDROP TABLE ${NAME};\n"),
        ["3 up goose opaque.unparsed - [in_transaction=true]", "1 up goose opaque.unparsed -"],
        accounted=False,
    ),
    Case(
        "goose: small letters",
        "sqlite/migrations/7_t.sql",
        ("-- +goose up\nCREATE TABLE a (x);\n-- +goose down\nDROP TABLE a;\n"),
        [
            "2 up sql schema.table.create table:a (x)",
            "4 up sql schema.table.drop table:a",
            "1 up sql opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "sql-migrate: small letters",
        "sqlite/migrations/7_t.sql",
        ("-- +migrate Up\nCREATE TABLE a (x);\n-- +migrate down\nDROP TABLE a;\n"),
        [
            "2 up sql-migrate schema.table.create table:a (x) [in_transaction=true]",
            "4 up sql-migrate schema.table.drop table:a [in_transaction=true]",
            "1 up sql-migrate opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "sql-migrate: a direction twice",
        "sqlite/migrations/7_t.sql",
        ("-- +migrate Up\nDROP TABLE a;\n-- +migrate Up\nDROP TABLE b;\n"),
        [
            "2 up sql-migrate schema.table.drop table:a [in_transaction=true]",
            "4 up sql-migrate schema.table.drop table:b [in_transaction=true]",
        ],
    ),
    Case(
        "a comment that is no mark",
        "sqlite/migrations/7_t.sql",
        ("-- to migrate: update users first; upload with goose\nDROP TABLE a;\n"),
        ["2 up sql schema.table.drop table:a"],
    ),
    Case(
        "goose: a mark in a string",
        "mysql/migrations/8_t.sql",
        ("-- +goose Up\nINSERT INTO a VALUES ('\n-- +goose Down\n'); DROP TABLE b;\n"),
        ["2 up goose opaque.unparsed - [in_transaction=true]", "4 down goose opaque.unparsed - [in_transaction=true]"],
        accounted=False,
    ),
    Case(
        "golang-migrate: up",
        "db/postgres/migrations/000003_x.up.sql",
        ("ALTER TABLE users ALTER COLUMN email SET NOT NULL;\n"),
        ["1 up golang-migrate schema.column.set_not_null table:users (email)"],
    ),
    Case(
        "golang-migrate: down",
        "db/postgres/migrations/000003_x.down.sql",
        ("ALTER TABLE users ALTER COLUMN email DROP NOT NULL;\n"),
        ["1 down golang-migrate schema.column.drop_not_null table:users (email)"],
    ),
    Case(
        "golang-migrate: its own transaction",
        "migrations/4_x.mysql.up.sql",
        ("BEGIN;\nDELETE FROM a;\nCOMMIT;\n"),
        [
            "1 up golang-migrate session.transaction -",
            "2 up golang-migrate data.delete_all table:a [all=true,in_transaction=true]",
            "3 up golang-migrate session.transaction -",
        ],
    ),
    Case(
        "golang-migrate: SQLite is wrapped",
        "migrations/5_x.sqlite3.up.sql",
        ("ALTER TABLE a ADD COLUMN b TEXT;\n"),
        ["1 up golang-migrate schema.column.add table:a (b) [in_transaction=true,type=text]"],
    ),
    Case(
        "golang-migrate: a mark of another tool",
        "migrations/6_x.mysql.up.sql",
        ("SELECT 1;\n-- +goose Down\nDROP TABLE a;\n"),
        ["1 up golang-migrate data.read -", "3 up golang-migrate schema.table.drop table:a"],
    ),
    Case(
        "golang-migrate: a rebuild",
        "migrations/7_x.sqlite3.up.sql",
        ("CREATE TABLE n (a INT);\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n"),
        ["1 up golang-migrate schema.table.rebuild table:t (a) [in_transaction=true,lost=unknown]"],
    ),
    Case(
        "golang-migrate: no dialect",
        "migrations/8_x.up.sql",
        ("ALTER TABLE a DROP COLUMN b;\nTRUNCATE c;\n"),
        ["1 up golang-migrate schema.column.drop table:a (b)", "2 up golang-migrate opaque.unparsed -"],
        accounted=False,
    ),
    Case(
        "golang-migrate: a lock",
        "migrations/9_x.mysql.up.sql",
        ("SET SESSION lock_wait_timeout = 5;\nALTER TABLE a ADD INDEX i (b), ALGORITHM=INPLACE, LOCK=NONE;\n"),
        [
            "1 up golang-migrate session.timeout - [name=lock_wait_timeout]",
            "2 up golang-migrate schema.index.create table:a (b) [algorithm=inplace,lock=none,name=i]",
        ],
    ),
    Case(
        "golang-migrate: unknown to guard",
        "migrations/10_x.clickhouse.up.sql",
        ("ALTER TABLE a DELETE WHERE 1;\n"),
        ["1 up golang-migrate opaque.unparsed -"],
        accounted=False,
    ),
    Case(
        "flyway: versioned",
        "src/main/resources/db/migration/V2__x.sql",
        ("ALTER TABLE a ADD COLUMN b INT;\n"),
        ["1 up flyway schema.column.add table:a (b) [in_transaction=true,type=int]"],
        dialect="mysql",
    ),
    Case(
        "flyway: undo",
        "src/main/resources/db/migration/U2__x.sql",
        ("ALTER TABLE a DROP COLUMN b;\n"),
        ["1 down flyway schema.column.drop table:a (b) [in_transaction=true]"],
        dialect="mysql",
    ),
    Case(
        "flyway: repeatable",
        "db/migration/R__v.sql",
        ("CREATE OR REPLACE VIEW v AS SELECT a FROM t;\n"),
        ["1 up flyway schema.view.create view:v [in_transaction=true,replace=true]"],
        dialect="postgres",
    ),
    Case(
        "flyway: outside a transaction",
        "db/migration/V3__x.sql",
        ("-- flyway:executeInTransaction=false\nDELETE FROM a;\n"),
        ["2 up flyway data.delete_all table:a [all=true,no_transaction=true]"],
        dialect="postgres",
    ),
    Case(
        "flyway: told so beside",
        "db/migration/V4__x.sql",
        ("DELETE FROM a;\n"),
        ["1 up flyway data.delete_all table:a [all=true,no_transaction=true]"],
        dialect="postgres",
        beside=(("db/migration/V4__x.sql.conf", b"executeInTransaction=false\n"),),
    ),
    Case(
        "flyway: told otherwise beside",
        "db/migration/V4__x.sql",
        ("DELETE FROM a;\n"),
        ["1 up flyway data.delete_all table:a [all=true,in_transaction=true]"],
        dialect="postgres",
        beside=(
            ("db/migration/V4__x.sql.conf", b"executeInTransaction=true\n"),
            ("db/migration/V4__x.txt", b"executeInTransaction=false\n"),
        ),
    ),
    Case(
        "flyway: sees it by itself",
        "db/migration/V5__x.sql",
        ("CREATE INDEX CONCURRENTLY i ON a (b);\n"),
        ["1 up flyway schema.index.create_concurrent table:a (b) [concurrently=true,name=i,no_transaction=true]"],
        dialect="postgres",
    ),
    Case(
        "flyway: a placeholder",
        "db/migration/V6__x.sql",
        ("GRANT SELECT ON a TO ${reader};\n"),
        ["1 up flyway opaque.unparsed - [in_transaction=true]"],
        accounted=False,
        dialect="postgres",
    ),
    Case(
        "flyway: a delimiter",
        "db/migration/V7__x.sql",
        ("DELIMITER //\nCREATE PROCEDURE p() BEGIN UPDATE a SET b = 1; END//\nDELIMITER ;\nCALL p();\n"),
        [
            "2 up flyway schema.function.create function:p [in_transaction=true]",
            "2 up flyway data.update table:a (b) [all=true,in=procedure,in_transaction=true]",
            "4 up flyway opaque.dynamic - [in_transaction=true]",
        ],
        accounted=False,
        dialect="mysql",
    ),
    Case(
        "prisma: PostgreSQL",
        "prisma/migrations/20240101120000_x/migration.sql",
        ('-- AlterTable\nALTER TABLE "User" ADD COLUMN     "name" TEXT NOT NULL;\n'),
        ["2 up prisma schema.column.add_required table:User (name) [not_null=true,type=text]"],
        beside=(("prisma/migrations/migration_lock.toml", b'provider = "postgresql"\n'),),
    ),
    Case(
        "prisma: MySQL",
        "prisma/migrations/20240101120000_x/migration.sql",
        (
            "-- AlterTable\n"
            "ALTER TABLE `User` MODIFY `name` VARCHAR(191) NOT NULL;\n"
            "\n"
            "-- DropForeignKey\n"
            "ALTER TABLE `Post` DROP FOREIGN KEY `Post_id_fkey`;\n"
        ),
        [
            "2 up prisma schema.column.change_type table:User (name) [not_null=true,type=varchar(191)]",
            "2 up prisma schema.column.set_not_null table:User (name)",
            "5 up prisma schema.constraint.drop table:Post [name=Post_id_fkey,type=foreign_key]",
        ],
        beside=(("prisma/migrations/migration_lock.toml", b'provider = "mysql"\n'),),
    ),
    Case(
        "prisma: SQLite",
        "prisma/migrations/20240101120000_x/migration.sql",
        (
            "-- RedefineTables\n"
            "PRAGMA defer_foreign_keys=ON;\n"
            "PRAGMA foreign_keys=OFF;\n"
            'CREATE TABLE "new_User" (\n'
            '    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n'
            '    "name" TEXT\n'
            ");\n"
            'INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";\n'
            'DROP TABLE "User";\n'
            'ALTER TABLE "new_User" RENAME TO "User";\n'
            'CREATE UNIQUE INDEX "User_name_key" ON "User"("name");\n'
            "PRAGMA foreign_keys=ON;\n"
            "PRAGMA defer_foreign_keys=OFF;\n"
        ),
        [
            "4 up prisma schema.table.rebuild table:User (id,name) [lost=unknown]",
            "11 up prisma schema.index.create table:User (name) [name=User_name_key,unique=true]",
        ],
        beside=(("prisma/migrations/migration_lock.toml", b'provider = "sqlite"\n'),),
    ),
    Case(
        "prisma: a provider that is not read",
        "prisma/migrations/20240101120000_x/migration.sql",
        ("CREATE TABLE [dbo].[a] (b INT);\n"),
        ["1 up prisma opaque.unparsed -"],
        accounted=False,
        beside=(("prisma/migrations/migration_lock.toml", b'provider = "sqlserver"\n'),),
    ),
    Case(
        "prisma: down",
        "prisma/migrations/20240101120000_x/down.sql",
        ("DROP TABLE `a`;\n"),
        ["1 down prisma schema.table.drop table:a"],
        beside=(("prisma/migrations/migration_lock.toml", b'provider = "mysql"\n'),),
    ),
    Case(
        "dbmate: both",
        "mysql/migrations/20240101120000_x.sql",
        ("-- migrate:up\nCREATE TABLE a (b INT);\n\n-- migrate:down\nDROP TABLE a;\n"),
        [
            "2 up dbmate schema.table.create table:a (b) [in_transaction=true]",
            "5 down dbmate schema.table.drop table:a [in_transaction=true]",
        ],
    ),
    Case(
        "dbmate: outside a transaction",
        "pg/migrations/20240101120000_x.sql",
        ("-- migrate:up transaction:false\nALTER TYPE e ADD VALUE 'x';\n\n-- migrate:down\nSELECT 1;\n"),
        [
            "2 up dbmate schema.enum.add_value type:e [name=x,no_transaction=true]",
            "5 down dbmate data.read - [in_transaction=true]",
        ],
    ),
    Case(
        "dbmate: another option",
        "pg/migrations/20240101120000_y.sql",
        ("-- migrate:up foo:bar\nDROP VIEW v;\n"),
        ["2 up dbmate schema.view.drop view:v [in_transaction=true]"],
    ),
    Case(
        "sql-migrate: both",
        "mysql/migrations/1_x.sql",
        ("-- +migrate Up\nDELETE FROM a;\n-- +migrate Down\nTRUNCATE b;\n"),
        [
            "2 up sql-migrate data.delete_all table:a [all=true,in_transaction=true]",
            "4 down sql-migrate data.truncate table:b [in_transaction=true]",
        ],
    ),
    Case(
        "sql-migrate: no transaction",
        "pg/migrations/1_x.sql",
        ("-- +migrate Up notransaction\nDROP INDEX CONCURRENTLY i;\n"),
        ["2 up sql-migrate schema.index.drop_concurrent index:i [concurrently=true,no_transaction=true]"],
    ),
    Case(
        "diesel: up",
        "pg/migrations/2024-01-31-093000_x/up.sql",
        ("DROP TABLE a;\n"),
        ["1 up diesel schema.table.drop table:a [in_transaction=true]"],
    ),
    Case(
        "diesel: down",
        "pg/migrations/2024-01-31-093000_x/down.sql",
        ("CREATE TABLE a (b INT);\n"),
        ["1 down diesel schema.table.create table:a (b) [in_transaction=true]"],
    ),
    Case(
        "diesel: told not to",
        "pg/migrations/2024-01-31-093000_x/up.sql",
        ("DROP TABLE a;\n"),
        ["1 up diesel schema.table.drop table:a [no_transaction=true]"],
        beside=(("pg/migrations/2024-01-31-093000_x/metadata.toml", b"run_in_transaction = false\n"),),
    ),
    Case(
        "diesel: told otherwise",
        "pg/migrations/2024-01-31-093000_x/up.sql",
        ("DROP TABLE a;\n"),
        ["1 up diesel schema.table.drop table:a [in_transaction=true]"],
        beside=(
            ("pg/migrations/2024-01-31-093000_x/metadata.toml", b"run_in_transaction = true\n"),
            ("pg/migrations/2024-01-31-093000_x/other.toml", b"run_in_transaction = false\n"),
        ),
    ),
    Case(
        "plain: numbered",
        "pg/migrations/0007_x.sql",
        ("ALTER TABLE a VALIDATE CONSTRAINT k;\n"),
        ["1 up sql schema.constraint.validate table:a [name=k]"],
    ),
    Case(
        "plain: a DO block",
        "pg/migrations/0008_x.sql",
        ("DO $$ BEGIN\n  ALTER TABLE a DROP COLUMN b;\nEND $$;\n"),
        ["2 up sql schema.column.drop table:a (b) [in=do]"],
    ),
    Case(
        "plain: a query that deletes",
        "pg/migrations/0009_x.sql",
        ("WITH d AS (\n  DELETE FROM a RETURNING *\n) SELECT * FROM d;\n"),
        ["2 up sql data.delete_all table:a [all=true]"],
    ),
    Case(
        "plain: an executable comment",
        "mysql/migrations/0010_x.sql",
        ("/*!50000 DROP TABLE a */;\n"),
        ["1 up sql schema.table.drop table:a [in=comment]"],
    ),
    Case(
        "plain: a dynamic statement",
        "mysql/migrations/0011_x.sql",
        ("SET @s = CONCAT('DROP TABLE ', 'a');\nPREPARE s FROM @s;\nEXECUTE s;\n"),
        ["1 up sql session.set - [name=@s]", "2 up sql opaque.dynamic -", "3 up sql opaque.dynamic -"],
        accounted=False,
    ),
    Case(
        "plain: a psql command",
        "pg/migrations/0012_x.sql",
        ("\\i other.sql\nDROP TABLE a;\n"),
        ["1 up sql opaque.unparsed -"],
        accounted=False,
    ),
    Case(
        "plain: line ends and a byte order mark",
        "mysql/migrations/0013_x.sql",
        ("\ufeffDROP TABLE a;\r\n\r\nDROP TABLE b;\r\n"),
        ["1 up sql schema.table.drop table:a", "3 up sql schema.table.drop table:b"],
    ),
    Case(
        "no migration: a schema",
        "mysql/schema.sql",
        ("CREATE TABLE a (b INT);\n"),
        ["1 None sql schema.table.create table:a (b)"],
    ),
    Case(
        "no migration: goose says it is one",
        "mysql/changes/1_x.sql",
        ("-- +goose Up\nDROP TABLE a;\n-- +goose Down\nDROP TABLE b;\n"),
        [
            "2 None sql schema.table.drop table:a",
            "4 None sql schema.table.drop table:b",
            "1 None sql opaque.unparsed -",
        ],
        accounted=False,
    ),
    Case(
        "no number: goose says it is one",
        "mysql/migrations/x.sql",
        ("-- +goose Up\nDROP TABLE a;\n-- +goose Down\nDROP TABLE b;\n"),
        ["2 up sql schema.table.drop table:a", "4 up sql schema.table.drop table:b", "1 up sql opaque.unparsed -"],
        accounted=False,
    ),
    Case(
        "a tool that runs all: dbmate says it is one",
        "supabase/migrations/1_x.sql",
        ("-- migrate:up\nCREATE TABLE a (b int);\n-- migrate:down\nDROP TABLE b;\n"),
        [
            "2 up sql schema.table.create table:a (b)",
            "4 up sql schema.table.drop table:b",
            "1 up sql opaque.unparsed -",
        ],
        accounted=False,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_migration_that_comes(case: Case) -> None:
    reading = reading_of(case.path, None, case.text, dialect=case.dialect, beside=case.beside)
    assert found(reading) == case.expected
    assert reading is not None and reading.accounted is case.accounted


def test_enough_migrations_are_read() -> None:
    assert len(CASES) >= 40


# what counts of a change

GOOSE = "mysql/migrations/1_x.sql"
UP = "-- +goose Up\nDROP TABLE a;\n"
DOWN = "-- +goose Down\nCREATE TABLE a (b INT);\n"


def test_a_migration_that_is_not_released_is_read_whole() -> None:
    reading = reading_of(GOOSE, UP + DOWN, UP + "DROP TABLE c;\n" + DOWN)
    assert [one.split(" ")[3:5] for one in found(reading)] == [
        ["schema.table.drop", "table:a"],
        ["schema.table.drop", "table:c"],
        ["schema.table.create", "table:a"],
    ]
    assert reading is not None and reading.accounted


def test_of_a_released_one_what_changed_counts() -> None:
    reading = reading_of(GOOSE, UP + DOWN, UP + "DROP TABLE c;\n" + DOWN, released=True)
    assert found(reading) == ["3 up goose schema.table.drop table:c [in_transaction=true]"]
    assert reading is not None and reading.accounted


def test_lines_of_a_later_part_are_those_of_the_file() -> None:
    reading = reading_of(GOOSE, UP + DOWN, UP + DOWN + "DROP TABLE c;\n", released=True)
    assert found(reading) == ["5 down goose schema.table.drop table:c [in_transaction=true]"]


def test_a_statement_that_changes_its_direction_counts_in_both() -> None:
    reading = reading_of(GOOSE, UP + DOWN, "-- +goose Up\n-- +goose Down\nDROP TABLE a;\n", released=True)
    assert found(reading) == [
        "None up goose schema.table.create table:a [change=remove,in_transaction=true]",
        "3 down goose schema.table.drop table:a [in_transaction=true]",
        "None down goose schema.table.drop table:a (b) [change=remove,in_transaction=true]",
    ]


def test_a_direction_that_goes_is_told_by_its_inverse() -> None:
    reading = reading_of(GOOSE, UP + DOWN, UP, released=True)
    assert found(reading) == ["None down goose schema.table.drop table:a (b) [change=remove,in_transaction=true]"]


def test_a_direction_that_goes_with_its_tool_is_told_by_that_tool() -> None:
    reading = reading_of(GOOSE, UP + DOWN, "DROP TABLE a;\n", released=True)
    assert found(reading) == ["None down goose schema.table.drop table:a (b) [change=remove,in_transaction=true]"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (UP, "-- +goose NO TRANSACTION\n" + UP),
        ("-- +goose NO TRANSACTION\n" + UP, UP),
        (UP, UP.replace("goose", "migrate")),
        (UP, "DROP TABLE a;\n"),
    ],
)
def test_a_mark_that_changes_is_not_accounted_for(old: str, new: str) -> None:
    reading = reading_of(GOOSE, old, new, released=True)
    assert reading is not None and not reading.accounted


def test_a_direction_that_stands_twice_is_opaque() -> None:
    reading = reading_of(GOOSE, UP, UP + DOWN + UP, released=True)
    assert found(reading) == ["None None goose opaque.unparsed -"]


def test_a_direction_that_stands_twice_in_a_new_one_is_read() -> None:
    reading = reading_of(GOOSE, None, UP + DOWN + UP.replace("a;", "c;"))
    assert [one.split(" ")[:5] for one in found(reading)] == [
        ["2", "up", "goose", "schema.table.drop", "table:a"],
        ["6", "up", "goose", "schema.table.drop", "table:c"],
        ["4", "down", "goose", "schema.table.create", "table:a"],
        ["1", "up", "goose", "opaque.unparsed", "-"],
    ]


@pytest.mark.parametrize(
    "mark",
    [
        *("-- +Goose Down", "-- +goose DOWN", "--+goose Down", "-- +goose  Down", "--  +goose Down", "-- +goose\tDown"),
        *("-- + goose Down", "-- +goose Down now", "-- +goose Down\u00a0", "/* -- +goose Down */"),
    ],
)
@pytest.mark.parametrize("tool", ["goose", "migrate"])
def test_what_only_some_versions_take_for_a_mark_parts_nothing(mark: str, tool: str) -> None:
    if (tool, mark) == ("migrate", "-- +goose Down now"):
        return  # an option, which it passes over
    text = UP + mark + "\nDROP TABLE b;\n"
    reading = reading_of("pg/migrations/1_x.sql", None, text.replace("goose", tool).replace("Goose", tool.title()))
    assert [one.split(" ")[1:5:2] for one in found(reading)] == [
        ["up", "schema.table.drop"],
        ["up", "schema.table.drop"],
        ["up", "opaque.unparsed"],
    ]
    assert reading is not None and not reading.accounted


@pytest.mark.parametrize("mark", ["-- migrate:DOWN", "--migrate:down", "--  migrate:down", "-- migrate: down"])
def test_so_with_dbmate(mark: str) -> None:
    reading = reading_of("pg/migrations/1_x.sql", None, f"-- migrate:up\nDROP TABLE a;\n{mark}\nDROP TABLE b;\n")
    assert [one.split(" ")[1] for one in found(reading)] == ["up", "up", "up"]
    assert found(reading)[2].split(" ")[3] == "opaque.unparsed"


@pytest.mark.parametrize("released", [False, True])
@pytest.mark.parametrize("path", [GOOSE, "db/migrations/1_x.up.sql", "db/migration/V1__x.sql"])
def test_of_a_migration_that_goes_nothing_is_claimed(path: str, released: bool) -> None:
    assert reading_of(path, "DROP TABLE a;", None, released=released) == Reading((), False)


def test_of_any_other_file_what_changed_counts() -> None:
    old, new = "CREATE TABLE a (b INT);\nGRANT SELECT ON a TO c;\n", "CREATE TABLE a (b INT);\nDROP VIEW d;\n"
    for released in (False, True):
        assert found(reading_of("mysql/x.sql", old, new, released=released)) == [
            "2 None sql schema.view.drop view:d",
            "None None sql access.revoke table:a [change=remove,from=c,name=select]",
        ]


def test_a_file_that_goes_is_told_by_its_inverse() -> None:
    reading = reading_of("pg/x.sql", "ALTER TABLE a ENABLE ROW LEVEL SECURITY;", None)
    assert found(reading) == ["None None sql access.rls.disable table:a [change=remove]"]
    assert reading is not None and reading.accounted


def test_what_only_lays_it_out_anew_is_nothing() -> None:
    assert reading_of("mysql/x.sql", "DROP TABLE a;\r\n", "-- why\nDROP\n  TABLE a;\n") == Reading((), True)
    assert reading_of("mysql/x.sql", "", "-- why\n") == Reading((), True)
    assert reading_of("mysql/x.sql", None, "") == Reading((), True)


# what is left alone, and what cannot be read


@pytest.mark.parametrize("path", ["a.py", "sql", "a.sql.gz", "mysql/a.sqlite", "a.sql/b.txt"])
def test_other_files_are_left_alone(path: str) -> None:
    assert reading_of(path, None, "DROP TABLE a;") is None


def test_a_path_that_is_no_file_on_either_side_is_left_alone() -> None:
    assert reading_of("mysql/a.sql", None, None) is None


@pytest.mark.parametrize("path", ["mysql/A.SQL", "mysql/migrations/1_a.Sql"])
def test_letter_case_hides_no_file(path: str) -> None:
    assert [one.split(" ")[3] for one in found(reading_of(path, None, "DROP TABLE a;"))] == ["schema.table.drop"]


@pytest.mark.parametrize("content", [b"\xff\xfeD\0R\0O\0P\0", b"DROP TABLE a\xbf\\;", "DROP TABLE é".encode("latin-1")])
def test_what_is_not_utf8_is_opaque(content: bytes) -> None:
    for old, new in ((None, content), (content, b"SELECT 1"), (content, None)):
        reading = detect(Source("mysql/a.sql", old, new), Context())
        assert reading is not None and not reading.accounted
        assert [(one.id, one.attributes) for one in reading.operations] == [
            ("opaque.unparsed", (("why", "it is not UTF-8"),))
        ]


def test_a_name_that_is_not_utf8_is_no_hindrance() -> None:
    assert found(reading_of("mysql/\udcff.sql", None, "DROP TABLE a;")) == ["1 None sql schema.table.drop table:a"]


def test_a_long_file_is_opaque(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sql.LONGEST == 4_000_000
    monkeypatch.setattr(sql, "LONGEST", 20)
    assert found(reading_of("mysql/a.sql", None, "DROP TABLE a;       ")) == ["1 None sql schema.table.drop table:a"]
    for old, new in ((None, "DROP TABLE a;" + " " * 8), ("DROP TABLE a;" + " " * 8, "SELECT 1"), ("-" * 21, None)):
        reading = reading_of("mysql/a.sql", old, new)
        assert found(reading) == ["None None sql opaque.unparsed -"]
        assert reading is not None and not reading.accounted
    assert found(reading_of("db/migrations/1_a.up.sql", None, "-" * 21)) == [
        "None None golang-migrate opaque.unparsed -"
    ]


def test_the_declared_dialect_counts() -> None:
    for dialect, id_ in (("mysql", "data.truncate"), ("sqlite", "opaque.unparsed"), ("", "opaque.unparsed")):
        reading = reading_of("x.sql", None, "TRUNCATE a;", dialect=dialect)
        assert [one.split(" ")[3] for one in found(reading)] == [id_]
        assert reading is not None and reading.accounted is (dialect == "mysql")


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(
    st.sampled_from([case.text for case in CASES]),
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 6), st.sampled_from([*WORDS, "\r\n", "\xff", "-- +goose Down\n"]))
    ),
    st.sampled_from([*[case.path for case in CASES], "x.sql"]),
    st.booleans(),
    st.booleans(),
)
def test_any_file_is_read(text: str, edits: list[tuple[int, int, str]], path: str, released: bool, gone: bool) -> None:
    content = text.encode()
    for at, length, piece in edits[:6]:
        content = content[:at] + piece.encode("latin-1", "replace") + content[at + length :]
    for old, new in ((None, content), (text.encode(), content), (content, None if gone else text.encode())):
        reading = detect(Source(path, old, new, released), Context())
        assert reading is not None
        lines = (new or b"").count(b"\n") + 1
        for one in reading.operations:
            assert one.id in TRAITS
            assert one.line is None or 1 <= one.line <= lines
            assert one.direction in (None, "up", "down") and one.via
            assert not one.id.startswith("opaque.") or dict(one.attributes)["why"]


VALUES = [
    "ALTER TABLE a ALTER x SET DEFAULT '%s'",
    "ALTER TABLE a ADD x text DEFAULT '%s'",
    "ALTER TABLE a ADD CHECK (x > '%s')",
    "ALTER ROLE a PASSWORD '%s'",
    "ALTER SYSTEM SET x = '%s'",
    "ATTACH DATABASE '%s' AS x",
    "COMMENT ON TABLE a IS '%s'",
    "COPY a FROM '%s'",
    "CREATE INDEX i ON a (x) WHERE y = '%s'",
    "CREATE ROLE a PASSWORD '%s'",
    "CREATE SUBSCRIPTION s CONNECTION 'password=%s' PUBLICATION p",
    "CREATE USER a IDENTIFIED BY '%s'",
    "CREATE USER MAPPING FOR a SERVER s OPTIONS (password '%s')",
    "DO $$ BEGIN PERFORM x('%s'); END $$",
    "GARBAGE '%s'",
    "INSERT INTO a VALUES ('%s')",
    "NOTIFY a, '%s'",
    "PRAGMA key = '%s'",
    "SELECT f('%s')",
    "SET x = '%s'",
    "SET PASSWORD = '%s'",
    "UPDATE a SET x = '%s' WHERE y = '%s'",
    "ALTER TABLE a CONNECTION='mysql://app:%s@db1/shop/a'",
    "ALTER TABLE a '%s'",
    "ALTER TABLE a ALGORITHM='%s', DROP b",
    "BEGIN '%s'",
    "DROP TABLE a '%s'",
    "SET '%s'",
    "VACUUM INTO '%s'",
    'VACUUM INTO "%s"',
    "'%s'",
    ".open file:x.db?key=%s",
    '.open "%s"',
    ".parameter set :k %s",
    "-- +goose %s Up now\nGARBAGE",
]


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
@pytest.mark.parametrize("statement", VALUES)
def test_a_value_is_never_told(statement: str, dialect: str) -> None:
    text = statement.replace("%s", SECRET) + ";\n"
    reading = detect(Source("a.sql", None, text.encode(), dialect=dialect), Context())
    assert reading is not None and reading.operations
    assert SECRET not in repr(reading)


def test_what_is_much_like_a_mark_is_not_told_in_full() -> None:
    text = f"-- +goose {SECRET} Up now\nSELECT 1;\n"
    reading = detect(Source("migrations/1_x.sql", None, text.encode(), dialect="mysql"), Context())
    assert reading is not None and not reading.accounted and "(up)" in repr(reading)
    assert SECRET not in repr(reading)


@pytest.mark.parametrize("ending", ["pgsql", "psql", "ddl"])
def test_sql_by_another_name_is_read_in_a_folder_of_migrations(ending: str) -> None:
    reading = detect(Source(f"db/Migrations/0001_x.{ending}", None, b"DROP TABLE a;\n", dialect="postgres"), Context())
    assert reading is not None and [one.id for one in reading.operations] == ["schema.table.drop"]
    assert detect(Source(f"db/0001_x.{ending}", None, b"DROP TABLE a;\n"), Context()) is None
