"""Which statements changed, what those that are gone mean, and the rebuild of a table in SQLite."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.operation import Operation
from guard.model.vocabulary import TRAITS
from guard.sql import changed, read
from guard.sql.inverse import inverse
from tests.conftest import examples
from tests.sql.test_general import shown


def told(old: str | None, new: str | None, dialect: str) -> tuple[list[str], bool]:
    statements, accounted = changed(old, new, dialect)
    return [f"{one.line} {shown(one)}" for statement in statements for one in statement.operations], accounted


A, B, C = "DROP TABLE a;\n", "DROP TABLE b;\n", "DROP TABLE c;\n"
CHANGES: list[tuple[str, str | None, str | None, list[str], bool]] = [
    ("nothing", A + B, A + B, [], True),
    ("no file, then an empty one", None, "", [], True),
    ("a new file", None, A + B, ["1 schema.table.drop table:a", "2 schema.table.drop table:b"], True),
    ("at the end", A, A + B, ["2 schema.table.drop table:b"], True),
    ("at the start", A, B + A, ["1 schema.table.drop table:b"], True),
    ("in the middle", A + C, A + B + C, ["2 schema.table.drop table:b"], True),
    ("blank lines and comments only", A + B, "-- x\n" + A + "\n\n" + B, [], True),
    ("layout only", "DROP  TABLE\na;", A, [], True),
    ("letter case", "drop table a;", A, ["1 schema.table.drop table:a",
                                         "None schema.table.create table:a [change=remove]"], True),
    ("a string that grows a blank", "DELETE FROM t WHERE a = 'x  y'", "DELETE FROM t WHERE a = 'x y'",
     ["1 data.delete table:t [where=true]"], False),
    ("the same twice", A, A + A, ["2 schema.table.drop table:a"], True),
    ("moved before another", A + B, B + A, ["1 schema.table.drop table:b",
                                            "None schema.table.create table:b [change=remove]"], True),
    ("a table that is no longer created", "CREATE TABLE t (a int);", "",
     ["None schema.table.drop table:t (a) [change=remove]"], True),
    ("the whole file gone", "CREATE TABLE t (a int);", None,
     ["None schema.table.drop table:t (a) [change=remove]"], True),
    ("a column that is no longer created", "CREATE TABLE t (a int, b int);", "CREATE TABLE t (a int);",
     ["1 schema.table.create table:t (a)", "None schema.column.drop table:t (b) [change=remove]"], False),
    ("a grant that is no longer made", "GRANT SELECT ON t TO u;", "",
     ["None access.revoke table:t [change=remove,from=u,name=select]"], True),
    ("a revoke that is no longer made", "REVOKE SELECT ON t FROM u;", "",
     ["None access.grant table:t [change=remove,name=select,to=u]"], True),
    ("a constraint that is no longer added", "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);", "",
     ["None schema.constraint.drop table:t [change=remove,name=k,type=check]"], True),
    ("an index that is no longer created", "CREATE INDEX i ON t (a);", "",
     ["None schema.index.drop index:i [change=remove,table=t]"], True),
    ("an index without a name", "ALTER TABLE t ADD INDEX (a);", "", [], False),
    ("an index that is no longer dropped", "ALTER TABLE t DROP INDEX i;", "",
     ["None schema.index.create table:t [change=remove,name=i]"], True),
    ("a view that is no longer created", "CREATE VIEW v AS SELECT 1;", "",
     ["None schema.view.drop view:v [change=remove]"], True),
    ("a trigger that is no longer created", "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;", "",
     ["None schema.trigger.drop table:t [change=remove,name=g]"], True),
    ("a user that is no longer dropped", "DROP USER u;", "", ["None access.role.create role:u [change=remove]"], True),
    ("a lock that is no longer taken", "LOCK TABLES t WRITE;", "", [], True),
    ("rows that are no longer written", "INSERT INTO t VALUES (1);", "", [], False),
    ("what is gone and was not read", "HANDLER t OPEN;", "", [], False),
    ("a look that is gone", "SELECT 1;", "", [], True),
    ("a setting before all", A + B, "USE x;\n" + A + B,
     ["1 session.set - [name=use,to=x]", "2 schema.table.drop table:a", "3 schema.table.drop table:b"], True),
    ("a setting that is gone", "USE x;\n" + A + B, A + B,
     ["1 schema.table.drop table:a", "2 schema.table.drop table:b"], False),
    ("a setting between", A + B, A + "SET sql_mode = '';\n" + B,
     ["2 session.set - [name=sql_mode]", "3 schema.table.drop table:b"], True),
    ("a setting that is gone between", A + "USE x;\n" + B + C, A + B + C,
     ["2 schema.table.drop table:b", "3 schema.table.drop table:c"], False),
    ("a setting that is gone before what is new", A + "USE x;\n" + B, A + B + C,
     ["2 schema.table.drop table:b", "3 schema.table.drop table:c"], False),
    ("a setting that is gone with what stood before it", A + B + "USE x;\n" + C + "DROP TABLE d;\n",
     C + "DROP TABLE d;\n",
     ["1 schema.table.drop table:c", "2 schema.table.drop table:d", "None schema.table.create table:a [change=remove]",
      "None schema.table.create table:b [change=remove]"], False),
    ("a quote opened before all", "SELECT 1;\n" + A, "SELECT ';\n" + A,
     ["1 opaque.unparsed -", "None schema.table.create table:a [change=remove]"], True),
    ("within a transaction", "BEGIN;\n" + A + "COMMIT;", "BEGIN;\n" + A + B + "COMMIT;",
     ["3 schema.table.drop table:b [in_transaction=true]"], True),
    ("a rollback that is gone", "BEGIN;\n" + A + "ROLLBACK;\n", A, ["1 schema.table.drop table:a"], True),
    ("a rollback that commits", "BEGIN;\n" + A + "ROLLBACK;\n", "BEGIN;\n" + A + "COMMIT;\n",
     ["1 session.transaction -", "2 schema.table.drop table:a [in_transaction=true]", "3 session.transaction -"], True),
    ("a rollback that comes", "BEGIN;\n" + A + "COMMIT;\n", "BEGIN;\n" + A + "ROLLBACK;\n",
     ["1 session.transaction -", "2 schema.table.drop table:a [in_transaction=true,maybe=true]",
      "3 session.transaction -"], True),
    ("a savepoint no longer gone back to", A + "SAVEPOINT s;\n" + B + "ROLLBACK TO s;\n", A + "SAVEPOINT s;\n" + B,
     ["1 schema.table.drop table:a", "2 session.transaction -", "3 schema.table.drop table:b"], True),
    ("a savepoint that comes", A, A + "SAVEPOINT s;\n",
     ["1 schema.table.drop table:a", "2 session.transaction -"], True),
    ("what is made again in another letter case", "CREATE TABLE t (a int, B int, d int);",
     "create table T (A int, b int);",
     ["1 schema.table.create table:T (A,b)", "None schema.column.drop table:t (d) [change=remove]"], False),
    ("a table of the session that is gone", "CREATE TEMPORARY TABLE a (x int);\n" + A, A,
     ["1 schema.table.drop table:a"], True),
    ("a template", A, "{{ if .x }}\n" + A + "{{ end }}",
     ["1 opaque.unparsed -", "3 opaque.unparsed -", "1 opaque.unparsed -",
      "None schema.table.create table:a [change=remove]"], False),
    ("a template that is gone", "-- {{ .x }}\n" + A, None,
     ["None opaque.unparsed - [change=remove]", "None schema.table.create table:a [change=remove]"], False),
    ("a template in a comment", A, "-- {{ .x }}\n" + A, ["2 schema.table.drop table:a", "1 opaque.unparsed -"], False),
]  # fmt: skip


@pytest.mark.parametrize(("_", "old", "new", "expected", "accounted"), CHANGES, ids=[row[0] for row in CHANGES])
def test_changes(_: str, old: str | None, new: str | None, expected: list[str], accounted: bool) -> None:
    found, known = told(old, new, "mysql")
    assert sorted(found) == sorted(expected)
    assert known is accounted


QUOTES = {
    "mysql": [
        "SELECT 'a{}b'",
        'SELECT "a{}b"',
        "SELECT `a{}b`",
        "SELECT 1 # a{}+ 2",
        "SELECT 1 -- a{}+ 2",
        "SELECT /* a{}b */ 1",
    ],
    "sqlite": ["SELECT [a{}b]"],
    "postgres": ["SELECT $$a{}b$$", "SELECT E'\\''{}'"],
}


@pytest.mark.parametrize(("dialect", "text"), [(dialect, text) for dialect, texts in QUOTES.items() for text in texts])
def test_layout_counts_where_it_may_be_text(dialect: str, text: str) -> None:
    assert changed(text.format(" "), text.format("\n"), dialect)[0]
    if " 1 " not in text:  # where only a comment grows, nothing does
        assert changed(text.format(" "), text.format("  "), dialect)[0]


@pytest.mark.parametrize("dialect", ["mysql", "sqlite", "postgres"])
def test_layout_does_not_count_elsewhere(dialect: str) -> None:
    for name in ("a", "THE_QUICK_BROWN_FOX_JUMPS_OVER_A_LAZY_DOG", "a - b / c"):
        assert changed(f"DROP TABLE {name}", f"DROP  TABLE\n\t{name} ", dialect) == ((), True)


def test_row_security_that_is_no_longer_enabled() -> None:
    old = "ALTER TABLE t ENABLE ROW LEVEL SECURITY;\nCREATE POLICY p ON t USING (a = 1);\n"
    found, accounted = told(old, "", "postgres")
    assert found == [
        "None access.rls.disable table:t [change=remove]",
        "None access.policy.drop table:t [change=remove,name=p]",
    ]
    assert accounted


def test_a_policy_that_is_replaced_is_told_on_both_sides() -> None:
    found, _ = told("CREATE POLICY p ON t USING (a = 1);", "CREATE POLICY p ON t USING (true);", "postgres")
    assert [one.split(" ")[1] for one in found] == ["access.policy.create", "access.policy.drop"]


INVERSES = {
    "access.grant": "access.revoke",
    "access.policy.drop": "access.policy.create",
    "access.rls.disable": "access.rls.enable",
    "schema.column.add": "schema.column.drop",
    "schema.column.add_required": "schema.column.drop",
    "schema.column.drop": "schema.column.add",
    "schema.column.set_default": "schema.column.drop_default",
    "schema.column.set_not_null": "schema.column.drop_not_null",
    "schema.constraint.add_not_valid": "schema.constraint.drop",
    "schema.table.drop": "schema.table.create",
}


@pytest.mark.parametrize(("id_", "other"), INVERSES.items())
def test_inverses(id_: str, other: str) -> None:
    undone = inverse(Operation(id_, 3, "table:t", None, ("a",), (("default", "true"), ("name", "n"))))
    assert undone == Operation(other, 3, "table:t", None, ("a",), (("name", "n"),))


def test_an_inverse_says_which_thing_and_not_how_it_was_made() -> None:
    for name in ("cascade", "grant_option", "name", "on", "references", "type"):
        undone = inverse(Operation("schema.constraint.add", 1, "table:t", attributes=((name, "x"), ("why", "y"))))
        assert undone == Operation("schema.constraint.drop", 1, "table:t", attributes=((name, "x"),))


@pytest.mark.parametrize(
    "id_",
    ["data.update", "data.delete", "schema.table.rename", "schema.column.change_type", "schema.column.drop_default"],
)
def test_what_has_no_inverse(id_: str) -> None:
    assert inverse(Operation(id_, 1, "table:t")) is None


def test_every_inverse_is_an_operation_there_is() -> None:
    for id_ in TRAITS:
        undone = inverse(Operation(id_, 1, "table:t", attributes=(("name", "n"),)))
        assert undone is None or undone.id in TRAITS


# the rebuild of a table in SQLite

NEW = 'CREATE TABLE "new_t" (a INT, b INT);'
COPY = 'INSERT INTO "new_t" (a) SELECT a FROM t;'
DROP = "DROP TABLE t;"
RENAME = 'ALTER TABLE "new_t" RENAME TO "t";'
REBUILD = "schema.table.rebuild table:t (a) [added=b,lost=unknown]"
REBUILDS: list[tuple[str, list[str], list[str]]] = [
    ("plain", [NEW, COPY, DROP, RENAME], [REBUILD]),
    ("an index behind it", [NEW, COPY, DROP, RENAME, "CREATE INDEX i ON t (a);"],
     [REBUILD, "schema.index.create table:t (a) [name=i]"]),
    ("settings around it", ["PRAGMA foreign_keys=OFF;", NEW, COPY, DROP, RENAME, "PRAGMA foreign_keys=ON;"], [REBUILD]),
    ("deferred", ["PRAGMA defer_foreign_keys=ON;", NEW, COPY, DROP, RENAME, "PRAGMA defer_foreign_keys=OFF;"],
     [REBUILD]),
    ("a setting that stays", ["PRAGMA foreign_keys=OFF;", NEW, COPY, DROP, RENAME],
     ["session.set - [name=foreign_keys,to=off]", REBUILD]),
    ("a setting once", ["PRAGMA foreign_keys=ON;", NEW, COPY, DROP, RENAME],
     ["session.set - [name=foreign_keys,to=on]", REBUILD]),
    ("a setting for the worse", ["PRAGMA foreign_keys=ON;", NEW, COPY, DROP, RENAME, "PRAGMA foreign_keys=0;"],
     ["session.set - [name=foreign_keys,to=on]", REBUILD, "session.set - [name=foreign_keys,to=0]"]),
    ("within a transaction", ["BEGIN;", NEW, COPY, DROP, RENAME, "COMMIT;"],
     ["session.transaction -", "schema.table.rebuild table:t (a) [added=b,in_transaction=true,lost=unknown]",
      "session.transaction -"]),
    ("other letter case", [NEW, COPY, "DROP TABLE T;", RENAME],
     ["schema.table.rebuild table:T (a) [added=b,lost=unknown]"]),
    ("all columns", ["CREATE TABLE n (a, b);", "INSERT INTO n SELECT * FROM t;", DROP, "ALTER TABLE n RENAME TO t;"],
     ["schema.table.rebuild table:t (a,b) [lost=unknown]"]),
    ("another table between", [NEW, COPY, "CREATE INDEX i ON u (x);", DROP, RENAME],
     [REBUILD, "schema.index.create table:u (x) [name=i]"]),
    ("known columns that are lost", ["CREATE TABLE t (a INT, c INT);", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:t (a,c)", "schema.table.rebuild table:t (a) [added=b,lost=c]"]),
    ("several columns", ["CREATE TABLE t (a, c, d);", NEW.replace("b INT", "b, e"), COPY, DROP, RENAME],
     ["schema.table.create table:t (a,c,d)", "schema.table.rebuild table:t (a) [added=b,e,lost=c,d]"]),
    ("columns of a table that may have others", ["CREATE TABLE IF NOT EXISTS t (a);", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:t (a) [if_not_exists=true]", REBUILD]),
    ("columns of a table that has another name now",
     ["CREATE TABLE t (a);", "DROP TABLE t;", "ALTER TABLE u RENAME TO t;", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:t (a)", "schema.table.drop table:t", "schema.table.rename table:u [to=t]", REBUILD]),
    ("known columns that came later", ["CREATE TABLE t (a);", "ALTER TABLE t ADD COLUMN c;", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:t (a)", "schema.column.add table:t (c)",
      "schema.table.rebuild table:t (a) [added=b,lost=c]"]),
    ("known columns of a table that had another name",
     ["CREATE TABLE u (a, c);", "ALTER TABLE u RENAME TO t;", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:u (a,c)", "schema.table.rename table:u [to=t]",
      "schema.table.rebuild table:t (a) [added=b,lost=c]"]),
    ("columns of a table that another took the place of",
     ["CREATE TABLE t (a);", "ALTER TABLE u RENAME TO t;", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:t (a)", "schema.table.rename table:u [to=t]", REBUILD]),
    ("columns in other letter case", ["CREATE TABLE T (A INT, b INT, C INT);", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:T (A,b,C)", "schema.table.rebuild table:t (a) [added=b,lost=b,C]"]),
    ("columns of a table that is gone",
     ["CREATE TABLE t (a, c);", "DROP TABLE t;", "CREATE TABLE x (y);", NEW, COPY, DROP, RENAME],
     ["schema.table.create table:t (a,c)", "schema.table.drop table:t", "schema.table.create table:x (y)", REBUILD]),
    ("once more", [NEW, COPY, DROP, RENAME, NEW, COPY, DROP, RENAME],
     [REBUILD, "schema.table.rebuild table:t (a) [added=b,lost=b]"]),
    ("undone", ["BEGIN;", NEW, COPY, DROP, RENAME, "ROLLBACK;"],
     ["session.transaction -", "schema.table.rebuild table:t (a) [added=b,in_transaction=true,lost=unknown,maybe=true]",
      "session.transaction -"]),
    ("a column made empty", [NEW, 'INSERT INTO "new_t" (a, b) SELECT a, NULL FROM t;', DROP, RENAME], [REBUILD]),
    ("a column filled with a text",
     ["CREATE TABLE t (a, b);", NEW, COPY.replace("(a) SELECT a", "(a, b) SELECT a, ''"), DROP, RENAME],
     ["schema.table.create table:t (a,b)", "schema.table.rebuild table:t (a) [added=b,lost=b]"]),
    ("a column filled from another", [NEW, COPY.replace("(a) SELECT a", "(a, b) SELECT a, a"), DROP, RENAME],
     [REBUILD]),
    ("a column whose values change",
     [NEW, COPY.replace("(a) SELECT a", "(a, B) SELECT a, substr(b, 1, 0)"), DROP, RENAME],
     ["schema.table.rebuild table:t (a) [added=b,lost=B,unknown]"]),
    ("a column of another type", [NEW, COPY.replace("(a) SELECT a", "(A, b) SELECT CAST(t.a AS TEXT), coalesce(b, 1)"),
     DROP, RENAME], ["schema.table.rebuild table:t (A,b) [lost=unknown]"]),
    ("columns by their order", [NEW, 'INSERT INTO "new_t" SELECT a, NULL FROM t;', DROP, RENAME], [REBUILD]),
    ("a new table that may stand there", [NEW.replace("TABLE", "TABLE IF NOT EXISTS"), COPY, DROP, RENAME], [REBUILD]),
    ("a new table that stood there", ["CREATE TABLE new_t (a);", "DROP TABLE new_t;",
                                      NEW.replace("TABLE", "TABLE IF NOT EXISTS"), COPY, DROP, RENAME],
     ["schema.table.create table:new_t (a)", "schema.table.drop table:new_t", REBUILD]),
    ("another temporary table", ["CREATE TEMP TABLE u (a);", NEW, COPY, DROP, RENAME],
     ["session.temp_table table:u (a)", REBUILD]),
    ("two of them", [NEW, COPY, DROP, RENAME, "CREATE TABLE m (x);", "INSERT INTO m SELECT x FROM u;", "DROP TABLE u;",
                     "ALTER TABLE m RENAME TO u;"],
     [REBUILD, "schema.table.rebuild table:u (x) [lost=unknown]"]),
]  # fmt: skip


@pytest.mark.parametrize(("_", "statements", "expected"), REBUILDS, ids=[row[0] for row in REBUILDS])
def test_a_rebuild_is_one_operation(_: str, statements: list[str], expected: list[str]) -> None:
    found = [shown(one) for statement in read("\n".join(statements), "sqlite") for one in statement.operations]
    assert found == expected


NO_REBUILDS = {
    "another order": [COPY, NEW, DROP, RENAME],
    "dropped before it is copied": [NEW, DROP, COPY, RENAME],
    "nothing copied": [NEW, DROP, RENAME],
    "nothing dropped": [NEW, COPY, RENAME],
    "nothing renamed": [NEW, COPY, DROP],
    "renamed to something else": [NEW, COPY, DROP, 'ALTER TABLE "new_t" RENAME TO u;'],
    "something else dropped": [NEW, COPY, "DROP TABLE u;", RENAME],
    "copied from something else": [NEW, 'INSERT INTO "new_t" (a) SELECT a FROM u;', DROP, RENAME],
    "some rows copied": [NEW, 'INSERT INTO "new_t" (a) SELECT a FROM t WHERE a > 1;', DROP, RENAME],
    "a few rows copied": [NEW, 'INSERT INTO "new_t" (a) SELECT a FROM t LIMIT 1;', DROP, RENAME],
    "different rows copied": [NEW, 'INSERT INTO "new_t" (a) SELECT DISTINCT a FROM t;', DROP, RENAME],
    "rows that clash left out": [NEW, 'INSERT OR IGNORE INTO "new_t" (a) SELECT a FROM t;', DROP, RENAME],
    "copied from a query of that name": [NEW, "WITH t AS (SELECT 1 a) " + COPY, DROP, RENAME],
    "copied from a query within": [NEW, COPY.replace("FROM t", "FROM (SELECT a FROM t LIMIT 1)"), DROP, RENAME],
    "one row copied": [NEW, COPY.replace("SELECT a", "SELECT max(a)"), DROP, RENAME],
    "one row copied by another function": [NEW, COPY.replace("SELECT a", "SELECT total(a)"), DROP, RENAME],
    "joined with another": [NEW, 'INSERT INTO "new_t" (a) SELECT t.a FROM t JOIN u ON t.a = u.a;', DROP, RENAME],
    "made in the place of another": ["CREATE OR REPLACE TABLE new_t (a, b);", COPY, DROP, RENAME],
    "copied elsewhere too": [NEW, COPY, "INSERT INTO u SELECT * FROM t;", DROP, RENAME],
    "another takes its name": [NEW, COPY, "ALTER TABLE u RENAME TO t;", DROP, RENAME],
    "rows deleted before": [NEW, "DELETE FROM t WHERE a;", COPY, DROP, RENAME],
    "rows deleted after": [NEW, COPY, 'DELETE FROM "new_t" WHERE a;', DROP, RENAME],
    "something unread between": [NEW, COPY, "ATTACH 'x' AS y;", DROP, RENAME],
    "a savepoint between": [NEW, "SAVEPOINT s;", COPY, "ROLLBACK TO s;", DROP, RENAME],
    "a copy that is rolled back": ["BEGIN;", NEW, COPY, "ROLLBACK;", DROP, RENAME],
    "a transaction that begins between": [NEW, "BEGIN;", COPY, DROP, RENAME, "COMMIT;"],
    "a transaction that ends between": ["BEGIN;", NEW, COPY, "END;", DROP, RENAME],
    "a savepoint that is let go between": ["SAVEPOINT s;", NEW, COPY, "RELEASE s;", DROP, RENAME],
    "rows left out by a column": ["CREATE TABLE new_t (a UNIQUE ON CONFLICT IGNORE, b);", COPY, DROP, RENAME],
    "rows replaced by a key": ["CREATE TABLE new_t (a, b, UNIQUE (a) ON CONFLICT REPLACE);", COPY, DROP, RENAME],
    "a temporary table of the old name": ["CREATE TEMP TABLE T (a);", NEW, COPY, "DROP TABLE main.t;", RENAME],
    "a temporary view of that name": ["CREATE TEMP VIEW t AS SELECT 1 AS a;", NEW, COPY, "DROP TABLE main.t;", RENAME],
    "a temporary table of the new name": ["CREATE TABLE temp.new_t (a);", NEW, COPY, DROP, RENAME],
    "a view among the temporary": ["CREATE VIEW temp.t AS SELECT 1 AS a;", NEW, COPY, DROP, RENAME],
    "a temporary table renamed": ["CREATE TEMP TABLE u (a);", "ALTER TABLE u RENAME TO t;", NEW, COPY, DROP, RENAME],
    "a temporary table between": [NEW, "CREATE TABLE temp.t (a);", COPY, DROP, RENAME],
    "a new table that stands there": ["CREATE TABLE new_t (a UNIQUE ON CONFLICT IGNORE);",
                                      NEW.replace("TABLE", "TABLE IF NOT EXISTS"), COPY, DROP, RENAME],
    "every column filled with something else": [NEW, COPY.replace("SELECT a", "SELECT ''"), DROP, RENAME],
    "every column changed": [NEW, COPY.replace("SELECT a", "SELECT substr(a, 1, 0)"), DROP, RENAME],
    "all columns and one more": [NEW, 'INSERT INTO "new_t" (a, b) SELECT *, 1 FROM t;', DROP, RENAME],
    "fewer values than columns": [NEW, 'INSERT INTO "new_t" SELECT a FROM t;', DROP, RENAME],
    "a column twice": [NEW, COPY.replace("(a) SELECT a", "(a, A) SELECT a, ''"), DROP, RENAME],
    "something in front of the column": [NEW, COPY.replace("SELECT a", "SELECT coalesce('', a)"), DROP, RENAME],
    "a column dropped between": [NEW, "ALTER TABLE t DROP COLUMN a;", COPY, DROP, RENAME],
}  # fmt: skip


@pytest.mark.parametrize("statements", NO_REBUILDS.values(), ids=NO_REBUILDS)
def test_anything_else_stands_as_it_is(statements: list[str]) -> None:
    text = "\n".join(statements)
    found = [one.id for statement in read(text, "sqlite") for one in statement.operations]
    assert "schema.table.rebuild" not in found
    assert found == [
        one.id for part in statements for statement in read(part, "sqlite") for one in statement.operations
    ]


@pytest.mark.parametrize(
    ("name", "off", "backs"),
    [
        ("foreign_keys", "OFF", ["on", "ON", "1", "true", "yes"]),
        ("defer_foreign_keys", "ON", ["off", "OFF", "0", "false", "no"]),
        ("legacy_alter_table", "ON", ["off", "OFF", "0", "false", "no"]),
    ],
)
def test_a_setting_that_is_taken_back_is_a_part_of_the_rebuild(name: str, off: str, backs: list[str]) -> None:
    for back in backs:
        text = "\n".join([f"PRAGMA {name}={off};", NEW, COPY, DROP, RENAME, f"PRAGMA {name}={back};"])
        assert [shown(one) for statement in read(text, "sqlite") for one in statement.operations] == [REBUILD]


def test_only_sqlite_rebuilds() -> None:
    found = [one.id for one in read("\n".join([NEW, COPY, DROP, RENAME]).replace('"', ""), "mysql")[2].operations]
    assert found == ["schema.table.drop"]


def test_a_rebuild_that_comes_is_one_operation() -> None:
    found, _ = told("SELECT 1;", "\n".join(["SELECT 1;", NEW, COPY, DROP, RENAME]), "sqlite")
    assert found == [f"2 {REBUILD}"]
    found, _ = told("DROP TABLE x;", "\n".join([NEW, COPY, "DROP TABLE x;", DROP, RENAME]), "sqlite")
    assert found == [f"1 {REBUILD}"]


def test_a_rebuild_that_comes_around_what_touches_it_is_none() -> None:
    between = 'DELETE FROM "new_t" WHERE a;'
    found, _ = told(between, "\n".join([NEW, COPY, between, DROP, RENAME]), "sqlite")
    assert [one.split(" ")[1] for one in found] == [
        "schema.table.create",
        "data.insert_select",
        "schema.table.drop",
        "schema.table.rename",
    ]


def test_what_stands_very_often_is_no_change() -> None:
    found, _ = told("-- x\n" + A + B * 250 + A, C + B * 250 + C, "mysql")
    assert found == ["1 schema.table.drop table:c", "252 schema.table.drop table:c",
                     "None schema.table.create table:a [change=remove]",
                     "None schema.table.create table:a [change=remove]"]  # fmt: skip


def test_of_very_many_statements_all_between_the_first_and_the_last_change_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = sys.modules["guard.sql.changed"]
    assert module.__dict__["MOST"] == 4_000_000
    old, new = "-- x\n" + A + B + B + C, "-- x\n" + A + C + B + A + C
    monkeypatch.setattr(module, "MOST", 6)
    found, _ = told(old, new, "mysql")
    assert found == ["3 schema.table.drop table:c", "5 schema.table.drop table:a",
                     "None schema.table.create table:b [change=remove]"]  # fmt: skip
    monkeypatch.setattr(module, "MOST", 5)
    assert [one.partition(" ")[0] for one in told(old, new, "mysql")[0]] == ["3", "4", "5", "None", "None"]


# speed and promises

PARTS = [
    "SELECT 1;",
    A,
    B,
    "USE x;",
    "BEGIN;",
    "COMMIT;",
    "CREATE TABLE t (a int);",
    "'",
    "-- x\n",
    "GRANT ALL ON a TO b;",
]


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from(PARTS), max_size=7), st.lists(st.sampled_from(PARTS), max_size=7))
def test_whatever_comes_is_told(old: list[str], new: list[str]) -> None:
    """A statement that stands more often than before is told at least once, unless the text around it is unreadable."""
    statements, accounted = changed(" ".join(old), " ".join(new), "mysql")
    found = [one for statement in statements for one in statement.operations]
    assert all([one.id in TRAITS for one in found])
    if "'" not in old + new:
        for part, id_, of in ((A, "schema.table.drop", "table:a"), ("GRANT ALL ON a TO b;", "access.grant", "table:a")):
            if new.count(part) > old.count(part):
                assert (id_, of) in [(one.id, one.object) for one in found if one.line is not None]
            if new.count(part) < old.count(part):
                assert any([one.line is None for one in found])
    if old == new:
        assert (statements, accounted) == ((), True)


def test_one_statement_costs_little() -> None:
    changed("SELECT 1", "SELECT 2", "postgres")
    start = time.process_time()
    for number in range(50):
        changed(f"ALTER TABLE a ADD COLUMN x{number} int;", f"ALTER TABLE a ADD COLUMN y{number} int;", "postgres")
    assert (time.process_time() - start) / 50 < 0.005  # measured: 0.15 ms


@pytest.mark.parametrize(
    ("text", "maybe"),
    [
        ("BEGIN; DROP TABLE a; ROLLBACK; DROP TABLE b", "a"),
        ("DROP TABLE a; ABORT; DROP TABLE b", "a"),
        ("BEGIN; DROP TABLE a; COMMIT; DROP TABLE b", ""),
        ("COMMIT; DROP TABLE a; ROLLBACK TO s; DROP TABLE b; COMMIT", "a"),
        ("DROP TABLE a; BEGIN; DROP TABLE b", "b"),
        ("BEGIN; DROP TABLE a", "a"),
        ("DROP TABLE a; START TRANSACTION; DROP TABLE b; END; DROP TABLE c", ""),
        ("DROP TABLE a; ROLLBACK; BEGIN; DROP TABLE b", "ab"),
        ("DROP TABLE a; COMMIT; DROP TABLE b; ROLLBACK", "b"),
        ("BEGIN; DROP TABLE a; PREPARE TRANSACTION 'x'", "a"),
        ("BEGIN; DROP TABLE a; ROLLBACK/**/TO s; DROP TABLE b; ROLLBACK", "ab"),
    ],
)
def test_what_may_be_undone_is_told_as_such(text: str, maybe: str) -> None:
    told = [one for statement in read(text, "postgres") for one in statement.operations]
    assert "".join([(one.object or "")[-1] for one in told if one.attribute("maybe")]) == maybe


@pytest.mark.later
@pytest.mark.parametrize("opened", ["<% ", "{% a ", "{%", "{{ a ", "${a "])
@pytest.mark.parametrize("dialect", ["postgres", "sqlite"])
def test_a_placeholder_that_never_ends_takes_no_time_squared(opened: str, dialect: str) -> None:
    start = time.process_time()
    read("SELECT 1; " + opened * 10_000, dialect)
    assert time.process_time() - start < 0.5  # measured: 0.02 s


@pytest.mark.parametrize(
    ("text", "template", "line"),
    [
        ("'{{ x }}'", "{{ x }}", 1),
        ("'<%= x %>', '{{ y }}'", "<%= x %>", 1),
        ("'{{ y }}', '<%= x %>'", "{{ y }}", 1),
        ("1,\n'<%%>'", "<%%>", 2),
        ("1\n-- {% x %}", "{% x %}", 2),
        ("'<%>', '{%}', '{{ }}', '${'", "", 0),
    ],
)
def test_the_first_placeholder_is_where_a_template_is_told(text: str, template: str, line: int) -> None:
    found = [one for one in read(f"SELECT {text}", "mysql", 5) if one.operations[0].id.startswith("opaque.")]
    assert [(one.text, one.line) for one in found] == ([(template, 4 + line)] if template else [])
    assert [one.operations[0].line for one in found] == [one.line for one in found]


def test_a_placeholder_may_be_the_first_of_all() -> None:
    for text in ("{% x %}", "<% x %>"):
        found = told("SELECT 1", text, "mysql")
        assert "1 opaque.unparsed -" in found[0] and not found[1]
