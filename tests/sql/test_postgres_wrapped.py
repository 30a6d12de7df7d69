"""Every destructive statement in every disguise: told as itself or opaque, never left out and never as less."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from hypothesis import strategies

from guard.model.operation import Operation
from guard.model.vocabulary import TRAITS
from guard.sql.postgres import operations, split
from tests.conftest import examples

# The statement, and what it does. `users` and `email` are the names that disguises quote.
DESTROYS = {
    "DROP TABLE users": "schema.table.drop",
    "DROP TABLE IF EXISTS users CASCADE": "schema.table.drop",
    "ALTER TABLE users DROP COLUMN email": "schema.column.drop",
    "ALTER TABLE users DROP email": "schema.column.drop",
    "ALTER TABLE users ADD COLUMN other int, DROP COLUMN email": "schema.column.drop",
    "ALTER TABLE users ALTER COLUMN email TYPE integer USING 1": "schema.column.change_type",
    "ALTER TABLE users ALTER COLUMN email SET NOT NULL": "schema.column.set_not_null",
    "ALTER TABLE users RENAME COLUMN email TO mail": "schema.column.rename",
    "ALTER TABLE users RENAME TO people": "schema.table.rename",
    "ALTER TABLE users SET SCHEMA archive": "schema.table.rename",
    "ALTER TABLE users DROP CONSTRAINT email": "schema.constraint.drop",
    "ALTER TABLE users DETACH PARTITION email": "schema.partition.detach",
    "ALTER TABLE users DISABLE TRIGGER ALL": "schema.trigger.toggle",
    "ALTER TABLE users DISABLE ROW LEVEL SECURITY": "access.rls.disable",
    "ALTER TABLE users NO FORCE ROW LEVEL SECURITY": "access.rls.disable",
    "ALTER TABLE users OWNER TO email": "access.owner.change",
    "DROP SCHEMA users CASCADE": "schema.namespace.drop",
    "DROP INDEX users": "schema.index.drop",
    "DROP VIEW users": "schema.view.drop",
    "DROP MATERIALIZED VIEW users": "schema.view.drop",
    "DROP TYPE users": "schema.type.drop",
    "DROP DOMAIN users": "schema.type.drop",
    "DROP SEQUENCE users": "schema.sequence.drop",
    "DROP FUNCTION users()": "schema.function.drop",
    "DROP TRIGGER email ON users": "schema.trigger.drop",
    "DROP EXTENSION users": "schema.extension.drop",
    "DROP POLICY email ON users": "access.policy.drop",
    "DROP ROLE users": "access.role.drop",
    "DROP DATABASE users": "schema.database.drop",
    "DROP OWNED BY users": "opaque.unparsed",
    "DROP FOREIGN TABLE users": "opaque.unparsed",
    "DROP RULE email ON users": "opaque.unparsed",
    "ALTER TYPE users ADD VALUE 'x'": "schema.enum.add_value",
    "TRUNCATE users": "data.truncate",
    "TRUNCATE TABLE users RESTART IDENTITY CASCADE": "data.truncate",
    "DELETE FROM users": "data.delete_all",
    "DELETE FROM users WHERE true": "data.delete_all",
    "DELETE FROM users WHERE email = 'x'": "data.delete",
    "DELETE FROM users USING other WHERE users.email = other.x RETURNING *": "data.delete",
    "UPDATE users SET email = 'x'": "data.update",
    "UPDATE users SET email = 'x' WHERE email IS NULL RETURNING email": "data.update",
    "MERGE INTO users USING other ON other.x = users.email WHEN MATCHED THEN DELETE": "data.delete",
    "INSERT INTO users (email) VALUES ('x') ON CONFLICT (email) DO UPDATE SET email = 'y'": "data.update",
    "REVOKE ALL ON users FROM email": "access.revoke",
    "GRANT ALL ON users TO PUBLIC": "access.grant",
    "GRANT users TO email": "access.grant",
    "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO users": "access.grant",
    "ALTER ROLE users SUPERUSER": "access.role.alter",
    "ALTER SYSTEM SET fsync = off": "opaque.unparsed",
    "COPY users FROM PROGRAM 'x'": "opaque.procedural",
    "SELECT setval('users', 1)": "schema.sequence.alter",
    "SELECT drop_all()": "opaque.procedural",
    "CALL drop_all()": "opaque.procedural",
    "UPDATE pg_class SET relrowsecurity = false": "opaque.procedural",
}
ROWS = ("DELETE", "UPDATE", "INSERT", "MERGE")  # what may stand in a WITH
PLANNED = (*ROWS, "SELECT")  # what EXPLAIN and PREPARE take


def quoted(sql: str) -> str:
    return "'" + sql.replace("'", "''") + "'"


def mixed(sql: str) -> str:
    """Keywords and names in mixed case; what stands in quotes as it is."""
    parts = re.split(r"('[^']*')", sql)
    swapped = ["".join([c.upper() if i % 2 else c.lower() for i, c in enumerate(part)]) for part in parts[::2]]
    return "".join([one for pair in zip(swapped, [*parts[1::2], ""], strict=True) for one in pair])


def commented(sql: str) -> str:
    return re.sub(r" (?=(?:[^']*'[^']*')*[^']*$)", "/* ; ' $$ /* nested */ */ -- '\n", sql)


Disguise = Callable[[str], str]
ANY: dict[str, Disguise] = {
    "plain": lambda sql: sql,
    "ended": lambda sql: f"{sql};",
    "upper": lambda sql: "".join([p if p[:1] == "'" else p.upper() for p in re.split(r"('[^']*')", sql)]),
    "lower": lambda sql: sql.lower(),
    "mixed": mixed,
    "comment first": lambda sql: f"/* harmless */ -- SELECT 1;\n{sql}",
    "comments within": commented,
    "comment behind": lambda sql: f"{sql} -- SELECT 1",
    "quoted names": lambda sql: re.sub(r"\b(users|email)\b(?=(?:[^']*'[^']*')*[^']*$)", r'"\1"', sql),
    "escaped names": lambda sql: re.sub(r"\busers\b(?=(?:[^']*'[^']*')*[^']*$)", r'U&"\\0075sers"', sql),
    "tabs and newlines": lambda sql: sql.replace(" ", "\t\n\f\v"),
    "CRLF": lambda sql: sql.replace(" ", "\r\n"),
    "BOM": lambda sql: f"\ufeff{sql}",
    "in a transaction": lambda sql: f"BEGIN;\n{sql};\nCOMMIT;",
    "second on a line": lambda sql: f"SELECT 1; {sql}; SELECT 2",
    "after empty statements": lambda sql: f";;; {sql};;",
    "after a string with ;": lambda sql: f"SELECT ';', 'it''s; --'; {sql}",
    "after E'' with a quote": lambda sql: f"SELECT E'\\'; --'; {sql}",
    "after a backslash in ''": lambda sql: f"SELECT '\\'; {sql}; --'",
    "after dollar quotes": lambda sql: f"SELECT $$;$$, $a$ $$; ' $a$; {sql}",
    "after a nested comment": lambda sql: f"/* /* */ ; */ {sql}",
    "after a name with a quote": lambda sql: f'SELECT 1 AS "it\'s;"; {sql}',
    "after what is not SQL": lambda sql: f"\\set x 1\nSELECT 1; {sql}",
    "after rows": lambda sql: f"COPY a FROM stdin;\nSELECT '\n\\.\n{sql}; --'",
    "in DO": lambda sql: f"DO $do$ BEGIN {sql}; END $do$",
    "in DO in a string": lambda sql: f"DO LANGUAGE plpgsql {quoted(f'BEGIN {sql}; END')}",
    "in DO in a branch": lambda sql: (
        f"DO $do$ BEGIN IF false THEN NULL; ELSE LOOP {sql}; EXIT; END LOOP; END IF; END $do$"
    ),
    "in DO in a handler": lambda sql: f"DO $do$ BEGIN NULL; EXCEPTION WHEN others THEN {sql}; END $do$",
    "EXECUTE of a string": lambda sql: f"DO $do$ BEGIN EXECUTE {quoted(sql)}; END $do$",
    "EXECUTE of dollar quotes": lambda sql: f"DO $do$ BEGIN EXECUTE $x${sql}$x$; END $do$",
    "EXECUTE of two strings": lambda sql: f"DO $do$ BEGIN EXECUTE {quoted(sql[:7])} || {quoted(sql[7:])}; END $do$",
    "EXECUTE of format": lambda sql: f"DO $do$ BEGIN EXECUTE format({quoted(sql.replace('%', '%%'))}); END $do$",
    "EXECUTE of a variable": lambda sql: f"DO $do$ DECLARE s text := {quoted(sql)}; BEGIN EXECUTE s; END $do$",
    "FOR IN EXECUTE": lambda sql: (
        f"DO $do$ DECLARE r record; BEGIN FOR r IN EXECUTE {quoted(sql)} LOOP NULL; END LOOP; END $do$"
    ),
    "OPEN FOR EXECUTE": lambda sql: (
        f"DO $do$ DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE {quoted(sql)} || ''; END $do$"
    ),
    "DO within DO": lambda sql: (
        f"DO $do$ BEGIN EXECUTE 'DO $x$ BEGIN {sql.replace(chr(39), chr(39) * 2)}; END $x$'; END $do$"
    ),
    "in a PL/pgSQL function": lambda sql: (
        f"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $do$ BEGIN {sql}; END $do$"
    ),
    "in a trigger function": lambda sql: (
        f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $do$ BEGIN {sql}; RETURN NEW; END $do$"
    ),
    "in an SQL function": lambda sql: f"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $do$ SELECT 1; {sql} $do$",
    "in a procedure": lambda sql: f"CREATE PROCEDURE f() LANGUAGE sql AS {quoted(sql)}",
    "in a function of Python": lambda sql: (
        f"CREATE FUNCTION f() RETURNS void LANGUAGE plpython3u AS $do$ plpy.execute({quoted(sql)!r}) $do$"
    ),
    "in a template": lambda sql: sql.replace("users", "{{ users }}") + " -- {{ x }}",
    "in a string run as SQL": lambda sql: f"SELECT query_to_xml({quoted(sql)}, true, true, '')",
    "sent elsewhere": lambda sql: f"SELECT * FROM dblink('x', {quoted(sql)}) AS t (a int)",
    "CREATE SCHEMA beside": lambda sql: f"CREATE SCHEMA s CREATE TABLE t (a int); {sql}",
}
OF_ROWS: dict[str, Disguise] = {
    "in WITH": lambda sql: f"WITH d AS ({returning(sql)}) SELECT * FROM d",
    "in WITH of an INSERT": lambda sql: f"WITH d AS ({returning(sql)}) INSERT INTO log SELECT 1 FROM d",
    "in WITH within WITH": lambda sql: f"WITH e AS (WITH d AS ({returning(sql)}) SELECT * FROM d) SELECT * FROM e",
    "in WITH of COPY": lambda sql: f"COPY (WITH d AS ({returning(sql)}) SELECT * FROM d) TO STDOUT",
    "in WITH of a table": lambda sql: f"CREATE TABLE t AS WITH d AS ({returning(sql)}) SELECT * FROM d",
    "in WITH of a cursor": lambda sql: f"DECLARE c CURSOR FOR WITH d AS ({returning(sql)}) SELECT * FROM d",
    "in WITH of a view": lambda sql: f"CREATE VIEW v AS WITH d AS ({returning(sql)}) SELECT * FROM d",
    "in COPY": lambda sql: f"COPY ({returning(sql)}) TO STDOUT",
    "RETURN QUERY": lambda sql: (
        f"CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $do$ BEGIN RETURN QUERY {returning(sql)}; END $do$"
    ),
    "BEGIN ATOMIC": lambda sql: f"CREATE PROCEDURE f() BEGIN ATOMIC SELECT 1; {sql}; END",
}
OF_PLANNED: dict[str, Disguise] = {
    "PREPARE": lambda sql: f"PREPARE p AS {sql}",
    "EXPLAIN ANALYZE": lambda sql: f"EXPLAIN ANALYZE {sql}",
    "EXPLAIN (ANALYZE)": lambda sql: f"EXPLAIN (COSTS off, ANALYZE) {sql}",
    "EXPLAIN (ANALYZE true)": lambda sql: f"explain (verbose, analyze 'TRUE') {sql}",
    "EXPLAIN ANALYZE PREPARE": lambda sql: f"PREPARE p AS {sql}; EXPLAIN ANALYZE EXECUTE p",
}


def returning(sql: str) -> str:
    return sql if "RETURNING" in sql else f"{sql} RETURNING 1"


def disguised() -> Iterator[tuple[str, str, str]]:
    for sql, wanted in DESTROYS.items():
        for name, disguise in ANY.items():
            yield name, disguise(sql), wanted
        for name, disguise in OF_ROWS.items() if sql.startswith(ROWS) else ():
            yield name, disguise(sql), wanted
        for name, disguise in OF_PLANNED.items() if sql.startswith(PLANNED) else ():
            yield name, disguise(sql), wanted


def ids(found: tuple[Operation, ...]) -> set[str]:
    """What is told, with what a function would do."""
    told = {one.id for one in found}
    return told.union(*[dict(one.attributes).get("does", "").split(",") for one in found]) - {""}


def test_no_disguise_hides_what_is_destroyed() -> None:
    missed = []
    cases = list(disguised())
    assert len(cases) > 2_000
    for name, text, wanted in cases:
        whole = ids(operations(text))
        apart = set().union(*[ids(operations(piece.text)) for piece in split(text)])
        for found in (whole, apart):
            if wanted not in found and not any(id_.startswith("opaque.") for id_ in found):
                missed.append((name, text, found))
    assert missed == []


# Where the text is plain SQL the operation itself is told, not only that something was not read.
EXACT = (
    *("plain", "ended", "upper", "lower", "mixed", "comment first", "comments within", "comment behind"),
    *("quoted names", "escaped names", "tabs and newlines", "CRLF", "BOM", "in a transaction", "second on a line"),
    *("after empty statements", "after a string with ;", "after E'' with a quote", "after a backslash in ''"),
    *("after dollar quotes", "after a nested comment", "after a name with a quote", "after what is not SQL"),
    *("after rows", "in DO", "in DO in a string", "in DO in a branch", "in DO in a handler", "EXECUTE of a string"),
    *("EXECUTE of dollar quotes", "EXECUTE of two strings", "DO within DO", "FOR IN EXECUTE", "OPEN FOR EXECUTE"),
    *("in an SQL function", "in a procedure", "in a PL/pgSQL function", "in a trigger function"),
    *("CREATE SCHEMA beside", *OF_ROWS, *OF_PLANNED),
)


@pytest.mark.parametrize("name", EXACT)
def test_a_disguise_is_seen_through(name: str) -> None:
    for disguise, text, wanted in disguised():
        if disguise == name and not wanted.startswith("opaque."):
            apart = set().union(*[ids(operations(piece.text)) for piece in split(text)])
            assert wanted in apart, text


@pytest.mark.parametrize("sql", DESTROYS)
def test_the_words_alone_are_nothing(sql: str) -> None:
    texts = [
        f"SELECT {quoted(sql)}, {quoted('; ' + sql + ';')}",
        f"SELECT $q$; {sql}; $q$",
        f"SELECT 1 -- ; {sql}",
        f"SELECT 1 /* ; {sql}; /* {sql} */ */",
        'SELECT 1 AS "; {}"'.format(sql.replace('"', '""')),
        f"DO $do$ BEGIN RAISE NOTICE {quoted(sql.replace('%', '%%'))}; END $do$",
    ]
    for text in texts:
        assert [one.id for one in operations(text)] == ["data.read"], text


# Hostile text

PARTS = r"""SELECT DELETE FROM users WHERE DROP TABLE ; ( ) , $$ $a$ ' " -- /* */ \ \. {{ }} DO BEGIN END EXECUTE
COPY stdin
ALTER ADD COLUMN int CREATE FUNCTION AS LANGUAGE plpgsql sql E' U&" é 1 = :: || WITH EXPLAIN ANALYZE RETURNS
trigger LOOP
IF THEN DECLARE := NEW . OLD GRANT TO ON SET null ARRAY[ ] { } <% %> ${x} :x"""
WORDS = strategies.sampled_from([*PARTS.split(), "\n", "\r\n", "\ufeff", "\0", "\udc80"])


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(60))
@hypothesis.given(
    strategies.one_of(
        strategies.lists(WORDS, max_size=30).map(" ".join),
        strategies.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
        strategies.tuples(
            strategies.sampled_from([text for _, text, _ in disguised()]), strategies.integers(0, 120), WORDS
        ).map(lambda of: of[0][: of[1]] + of[2] + of[0][of[1] :]),
    )
)
def test_any_text_is_read_or_opaque(text: str) -> None:
    lines = text.count("\n") + 1
    for one in operations(text):
        assert one.id in TRAITS and one.line is not None and 1 <= one.line <= lines
    pieces = split(text)
    for piece in pieces:
        assert piece.text and 1 <= piece.line <= lines
        assert operations(piece.text)


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(40))
@hypothesis.given(strategies.lists(strategies.sampled_from(sorted(DESTROYS)), min_size=1, max_size=6), WORDS)
def test_nothing_hides_behind_anything(statements: list[str], word: str) -> None:
    """Whatever stands between them, no statement is lost: it is told, or something is opaque."""
    text = f";\n{word};\n".join(statements)
    found = set().union(*[ids(operations(piece.text)) for piece in split(text)])
    opaque = any(id_.startswith("opaque.") for id_ in found)
    assert opaque or {DESTROYS[sql] for sql in statements} <= found
