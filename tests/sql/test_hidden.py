"""What a file of PostgreSQL makes and then runs without a call that shows."""

from __future__ import annotations

import pytest

from guard.sql import changed, read

WIPE = "CREATE FUNCTION wipe(users) RETURNS int LANGUAGE sql AS $$ DELETE FROM users RETURNING 1 $$;"
VIEW = "CREATE VIEW v AS SELECT wipe(u) FROM users u;"
OPAQUE = {
    "a function as a column": [WIPE, "SELECT u.wipe FROM users u;"],
    "in other letters": [WIPE, 'SELECT (u) . "wipe" FROM users u;'],
    "written with escapes": [WIPE, 'SELECT u.U&"wi\\0070e" FROM users u;'],
    "where rows are written": [WIPE, "INSERT INTO x SELECT u.wipe FROM users u;"],
    "where a table is made": [WIPE, "CREATE TABLE x AS SELECT u.wipe FROM users u;"],
    "where a view is filled": [WIPE, "CREATE MATERIALIZED VIEW x AS SELECT u.wipe FROM users u;"],
    "in a block": [WIPE, "DO $$ BEGIN PERFORM u.wipe FROM users u; END $$;"],
    "of a schema": [WIPE.replace("wipe(", 's."Wipe"('), 'SELECT u."Wipe" FROM users u;'],
    "a view": [VIEW, "SELECT * FROM v;"],
    "a temporary view": [VIEW.replace("VIEW", "TEMP VIEW"), "SELECT * FROM v;"],
    "a view of a view": [VIEW, "CREATE VIEW w AS SELECT * FROM v;", "TABLE w;"],
    "a view of a function as a column": [WIPE, "CREATE VIEW v AS SELECT u.wipe FROM users u;", "TABLE v;"],
}
READ = {
    "a function of nothing": [WIPE.replace("(users)", "()"), "SELECT u.wipe FROM users u;"],
    "a name without a row": [WIPE, "SELECT wipe FROM x;"],
    "another name": [WIPE, "SELECT u.wiped FROM users u;"],
    "before it is made": ["SELECT u.wipe FROM users u;", WIPE],
    "a right to it": [WIPE, "GRANT EXECUTE ON FUNCTION public.wipe TO x;"],
    "a trigger": [WIPE, "CREATE TRIGGER g BEFORE INSERT ON s.x FOR EACH ROW EXECUTE FUNCTION wipe();"],
    "a view of a builtin function": ["CREATE VIEW v AS SELECT lower(a) FROM b;", "SELECT * FROM v;"],
    "another view": [VIEW, "SELECT * FROM w;"],
}


@pytest.mark.parametrize("statements", OPAQUE.values(), ids=OPAQUE)
def test_what_a_file_makes_and_runs_is_opaque(statements: list[str]) -> None:
    last = read("\n".join(statements), "postgres")[-1]
    assert [(one.id, one.line) for one in last.operations][-1] == ("opaque.procedural", len(statements))
    assert "data.read" not in [one.id for one in last.operations]


@pytest.mark.parametrize("statements", READ.values(), ids=READ)
def test_anything_else_is_read(statements: list[str]) -> None:
    told = [one.id for statement in read("\n".join(statements), "postgres") for one in statement.operations]
    assert not [one for one in told if one.startswith("opaque.")]


@pytest.mark.parametrize("statements", OPAQUE.values(), ids=OPAQUE)
def test_what_was_made_before_the_change_counts_too(statements: list[str]) -> None:
    found, _ = changed("\n".join(statements[:-1]), "\n".join(statements), "postgres")
    assert [one.id for statement in found for one in statement.operations][-1] == "opaque.procedural"


def test_a_transaction_around_it_still_shows() -> None:
    (told,) = read(f"BEGIN; {WIPE} SELECT u.wipe FROM users u; COMMIT;", "postgres")[2].operations
    assert told.attribute("in_transaction") and told.attribute("why")
