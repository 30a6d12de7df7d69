"""Tables and columns that a text names (G703)."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added, Doubt, Unasked
from guard.questions import tables
from tests.questions.papers import doubts, paper, unasked

TABLES = ["users", "accounts", "orders", "billing.invoices"]
COLUMNS = [
    *("users.id", "users.email", "users.display_name", "accounts.id", "accounts.owner_id", "orders.id"),
    *("orders.user_id", "orders.total_cents", "billing.invoices.id", "billing.invoices.order_id"),
]


def sql(text: str) -> str:
    return f"```sql\n{text}\n```\n"


FINDS = {
    "to be run": (f"Do this, not that:\n\n{sql('DROP TABLE invoicez;')}", "invoicez", "invoices"),
    "a column": ("Read `users.emial` once.", "users.emial", "did you mean email"),
    "of another table": ("Read `accounts.display_name`.", "accounts.display_name", "users has a column of that name"),
    "one or many": ("Read `user.email`.", "user.email", "did you mean users"),
    "a table": ("The table `user` is locked.", "user", "did you mean users"),
    "tables in a list": ("The tables `users`, `account` and `orders`.", "account", "accounts"),
    "column of": ("The column `total` of `orders` goes.", "total", "total_cents"),
    "of a table that is not": ("The column `email` of `members` goes.", "members", ""),
    "rows of": ("Rows of `invoicez` are copied.", "invoicez", "invoices"),
    "under a header": ("| table | rows |\n|---|---|\n| customers | 12 |", "customers", ""),
    "a total that is none": ("| table | rows |\n|---|---|\n| total | 12 |\n| users | 12 |", "total", ""),
    "in a list with others": ("Copy `display_name` to `given_name`.", "given_name", ""),
    "a declared kind": ("Fill `column:users.nick`.", "column:users.nick", ""),
    "without marks": ("It reads users.emails today.", "users.emails", "email"),
    "in a fence": (sql("SELECT id FROM user WHERE id = 1;"), "user", "users"),
    "a column in a fence": (sql("UPDATE users SET name = 'x' WHERE id = 1;"), "name", ""),
    "of an alias": (sql("SELECT o.total FROM orders o JOIN users u ON u.id = o.user_id;"), "total", "total_cents"),
    "of either": (sql("SELECT total FROM orders, users;"), "total", ""),
    "inside": (
        sql("SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.owner_id = u.id);"),
        "owner_id",
        "",
    ),
    "of a WITH, beside it": (sql("WITH w AS (SELECT id FROM user) SELECT id FROM w;"), "user", ""),
    "an index": (sql("CREATE INDEX CONCURRENTLY i ON orders (placed_at);"), "placed_at", ""),
    "a reference": (
        sql("ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES people (id);"),
        "people",
        "",
    ),
    "of MySQL": (sql("ALTER TABLE `order` MODIFY COLUMN total_cents BIGINT, ALGORITHM=INPLACE;"), "order", "orders"),
    "with parts left out": (sql("SELECT ... FROM userz u WHERE u.id IN (...);"), "userz", "users"),
    "in a command": ('Run `psql -c "SELECT count(*) FROM user"`.', "user", ""),
    "in code": ("Zero rows of `SELECT count(*) FROM users WHERE nick IS NULL`.", "nick", ""),
    "in a gate": (
        '---\nphases:\n  a: {gate: "SELECT count(*) FROM users WHERE nick IS NULL = 0, noted"}\n---\nText.',
        "nick",
        "",
    ),
}
LEAVES = {
    "not to be run": f"## Not to be run\n\n{sql('DROP TABLE invoicez;')}",
    "forbidden": f"Please do **not** do this, it was in the draft:\n\n{sql('DROP TABLE invoicez;')}",
    "what stands": "`users.email`, the table `users`, the column `email` of `users`, `display_name`.",
    "another case": "`Users.EMAIL` and the table `ORDERS`.",
    "a schema": "`billing.invoices`, `invoices.order_id`, `public.users`.",
    "a total": "| Table | Rows |\n|---|---|\n| `users` | 12 |\n| orders | 3 |\n| total | 15 |",
    "a total that stands out": "| Table | Rows |\n|---|---|\n| users | 12 |\n| **Total** | 12 |",
    "an alias": "`u.emial` and `o.x` as above.",
    "an object": "`request.user`, `self.email`, `config.name`.",
    "a bare word": "The user gets an account, and the status is set.",
    "settings": "Set `lock_timeout` and `statement_timeout`.",
    "operations": "Allowed: `schema.column.add` and `data.backfill`.",
    "what it is said not to have": "`users` has no `nick`. There is no table `members`.",
    "WITH": sql("WITH w AS (SELECT id, email AS mail FROM users) SELECT w.mail, mail FROM w ORDER BY mail;"),
    "aliases": sql("SELECT u.id AS n, count(*) AS many FROM users AS u GROUP BY n HAVING count(*) > 1 ORDER BY many;"),
    "a query inside": sql("SELECT x.many FROM (SELECT count(*) AS many FROM users) x;"),
    "a function": sql("SELECT g FROM generate_series(1, 10) g; SELECT now(), current_date;"),
    "a temporary table": sql("CREATE TEMP TABLE t AS SELECT id FROM users; SELECT id, zzz FROM t; DROP TABLE t;"),
    "made in the same text": sql(
        "CREATE TABLE notes (id int, body text); INSERT INTO notes (body) SELECT email FROM users;"
    ),
    "a column made there": sql("ALTER TABLE users ADD COLUMN nick text; UPDATE users SET nick = email;"),
    "strings": sql("UPDATE users SET email = 'FROM nowhere.x' WHERE email LIKE '%none.y%'; -- FROM nowhere"),
    "of the database": sql("SELECT relname FROM pg_class; SELECT column_name FROM information_schema.columns;"),
    "placeholders": sql("SELECT id FROM users WHERE id BETWEEN :low AND :high AND email = ? AND id > ${FROM};"),
    "names of psql": sql("\\d users\nSELECT id FROM users;"),
    "on conflict": sql(
        "INSERT INTO users (id, email) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET id = excluded.id;"
    ),
    "of MySQL": sql("INSERT INTO `users` (`id`) VALUES (1) ON DUPLICATE KEY UPDATE `email` = VALUES(`email`);"),
    "another language": "```text\nSELECT id FROM nowhere;\n```\n",
    "somebody else's": "> ```sql\n> SELECT id FROM nowhere;\n> ```\n",
    "declared": "---\ncreates: [column:users.nick, table:notes]\n---\n`users.nick`, `notes.body`, the table "
    "`notes`.\n\n" + sql("UPDATE users SET nick = email; SELECT body FROM notes;"),
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    text, quote, says = FINDS[row]
    found = doubts(paper(text, table=TABLES, column=COLUMNS), "G703")
    assert [one.quote for one in found] == [quote]
    assert says in f"{found[0].what}; {found[0].why}"


@pytest.mark.parametrize(
    ("column", "why"),
    [
        ("users.family_name", ""),  # both are names, and of two things
        ("users.dispaly_name", "did you mean display_name?"),
        ("orders.userr_id", "did you mean user_id?"),
        ("orders.buyer_id", ""),
    ],
)
def test_a_column_that_may_have_been_meant(column: str, why: str) -> None:
    (doubt,) = doubts(paper(f"Read `{column}` once.", table=TABLES, column=COLUMNS), "G703")
    assert doubt.why == why


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    assert doubts(paper(LEAVES[row], table=TABLES, column=COLUMNS), "G703") == []


def test_a_fence_tells_the_line() -> None:
    text = "Text.\n\n```sql\nSELECT id\nFROM users\nWHERE nick = 1;\n```\n"
    (doubt,) = doubts(paper(text, table=TABLES, column=COLUMNS), "G703")
    assert (doubt.line, doubt.anchor) == (6, "WHERE nick = 1;")


def test_sql_that_comes_with_the_text() -> None:
    added = [
        Added(b"db/1.sql", 1, "ALTER TABLE users ADD COLUMN nick text;"),
        Added(b"db/1.sql", 2, "UPDATE user SET nick = 1;"),
    ]
    (doubt,) = doubts(paper("Text.", added, table=TABLES, column=COLUMNS), "G703")
    assert (doubt.quote, doubt.line) == ("user", 2)


def come(*added: Added, **registers: object) -> tuple[list[Doubt], list[str]]:
    """What is asked of lines that land, and what could not be."""
    known = {"table": TABLES, "column": COLUMNS, **registers}
    told = list(tables.arrives(paper("", added, **known)))  # type: ignore[arg-type]
    return [one for one in told if isinstance(one, Doubt)], [one.what for one in told if isinstance(one, Unasked)]


def test_new_sql_is_asked_beside_all_that_the_landing_makes() -> None:
    makes = Added(b"db/1.sql", 1, "CREATE TABLE notes (id int, body text); ALTER TABLE users ADD COLUMN nick text;")
    uses = Added(b"db/2.sql", 9, "INSERT INTO notes (body) SELECT nick FROM users;")
    assert come(makes, uses) == ([], [])
    (wrong, *_), _ = come(uses)
    assert (wrong.path, wrong.line) == (b"db/2.sql", 9)


def test_new_sql_is_left_alone_in_tests_and_where_it_only_moves() -> None:
    line = "UPDATE user SET nick = 1;"
    assert come(Added(b"tests/data/1.sql", 1, line), Added(b"db/1.sql", 1, line, True)) == ([], [])
    assert len(come(Added(b"db/1.sql", 1, line))[0]) == 1


def test_new_sql_that_nobody_can_ask_about_says_so() -> None:
    assert come(Added(b"db/1.sql", 1, 'SELECT nick FROM {{ ref("userz") }};')) == ([], ["SQL in db/1.sql"])
    asked = paper("", [Added(b"db/1.sql", 1, "SELECT nick FROM userz;")])
    assert [one.what for one in tables.arrives(asked) if isinstance(one, Unasked)] == ["tables and columns in new SQL"]
    assert come(Added(b"a.py", 1, "SELECT nick FROM userz;")) == ([], [])


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("ALTER TABLE userz ADD COLUMN zap int;", "there is no table userz"),
        ("ALTER TABLE userz DROP COLUMN zap;", "there is no table userz"),
        ("ALTER TABLE users DROP COLUMN zap;", "users has no column zap"),
        ("DROP TABLE IF EXISTS userz;", "there is no table userz"),
        ("TRUNCATE userz;", "there is no table userz"),
    ],
)
def test_new_sql_that_changes_or_drops_what_does_not_stand_is_asked(line: str, asked: str) -> None:
    for path in (b"db/1.sql", b"db/1.SQL", b"db/1.pgsql", b"db/1.psql", b"db/1.ddl"):
        (doubt,), _ = come(Added(path, 1, line))
        assert doubt.what == asked


@pytest.mark.parametrize(
    "line",
    [
        "DO $$ BEGIN UPDATE userz SET zap = 1; END $$;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT zap FROM userz $$;",
    ],
)
def test_a_body_that_nobody_reads_is_said_with_its_file(line: str) -> None:
    lines = [Added(b"db/1.sql", 1, "SELECT id FROM users;"), Added(b"db/1.sql", 2, line)]
    assert come(*lines) == ([], ["SQL in db/1.sql from line 2 on"])


def test_parts_of_a_file_are_read_each_for_itself() -> None:
    parts = [Added(b"db/1.sql", 3, "UPDATE users SET email = '';"), Added(b"db/1.sql", 90, "UPDATE userz SET x = 1;")]
    (doubt,), _ = come(*parts)
    assert (doubt.line, doubt.anchor) == (90, "UPDATE userz SET x = 1;")


def test_names_of_others_are_left_alone() -> None:
    text = "The table `ledger` and `ledger.amount`.\n\n" + sql("SELECT amount FROM ledger;")
    assert doubts(paper(text, table=TABLES, column=COLUMNS, external=["ledger"]), "G703") == []


def test_what_nobody_knows_is_said() -> None:
    assert [one.what for one in unasked(paper("Text."), "G703")] == [""]
    assert [one.what for one in unasked(paper("Text.", table=TABLES), "G703")] == ["columns"]


def test_a_text_with_too_much_sql_is_said() -> None:
    (one,) = unasked(paper(sql("SELECT 1;\n" * 3_100), table=TABLES, column=COLUMNS), "G703")
    assert "3,000" in one.why
