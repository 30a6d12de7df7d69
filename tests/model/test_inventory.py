"""What migrations come to, one after another: what stands, what is gone, and what nobody can say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.folding import Step, fold
from guard.model.inventory import EMPTY, Fact, Home, Inventory, Place, settled
from guard.model.operation import Operation
from guard.model.reading import Context, Source
from guard.model.vocabulary import TRAITS
from guard.operations import sql
from guard.sql import with_attribute
from tests.conftest import examples

USERS = "CREATE TABLE users (id uuid PRIMARY KEY, email text);"
TYPES = Context(types=True)
WORDS = {"+": "yes", "-": "no", "?": "unknown"}
# What runs, a migration each; and what then holds: `+` stands, `-` is gone, `?` cannot be told.
Row = tuple[list[str], str]

STANDS: dict[str, Row] = {
    "a table with its columns": ([USERS], "+table:users +column:users.id +column:users.email"),
    "a column added later": ([USERS, "ALTER TABLE users ADD nick text"], "+column:users.nick"),
    "a column that must not be empty": ([USERS, "ALTER TABLE users ADD n int NOT NULL"], "+column:users.n"),
    "a table made only where it is not there": (["CREATE TABLE IF NOT EXISTS a (x int)"], "+table:a +column:a.x"),
    "a table in a schema": (["CREATE TABLE billing.inv (id int)"], "+table:billing.inv +column:billing.inv.id"),
    "with the schema of all": (["CREATE TABLE a (x int)"], "+table:public.a +column:public.a.x"),
    "said with the schema of all": (["CREATE TABLE public.a (x int)"], "+table:a +column:a.x"),
    "under another name": ([USERS, "ALTER TABLE users RENAME TO people"], "+table:people +column:people.id"),
    "what was indexed under another name": (
        [USERS, "CREATE INDEX e ON users (email)", "ALTER TABLE users RENAME TO people"],
        "+index:people.e -index:users.e",
    ),
    "a column under another name": ([USERS, "ALTER TABLE users RENAME email TO mail"], "+column:users.mail"),
    "in another schema": ([USERS, "ALTER TABLE users SET SCHEMA auth"], "+table:auth.users +column:auth.users.id"),
    "in a schema under another name": (
        ["CREATE SCHEMA a", "CREATE TABLE a.t (x int)", "ALTER SCHEMA a RENAME TO b"],
        "+schema:b +table:b.t +column:b.t.x -schema:a -table:a.t -column:a.t.x",
    ),
    "renamed within its schema": (["CREATE TABLE a.t (x int)", "ALTER TABLE a.t RENAME TO u"], "+table:a.u"),
    "made again after it went": (
        [USERS, "DROP TABLE users", "CREATE TABLE users (a int)"],
        "+table:users +column:users.a",
    ),
    "added again after it went": (
        [USERS, "ALTER TABLE users DROP email", "ALTER TABLE users ADD email text"],
        "+column:users.email",
    ),
    "an index": ([USERS, "CREATE INDEX e ON users (email)"], "+index:users.e"),
    "an index made while work goes on": ([USERS, "CREATE INDEX CONCURRENTLY e ON users (email)"], "+index:users.e"),
    "an index under another name": (
        [USERS, "CREATE INDEX e ON users (email)", "ALTER INDEX e RENAME TO f"],
        "+index:users.f -index:users.e",
    ),
    "a constraint": ([USERS, "ALTER TABLE users ADD CONSTRAINT c UNIQUE (email)"], "+constraint:users.c"),
    "a view, made anew": (["CREATE VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW v AS SELECT 2"], "+view:v"),
    "a view, renamed as a table is": (["CREATE VIEW v AS SELECT 1", "ALTER TABLE v RENAME TO w"], "+view:w -view:v"),
    "a type, and under another name": (["CREATE TYPE t AS ENUM ('a')", "ALTER TYPE t RENAME TO u"], "+type:u -type:t"),
    "a sequence, a role, an extension": (
        ["CREATE SEQUENCE s; CREATE ROLE r; CREATE EXTENSION citext"],
        "+sequence:s +role:r +extension:citext",
    ),
    "one of two functions of a name": (
        [
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'",
            "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'select 1'",
            "DROP FUNCTION f(int)",
        ],
        "+function:f",
    ),
    "a table made from a query": (["CREATE TABLE q AS SELECT 1 AS a"], "+table:q ?column:q.a"),
    "a table another one is renamed to": (["ALTER TABLE a RENAME TO b"], "+table:b ?table:a"),
    "what stands, dropped in what is undone": ([USERS, "BEGIN; DROP TABLE other; ROLLBACK"], "+table:users"),
    "beside what nobody can read": ([USERS, "SELECT do_it()"], "+table:users"),
}
GONE: dict[str, Row] = {
    "a table that was made and dropped": ([USERS, "DROP TABLE users"], "-table:users -column:users.id"),
    "a column": ([USERS, "ALTER TABLE users DROP COLUMN email"], "-column:users.email +column:users.id"),
    "a column where it is there": ([USERS, "ALTER TABLE users DROP COLUMN IF EXISTS email"], "-column:users.email"),
    "the old name of a table": ([USERS, "ALTER TABLE users RENAME TO people"], "-table:users -column:users.id"),
    "the old name of a column": ([USERS, "ALTER TABLE users RENAME email TO mail"], "-column:users.email"),
    "an index": ([USERS, "CREATE INDEX e ON users (email)", "DROP INDEX e"], "-index:users.e"),
    "an index with its table": ([USERS, "CREATE INDEX e ON users (email)", "DROP TABLE users"], "-index:users.e"),
    "all in a schema": (
        ["CREATE SCHEMA a; CREATE TABLE a.t (x int)", "DROP SCHEMA a CASCADE"],
        "-schema:a -table:a.t -column:a.t.x",
    ),
    "a view, a type, a sequence": (
        [
            "CREATE VIEW v AS SELECT 1; CREATE TYPE t AS ENUM ('a'); CREATE SEQUENCE s",
            "DROP VIEW v; DROP TYPE t; DROP SEQUENCE s",
        ],
        "-view:v -type:t -sequence:s",
    ),
    "a function": (["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'", "DROP FUNCTION f"], "-function:f"),
}
UNKNOWN: dict[str, Row] = {
    "what nothing tells of": ([USERS], "?table:orders ?column:users.nick ?service:billing ?role:app"),
    "what is dropped and was never made": (["DROP TABLE IF EXISTS old"], "?table:old"),
    "a column dropped that was never made": ([USERS, "ALTER TABLE users DROP COLUMN nick"], "?column:users.nick"),
    "what is made and then undone": (["BEGIN; CREATE TABLE a (x int); ROLLBACK"], "?table:a ?column:a.x"),
    "what is dropped and then undone": ([USERS, "BEGIN; DROP TABLE users; ROLLBACK"], "?table:users ?column:users.id"),
    "what a block may make": (["DO $$ BEGIN CREATE TYPE m AS ENUM ('a'); END $$"], "?type:m"),
    "a name that leads elsewhere": (
        ["SET search_path = x; CREATE TABLE a (x int); CREATE TABLE b.c (x int)"],
        "?table:a +table:b.c",
    ),
    "an old index of a table made twice": (
        [USERS, "CREATE INDEX e ON users (email)", "CREATE TABLE users (id int)"],
        "?index:users.e ?column:users.email +column:users.id",
    ),
    "a column told only by its new type": (["ALTER TABLE a ALTER b TYPE text"], "?column:a.b"),
}


def steps(texts: list[str], dialect: str = "postgres") -> list[Step]:
    found = []
    for number, text in enumerate(texts, 1):
        name = f"db/migrations/{number:04}_x.sql"
        reading = sql.detect(Source(name, None, text.encode(), False, dialect), TYPES)
        assert reading is not None
        found.append(Step(name.encode(), reading.operations))
    return found


def inventory(texts: list[str], dialect: str = "postgres") -> Inventory:
    return Inventory((fold(steps(texts, dialect)),), {})


@pytest.mark.parametrize("name", [*STANDS, *GONE, *UNKNOWN])
def test_what_migrations_come_to(name: str) -> None:
    texts, wanted = {**STANDS, **GONE, **UNKNOWN}[name]
    told = inventory(texts)
    states = WORDS
    for word in wanted.split():
        found = told.stands(word[1:])
        assert (word, found.state) == (word, states[word[0]]), found
        assert found.why


def test_the_place_is_that_of_the_last_word_on_it() -> None:
    told = inventory([USERS, "\nALTER TABLE users\n  DROP COLUMN email;"])
    found = told.stands("column:users.email")
    assert found.where is not None and found.where.words().startswith("db/migrations/0002_x.sql:")
    assert told.stands("column:users.id").where == Place(b"db/migrations/0001_x.sql", 1)


def test_ways_back_do_not_count() -> None:
    text = "-- +goose Up\nCREATE TABLE a (x int);\n-- +goose Down\nDROP TABLE a;\n"
    assert inventory([text]).stands("table:a").state == "yes"


def test_sqlite_alters_a_table_by_making_it_anew() -> None:
    anew = """\
        CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);
        INSERT INTO users_new (id) SELECT id FROM users;
        DROP TABLE users;
        ALTER TABLE users_new RENAME TO users;
    """
    told = inventory(["CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);", anew], "sqlite")
    states = [told.stands(f"column:users.{name}").state for name in ("id", "name", "mail")]
    assert (told.stands("table:users").state, states) == ("yes", ["yes", "yes", "no"])
    assert told.stands("table:users_new").state == "unknown"  # it never stood between two migrations


TYPED: dict[str, tuple[list[str], str]] = {
    "as the table says": ([USERS], "column:users.id uuid"),
    "as the column says": ([USERS, "ALTER TABLE users ADD n varchar(26)"], "column:users.n varchar(26)"),
    "as it is changed": ([USERS, "ALTER TABLE users ALTER email TYPE varchar(9)"], "column:users.email varchar(9)"),
    "under another name": ([USERS, "ALTER TABLE users RENAME id TO uid"], "column:users.uid uuid"),
    "of a table under another name": ([USERS, "ALTER TABLE users RENAME TO people"], "column:people.id uuid"),
    "kept where the column stands": ([USERS, "ALTER TABLE users ADD IF NOT EXISTS id text"], "column:users.id uuid"),
    "kept where the table stands": ([USERS, "CREATE TABLE IF NOT EXISTS users (id text)"], "column:users.id uuid"),
    "of a column that nothing makes": (["ALTER TABLE a ALTER b TYPE text"], "column:a.b text"),
    "none of a table": ([USERS], "table:users -"),
    "none of what is gone": ([USERS, "ALTER TABLE users DROP id"], "column:users.id -"),
    "none of what a query makes": (["CREATE TABLE q AS SELECT 1 AS a"], "column:q.a -"),
    "none where it may be undone": (
        [USERS, "BEGIN; ALTER TABLE users ALTER id TYPE text; ROLLBACK"],
        "column:users.id -",
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_types(name: str) -> None:
    texts, wanted = TYPED[name]
    resource, words = wanted.split()
    found = inventory(texts).type_of(resource)
    assert (found.words if found else "-") == words


def test_like_another_table_in_mysql() -> None:
    told = inventory(["CREATE TABLE a (x char(26) NOT NULL)", "CREATE TABLE b LIKE a", "RENAME TABLE a TO c"], "mysql")
    found = told.type_of("column:b.x")
    assert found is not None and found.words == "char(26)"
    assert [told.stands(f"table:{name}").state for name in "abc"] == ["no", "yes", "yes"]


def test_a_migration_without_a_place_makes_what_it_shares_unknown() -> None:
    first, second = steps([USERS, "ALTER TABLE users DROP COLUMN email; CREATE TABLE own (x int)"])
    told = Inventory((fold([first, second._replace(ordered=False)]),), {})
    assert told.stands("column:users.email").state == "unknown"
    assert told.stands("column:users.id").state == told.stands("table:own").state == "yes"


def one(resource: str, state: str, path: bytes) -> Home:
    return Home((path,), {resource: Fact(state, Place(path, 1), "so it says")})  # type: ignore[arg-type]


def test_homes_that_do_not_agree_are_no_answer() -> None:
    ours, theirs = one("table:users", "yes", b"a/migrations/1.sql"), one("table:users", "no", b"b/migrations/1.sql")
    told = Inventory((ours, theirs), {})
    assert told.stands("table:users").state == "unknown"
    assert told.within(lambda path: path.startswith(b"a/")).stands("table:users").state == "yes"
    assert told.within(lambda path: path.startswith(b"c/")) == told


def test_a_column_of_a_table_that_went_elsewhere() -> None:
    told = Inventory((one("table:users", "no", b"a/1.sql"), one("column:users.id", "yes", b"b/1.sql")), {})
    assert told.stands("column:users.id").state == "unknown"


def kept(**folders: list[str]) -> Inventory:
    """Folders of migrations beside each other: a/migrations, b/migrations."""
    rows = [
        [one._replace(path=one.path.replace(b"db/", name.encode() + b"/")) for one in steps(texts)]
        for name, texts in folders.items()
    ]
    return Inventory(settled(tuple([fold(row) for row in rows])), {})


ORDERS = "CREATE TABLE orders (no uuid)"
SINCE: dict[str, tuple[Inventory, Inventory, str]] = {
    "the folder that stood": (kept(a=[ORDERS]), kept(a=[ORDERS, USERS]), "+table:users +column:orders.no"),
    "the first folder there is": (EMPTY, kept(a=[ORDERS]), "+column:orders.no"),
    "a folder that came": (
        kept(a=[USERS]),
        kept(a=[USERS], b=[ORDERS]),
        "?table:orders ?column:orders.no +table:users",
    ),
    "one that came and makes the same": (kept(a=[USERS]), kept(b=[USERS, "DROP TABLE users"]), "?table:users"),
    "one that stood, and makes what another had made": (
        kept(a=[USERS], b=[ORDERS]),
        kept(a=[USERS], b=[ORDERS, "CREATE TABLE users (id int, x int)", "CREATE TABLE own (x int)"]),
        "+table:users +column:users.id ?column:users.x +column:own.x",
    ),
    "the one that had made it is gone": (kept(a=[USERS], b=[ORDERS]), kept(b=[ORDERS, USERS]), "?table:users"),
}


@pytest.mark.parametrize("name", SINCE)
def test_what_is_told_by_those_who_told_of_it_before(name: str) -> None:
    before, now, words = SINCE[name]
    found = now.since(before)
    told = {word: found.stands(word[1:]) for word in words.split()}
    assert {word: one.state for word, one in told.items()} == {word: WORDS[word[0]] for word in told}
    assert all("tells of it" in one.why for one in told.values() if one.state == "unknown")


def test_who_alters_what_only_others_make_settles_nothing_of_it() -> None:
    more = ["ALTER TABLE users ADD nick text", "ALTER TABLE users ALTER id TYPE char(26)", ORDERS]
    told = kept(a=[USERS], b=more)
    assert [told.stands(f"column:{of}").state for of in ("users.nick", "users.id", "orders.no")] == [
        *["unknown"] * 2,
        "yes",
    ]
    assert told.type_of("column:users.id") is None
    assert told.stands("table:users").state == "yes"
    ours = told.within(lambda path: path.startswith(b"b/"))
    assert (ours.stands("column:users.nick").state, ours.stands("column:orders.no").state) == ("unknown", "yes")


def test_two_who_make_one_table_and_only_one_has_the_column() -> None:
    told = kept(a=[USERS], b=["CREATE TABLE users (id uuid, uid uuid)"])
    assert (told.stands("column:users.id").state, told.stands("column:users.uid").state) == ("yes", "unknown")
    assert "a/migrations/0001_x.sql" in told.stands("column:users.uid").why


def test_settings_stand_where_a_file_has_them_and_are_gone_where_one_had() -> None:
    had = Inventory((), {"secret:KEY": Place(b".env", 3)})
    assert had.stands("secret:KEY").state == "yes"
    assert Inventory((), {}).stands("secret:KEY").state == "unknown"
    gone = Inventory((), {}).stands("secret:KEY", before=had)
    assert (gone.state, gone.where) == ("no", Place(b".env", 3))


def test_what_could_not_be_read_is_kept_and_decides_nothing() -> None:
    told = inventory([USERS, "SELECT do_it();"])
    assert [where.path for where, why in told.unread if why] == [b"db/migrations/0002_x.sql"]


NAMES = st.sampled_from(["a", "b", "s.a", "s.b"])
OPERATIONS = st.builds(
    lambda id_, kind, name, direction, columns, said: Operation(
        id_, 1, f"{kind}:{name}", direction, columns, tuple(sorted(said.items())), "sql"
    ),
    st.sampled_from([id_ for id_ in TRAITS if id_.startswith(("schema.", "access.", "opaque.", "session."))]),
    st.sampled_from(["table", "index", "schema", "view"]),
    NAMES,
    st.sampled_from(["up", "down", None]),
    st.lists(st.sampled_from("xyz"), max_size=2).map(tuple),
    st.dictionaries(
        st.sampled_from(["to", "name", "table", "if_not_exists", "maybe", "cascade", "from", "type", "types", "added"]),
        st.sampled_from(["a", "b", "s.b", "x", "true", "x\tuuid\ny\ttext", "x,y"]),
        max_size=3,
    ),
)
ROWS = st.lists(st.lists(OPERATIONS, max_size=4), max_size=5)


@given(ROWS)
@settings(max_examples=examples(40))
def test_whatever_migrations_do_nothing_is_claimed_that_none_of_them_touches(rows: list[list[Operation]]) -> None:
    row = [Step(b"%d.sql" % number, tuple(operations)) for number, operations in enumerate(rows)]
    told = Inventory((fold(row),), {})
    for resource in told.named():
        found = told.stands(resource)
        assert found.state in ("yes", "no", "unknown") and found.why and found.where is not None
        typed = told.type_of(resource)
        assert typed is None or resource.startswith("column:")
    assert told.stands("table:untouched").state == "unknown"


@given(ROWS)
@settings(max_examples=examples(40))
def test_what_may_not_have_run_never_makes_or_takes_away_anything_for_sure(rows: list[list[Operation]]) -> None:
    doubtful = [
        Step(b"%d.sql" % number, tuple([with_attribute(one, "maybe", "true") for one in operations]))
        for number, operations in enumerate(rows)
    ]
    told = Inventory((fold(doubtful),), {})
    assert {told.stands(resource).state for resource in told.named()} <= {"unknown"}
