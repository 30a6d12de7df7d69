"""What each statement of PostgreSQL does: one row a form, and what is left alone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from guard.model.operation import Operation
from guard.model.vocabulary import TRAITS
from guard.sql.postgres import lexing, libpg, operations, split
from guard.sql.postgres.reading import DEFINES, EXECUTES


def shown(one: Operation) -> str:
    """`id@line object (columns) attribute=value`, without a line where it is 1 and without the reason of an opaque."""
    words = [one.id if one.line == 1 else f"{one.id}@{one.line}", one.object or "-"]
    if one.columns:
        words.append(f"({','.join(one.columns)})")
    return " ".join(
        words + [name if value == "true" else f"{name}={value}" for name, value in one.attributes if name != "why"]
    )


FINDS = [
    (
        "CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL)",
        ["schema.table.create table:users (id,email)"],
    ),
    ("CREATE TABLE IF NOT EXISTS s.t (a int)", ["schema.table.create table:s.t (a) if_not_exists"]),
    ("CREATE TABLE public.t (a int REFERENCES z(id), CHECK (f(a) > 1))", ["schema.table.create table:t (a)"]),
    ("CREATE UNLOGGED TABLE t (a int)", ["schema.table.create table:t (a)"]),
    ("CREATE TABLE t AS SELECT a FROM b", ["schema.table.create table:t"]),
    ("CREATE TABLE t (x, y) AS SELECT a, b FROM c WITH NO DATA", ["schema.table.create table:t (x,y)"]),
    ("SELECT a INTO t FROM b", ["schema.table.create table:t"]),
    ("SELECT a INTO TEMP t FROM b", ["session.temp_table table:t"]),
    (
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)",
        ["schema.table.create table:p1", "schema.partition.attach table:p name=p1"],
    ),
    ("CREATE TABLE t (LIKE u INCLUDING ALL)", ["schema.table.create table:t"]),
    ("CREATE TEMP TABLE t (a int)", ["session.temp_table table:t (a)"]),
    ("CREATE TABLE pg_temp.t (a int)", ["session.temp_table table:pg_temp.t (a)"]),
    ("CREATE TEMPORARY TABLE t AS SELECT 1", ["session.temp_table table:t"]),
    ("CREATE TEMP VIEW v AS SELECT 1", ["session.temp_table view:v"]),
    ("CREATE TEMP SEQUENCE s", ["session.temp_table sequence:s"]),
    ("DROP TABLE users", ["schema.table.drop table:users"]),
    (
        "DROP TABLE IF EXISTS a, public.b, s.c CASCADE",
        [
            "schema.table.drop table:a cascade if_exists",
            "schema.table.drop table:b cascade if_exists",
            "schema.table.drop table:s.c cascade if_exists",
        ],
    ),
    ('DROP TABLE "Users"', ["schema.table.drop table:Users"]),
    ('DROP TABLE "a.b", s."c""d"', ['schema.table.drop table:"a.b"', 'schema.table.drop table:s."c""d"']),
    (
        "DROP TABLE a,\n  b,\n  c",
        ["schema.table.drop table:a", "schema.table.drop@2 table:b", "schema.table.drop@3 table:c"],
    ),
    ("ALTER TABLE a RENAME TO b", ["schema.table.rename table:a to=b"]),
    ("ALTER TABLE a SET SCHEMA archive", ["schema.table.rename table:a to=archive.a"]),
    ("ALTER TABLE IF EXISTS ONLY s.a RENAME COLUMN x TO y", ["schema.column.rename table:s.a (x) to=y"]),
    ("ALTER TABLE a RENAME x TO y", ["schema.column.rename table:a (x) to=y"]),
    ("ALTER VIEW v RENAME COLUMN x TO y", ["schema.column.rename view:v (x) to=y"]),
    ("ALTER TABLE a SET (fillfactor = 70)", ["schema.table.option table:a name=storage"]),
    ("ALTER TABLE a RESET (fillfactor)", ["schema.table.option table:a name=storage"]),
    ("ALTER TABLE a REPLICA IDENTITY FULL", ["schema.table.option table:a name=replica identity"]),
    ("ALTER TABLE a SET TABLESPACE fast", ["schema.table.option table:a name=tablespace"]),
    ("ALTER TABLE a SET UNLOGGED", ["schema.table.option table:a name=unlogged"]),
    ("ALTER TABLE a CLUSTER ON i", ["schema.table.option table:a name=cluster"]),
    ("ALTER TABLE a SET WITHOUT CLUSTER", ["schema.table.option table:a name=cluster"]),
    ("ALTER TABLE a SET ACCESS METHOD heap", ["schema.table.option table:a name=access method"]),
    ("VACUUM FULL a", ["schema.table.option table:a name=vacuum full"]),
    ("CLUSTER a USING i", ["schema.table.option table:a name=cluster"]),
    ("ALTER TABLE a ATTACH PARTITION b FOR VALUES IN (1)", ["schema.partition.attach table:a name=b"]),
    ("ALTER TABLE a DETACH PARTITION b CONCURRENTLY", ["schema.partition.detach table:a concurrently name=b"]),
    ("ALTER TABLE a DETACH PARTITION b FINALIZE", ["schema.partition.detach table:a name=b"]),
    ("ALTER INDEX i ATTACH PARTITION j", ["schema.partition.attach index:i name=j"]),
    ("ALTER TABLE a ADD COLUMN b text", ["schema.column.add table:a (b) type=text"]),
    ("ALTER TABLE a ADD b text NULL", ["schema.column.add table:a (b) type=text"]),
    (
        "ALTER TABLE a ADD COLUMN IF NOT EXISTS b varchar(20)",
        ["schema.column.add table:a (b) if_not_exists type=varchar(20)"],
    ),
    ("ALTER TABLE a ADD COLUMN b int NOT NULL", ["schema.column.add_required table:a (b) not_null type=integer"]),
    (
        "ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0",
        ["schema.column.add table:a (b) default not_null type=integer"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT NULL",
        ["schema.column.add_required table:a (b) not_null type=integer"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b uuid NOT NULL DEFAULT gen_random_uuid()",
        ["schema.column.add table:a (b) default not_null type=uuid volatile_default"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b timestamptz NOT NULL DEFAULT now()",
        ["schema.column.add table:a (b) default not_null type=timestamptz"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b text DEFAULT my_default()",
        ["schema.column.add table:a (b) default type=text volatile_default", "opaque.procedural -"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b bigserial NOT NULL",
        ["schema.column.add table:a (b) not_null type=bigserial volatile_default"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS IDENTITY",
        ["schema.column.add table:a (b) identity type=integer"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int NOT NULL GENERATED BY DEFAULT AS IDENTITY",
        ["schema.column.add table:a (b) identity not_null type=integer"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS (c + 1) STORED",
        ["schema.column.add table:a (b) generated type=integer"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int PRIMARY KEY",
        [
            "schema.column.add_required table:a (b) not_null type=integer",
            "schema.constraint.add table:a (b) type=primary_key",
        ],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int UNIQUE",
        ["schema.column.add table:a (b) type=integer", "schema.constraint.add table:a (b) type=unique"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int CONSTRAINT positive CHECK (b > 0)",
        ["schema.column.add table:a (b) type=integer", "schema.constraint.add table:a (b) name=positive type=check"],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int CHECK (ok(b))",
        [
            "schema.column.add table:a (b) type=integer",
            "schema.constraint.add table:a (b) type=check",
            "opaque.procedural -",
        ],
    ),
    (
        "ALTER TABLE a ADD COLUMN b int REFERENCES s.z (id) ON DELETE CASCADE",
        [
            "schema.column.add table:a (b) type=integer",
            "schema.constraint.add table:a (b) references=s.z type=foreign_key",
        ],
    ),
    ("ALTER TABLE a ADD COLUMN b numeric(10,2)[]", ["schema.column.add table:a (b) type=numeric(10,2)[]"]),
    ("ALTER TABLE a DROP COLUMN b", ["schema.column.drop table:a (b)"]),
    ("ALTER TABLE a DROP IF EXISTS b CASCADE", ["schema.column.drop table:a (b) cascade if_exists"]),
    ("ALTER TABLE a ALTER COLUMN b TYPE bigint", ["schema.column.change_type table:a (b) type=bigint"]),
    (
        "ALTER TABLE a ALTER b SET DATA TYPE my.mood USING b::my.mood",
        ["schema.column.change_type table:a (b) type=my.mood using"],
    ),
    (
        "ALTER TABLE a ALTER b TYPE text USING clean(b)",
        ["schema.column.change_type table:a (b) type=text using", "opaque.procedural -"],
    ),
    ("ALTER TABLE a ALTER b SET NOT NULL", ["schema.column.set_not_null table:a (b)"]),
    ("ALTER TABLE a ALTER b DROP NOT NULL", ["schema.column.drop_not_null table:a (b)"]),
    ("ALTER TABLE a ALTER b SET DEFAULT 1", ["schema.column.set_default table:a (b)"]),
    ("ALTER TABLE a ALTER b SET DEFAULT my_default()", ["schema.column.set_default table:a (b) volatile_default"]),
    ("ALTER TABLE a ALTER b SET DEFAULT NULL", ["schema.column.drop_default table:a (b)"]),
    ("ALTER TABLE a ALTER b DROP DEFAULT", ["schema.column.drop_default table:a (b)"]),
    ("ALTER TABLE a ALTER b ADD GENERATED ALWAYS AS IDENTITY", ["schema.column.set_default table:a (b) identity"]),
    ("ALTER TABLE a ALTER b SET GENERATED BY DEFAULT", ["schema.column.set_default table:a (b) identity"]),
    ("ALTER TABLE a ALTER b DROP IDENTITY IF EXISTS", ["schema.column.drop_default table:a (b) identity if_exists"]),
    ("ALTER TABLE a ALTER b DROP EXPRESSION", ["schema.column.drop_default table:a (b) generated"]),
    ("ALTER TABLE a ALTER b SET EXPRESSION AS (c + 2)", ["opaque.unparsed -"]),
    ("ALTER TABLE a ALTER b SET STATISTICS 500", ["schema.column.option table:a (b) name=statistics"]),
    ("ALTER TABLE a ALTER b SET STORAGE EXTERNAL", ["schema.column.option table:a (b) name=storage"]),
    ("ALTER TABLE a ALTER b SET COMPRESSION lz4", ["schema.column.option table:a (b) name=compression"]),
    ("ALTER TABLE a ALTER b SET (n_distinct = 5)", ["schema.column.option table:a (b) name=options"]),
    (
        (
            "ALTER TABLE a\n  ADD COLUMN b int DEFAULT length(','),\n  -- gone, at last\n"
            "  DROP COLUMN c,\n  ALTER d TYPE numeric(10, 2)"
        ),
        [
            "schema.column.add@2 table:a (b) default type=integer",
            "schema.column.drop@4 table:a (c)",
            "schema.column.change_type@5 table:a (d) type=numeric(10,2)",
        ],
    ),
    ("ALTER VIEW v ALTER COLUMN b SET DEFAULT 1", ["schema.column.set_default view:v (b)"]),
    ("CREATE INDEX i ON a (b, lower(c))", ["schema.index.create table:a (b) name=i"]),
    (
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON s.a USING btree (b) WHERE c",
        ["schema.index.create_concurrent table:s.a (b) concurrently if_not_exists name=i unique where"],
    ),
    ("CREATE INDEX ON a USING gin (b)", ["schema.index.create table:a (b) method=gin"]),
    ("DROP INDEX i, s.j", ["schema.index.drop index:i", "schema.index.drop index:s.j"]),
    ("DROP INDEX CONCURRENTLY IF EXISTS i", ["schema.index.drop_concurrent index:i concurrently if_exists"]),
    ("REINDEX INDEX i", ["schema.index.rebuild index:i"]),
    ("REINDEX TABLE CONCURRENTLY a", ["schema.index.rebuild table:a concurrently"]),
    ("REINDEX (CONCURRENTLY) SCHEMA s", ["schema.index.rebuild schema:s concurrently"]),
    ("REINDEX SYSTEM", ["schema.index.rebuild -"]),
    ("ALTER INDEX i RENAME TO j", ["schema.index.rename index:i to=j"]),
    ("ALTER INDEX i SET (fillfactor = 70)", ["schema.table.option index:i name=storage"]),
    ("ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)", ["schema.constraint.add table:a name=c type=check"]),
    (
        "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID",
        ["schema.constraint.add_not_valid table:a name=c type=check"],
    ),
    (
        "ALTER TABLE a ADD CONSTRAINT c CHECK (ok(b))",
        ["schema.constraint.add table:a name=c type=check", "opaque.procedural -"],
    ),
    (
        "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT ENFORCED",
        ["schema.constraint.add_not_valid table:a name=c type=check"],
    ),
    (
        "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b, d) REFERENCES z (x, y) NOT VALID",
        ["schema.constraint.add_not_valid table:a (b,d) name=c references=z type=foreign_key"],
    ),
    ("ALTER TABLE a ADD PRIMARY KEY (b)", ["schema.constraint.add table:a (b) type=primary_key"]),
    (
        "ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i",
        ["schema.constraint.add table:a name=c type=unique using=i"],
    ),
    ("ALTER TABLE a ADD EXCLUDE USING gist (b WITH =)", ["schema.constraint.add table:a type=exclude"]),
    (
        "ALTER TABLE a ADD CONSTRAINT c NOT NULL b",
        ["schema.constraint.add table:a (b) name=c type=not_null", "schema.column.set_not_null table:a (b)"],
    ),
    (
        "ALTER TABLE a ADD CONSTRAINT c NOT NULL b NOT VALID",
        ["schema.constraint.add_not_valid table:a (b) name=c type=not_null"],
    ),
    ("ALTER TABLE a VALIDATE CONSTRAINT c", ["schema.constraint.validate table:a name=c"]),
    ("ALTER TABLE a DROP CONSTRAINT IF EXISTS c CASCADE", ["schema.constraint.drop table:a cascade if_exists name=c"]),
    ("ALTER TABLE a ALTER CONSTRAINT c DEFERRABLE", ["schema.constraint.alter table:a name=c"]),
    ("ALTER TABLE a RENAME CONSTRAINT c TO d", ["schema.constraint.rename table:a name=c to=d"]),
    ("CREATE VIEW v AS SELECT f(a) FROM b", ["schema.view.create view:v does=opaque.procedural"]),
    ("CREATE OR REPLACE VIEW s.v (x) AS SELECT 1", ["schema.view.create view:s.v (x) replace"]),
    ("CREATE MATERIALIZED VIEW v AS SELECT count(*) FROM a", ["schema.view.create view:v"]),
    ("CREATE MATERIALIZED VIEW v AS SELECT f(a) FROM b", ["schema.view.create view:v", "opaque.procedural -"]),
    ("DROP VIEW v", ["schema.view.drop view:v"]),
    ("DROP MATERIALIZED VIEW IF EXISTS v CASCADE", ["schema.view.drop view:v cascade if_exists"]),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", ["schema.function.create function:f name=f()"]),
    (
        "CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$DELETE FROM a; DROP TABLE b$$",
        ["schema.function.create function:f does=data.delete_all,schema.table.drop name=f() replace security_definer"],
    ),
    ("CREATE FUNCTION f() RETURNS int RETURN 1", ["schema.function.create function:f name=f()"]),
    (
        "CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM a; UPDATE b SET c = 1; END",
        ["schema.function.create function:p does=data.delete_all,data.update name=p() type=procedure"],
    ),
    (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.x := now(); RETURN NEW; END$$",
        ["schema.function.create function:f name=f()"],
    ),
    (
        (
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN DELETE FROM a WHERE b = OLD.b; RETURN NULL; END$$"
        ),
        ["schema.function.create function:f does=data.delete name=f()"],
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$BEGIN PERFORM g(); RETURN 1; END$$",
        ["schema.function.create function:f does=opaque.procedural name=f()"],
    ),
    (
        "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$BEGIN EXECUTE 'DROP TABLE ' || t; END$$",
        ["schema.function.create function:f does=opaque.dynamic name=f(text)", "opaque.procedural -"],
    ),
    (
        "CREATE FUNCTION f(t a.b%TYPE) RETURNS void LANGUAGE plpgsql AS $$BEGIN NULL; END$$",
        ["schema.function.create function:f name=f(a.b)", "opaque.procedural -"],
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'f'",
        ["schema.function.create function:f name=f()", "opaque.procedural -"],
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1'",
        ["schema.function.create function:f name=f()", "opaque.procedural -"],
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELEC 1'",
        ["schema.function.create function:f does=opaque.unparsed name=f()", "opaque.procedural -"],
    ),
    ("CREATE AGGREGATE g (int) (SFUNC = f, STYPE = int)", ["schema.function.create function:g type=aggregate"]),
    ("DROP FUNCTION f(int), g", ["schema.function.drop function:f name=f(integer)", "schema.function.drop function:g"]),
    ("DROP PROCEDURE IF EXISTS p CASCADE", ["schema.function.drop function:p cascade if_exists"]),
    ("DROP AGGREGATE g(int)", ["schema.function.drop function:g name=g(integer)"]),
    ("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()", ["schema.trigger.create table:a name=t"]),
    ("DROP TRIGGER IF EXISTS t ON s.a", ["schema.trigger.drop table:s.a if_exists name=t"]),
    ("ALTER TABLE a DISABLE TRIGGER t", ["schema.trigger.toggle table:a name=t to=disabled"]),
    ("ALTER TABLE a DISABLE TRIGGER ALL", ["schema.trigger.toggle table:a name=all to=disabled"]),
    ("ALTER TABLE a ENABLE ALWAYS TRIGGER t", ["schema.trigger.toggle table:a name=t to=always"]),
    ("ALTER TABLE a DISABLE TRIGGER USER", ["schema.trigger.toggle table:a name=user to=disabled"]),
    ("CREATE TYPE mood AS ENUM ('a', 'b')", ["schema.type.create type:mood"]),
    ("CREATE TYPE pair AS (x int, y int)", ["schema.type.create type:pair"]),
    ("CREATE TYPE r AS RANGE (SUBTYPE = int4)", ["schema.type.create type:r"]),
    ("CREATE TYPE shell", ["schema.type.create type:shell"]),
    ("CREATE DOMAIN d AS int CHECK (VALUE > 0)", ["schema.type.create type:d"]),
    ("DROP TYPE mood, s.pair CASCADE", ["schema.type.drop type:mood cascade", "schema.type.drop type:s.pair cascade"]),
    ("DROP DOMAIN IF EXISTS d", ["schema.type.drop type:d if_exists"]),
    ("ALTER TYPE mood RENAME TO feeling", ["schema.type.rename type:mood to=feeling"]),
    ("ALTER DOMAIN d SET SCHEMA s", ["schema.type.rename type:d to=s.d"]),
    ("ALTER TYPE mood SET SCHEMA s", ["schema.type.rename type:mood to=s.mood"]),
    ("ALTER DOMAIN d RENAME TO e", ["schema.type.rename type:d to=e"]),
    ("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'c' AFTER 'b'", ["schema.enum.add_value type:mood if_not_exists name=c"]),
    ("ALTER TYPE mood RENAME VALUE 'a' TO 'z'", ["schema.enum.rename_value type:mood name=a to=z"]),
    ("CREATE SEQUENCE IF NOT EXISTS s", ["schema.sequence.create sequence:s if_not_exists"]),
    ("ALTER SEQUENCE s RESTART", ["schema.sequence.alter sequence:s"]),
    ("ALTER SEQUENCE s RENAME TO q", ["schema.sequence.alter sequence:s to=q"]),
    ("ALTER SEQUENCE s SET SCHEMA z", ["schema.sequence.alter sequence:s to=z.s"]),
    ("DROP SEQUENCE s", ["schema.sequence.drop sequence:s"]),
    ("SELECT setval('s', 1)", ["schema.sequence.alter sequence:s"]),
    ("SELECT setval(pg_get_serial_sequence('a', 'id'), (SELECT max(id) FROM a))", ["schema.sequence.alter -"]),
    ("CREATE SCHEMA IF NOT EXISTS s", ["schema.namespace.create schema:s if_not_exists"]),
    (
        "CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1",
        ["schema.namespace.create schema:s", "schema.table.create table:s.t (a)", "schema.view.create view:s.v"],
    ),
    ("CREATE SCHEMA AUTHORIZATION bob", ["schema.namespace.create schema:bob"]),
    ("ALTER SCHEMA s RENAME TO z", ["schema.namespace.alter schema:s to=z"]),
    ("DROP SCHEMA s, t CASCADE", ["schema.namespace.drop schema:s cascade", "schema.namespace.drop schema:t cascade"]),
    (
        "CREATE EXTENSION IF NOT EXISTS citext CASCADE",
        ["schema.extension.create extension:citext cascade if_not_exists"],
    ),
    ("ALTER EXTENSION citext UPDATE", ["schema.extension.alter extension:citext"]),
    ("ALTER EXTENSION citext SET SCHEMA s", ["schema.extension.alter extension:citext to=s"]),
    ("DROP EXTENSION citext", ["schema.extension.drop extension:citext"]),
    ("DROP DATABASE IF EXISTS d", ["schema.database.drop database:d if_exists"]),
    ("INSERT INTO a (b, c) VALUES (1, 2)", ["data.insert table:a (b,c)"]),
    ("INSERT INTO a DEFAULT VALUES", ["data.insert table:a"]),
    ("INSERT INTO a SELECT * FROM b", ["data.insert_select table:a"]),
    ("INSERT INTO a (b) VALUES (1) ON CONFLICT DO NOTHING", ["data.insert table:a (b)"]),
    (
        "INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 2",
        ["data.insert table:a (b)", "data.update table:a (c) where"],
    ),
    ("UPDATE a SET b = 1", ["data.update table:a (b) all"]),
    ("UPDATE ONLY s.a SET b = 1, (c, d) = (2, 3) WHERE e", ["data.update table:s.a (b,c,d) where"]),
    ("UPDATE a SET b = c.b FROM c WHERE c.id = a.id", ["data.update table:a (b) using where"]),
    ("UPDATE a SET b = 1 WHERE true", ["data.update table:a (b) all"]),
    ("UPDATE a SET b = f(b) WHERE id = 1", ["data.update table:a (b) where", "opaque.procedural -"]),
    ("DELETE FROM a", ["data.delete_all table:a all"]),
    ("DELETE FROM a WHERE id = 1", ["data.delete table:a where"]),
    ("DELETE FROM a WHERE 1 = 1", ["data.delete_all table:a all"]),
    ("DELETE FROM a WHERE id = 1 OR true", ["data.delete_all table:a all"]),
    ("DELETE FROM a USING b WHERE a.id = b.id", ["data.delete table:a using where"]),
    ("DELETE FROM a USING b", ["data.delete_all table:a all using"]),
    ("DELETE FROM a WHERE CURRENT OF c", ["data.delete table:a where"]),
    ("MERGE INTO a USING b ON a.id = b.id WHEN NOT MATCHED THEN INSERT (c) VALUES (1)", ["data.merge table:a (c)"]),
    (
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED AND b.x THEN DELETE WHEN MATCHED THEN UPDATE SET c = 1",
        ["data.merge table:a", "data.delete table:a where", "data.update table:a (c) where"],
    ),
    ("TRUNCATE a, s.b CASCADE", ["data.truncate table:a cascade", "data.truncate table:s.b cascade"]),
    ("COPY a (b) FROM '/tmp/x'", ["data.copy table:a (b) from=file"]),
    ("COPY a TO '/tmp/x'", ["data.copy table:a to=file"]),
    ("COPY a FROM PROGRAM 'curl x'", ["opaque.procedural -"]),
    ("COPY a TO PROGRAM 'curl x'", ["opaque.procedural -"]),
    ("COPY a FROM STDIN", ["opaque.unparsed -"]),
    ("COPY a TO STDOUT", ["data.read -"]),
    ("COPY (DELETE FROM a RETURNING *) TO STDOUT", ["data.delete_all table:a all"]),
    ("DELETE FROM pg_attribute WHERE attname = 'x'", ["opaque.procedural -"]),
    ("UPDATE pg_catalog.pg_class SET relrowsecurity = false", ["opaque.procedural -"]),
    (
        "WITH d AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM d",
        ["data.insert_select table:b", "data.delete_all table:a all"],
    ),
    (
        "WITH\n d AS (\n DELETE FROM a WHERE x RETURNING *),\n u AS (UPDATE c SET d = 1)\nSELECT 1",
        ["data.delete@3 table:a where", "data.update@4 table:c (d) all"],
    ),
    ("EXPLAIN ANALYZE DELETE FROM a", ["data.delete_all table:a all"]),
    ("EXPLAIN (ANALYZE, BUFFERS) UPDATE a SET b = 1", ["data.update table:a (b) all"]),
    ("EXPLAIN (ANALYZE on) DELETE FROM a", ["data.delete_all table:a all"]),
    ("EXPLAIN (ANALYZE 1) DELETE FROM a", ["data.delete_all table:a all"]),
    ("PREPARE p AS DELETE FROM a WHERE b = $1", ["data.delete table:a where"]),
    ("EXECUTE p(1)", ["opaque.dynamic -"]),
    ("CREATE TABLE t AS EXECUTE p", ["schema.table.create table:t", "opaque.dynamic -"]),
    ("DECLARE c CURSOR FOR SELECT f()", ["opaque.procedural -"]),
    ("CALL p()", ["opaque.procedural -"]),
    (
        "GRANT SELECT, UPDATE (b, c) ON a, s.z TO bob, PUBLIC WITH GRANT OPTION",
        [
            "access.grant table:a (b,c) grant_option name=select, update to=bob, public",
            "access.grant table:s.z (b,c) grant_option name=select, update to=bob, public",
        ],
    ),
    ("GRANT ALL ON ALL TABLES IN SCHEMA s TO bob", ["access.grant schema:s name=all to=bob type=all tables"]),
    ("GRANT USAGE ON SCHEMA s TO bob", ["access.grant schema:s name=usage to=bob"]),
    ("GRANT EXECUTE ON FUNCTION f(int) TO bob", ["access.grant function:f name=execute to=bob"]),
    ("GRANT SET ON PARAMETER work_mem TO bob", ["access.grant - name=set to=bob type=parameter work_mem"]),
    ("GRANT admin TO bob WITH ADMIN OPTION", ["access.grant role:admin grant_option to=bob"]),
    ("REVOKE ALL ON a FROM bob CASCADE", ["access.revoke table:a cascade from=bob name=all"]),
    ("REVOKE admin FROM bob", ["access.revoke role:admin from=bob"]),
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO bob",
        ["access.grant schema:s default name=select to=bob type=tables"],
    ),
    (
        "ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC",
        ["access.revoke - default from=public name=all type=functions"],
    ),
    (
        "CREATE ROLE r SUPERUSER BYPASSRLS LOGIN PASSWORD 'x' NOCREATEDB",
        ["access.role.create role:r bypassrls login superuser"],
    ),
    (
        "CREATE ROLE r IN ROLE admin ROLE bob",
        ["access.role.create role:r", "access.grant role:admin to=r", "access.grant role:r to=bob"],
    ),
    ("ALTER ROLE r NOSUPERUSER", ["access.role.alter role:r"]),
    ("ALTER ROLE r SET search_path = s", ["access.role.alter role:r name=search_path"]),
    ("ALTER ROLE ALL SET row_security = off", ["access.role.alter role:all name=row_security"]),
    ("ALTER ROLE r RENAME TO q", ["access.role.alter role:r to=q"]),
    ("ALTER GROUP g ADD USER bob", ["access.grant role:g to=bob"]),
    ("ALTER GROUP g DROP USER bob", ["access.revoke role:g from=bob"]),
    ("DROP ROLE IF EXISTS r, q", ["access.role.drop role:r if_exists", "access.role.drop role:q if_exists"]),
    ("CREATE POLICY p ON a FOR SELECT TO bob USING (true)", ["access.policy.create table:a name=p to=bob"]),
    ("ALTER POLICY p ON a USING (b)", ["access.policy.alter table:a name=p"]),
    ("ALTER POLICY p ON a RENAME TO q", ["access.policy.alter table:a name=p to=q"]),
    ("DROP POLICY IF EXISTS p ON a", ["access.policy.drop table:a if_exists name=p"]),
    ("ALTER TABLE a ENABLE ROW LEVEL SECURITY", ["access.rls.enable table:a"]),
    ("ALTER TABLE a FORCE ROW LEVEL SECURITY", ["access.rls.enable table:a name=force"]),
    ("ALTER TABLE a DISABLE ROW LEVEL SECURITY", ["access.rls.disable table:a"]),
    ("ALTER TABLE a NO FORCE ROW LEVEL SECURITY", ["access.rls.disable table:a name=force"]),
    ("ALTER TABLE a OWNER TO bob", ["access.owner.change table:a to=bob"]),
    ("ALTER FUNCTION f(int) OWNER TO CURRENT_USER", ["access.owner.change function:f to=current_user"]),
    ("ALTER DATABASE d OWNER TO bob", ["access.owner.change database:d to=bob"]),
    ("ALTER PUBLICATION p OWNER TO bob", ["access.owner.change - name=publication p to=bob"]),
    ("COMMENT ON TABLE s.a IS 'x'", ["schema.comment table:s.a"]),
    ("COMMENT ON COLUMN a.b IS NULL", ["schema.comment table:a (b)"]),
    ("COMMENT ON CONSTRAINT c ON a IS 'x'", ["schema.comment table:a name=c"]),
    ("ANALYZE a, b (c)", ["schema.statistics table:a", "schema.statistics table:b"]),
    ("VACUUM", ["schema.statistics -"]),
    ("VACUUM (FULL false) a", ["schema.statistics table:a"]),
    ("CREATE STATISTICS s (dependencies) ON b, c FROM a", ["schema.statistics table:a name=s"]),
    ("ALTER STATISTICS s SET STATISTICS 100", ["schema.statistics - name=s"]),
    ("DROP STATISTICS s", ["schema.statistics - name=s"]),
    ("SET lock_timeout = '5s'", ["session.timeout - name=lock_timeout to=5s"]),
    ("SET LOCAL statement_timeout TO 0", ["session.timeout - name=statement_timeout to=0"]),
    ("RESET idle_in_transaction_session_timeout", ["session.timeout - name=idle_in_transaction_session_timeout"]),
    ("SET search_path TO s, public", ["session.set - name=search_path"]),
    ("SET ROLE bob", ["session.set - name=role"]),
    ("RESET ALL", ["session.set - name=all"]),
    ("SET session_replication_role = replica", ["session.set - name=session_replication_role"]),
    ("SET client_encoding = 'UTF8'", ["session.set - name=client_encoding"]),
    ("SET client_encoding = 'SJIS'", ["opaque.unparsed -"]),
    ("SET standard_conforming_strings = on", ["session.set - name=standard_conforming_strings"]),
    ("SET standard_conforming_strings = off", ["opaque.unparsed -"]),
    (
        "ALTER ROLE r SET standard_conforming_strings = off",
        ["access.role.alter role:r name=standard_conforming_strings", "opaque.unparsed -"],
    ),
    ("SELECT set_config('lock_timeout', '1s', false)", ["session.timeout - name=lock_timeout to=1s"]),
    ("SELECT pg_catalog.set_config('search_path', '', false)", ["session.set - name=search_path"]),
    ("SELECT set_config('standard_conforming_strings', 'off', false)", ["opaque.unparsed -"]),
    ("SELECT set_config(a, b, true) FROM c", ["opaque.dynamic -"]),
    ("SET CONSTRAINTS ALL DEFERRED", ["session.set - name=constraints"]),
    ("DISCARD ALL", ["session.set - name=discard"]),
    ("BEGIN", ["session.transaction -"]),
    ("START TRANSACTION ISOLATION LEVEL SERIALIZABLE", ["session.transaction -"]),
    ("COMMIT", ["session.transaction -"]),
    ("ROLLBACK TO SAVEPOINT a", ["session.transaction -"]),
    ("SET TRANSACTION READ ONLY", ["session.transaction -"]),
    ("COMMIT PREPARED 'x'", ["opaque.unparsed -"]),
    ("LOCK TABLE a, b IN EXCLUSIVE MODE", ["session.lock table:a", "session.lock table:b"]),
    ("SELECT pg_advisory_xact_lock(1)", ["session.lock - name=advisory"]),
    ("DO $$ BEGIN DROP TABLE a; END $$", ["schema.table.drop table:a in=do"]),
    (
        (
            "DO $$\nDECLARE\n  r record;\nBEGIN\n  FOR r IN SELECT 1 LOOP\n    DELETE FROM a\n     WHERE b = r.b;\n"
            "  END LOOP;\n  IF true THEN\n    EXECUTE 'ALTER TABLE c' || ' DROP COLUMN d';\n  END IF;\nEND $$"
        ),
        ["data.delete@6 table:a in=do maybe where", "schema.column.drop@10 table:c (d) in=do maybe"],
    ),
    ("DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a'); END $$", ["opaque.dynamic - in=do"]),
    ("DO $$ BEGIN PERFORM f(); COMMIT; END $$", ["opaque.procedural - in=do", "session.transaction - in=do"]),
    ("DO $$ BEGIN NULL; END $$", ["data.read - in=do"]),
    ("DO $$ DECLARE x a.b%TYPE; BEGIN NULL; END $$", ["data.read - in=do"]),
    ("DO $$ BEGIN BROKEN END $$", ["opaque.procedural -"]),
    ("DO LANGUAGE plperl 'x'", ["opaque.procedural -"]),
    ("DO $$ BEGIN EXECUTE 'DO $x$ BEGIN TRUNCATE a; END $x$'; END $$", ["data.truncate table:a in=do"]),
    (
        "DO $$ BEGIN EXECUTE 'DELETE FROM a WHERE b = $1' USING f(); END $$",
        ["data.delete table:a in=do where", "opaque.procedural - in=do"],
    ),
    (
        "DO $$\nBEGIN\n  EXECUTE a;\n\n  PERFORM f();\nEND $$",
        ["opaque.dynamic@3 - in=do", "opaque.procedural@5 - in=do"],
    ),
    ("SELECT my_lock(), my_advisory()", ["opaque.procedural -", "opaque.procedural -"]),
    ("ALTER ROLE r RESET client_encoding", ["access.role.alter role:r name=client_encoding"]),
    ("ALTER ROLE r SET client_encoding = DEFAULT", ["access.role.alter role:r name=client_encoding"]),
    ("SELECT set_config('lock_timeout'::text, '1' || 's'::text, false)", ["session.timeout - name=lock_timeout to=1s"]),
    ("SELECT set_config('lock_timeout')", ["session.timeout - name=lock_timeout"]),
    ("DO $$ BEGIN EXECUTE 'SELECT 1', 'x'; END $$", ["opaque.dynamic - in=do"]),
    ("DROP TABLE a,\n/* b, */\nc", ["schema.table.drop table:a", "schema.table.drop@3 table:c"]),
    ("COMMENT ON RULE r ON a IS 'x'", ["schema.comment table:a name=r"]),
    ("DO $$ BEGIN " + "/*" * 64 + "*/" * 64 + " NULL; END $$", ["data.read - in=do"]),
    ("DO $$ BEGIN " + "/*" * 65 + "*/" * 65 + " NULL; END $$", ["opaque.procedural -"]),
    ("LOAD 'x'", ["opaque.procedural -"]),
    ("CREATE INDEX i ON a (f(b))", ["schema.index.create table:a name=i", "opaque.procedural -"]),
    (
        "ALTER TABLE a ADD COLUMN b int GENERATED ALWAYS AS (f(c)) STORED",
        ["schema.column.add table:a (b) generated type=integer", "opaque.procedural -"],
    ),
    ("EXPLAIN DELETE FROM a", ["data.read -"]),
    ("EXPLAIN SELECT f()", ["opaque.procedural -"]),
    ("EXPLAIN (ANALYZE false) DELETE FROM a", ["data.read -"]),
    ("CREATE DOMAIN s.d AS int", ["schema.type.create type:s.d"]),
    ("GRANT SET ON PARAMETER work_mem TO bob", ["access.grant - name=set to=bob type=parameter work_mem"]),
    (
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (f()) TO (10)",
        ["schema.table.create table:p1", "schema.partition.attach table:p name=p1", "opaque.procedural -"],
    ),
    ("CREATE INDEX i ON a (b) WHERE f(b)", ["schema.index.create table:a (b) name=i where", "opaque.procedural -"]),
    ("CREATE INDEX i ON a (b) WHERE lower(b) = 'x'", ["schema.index.create table:a (b) name=i where"]),
    (
        "ALTER TABLE a ADD EXCLUDE USING gist (f(b) WITH =)",
        ["schema.constraint.add table:a type=exclude", "opaque.procedural -"],
    ),
    (
        "ALTER TABLE a ADD EXCLUDE USING gist (lower(b) WITH =) WHERE (f(b))",
        ["schema.constraint.add table:a type=exclude", "opaque.procedural -"],
    ),
    ("CREATE TEMP VIEW v AS SELECT f()", ["session.temp_table view:v does=opaque.procedural"]),
    ("SELECT a OPERATOR(my.+) b FROM c", ["opaque.procedural -"]),
    ("SELECT a OPERATOR(pg_catalog.+) b FROM c", ["data.read -"]),
    ("SELECT public.uuid_generate_v4(), my.lower(a) FROM b", ["opaque.procedural -"]),
    ("SELECT query_to_xml('DELETE FROM a', true, true, '')", ["opaque.dynamic -"]),
    ("SELECT * FROM dblink('x', 'DELETE FROM a') AS t (b int)", ["opaque.dynamic -"]),
    ("SELECT * FROM pg_read_file('x')", ["opaque.procedural -"]),
    (
        "SELECT lo_unlink(1), pg_terminate_backend(2), pg_reload_conf()",
        ["opaque.procedural -", "opaque.procedural -", "opaque.procedural -"],
    ),
    ("CREATE LANGUAGE plperl", ["schema.extension.create extension:plperl"]),
    (
        "CREATE FUNCTION s.f(a int, OUT b text, VARIADIC c varchar(3)[]) RETURNS int RETURN 1",
        ["schema.function.create function:s.f name=s.f(integer, varchar[])"],
    ),
    ("ALTER TABLE a ENABLE TRIGGER USER", ["schema.trigger.toggle table:a name=user to=enabled"]),
    ("ALTER TABLE a ENABLE TRIGGER ALL", ["schema.trigger.toggle table:a name=all to=enabled"]),
    ("ALTER TABLE a ENABLE TRIGGER t", ["schema.trigger.toggle table:a name=t to=enabled"]),
    ("ALTER TABLE a ENABLE REPLICA TRIGGER t", ["schema.trigger.toggle table:a name=t to=replica"]),
    ("ALTER TABLE a SET LOGGED", ["schema.table.option table:a name=logged"]),
    ("ALTER TABLE a SET WITHOUT OIDS", ["schema.table.option table:a name=oids"]),
    ("ALTER TABLE a ALTER b RESET (n_distinct)", ["schema.column.option table:a (b) name=options"]),
    (
        (
            "ALTER TABLE a ADD b smallint, ADD c bool, ADD d real, ADD e double precision, ADD f char(3), "
            "ADD g numeric(10, 0)"
        ),
        [
            "schema.column.add table:a (b) type=smallint",
            "schema.column.add table:a (c) type=boolean",
            "schema.column.add table:a (d) type=real",
            "schema.column.add table:a (e) type=double precision",
            "schema.column.add table:a (f) type=char(3)",
            "schema.column.add table:a (g) type=numeric(10,0)",
        ],
    ),
    (
        "ALTER TABLE a ADD b smallserial NOT NULL, ADD c serial4 NOT NULL, ADD d my.serial NOT NULL, ADD e interval(3)",
        [
            "schema.column.add table:a (b) not_null type=smallserial volatile_default",
            "schema.column.add table:a (c) not_null type=serial4 volatile_default",
            "schema.column.add_required table:a (d) not_null type=my.serial",
            "schema.column.add table:a (e) type=interval",
        ],
    ),
    (
        "ALTER TABLE a ADD b int DEFAULT coalesce(random(), 1)",
        ["schema.column.add table:a (b) default type=integer volatile_default"],
    ),
    ("ALTER TABLE a ADD b int CONSTRAINT n NOT NULL", ["schema.column.add_required table:a (b) not_null type=integer"]),
    ("ALTER TABLE db.s.a DROP b", ["schema.column.drop table:s.a (b)"]),
    ("DROP TABLE db.public.a", ["schema.table.drop table:a"]),
    ("ALTER SEQUENCE s SET UNLOGGED", ["schema.sequence.alter sequence:s"]),
    ("ALTER SEQUENCE s OWNER TO bob", ["access.owner.change sequence:s to=bob"]),
    ("ALTER VIEW v OWNER TO bob", ["access.owner.change view:v to=bob"]),
    ("ALTER MATERIALIZED VIEW v SET (fillfactor = 70)", ["schema.table.option view:v name=storage"]),
    ("ALTER MATERIALIZED VIEW v CLUSTER ON i", ["schema.table.option view:v name=cluster"]),
    ("DROP ROUTINE f", ["schema.function.drop function:f"]),
    (
        "CREATE ROLE r CREATEDB CREATEROLE REPLICATION ADMIN bob",
        ["access.role.create role:r createdb createrole replication", "access.grant role:r to=bob"],
    ),
    ("CREATE ROLE r NOSUPERUSER NOBYPASSRLS", ["access.role.create role:r"]),
    ("REVOKE GRANT OPTION FOR SELECT ON a FROM bob", ["access.revoke table:a from=bob grant_option name=select"]),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE ada IN SCHEMA s, t GRANT ALL ON SEQUENCES TO bob WITH GRANT OPTION",
        [
            "access.grant schema:s default grant_option name=all to=bob type=sequences",
            "access.grant schema:t default grant_option name=all to=bob type=sequences",
        ],
    ),
    ("GRANT USAGE ON FOREIGN SERVER s TO bob", ["access.grant - name=usage to=bob type=foreign server s"]),
    ("GRANT SELECT ON SEQUENCE s TO SESSION_USER", ["access.grant sequence:s name=select to=session_user"]),
    ("GRANT CONNECT ON DATABASE d TO CURRENT_ROLE", ["access.grant database:d name=connect to=current_role"]),
    ("GRANT USAGE ON TYPE mood TO bob", ["access.grant type:mood name=usage to=bob"]),
    ("COMMENT ON ROLE r IS 'x'", ["schema.comment role:r"]),
    ("COMMENT ON FUNCTION f(int) IS 'x'", ["schema.comment function:f"]),
    ("COMMENT ON SCHEMA s IS 'x'", ["schema.comment schema:s"]),
    ("COMMENT ON TRIGGER t ON a IS 'x'", ["schema.comment table:a name=t"]),
    ("COMMENT ON INDEX i IS 'x'", ["schema.comment index:i"]),
    ("COMMENT ON LANGUAGE sql IS 'x'", ["schema.comment -"]),
    ("ALTER TABLE a OWNER TO SESSION_USER", ["access.owner.change table:a to=session_user"]),
    ("ALTER SCHEMA s OWNER TO bob", ["access.owner.change schema:s to=bob"]),
    ("ALTER TYPE mood OWNER TO bob", ["access.owner.change type:mood to=bob"]),
    ("ALTER EXTENSION e ADD TABLE a", ["schema.extension.alter extension:e"]),
    ("VACUUM FULL", ["schema.table.option - name=vacuum full"]),
    (
        "VACUUM (ANALYZE, FULL) a, b",
        ["schema.table.option table:a name=vacuum full", "schema.table.option table:b name=vacuum full"],
    ),
    ("CLUSTER", ["schema.table.option - name=cluster"]),
    ("REINDEX DATABASE d", ["schema.index.rebuild database:d"]),
    ("REINDEX (CONCURRENTLY false, VERBOSE) TABLE a", ["schema.index.rebuild table:a"]),
    ("CREATE STATISTICS ON b, c FROM s.a", ["schema.statistics table:s.a"]),
    ("DELETE FROM a WHERE current_date > '2030-01-01'", ["data.delete_all table:a all"]),
    ("DELETE FROM a WHERE EXISTS (SELECT 1 FROM b)", ["data.delete table:a where"]),
    ("DELETE FROM a WHERE now() > '2030-01-01'", ["data.delete_all table:a all"]),
    ("DELETE FROM a WHERE $1", ["data.delete table:a where"]),
    ("DELETE FROM a WHERE true AND b", ["data.delete table:a where"]),
    ("DELETE FROM a WHERE false", ["data.delete_all table:a all"]),
    ("UPDATE a SET b[1] = 2, c.d = 3 WHERE e", ["data.update table:a (b,c) where"]),
    (
        "CREATE FUNCTION f(a int, INOUT b text, OUT c int, IN d bool) RETURNS record LANGUAGE sql AS 'SELECT 1'",
        ["schema.function.create function:f name=f(integer, text, boolean)"],
    ),
    (
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$BEGIN COMMIT; END$$",
        ["schema.function.create function:p name=p() type=procedure"],
    ),
    (
        "CREATE FUNCTION f(a int) RETURNS TABLE (b int) LANGUAGE sql AS $$BEGIN$$",
        ["schema.function.create function:f name=f(integer)"],
    ),
    ("CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()", ["opaque.unparsed -"]),
    (
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN DELETE FROM a; END$$",
        ["schema.function.create function:f does=data.delete_all name=f()"],
    ),
    (
        "SELECT setval('public.S', 1), setval('\"S\"', 2), setval(a, 3) FROM b",
        ["schema.sequence.alter sequence:s", "schema.sequence.alter -"],
    ),
    ("SELECT set_config('a' || '.b', 'c', true)", ["session.set - name=a.b"]),
    ("SET LOCAL my.flag = 'x'", ["session.set - name=my.flag"]),
    ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", ["session.set - name=session characteristics"]),
    ("SET TIME ZONE 'UTC'", ["session.set - name=timezone"]),
    ("SET NAMES 'LATIN1'", ["opaque.unparsed -"]),
    ("SET standard_conforming_strings TO DEFAULT", ["session.set - name=standard_conforming_strings"]),
    (
        "DO $$\nBEGIN\n  NULL;\n\n  EXECUTE 'SELECT 1;\n    DROP TABLE a';\nEND $$",
        ["schema.table.drop@6 table:a in=do"],
    ),
    (
        "DO $$ DECLARE c CURSOR FOR SELECT f(); x int := g(); BEGIN RETURN; END $$",
        ["opaque.procedural - in=do maybe", "opaque.procedural - in=do maybe"],
    ),
    (
        "DO $$ BEGIN CASE WHEN f() THEN DELETE FROM a; ELSE TRUNCATE b; END CASE; END $$",
        [
            "opaque.procedural - in=do maybe",
            "data.delete_all table:a all in=do maybe",
            "data.truncate table:b in=do maybe",
        ],
    ),
    (
        "CREATE VIEW v AS WITH d AS (DELETE FROM a RETURNING *) SELECT * FROM d",
        ["schema.view.create view:v does=data.delete_all", "data.delete_all table:a all"],
    ),
    ("CREATE TABLE t AS SELECT f()", ["schema.table.create table:t", "opaque.procedural -"]),
    ("SELECT a, b INTO UNLOGGED t FROM c UNION SELECT d, e FROM g", ["schema.table.create table:t"]),
    (
        "ALTER TABLE a ATTACH PARTITION b FOR VALUES IN (f())",
        ["schema.partition.attach table:a name=b", "opaque.procedural -"],
    ),
    (
        "ALTER TABLE a ADD CONSTRAINT c CHECK (ok(b)) NOT VALID",
        ["schema.constraint.add_not_valid table:a name=c type=check"],
    ),
    ("ALTER MATERIALIZED VIEW v RENAME COLUMN x TO y", ["schema.column.rename view:v (x) to=y"]),
    ("ALTER SEQUENCE s SET LOGGED", ["schema.sequence.alter sequence:s"]),
    ("ALTER INDEX i SET TABLESPACE x", ["schema.table.option index:i name=tablespace"]),
    ("ALTER INDEX i RESET (fillfactor)", ["schema.table.option index:i name=storage"]),
    ("ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 5", ["schema.column.option index:i name=statistics"]),
    ("ALTER MATERIALIZED VIEW v OWNER TO bob", ["access.owner.change view:v to=bob"]),
    ("ALTER LARGE OBJECT 1 OWNER TO bob", ["access.owner.change - name=largeobject to=bob"]),
    ("SET lock_timeout = 1, 2", ["session.timeout - name=lock_timeout"]),
    ("VACUUM (FULL 1) a", ["schema.table.option table:a name=vacuum full"]),
    ("VACUUM (FULL 0) a", ["schema.statistics table:a"]),
    ("VACUUM (FULL off) a", ["schema.statistics table:a"]),
    ("REINDEX (CONCURRENTLY off) TABLE s.a", ["schema.index.rebuild table:s.a"]),
    ("REINDEX SYSTEM d", ["schema.index.rebuild database:d"]),
    ("EXPLAIN (ANALYZE 1.5) DELETE FROM a", ["data.delete_all table:a all"]),
    (
        "CREATE OR REPLACE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
        ["schema.trigger.create table:a name=t replace"],
    ),
    ("CREATE TYPE s.base (INPUT = f, OUTPUT = g)", ["schema.type.create type:s.base"]),
    ("CREATE MATERIALIZED VIEW IF NOT EXISTS v (x) AS SELECT 1", ["schema.view.create view:v (x) if_not_exists"]),
    ("CREATE TABLE IF NOT EXISTS t AS SELECT 1", ["schema.table.create table:t if_not_exists"]),
    (
        "CREATE SCHEMA s CREATE SEQUENCE q CREATE INDEX i ON t (a) CREATE TABLE x.t (a int)",
        [
            "schema.namespace.create schema:s",
            "schema.sequence.create sequence:s.q",
            "schema.index.create table:s.t (a) name=i",
            "schema.table.create table:x.t (a)",
        ],
    ),
    ("CREATE SCHEMA AUTHORIZATION CURRENT_USER", ["schema.namespace.create -"]),
    ("COPY (SELECT 1) TO '/x'", ["data.copy - to=file"]),
    ("INSERT INTO pg_toast.x VALUES (1)", ["opaque.procedural -"]),
    ("INSERT INTO my.pg_class VALUES (1)", ["data.insert table:my.pg_class"]),
    ("TRUNCATE a, pg_class", ["opaque.procedural -"]),
    ("MERGE INTO pg_class USING b ON true WHEN MATCHED THEN DELETE", ["opaque.procedural -"]),
    ("DELETE FROM a WHERE NOT (b AND false)", ["data.delete table:a where"]),
    ("ALTER ROLE r RESET ALL", ["access.role.alter role:r name=all"]),
    (
        "ALTER ROLE r CREATEDB CREATEROLE LOGIN REPLICATION BYPASSRLS SUPERUSER",
        ["access.role.alter role:r bypassrls createdb createrole login replication superuser"],
    ),
    (
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA s, t TO bob",
        [
            "access.grant schema:s name=select to=bob type=all sequences",
            "access.grant schema:t name=select to=bob type=all sequences",
        ],
    ),
    ("GRANT r TO bob WITH INHERIT TRUE", ["access.grant role:r to=bob"]),
    ("REVOKE ADMIN OPTION FOR r FROM bob CASCADE", ["access.revoke role:r cascade from=bob grant_option"]),
    (
        "SELECT pg_catalog.pg_advisory_lock(1), my.pg_advisory_lock(1)",
        ["session.lock - name=advisory", "opaque.procedural -"],
    ),
    (
        "SELECT pg_catalog.setval('s', 1), my.setval('s', 1)",
        ["schema.sequence.alter sequence:s", "opaque.procedural -"],
    ),
    ("SELECT public.crosstab('SELECT 1'), my.crypt('a')", ["opaque.dynamic -", "opaque.procedural -"]),
    ("SELECT public.now()", ["opaque.procedural -"]),
    ("SELECT setval(1, 2)", ["schema.sequence.alter -"]),
    ("SELECT setval('s.t', 1)", ["schema.sequence.alter sequence:s.t"]),
    ("DO $$ BEGIN GET DIAGNOSTICS x = ROW_COUNT; END $$", ["opaque.procedural -"]),
    ("DO $$ BEGIN ASSERT f(); END $$", ["opaque.procedural - in=do"]),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1', 'SELECT 2'",
        ["schema.function.create function:f name=f()", "opaque.procedural -"],
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE SQL AS 'DROP TABLE a'",
        ["schema.function.create function:f does=schema.table.drop name=f()"],
    ),
]


@pytest.mark.parametrize(("sql", "wanted"), FINDS, ids=[sql[:60] for sql, _ in FINDS])
def test_finds(sql: str, wanted: list[str]) -> None:
    found = operations(sql)
    assert [shown(one) for one in found] == wanted
    assert {one.id for one in found} <= set(TRAITS)
    assert {one.via for one in found} == {"sql"}
    assert all(list(one.attributes) == sorted(one.attributes) for one in found)


# Statements the vocabulary has no word for, and texts that are not SQL: opaque, and the reason says what stood there.
UNREAD = [
    ("CREATE RULE r AS ON INSERT TO a DO INSTEAD DELETE FROM b", "no operation for CREATE RULE yet"),
    ("CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()", "no operation for CREATE EVENT TRIGGER yet"),
    ("DROP EVENT TRIGGER e", "no operation for DROP EVENT TRIGGER yet"),
    ("DROP RULE r ON a", "no operation for DROP RULE yet"),
    ("LISTEN a", "no operation for LISTEN yet"),
    ("NOTIFY a, 'b'", "no operation for NOTIFY yet"),
    ("ALTER SYSTEM SET fsync = off", "no operation for ALTER SYSTEM yet"),
    ("ALTER DATABASE d SET search_path = x", "no operation for ALTER DATABASE SET yet"),
    ("CREATE DATABASE d", "no operation for CREATE DATABASE yet"),
    ("SECURITY LABEL ON TABLE a IS 'x'", "no operation for SECURITY LABEL yet"),
    ("CREATE SERVER s FOREIGN DATA WRAPPER w", "no operation for CREATE SERVER yet"),
    ("CREATE FOREIGN TABLE a (b int) SERVER s", "no operation for CREATE FOREIGN TABLE yet"),
    ("ALTER FOREIGN TABLE a DROP COLUMN b", "no operation for ALTER FOREIGN TABLE DROP COLUMN yet"),
    ("DROP FOREIGN TABLE a", "no operation for DROP FOREIGN TABLE yet"),
    ("CREATE PUBLICATION p FOR ALL TABLES", "no operation for CREATE PUBLICATION yet"),
    ("DROP SUBSCRIPTION s", "no operation for DROP SUBSCRIPTION yet"),
    ("CREATE COLLATION c FROM d", "no operation for CREATE COLLATION yet"),
    ("CREATE CAST (a AS b) WITHOUT FUNCTION", "no operation for CREATE CAST yet"),
    ("DROP CAST (a AS b)", "no operation for DROP CAST yet"),
    ("CREATE OPERATOR + (FUNCTION = f, LEFTARG = a)", "no operation for CREATE OPERATOR yet"),
    ("CREATE TEXT SEARCH CONFIGURATION c (COPY = d)", "no operation for CREATE TSCONFIGURATION yet"),
    ("CREATE TRANSFORM FOR a LANGUAGE b (FROM SQL WITH FUNCTION f(internal))", "no operation for CREATE TRANSFORM yet"),
    ("DROP OWNED BY bob", "no operation for DROP OWNED yet"),
    ("REASSIGN OWNED BY bob TO ada", "no operation for REASSIGN OWNED yet"),
    ("REFRESH MATERIALIZED VIEW v", "no operation for REFRESH MATERIALIZED VIEW yet"),
    ("ALTER FUNCTION f() SECURITY DEFINER", "no operation for ALTER FUNCTION yet"),
    ("ALTER FUNCTION f() RENAME TO g", "no operation for renaming FUNCTION yet"),
    ("ALTER FUNCTION f() SET SCHEMA s", "no operation for SET SCHEMA of FUNCTION yet"),
    ("ALTER VIEW v RENAME TO w", "no operation for renaming VIEW yet"),
    ("ALTER VIEW v SET (security_invoker = false)", "no operation for ALTER VIEW SET yet"),
    ("ALTER VIEW v RESET (security_barrier)", "no operation for ALTER VIEW RESET yet"),
    ("ALTER FOREIGN TABLE a RENAME COLUMN b TO c", "no operation for renaming COLUMN yet"),
    ("ALTER FOREIGN TABLE a OPTIONS (ADD x 'y')", "no operation for ALTER FOREIGN TABLE OPTIONS yet"),
    (
        "ALTER FOREIGN TABLE a ALTER COLUMN b OPTIONS (ADD x 'y')",
        "no operation for ALTER FOREIGN TABLE ALTER COLUMN OPTIONS yet",
    ),
    ("ALTER SEQUENCE s ALTER COLUMN a SET DEFAULT 1", "no operation for ALTER SEQUENCE ALTER COLUMN DEFAULT yet"),
    ("ALTER TABLE a OF b", "no operation for ALTER TABLE OF yet"),
    ("ALTER TABLE a NOT OF", "no operation for ALTER TABLE NOT OF yet"),
    ("ALTER FOREIGN TABLE a SET SCHEMA s", "no operation for SET SCHEMA of FOREIGN TABLE yet"),
    ("ALTER TYPE pair ADD ATTRIBUTE x int", "no operation for ALTER TYPE ADD ATTRIBUTE yet"),
    ("ALTER TRIGGER t ON a RENAME TO u", "no operation for renaming TRIGGER yet"),
    ("ALTER TYPE pair DROP ATTRIBUTE x", "no operation for ALTER TYPE DROP ATTRIBUTE yet"),
    ("ALTER TYPE pair RENAME ATTRIBUTE x TO y", "no operation for renaming ATTRIBUTE yet"),
    ("ALTER DOMAIN d DROP CONSTRAINT c", "no operation for ALTER DOMAIN yet"),
    ("ALTER TABLE a INHERIT b", "no operation for ALTER TABLE INHERIT yet"),
    ("ALTER TABLE a DISABLE RULE r", "no operation for ALTER TABLE DISABLE RULE yet"),
    ("ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", "moves all tables of a tablespace, whichever those are"),
    ("CREATE LANGUAGE l HANDLER h", "no operation for CREATE LANGUAGE yet"),
    ("ALTER EVENT TRIGGER e DISABLE", "no operation for ALTER EVENT TRIGGER yet"),
    ("ALTER FOREIGN DATA WRAPPER w NO HANDLER", "no operation for ALTER FOREIGN DATA WRAPPER yet"),
    ("CREATE FOREIGN DATA WRAPPER w", "no operation for CREATE FOREIGN DATA WRAPPER yet"),
    ("CREATE ACCESS METHOD m TYPE TABLE HANDLER h", "no operation for CREATE ACCESS METHOD yet"),
    ("CREATE OPERATOR CLASS c FOR TYPE t USING btree AS STORAGE t", "no operation for CREATE OPERATOR CLASS yet"),
    ("CREATE OPERATOR FAMILY f USING btree", "no operation for CREATE OPERATOR FAMILY yet"),
    ("CHECKPOINT", "no operation for CHECKPOINT yet"),
    ("CREATE TABLESPACE t LOCATION '/x'", "no operation for CREATE TABLE SPACE yet"),
    ("COMMIT PREPARED 'x'", "ends a prepared transaction, of which nothing is told here"),
    ("COPY a FROM STDIN;\n1\ta\n\\.", "it holds rows for COPY, which are not SQL"),
    ("COPY a FROM STDIN", "COPY FROM STDIN: the rows that follow are not SQL"),
    ("SET standard_conforming_strings = off", "standard_conforming_strings changes how all that follows is read"),
    ("\\connect prod\nDROP TABLE a", "it holds a command of psql, which is not SQL"),
    ("SELECT 1 \\gexec", "it holds a command of psql, which is not SQL"),
    ("\\i other.sql", "it holds a command of psql, which is not SQL"),
    ("DROP TABLE :victim", "it holds variables of psql, which may become anything"),
    ("SELECT :'word'", "it holds variables of psql, which may become anything"),
    ("DROP TABLE {{ name }}", "it holds placeholders of a template, which may become anything"),
    ("SELECT '{{ name }}'", "it holds placeholders of a template, which may become anything"),
    ("{% if x %} DROP TABLE a {% endif %}", "it holds placeholders of a template, which may become anything"),
    ("SELECT a <%= b %> c", "it holds placeholders of a template, which may become anything"),
    ('DROP TABLE "${name}"', "it holds placeholders of a template, which may become anything"),
    ("DROP TABLE a\0; SELECT 1", "it cannot be read: it holds a zero byte"),
    ("SELECT '\udcff'", "it is not UTF-8"),
    ("ＤＲＯＰ TABLE a", "it is not the SQL of PostgreSQL: syntax error"),
    ("SELEC 'hunter2'", "it is not the SQL of PostgreSQL: syntax error"),
    ("SELECT 'hunter2", "it is not the SQL of PostgreSQL: unterminated quoted string"),
    ("SELECT U&'\\zzzz'", "it is not the SQL of PostgreSQL: invalid Unicode escape"),
    ("ALTER TABLE a DROP COLUMN; DROP TABLE b", "it is not the SQL of PostgreSQL: syntax error"),
    ("CREATE INDEX CONCURENTLY i ON t(x)", "it is not the SQL of PostgreSQL: syntax error"),
    ("SELECT " + "+ 1" * 50_000, "it cannot be read: it is nested too deeply"),
    ("SELECT 1" + " + 1" * 600, "it cannot be read: its expressions are nested too deeply"),
    ("SELECT 1" + " UNION SELECT 1" * 20_001, "it cannot be read: it is nested too deeply"),
    ("/*" * 70 + "*/" * 70 + "SELECT 1", "it cannot be read: its comments are nested too deeply"),
    ("SELECT '" + "x" * (1 << 20) + "'", "it cannot be read: it is too large"),
    ("DO LANGUAGE plperl 'x'", "a DO block in plperl"),
    ("DO $$ BEGIN BROKEN END $$", "a DO block: its body cannot be read"),
    ("DO $$ BEGIN EXECUTE a; END $$", "EXECUTE of SQL that is built at run time"),
    ("SELECT my.f()", "calls my.f(), which may do anything"),
    ("SELECT dblink_exec('DROP TABLE a')", "calls dblink_exec(), which runs the SQL that it is given"),
    ("SELECT 1 OPERATOR(my.+) 2", "uses an operator of the schema my, which may do anything"),
    ("SELECT set_config(a, b, true) FROM c", "set_config() of a setting that is not named"),
    ("EXECUTE p", "runs a prepared statement, whatever that holds"),
    ("CALL p()", "calls a procedure, which may do anything"),
    ("COPY a TO PROGRAM 'x'", "COPY runs a program on the server"),
    ("LOAD 'x'", "LOAD runs a library on the server"),
    ("TRUNCATE pg_class", "writes to the catalogue of the server"),
    ("DELETE FROM information_schema.tables", "writes to the catalogue of the server"),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'l', 'f'", "a function: its body cannot be read"),
    ("COPY pg_class FROM '/x'", "writes to the catalogue of the server"),
]


@pytest.mark.parametrize(("sql", "why"), UNREAD, ids=[sql[:60] for sql, _ in UNREAD])
def test_says_what_it_cannot_read(sql: str, why: str) -> None:
    found = operations(sql)[-1]
    assert found.id.startswith("opaque.") and dict(found.attributes)["why"] == why
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(("times", "told"), [(16, "schema.table.drop"), (17, "opaque.unparsed")])
def test_so_many_texts_within_texts_are_read(times: int, told: str) -> None:
    text = "DROP TABLE a"
    for depth in range(times):
        text = f"DO $b{depth}$ BEGIN EXECUTE $c{depth}${text}$c{depth}$; END $b{depth}$"
    assert [one.id for one in operations(text)] == [told]


@pytest.mark.parametrize("text", ["SELECT '\0'", "SELECT '\udcff'", "SELECT {{ x }}", "/*" * 70 + "*/" * 70])
def test_what_cannot_be_read_at_all_is_told_where_it_begins(text: str) -> None:
    assert [(one.id, one.line) for one in operations("\n\n" + text)] == [("opaque.unparsed", 1)]


def test_the_line_of_an_error_is_told() -> None:
    (found,) = operations("SELECT 'é',\n 1\nFORM a b")
    assert (found.id, found.line) == ("opaque.unparsed", 3)
    (found,) = operations("SELECT 'éééééééé',\n 1,\n 2\nFORM a b")
    assert (found.id, found.line) == ("opaque.unparsed", 4)
    (found,) = operations("SELECT 1,\n E'\\xff'")  # of which it says no place
    assert (found.id, found.line) == ("opaque.unparsed", 1)
    (found,) = operations("SELECT )\n1")
    assert (found.id, found.line) == ("opaque.unparsed", 1)
    (found,) = operations("SELECT 1;\nFORM a")
    assert (found.id, found.line) == ("opaque.unparsed", 2)


# What only looks, whatever words stand in it.
LEAVES_ALONE = [
    "SELECT " + "/* a */ " * 200 + "1",
    "/*" * 60 + "*/" * 60 + " SELECT 1",
    "SELECT a IN (" + "'x''y;/*', " * 200 + "'')",
    "SELECT * FROM a WHERE b = 'DROP TABLE a; DELETE FROM a'",
    "SELECT $$ DROP TABLE a; $$, $x$ TRUNCATE a; $$ $x$",
    "SELECT E'\\'; DROP TABLE a; --'",
    "SELECT U&'\\0044ROP TABLE a'",
    'SELECT "DROP TABLE a", "DELETE" FROM "TRUNCATE"',
    "SELECT 1 -- ; DROP TABLE a",
    "SELECT /* DROP TABLE a; /* DELETE FROM a */ TRUNCATE a */ 1",
    "/* DROP TABLE a */ SELECT 1",
    "SELECT 'it''s; DROP TABLE a'",
    "SELECT 'a'\n'; DROP TABLE a'",
    "SELECT * FROM a FOR UPDATE SKIP LOCKED",
    "TABLE a",
    "VALUES (1, now())",
    "SHOW search_path",
    "EXPLAIN DELETE FROM a",
    "EXPLAIN (ANALYZE false, VERBOSE) UPDATE a SET b = 1",
    "EXPLAIN (ANALYZE 0) DELETE FROM a",
    "EXPLAIN (ANALYZE 'OFF') DELETE FROM a",
    "PREPARE p AS SELECT 1",
    "DEALLOCATE p",
    "DECLARE c CURSOR FOR SELECT 1",
    "FETCH ALL FROM c",
    "CLOSE c",
    "COPY a TO STDOUT",
    "COPY (SELECT 'DELETE FROM a') TO STDOUT WITH CSV",
    "SELECT count(*), max(a), coalesce(b, lower(c)), nextval('s'), current_date FROM d GROUP BY e",
    "SELECT pg_catalog.now(), public.uuid_generate_v4(), extensions.gen_random_bytes(8)",
    "SELECT extract(year FROM now()), trim(a), position('x' IN b), a AT TIME ZONE 'UTC', b IS NORMALIZED FROM c",
    "SELECT a COLLATE \"C\", b SIMILAR TO 'x', c::text, ARRAY[1], ROW(1), d[1:2] FROM e WHERE f LIKE 'x' ESCAPE '!'",
    "SELECT row_number() OVER (PARTITION BY a), sum(b) FILTER (WHERE c) FROM d",
    "SELECT JSON_OBJECT('a': 1), JSON_VALUE(b, '$.x'), XMLELEMENT(NAME a) FROM c",
    "SELECT * FROM generate_series(1, 2) g, LATERAL unnest(ARRAY[g]) u, JSON_TABLE('[]', '$[*]' COLUMNS (a int)) j",
    "SELECT a FROM b UNION ALL (SELECT c FROM d ORDER BY 1 LIMIT 1) EXCEPT SELECT 2",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r",
    "SELECT '{{1,2},{3,4}}'::int[], '{{1.5, -2}}'",
    'SELECT $${"a": {"b": 1}}$$::jsonb, $${a}$$',
    "SELECT a <% b FROM c",
    "SELECT a OPERATOR(pg_catalog.+) b FROM c",
    "DO $$ DECLARE x int := 1; BEGIN x := x + 1; RAISE NOTICE 'DROP TABLE %', x; END $$",
    "DO $$ BEGIN EXECUTE 'SELECT 1'; END $$",
    "SELECT '{%' || a || '%}' FROM b",
    "\ufeffSELECT 1",
    "SELECT\r\n1",
]


@pytest.mark.parametrize("sql", LEAVES_ALONE, ids=[sql[:60] for sql in LEAVES_ALONE])
def test_leaves_alone(sql: str) -> None:
    assert [one.id for one in operations(sql)] == ["data.read"]


@pytest.mark.parametrize("sql", ["", " \n", "-- DROP TABLE a", "/* DROP TABLE a; */", ";;", "\ufeff"])
def test_what_is_no_statement_is_none(sql: str) -> None:
    assert operations(sql) == ()
    assert split(sql) == []


def test_every_statement_of_a_text_is_read() -> None:
    found = operations("BEGIN;\nDROP TABLE a; DELETE FROM b;\n\nSELECT 1;\nCOMMIT")
    assert [shown(one) for one in found] == [
        "session.transaction -",
        "schema.table.drop@2 table:a",
        "data.delete_all@2 table:b all",
        "data.read@4 -",
        "session.transaction@5 -",
    ]


# Division into statements

PIECES = [
    ("SELECT 1; SELECT 2", [("SELECT 1", 1), ("SELECT 2", 1)]),
    ("-- a\nSELECT 1;\n\n/* b; */ SELECT ';' ;;", [("SELECT 1", 2), ("SELECT ';'", 4)]),
    ("SELECT $$;$$;\nSELECT $a$;$$;$a$", [("SELECT $$;$$", 1), ("SELECT $a$;$$;$a$", 2)]),
    ("SELECT 1 -- x\n;SELECT 2", [("SELECT 1 -- x", 1), ("SELECT 2", 2)]),
    (
        "CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
        [("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT 2; END", 1), ("SELECT 3", 1)],
    ),
    (
        "CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2); SELECT 3",
        [("CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)", 1), ("SELECT 3", 1)],
    ),
    ("SELEC 1;\nSELECT 2;", [("SELEC 1", 1), ("SELECT 2", 2)]),
    ("\\connect x\nSELECT 1;\nSELECT 2", [("\\connect x\nSELECT 1", 1), ("SELECT 2", 3)]),
    ("SELECT 1; SELECT 'open; SELECT 2", [("SELECT 1; SELECT 'open; SELECT 2", 1)]),
    ("SELECT 1;\0SELECT 2", [("SELECT 1;\0SELECT 2", 1)]),
    ("SELECT 1; '\udcff'", [("SELECT 1; '\udcff'", 1)]),
    ("SELECT 'é';\r\nSELECT 'ü'", [("SELECT 'é'", 1), ("SELECT 'ü'", 2)]),
    ("\ufeffSELECT 1", [("SELECT 1", 1)]),
    ("-- {{ if x }}\nSELECT 1", [("-- {{ if x }}\nSELECT 1", 1)]),
    (
        "SELECT 1;\nCOPY a FROM stdin;\n1\tit's; DROP TABLE a;\n\\.\nSELECT '2'",
        [("SELECT 1;\nCOPY a FROM stdin;\n1\tit's; DROP TABLE a;\n\\.\nSELECT '2'", 1)],
    ),
    (
        "SELECT 1;\nCOPY a FROM stdin;\n1\tDROP TABLE b;\n\\.\n\nSELECT 2",
        [("SELECT 1", 1), ("COPY a FROM stdin;\n1\tDROP TABLE b;\n\\.", 2), ("SELECT 2", 6)],
    ),
    (
        "copy a from/**/stdin; SELECT 1;\nSELECT '\n\\.\nDROP TABLE a; --'",
        [("copy a from/**/stdin; SELECT 1;\nSELECT '\n\\.\nDROP TABLE a; --'", 1)],
    ),
    ("COPY a FROM '/stdin';\nSELECT 1", [("COPY a FROM '/stdin'", 1), ("SELECT 1", 2)]),
]


@pytest.mark.parametrize(("text", "wanted"), PIECES)
def test_splits(text: str, wanted: list[tuple[str, int]]) -> None:
    assert [tuple(piece) for piece in split(text)] == wanted


def test_rows_of_copy_hide_no_statement() -> None:
    hidden = "COPY a FROM stdin;\nSELECT '\n\\.\nDROP TABLE a; --'"
    found = [one.id for piece in split(hidden) for one in operations(piece.text)]
    assert found == ["opaque.unparsed", "schema.table.drop"]


def test_many_blocks_of_rows_take_no_time_squared() -> None:
    pieces = split("COPY a FROM stdin;\n1\n\\.\n" * 500)
    assert len(pieces) == 50 and len(pieces[-1].text) > 10_000


# What the grammar must not be handed


@pytest.mark.parametrize(
    ("text", "too_much"),
    [
        ("SELECT 1" + " +1" * 20, False),
        ("SELECT 1" + " +1" * 21, True),
        ("SELECT a" + "::int" * 20, True),
        ("SELECT - (1" + " + 1" * 20 + ")", False),
        ("SELECT (1" + " + 1" * 21 + ")", True),
        ("SELECT - 1, 2" + " + 1" * 20, False),
        ("SELECT - 1; SELECT 2" + " + 1" * 20, False),
        ("SELECT (- 1) - 2" + " + 1" * 19, False),
        ("SELECT (- 1) - 2" + " + 1" * 20, True),
        ("SELECT 1 UNION (SELECT 1" + " UNION SELECT 1" * 20 + ")", False),
        ("SELECT (SELECT 1" + " UNION SELECT 1" * 21 + ")", True),
        ("SELECT 1 UNION SELECT 1; SELECT 1" + " UNION SELECT 1" * 20, False),
        ("SELECT f(1" + " + 1" * 25 + ")", True),
        ("SELECT f(1" + " || (a, b)" * 25 + ")", True),
        ("SELECT 1" + " uNiOn SELECT 1, 2" * 25, True),
        ("SELECT 1 FROM a" + " JOIN b ON (c, d)" * 25, True),
        ("SELECT 1" + " EXCEPT SELECT 1" * 20, False),
        ("SELECT 1" + " EXCEPT SELECT 1" * 21, True),
        ("SELECT 1" + " INTERSECT SELECT 1" * 21, True),
        ("SELECT " + "- 1, " * 25 + "1", False),
        ("SELECT " + "(a + b) || c, " * 25 + "1", False),
        ("SELECT (" + "(- 1), " * 25 + "1)", False),
        ("SELECT - 1; " * 25, False),
        ("SELECT 1 FROM a JOIN b; " * 25, False),
        ("SELECT f(- 1); ) " * 25, False),
        ("SELECT ( 1; - (" * 25, False),
        ("SELECT '" + "+1" * 50 + "' /*" + "+1" * 50 + "*/ --" + "+1" * 50, False),
        ('SELECT "' + "+1" * 50 + '", $a$' + "+1" * 50 + "$a$, " + "1.5, " * 25, False),
    ],
    ids=lambda of: str(of)[:40],
)
def test_long_chains_are_kept_from_the_grammar(text: str, too_much: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not lexing.overflows(text.encode())  # it is short
    monkeypatch.setattr(lexing, "_SURELY_FLAT", 0)
    monkeypatch.setattr(lexing, "_LONGEST_CHAIN", 20)
    assert lexing.overflows(text.encode()) is too_much


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/*" * 64 + "*/" * 64, ""),
        ("/*" * 65 + "*/" * 65, "its comments are nested too deeply"),
        ("/* */" * 100, ""),
        ("/* /* */ */" * 100, ""),
        ("SELECT '" + "/*" * 100 + "'", ""),
        ("SELECT '/*' " + "/*" * 65, "its comments are nested too deeply"),
        ("a\0b", "it holds a zero byte"),
    ],
    ids=lambda of: str(of)[:40],
)
def test_deep_comments_are_kept_from_the_scanner(text: str, why: str) -> None:
    assert lexing.unreadable(text.encode()) == why


# The library


def test_every_kind_of_statement_is_known_or_opaque() -> None:
    """No entry for a node that the grammar does not have: a mistyped name would read nothing."""
    proto = next(path for path in sys.path if __import__("os").path.isfile(f"{path}/postgast/pg_query.desc"))
    with open(f"{proto}/postgast/pg_query.desc", "rb") as held:
        names = held.read()
    assert [kind for kind in (*EXECUTES, *DEFINES) if kind.encode() not in names] == []


def test_what_is_missing_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libpg, "_LOADED", [])
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(OSError, match="comes with the package postgast"):
        operations("SELECT 1")


def test_reading_loads_no_protobuf() -> None:
    program = (
        "import sys; from guard.sql.postgres import operations; operations('SELECT 1');"
        "print([name for name in ('postgast', 'google', 'sqlglot', 'ast_grep_py') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("body", "maybe"),
    [
        ("BEGIN DROP TABLE a; END", False),
        ("BEGIN IF true THEN DROP TABLE a; END IF; END", True),
        ("BEGIN IF true THEN NULL; END IF; DROP TABLE a; END", False),
        ("BEGIN CASE 1 WHEN 1 THEN DROP TABLE a; END CASE; END", True),
        ("BEGIN LOOP DROP TABLE a; EXIT; END LOOP; END", True),
        ("BEGIN LOOP EXIT; END LOOP; DROP TABLE a; END", False),
        ("BEGIN DROP TABLE a; EXCEPTION WHEN others THEN NULL; END", True),
        ("BEGIN RETURN; DROP TABLE a; END", True),
        ("BEGIN DROP TABLE a; ROLLBACK; END", True),
        ("<<o>> BEGIN EXIT o; DROP TABLE a; END", True),
    ],
)
def test_what_may_never_run_is_told_as_such(body: str, maybe: bool) -> None:
    found = [one for one in operations(f"DO $$ {body} $$") if one.id == "schema.table.drop"]
    assert [one.attribute("maybe") for one in found] == ["true" if maybe else ""]


@pytest.mark.parametrize("way", [split, operations])
def test_quotes_that_never_end_take_no_time_squared(way: Callable[[str], object]) -> None:
    start = time.process_time()
    way("SELECT 1; " + " ".join([f"$a{number}$" for number in range(20_000)]))
    assert time.process_time() - start < 0.5  # measured: 0.01 s


@pytest.mark.parametrize(
    ("action", "why"), [("NO INHERIT b", "NO INHERIT"), ("INHERIT b", "INHERIT"), ("DISABLE RULE r", "DISABLE RULE")]
)
def test_an_action_without_an_operation_is_said_in_words(action: str, why: str) -> None:
    assert [one.attribute("why") for one in operations(f"ALTER TABLE a {action}")] == [
        f"no operation for ALTER TABLE {why} yet"
    ]


def test_placeholders_of_sqlc_are_no_calls() -> None:
    text = "SELECT sqlc.embed(a) FROM a WHERE b = sqlc.arg(x) AND c = sqlc.narg('y') AND d IN (sqlc.slice('z'))"
    assert [one.id for one in operations(text)] == ["data.read"]
    assert [one.id for one in operations("SELECT sqlc.other(x)")] == ["opaque.procedural"]


@pytest.mark.parametrize(
    "name", ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout"]
)
def test_a_timeout_is_told_with_its_time(name: str) -> None:
    assert [shown(one) for one in operations(f"SET {name} = 5")] == [f"session.timeout - name={name} to=5"]


@pytest.mark.parametrize(
    ("name", "same", "other"),
    [
        ("standard_conforming_strings", ["on", "true", "1", "yes", "ON", "DEFAULT"], ["off", "0", "a, b"]),
        ("client_encoding", ["utf8", "'UTF-8'", "unicode", "DEFAULT"], ["latin1", "'sjis'", "a, b"]),
    ],
)
def test_only_a_setting_that_changes_how_text_is_read_is_opaque(name: str, same: list[str], other: list[str]) -> None:
    for value in same:
        assert [shown(one) for one in operations(f"SET {name} = {value}")] == [f"session.set - name={name}"]
    for value in other:
        assert [one.id for one in operations(f"SET {name} = {value}")] == ["opaque.unparsed"]


@pytest.mark.parametrize(
    "loop",
    [
        "FOREACH x IN ARRAY y LOOP {} END LOOP",
        "FOR r IN c LOOP {} END LOOP",
        "FOR i IN 1..2 LOOP {} END LOOP",
        "FOR r IN SELECT 1 LOOP {} END LOOP",
        "FOR r IN EXECUTE 'SELECT 1' LOOP {} END LOOP",
        "WHILE true LOOP {} END LOOP",
    ],
)
def test_what_a_loop_holds_may_never_run(loop: str) -> None:
    body = loop.format("DROP TABLE a;")
    text = f"DO $$ DECLARE c CURSOR FOR SELECT 1; r record; x int; y int[]; BEGIN {body}; END $$"
    assert [shown(one) for one in operations(text)] == ["schema.table.drop table:a in=do maybe"]
