"""MySQL and SQLite: what each statement does, what is left alone, and that nothing hides from it."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.operation import Operation
from guard.model.vocabulary import TRAITS
from guard.sql.general import operations, split
from guard.sql.general.lexer import BREAK, CLOSE, END, OPEN, tokens
from guard.sql.general.rows import plain
from tests.conftest import examples

# A statement a line, and below it what it does. Reasons are left out.
FINDS = {
    "mysql": """
ALTER TABLE t ADD COLUMN c INT
  schema.column.add table:t (c) [type=int]
ALTER TABLE t ADD c INT NOT NULL
  schema.column.add_required table:t (c) [not_null=true,type=int]
ALTER TABLE t ADD COLUMN c VARCHAR(20) NOT NULL DEFAULT 'x' AFTER b
  schema.column.add table:t (c) [default=true,not_null=true,type=varchar(20)]
ALTER TABLE t ADD COLUMN c INT GENERATED ALWAYS AS (a + 1) STORED NOT NULL
  schema.column.add table:t (c) [generated=true,not_null=true,type=int]
ALTER TABLE t ADD COLUMN (c INT, d TEXT NOT NULL)
  schema.column.add table:t (c) [type=int]
  schema.column.add_required table:t (d) [not_null=true,type=text]
ALTER TABLE t ADD COLUMN c INT, ADD COLUMN d INT, DROP COLUMN e
  schema.column.add table:t (c) [type=int]
  schema.column.add table:t (d) [type=int]
  schema.column.drop table:t (e)
ALTER TABLE t ADD COLUMN c BIGINT UNSIGNED REFERENCES u (id)
  schema.column.add table:t (c) [type=bigint unsigned]
  schema.constraint.add table:t (c) [references=u,type=foreign_key]
ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT UNIQUE
  schema.column.add table:t (c) [if_not_exists=true,type=int]
  schema.constraint.add table:t (c) [type=unique]
ALTER TABLE t DROP COLUMN c
  schema.column.drop table:t (c)
ALTER TABLE t DROP c
  schema.column.drop table:t (c)
ALTER TABLE `db`.`t` DROP `c`
  schema.column.drop table:db.t (c)
ALTER TABLE t DROP COLUMN IF EXISTS c
  schema.column.drop table:t (c) [if_exists=true]
ALTER TABLE t MODIFY COLUMN c BIGINT
  schema.column.change_type table:t (c) [type=bigint]
ALTER TABLE t MODIFY c VARCHAR(10) NOT NULL DEFAULT ''
  schema.column.change_type table:t (c) [default=true,not_null=true,type=varchar(10)]
  schema.column.set_not_null table:t (c)
ALTER TABLE t CHANGE a b INT NOT NULL
  schema.column.change_type table:t (a) [not_null=true,type=int]
  schema.column.set_not_null table:t (a)
  schema.column.rename table:t (a) [to=b]
ALTER TABLE t CHANGE COLUMN a a BIGINT
  schema.column.change_type table:t (a) [type=bigint]
ALTER TABLE t RENAME COLUMN a TO b
  schema.column.rename table:t (a) [to=b]
ALTER TABLE t RENAME TO u
  schema.table.rename table:t [to=u]
ALTER TABLE t RENAME u
  schema.table.rename table:t [to=u]
ALTER TABLE t RENAME INDEX i TO j
  schema.index.rename index:i [table=t,to=j]
ALTER TABLE t ADD INDEX i (a, b(10))
  schema.index.create table:t (a,b) [name=i]
ALTER TABLE t ADD KEY (a)
  schema.index.create table:t (a)
ALTER TABLE t ADD UNIQUE INDEX i (a)
  schema.constraint.add table:t (a) [name=i,type=unique]
ALTER TABLE t ADD UNIQUE KEY i USING BTREE (a)
  schema.constraint.add table:t (a) [name=i,type=unique]
ALTER TABLE t ADD FULLTEXT INDEX i (a)
  schema.index.create table:t (a) [name=i,using=fulltext]
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) ON DELETE CASCADE
  schema.constraint.add table:t (a) [name=f,references=u,type=foreign_key]
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id)
  schema.constraint.add table:t (a) [references=u,type=foreign_key]
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)
  schema.constraint.add table:t [name=k,type=check]
ALTER TABLE t ADD PRIMARY KEY (id)
  schema.constraint.add table:t (id) [type=primary_key]
ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a, b)
  schema.constraint.drop table:t [type=primary_key]
  schema.constraint.add table:t (a,b) [type=primary_key]
ALTER TABLE t DROP FOREIGN KEY f
  schema.constraint.drop table:t [name=f,type=foreign_key]
ALTER TABLE t DROP CONSTRAINT k
  schema.constraint.drop table:t [name=k]
ALTER TABLE t DROP CHECK k
  schema.constraint.drop table:t [name=k,type=check]
ALTER TABLE t DROP INDEX i
  schema.index.drop index:i [table=t]
ALTER TABLE t DROP KEY i, ALGORITHM=INPLACE, LOCK=NONE
  schema.index.drop index:i [algorithm=inplace,lock=none,table=t]
ALTER TABLE t ALTER COLUMN c SET DEFAULT 5
  schema.column.set_default table:t (c)
ALTER TABLE t ALTER c DROP DEFAULT
  schema.column.drop_default table:t (c)
ALTER TABLE t ALTER INDEX i INVISIBLE
  schema.table.option table:t [name=index i invisible]
ALTER TABLE t ALTER CHECK k NOT ENFORCED
  schema.constraint.alter table:t [name=k]
ALTER TABLE t ENGINE=InnoDB
  schema.table.option table:t [name=engine]
ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  schema.column.change_type table:t [all=true]
ALTER TABLE t AUTO_INCREMENT = 100
  schema.table.option table:t [name=auto_increment]
ALTER TABLE t DROP PARTITION p0, p1
  schema.partition.detach table:t [name=p0,p1]
  data.truncate table:t [partition=p0,p1]
ALTER TABLE t TRUNCATE PARTITION p0
  data.truncate table:t [partition=p0]
ALTER TABLE t ADD PARTITION (PARTITION p3 VALUES LESS THAN (4000))
  schema.table.option table:t [name=partition]
RENAME TABLE a TO b, c TO d
  schema.table.rename table:a [to=b]
  schema.table.rename table:c [to=d]
TRUNCATE TABLE t
  data.truncate table:t
TRUNCATE t
  data.truncate table:t
DROP TABLE a, b
  schema.table.drop table:a
  schema.table.drop table:b
DROP TABLE IF EXISTS a CASCADE
  schema.table.drop table:a [cascade=true,if_exists=true]
DROP VIEW v
  schema.view.drop view:v
DROP INDEX i ON t
  schema.index.drop index:i [table=t]
DROP INDEX i ON t ALGORITHM=INPLACE LOCK=NONE
  schema.index.drop index:i [algorithm=inplace,lock=none,table=t]
DROP DATABASE d
  schema.database.drop database:d
DROP SCHEMA IF EXISTS d
  schema.database.drop database:d [if_exists=true]
DROP PROCEDURE p
  schema.function.drop function:p
DROP FUNCTION IF EXISTS f
  schema.function.drop function:f [if_exists=true]
DROP TRIGGER x
  schema.trigger.drop trigger:x
DROP EVENT e
  schema.trigger.drop trigger:e [type=event]
DROP USER 'u'@'%', v
  access.role.drop role:u@%
  access.role.drop role:v
DROP ROLE r
  access.role.drop role:r
CREATE TABLE t (id INT PRIMARY KEY, n VARCHAR(2), KEY k (n), FOREIGN KEY (id) REFERENCES u (id)) ENGINE=InnoDB
  schema.table.create table:t (id,n)
CREATE TABLE IF NOT EXISTS t LIKE u
  schema.table.create table:t [from=u,if_not_exists=true]
CREATE TABLE t AS SELECT * FROM u
  schema.table.create table:t
CREATE INDEX i ON t (a, b DESC)
  schema.index.create table:t (a,b) [name=i]
CREATE UNIQUE INDEX i ON t (a) USING BTREE
  schema.index.create table:t (a) [name=i,unique=true,using=btree]
CREATE INDEX i ON t ((lower(a))) COMMENT 'x' ALGORITHM=INPLACE
  schema.index.create table:t [algorithm=inplace,name=i]
CREATE OR REPLACE VIEW v AS SELECT a FROM t
  schema.view.create view:v [replace=true]
CREATE DATABASE d CHARACTER SET utf8mb4
  schema.namespace.create schema:d
CREATE USER 'u'@'localhost' IDENTIFIED BY 'p'
  access.role.create role:u@localhost
CREATE ROLE r, s
  access.role.create role:r
  access.role.create role:s
ALTER USER u IDENTIFIED BY 'q'
  access.role.alter role:u
ALTER DATABASE d CHARACTER SET utf8mb4
  schema.namespace.alter schema:d
GRANT SELECT, INSERT (a, b) ON db.t TO 'u'@'%' WITH GRANT OPTION
  access.grant table:db.t [grant_option=true,name=select,insert,to=u@%]
GRANT ALL PRIVILEGES ON *.* TO u
  access.grant - [name=all privileges,on=*.*,to=u]
GRANT ALL ON shop.* TO u
  access.grant schema:shop [name=all,to=u]
GRANT r TO u
  access.grant role:r [to=u]
REVOKE INSERT ON t FROM u
  access.revoke table:t [from=u,name=insert]
REVOKE ALL PRIVILEGES, GRANT OPTION FROM u
  access.revoke - [from=u,name=all privileges,grant option]
SET PASSWORD FOR u = 'x'
  access.role.alter - [name=password]
RENAME USER a TO b
  access.role.alter role:a [to=b]
EXPLAIN ANALYZE DELETE FROM t
  data.delete_all table:t [all=true]
ANALYZE UPDATE t SET a = 1
  data.update table:t (a) [all=true]
INSERT INTO t VALUES (1, 'a;b')
  data.insert table:t
INSERT INTO t (a) VALUES ('x') AS new ON DUPLICATE KEY UPDATE a = new.a
  data.merge table:t (a)
UPDATE t SET a = (SELECT max(b) FROM u)
  data.update table:t (a) [all=true]
UPDATE t SET a = 1 WHERE 1 = 1
  data.update table:t (a) [all=true]
UPDATE t JOIN u ON t.i = u.i SET t.a = u.a
  data.update table:t (a) [using=true]
DELETE FROM t WHERE id IN (SELECT id FROM u)
  data.delete table:t [where=true]
DELETE a, b FROM t AS a JOIN u AS b ON a.i = b.i
  data.delete table:t [using=true]
  data.delete table:u [using=true]
DELETE FROM t LIMIT 10
  data.delete_all table:t [all=true,limit=true]
LOAD DATA LOCAL INFILE 'x.csv' REPLACE INTO TABLE t
  data.copy table:t
  data.merge table:t
ALTER TABLE t ENGINE = 'MyISAM' COMMENT = 'x'
  schema.table.option table:t [name=engine]
ALTER TABLE t COMMENT 'x' ENGINE aria
  schema.table.option table:t [name=comment]
CREATE TABLE t (a INT) ENGINE=MEMORY
  schema.table.create table:t (a)
LOAD DATA LOCAL INFILE 'x.csv' INTO TABLE t FIELDS TERMINATED BY ','
  data.copy table:t
PREPARE s FROM 'DELETE FROM t'
  data.delete_all table:t [all=true,in=prepare]
OPTIMIZE TABLE t
  schema.table.option table:t [name=optimize]
ANALYZE TABLE t
  schema.statistics table:t
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = now()
  schema.trigger.create table:t [name=g]
CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW BEGIN DELETE FROM u WHERE i = OLD.i; INSERT INTO l (x) VALUES (1); END
  schema.trigger.create table:t [name=g]
  data.delete table:u [in=trigger,where=true]
  data.insert table:l (x) [in=trigger]
CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW BEGIN IF OLD.a THEN DELETE FROM u; END IF; END
  schema.trigger.create table:t [name=g]
  opaque.procedural - [in=trigger]
CREATE PROCEDURE p() BEGIN DELETE FROM t; END
  schema.function.create function:p
  data.delete_all table:t [all=true,in=procedure]
CREATE PROCEDURE p() BEGIN DECLARE x INT; DROP TABLE t; END
  schema.function.create function:p
  schema.table.drop table:t [in=procedure]
  opaque.procedural - [in=procedure]
CREATE DEFINER=`root`@`%` FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN a + 1
  schema.function.create function:f
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE a < now()
  schema.trigger.create trigger:e [type=event]
  data.delete table:t [in=event,where=true]
/*!50000 DROP TABLE a */
  schema.table.drop table:a [in=comment]
/*M! DROP TABLE a */
  schema.table.drop table:a [in=comment]
DELETE FROM a /*!99999 WHERE id = 1 */
  data.delete table:a [where=true]
  opaque.unparsed -
CREATE TABLE t (a INT) /*!50100 PARTITION BY HASH (a) */
  schema.table.create table:t (a)
DROP /* x */ TABLE `a`
  schema.table.drop table:a
dRoP tAbLe A
  schema.table.drop table:A
GRANT PROXY ON a TO b
  access.grant role:a [to=b]
DROP TABLE a -- \\
  schema.table.drop table:a
WITH x AS (SELECT 1 AS i) DELETE FROM t WHERE i IN (SELECT i FROM x)
  data.delete table:t [where=true]
REPLACE INTO t SELECT * FROM u
  data.merge table:t [from=u]
DROP FUNCTION IF EXISTS a.b
  schema.function.drop function:a.b [if_exists=true]
CREATE SEQUENCE s
  schema.sequence.create sequence:s
CREATE FULLTEXT INDEX i ON t (a)
  schema.index.create table:t (a) [name=i,using=fulltext]
CREATE FUNCTION f RETURNS STRING SONAME 'udf.so'
  schema.function.create function:f
  opaque.procedural - [in=function]
ALTER VIEW v AS SELECT 1
  schema.view.create view:v [replace=true]
CREATE INDEX i USING BTREE ON t (a)
  schema.index.create table:t (a) [name=i,using=btree]
CREATE INDEX i ON t USING HASH (a)
  schema.index.create table:t (a) [name=i,using=hash]
CREATE INDEX IF NOT EXISTS i ON t (a) KEY_BLOCK_SIZE = 8 WITH PARSER ngram INVISIBLE
  schema.index.create table:t (a) [if_not_exists=true,name=i]
GRANT SELECT ON t TO CURRENT_USER()
  access.grant table:t [name=select,to=CURRENT_USER]
ALTER TABLE IF EXISTS t ADD COLUMN c INT
  schema.column.add table:t (c) [if_exists=true,type=int]
ALTER ONLINE TABLE t DROP c
  schema.column.drop table:t (c)
ALTER TABLE t WAIT 5 DROP c
  schema.column.drop table:t (c)
ALTER TABLE t NOWAIT DROP c
  schema.column.drop table:t (c)
ALTER TABLE t RENAME AS u
  schema.table.rename table:t [to=u]
ALTER TABLE t RENAME = u
  schema.table.rename table:t [to=u]
ALTER TABLE t RENAME KEY i TO j
  schema.index.rename index:i [table=t,to=j]
ALTER TABLE t RENAME INDEX IF EXISTS i TO j
  schema.index.rename index:i [table=t,to=j]
ALTER TABLE t RENAME COLUMN IF EXISTS a TO b
  schema.column.rename table:t (a) [to=b]
ALTER TABLE t ADD CONSTRAINT UNIQUE (a)
  schema.constraint.add table:t (a) [type=unique]
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING BTREE (a)
  schema.constraint.add table:t (a) [name=k,type=primary_key]
ALTER TABLE t ADD SPATIAL INDEX (g)
  schema.index.create table:t (g) [using=spatial]
ALTER TABLE t ADD INDEX i USING HASH (a)
  schema.index.create table:t (a) [name=i,using=hash]
ALTER TABLE t ADD INDEX IF NOT EXISTS i (a) COMMENT 'x'
  schema.index.create table:t (a) [if_not_exists=true,name=i]
ALTER TABLE t ADD UNIQUE IF NOT EXISTS i (a)
  schema.constraint.add table:t (a) [name=i,type=unique]
ALTER TABLE t ADD UNIQUE (lower(a), b)
  schema.constraint.add table:t (b) [type=unique]
ALTER TABLE t DROP FOREIGN KEY IF EXISTS f
  schema.constraint.drop table:t [if_exists=true,name=f,type=foreign_key]
ALTER TABLE t DROP INDEX IF EXISTS i
  schema.index.drop index:i [if_exists=true,table=t]
ALTER TABLE t DROP PARTITION IF EXISTS p
  schema.partition.detach table:t [if_exists=true,name=p]
  data.truncate table:t [partition=p]
ALTER TABLE t DROP c RESTRICT
  schema.column.drop table:t (c)
ALTER TABLE t DROP c CASCADE
  schema.column.drop table:t (c) [cascade=true]
ALTER TABLE t MODIFY COLUMN IF EXISTS c INT
  schema.column.change_type table:t (c) [if_exists=true,type=int]
ALTER TABLE t CHANGE IF EXISTS a b INT
  schema.column.change_type table:t (a) [if_exists=true,type=int]
  schema.column.rename table:t (a) [if_exists=true,to=b]
ALTER TABLE t MODIFY c INT PRIMARY KEY
  schema.column.change_type table:t (c) [type=int]
  schema.constraint.add table:t (c) [type=primary_key]
ALTER TABLE t MODIFY c INT UNIQUE CHECK (c > 0)
  schema.column.change_type table:t (c) [type=int]
  schema.constraint.add table:t (c) [type=unique]
  schema.constraint.add table:t (c) [type=check]
ALTER TABLE t ADD COLUMN c DECIMAL(10, 2) CHARACTER SET x COMMENT 'not null'
  schema.column.add table:t (c) [type=decimal(10, 2)]
ALTER TABLE t ADD COLUMN c INT NOT NULL AUTO_INCREMENT PRIMARY KEY
  schema.column.add table:t (c) [generated=true,not_null=true,type=int]
  schema.constraint.add table:t (c) [type=primary_key]
ALTER TABLE t ADD COLUMN c SERIAL
  schema.column.add table:t (c) [not_null=true,type=serial]
ALTER TABLE t ADD COLUMN c INT CHECK (c > 0)
  schema.column.add table:t (c) [type=int]
  schema.constraint.add table:t (c) [type=check]
ALTER TABLE t ADD COLUMN c INT GENERATED BY DEFAULT AS IDENTITY
  schema.column.add table:t (c) [generated=true,type=int]
ALTER TABLE t ALTER COLUMN c SET INVISIBLE
  schema.column.option table:t (c)
ALTER TABLE t ALTER COLUMN IF EXISTS c DROP DEFAULT
  schema.column.drop_default table:t (c)
ALTER TABLE t ALTER CONSTRAINT k ENFORCED
  schema.constraint.alter table:t [name=k]
ALTER TABLE t CONVERT TO CHARSET utf8
  schema.column.change_type table:t [all=true]
ALTER TABLE t COMMENT = 'DROP c'
  schema.table.option table:t [name=comment]
ALTER TABLE t DROP COLUMN a, RENAME TO u, ORDER BY b
  schema.column.drop table:t (a)
  schema.table.rename table:t [to=u]
  schema.table.option table:t [name=order]
ALTER TABLE t PARTITION BY HASH (a) PARTITIONS 4
  schema.table.option table:t [name=partition]
ALTER DATABASE CHARACTER SET utf8
  schema.namespace.alter -
ALTER ROLE r
  access.role.alter role:r
CREATE SPATIAL INDEX i ON t (g)
  schema.index.create table:t (g) [name=i,using=spatial]
CREATE TABLE t (LIKE u)
  schema.table.create table:t [from=u]
CREATE TABLE t (SELECT 1)
  schema.table.create table:t
CREATE TABLE t (a INT, b INT) SELECT 1 AS c
  schema.table.create table:t (a,b)
CREATE OR REPLACE TABLE t (a INT)
  schema.table.drop table:t [if_exists=true]
  schema.table.create table:t (a)
CREATE TABLE t (a INT) DATA DIRECTORY = 'x' COMMENT = 'SELECT'
  schema.table.create table:t (a)
CREATE AGGREGATE FUNCTION f RETURNS REAL SONAME 'x'
  schema.function.create function:f
  opaque.procedural - [in=function]
CREATE PROCEDURE p() x: BEGIN DELETE FROM t; END x
  schema.function.create function:p
  opaque.procedural - [in=procedure]
CREATE PROCEDURE p(a INT) COMMENT 'x' DELETE FROM t
  schema.function.create function:p
  data.delete_all table:t [all=true,in=procedure]
CREATE OR REPLACE PROCEDURE p() BEGIN DELETE FROM t; SELECT 1; END
  schema.function.create function:p [replace=true]
  data.delete_all table:t [all=true,in=procedure]
CREATE PROCEDURE IF NOT EXISTS p() SET @a = 1
  schema.function.create function:p [if_not_exists=true]
  session.set - [in=procedure,name=@a]
CREATE FUNCTION f() RETURNS INT RETURN (SELECT g())
  schema.function.create function:f
  opaque.procedural - [in=function]
CREATE SQL SECURITY INVOKER VIEW v AS SELECT 1
  schema.view.create view:v
CREATE ALGORITHM = MERGE DEFINER = CURRENT_USER VIEW v (a) AS SELECT 1 WITH CASCADED CHECK OPTION
  schema.view.create view:v
CREATE VIEW v AS SELECT 1 WITH LOCAL CHECK OPTION
  schema.view.create view:v
CREATE VIEW IF NOT EXISTS v AS SELECT 1
  schema.view.create view:v [if_not_exists=true]
CREATE SCHEMA IF NOT EXISTS d
  schema.namespace.create schema:d [if_not_exists=true]
CREATE SEQUENCE IF NOT EXISTS s START WITH 5
  schema.sequence.create sequence:s [if_not_exists=true]
CREATE USER IF NOT EXISTS u
  access.role.create role:u [if_not_exists=true]
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW FOLLOWS h SET NEW.a = 1
  schema.trigger.create table:t [name=g]
CREATE TRIGGER IF NOT EXISTS g BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = f(1)
  schema.trigger.create table:t [if_not_exists=true,name=g]
  opaque.procedural - [in=trigger]
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET @b = 2; END
  schema.trigger.create table:t [name=g]
  session.set - [in=trigger,name=@b]
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW BEGIN DELETE FROM u;
  schema.trigger.create table:t [name=g]
  opaque.procedural - [in=trigger]
CREATE EVENT IF NOT EXISTS e ON SCHEDULE AT now() DO BEGIN DELETE FROM t; TRUNCATE u; END
  schema.trigger.create trigger:e [if_not_exists=true,type=event]
  data.delete_all table:t [all=true,in=event]
  data.truncate table:u [in=event]
DROP SEQUENCE s
  schema.sequence.drop sequence:s
DROP TABLES a, b
  schema.table.drop table:a
  schema.table.drop table:b
DROP INDEX `PRIMARY` ON t
  schema.constraint.drop table:t [type=primary_key]
DROP VIEW IF EXISTS a, b CASCADE
  schema.view.drop view:a [cascade=true,if_exists=true]
  schema.view.drop view:b [cascade=true,if_exists=true]
DROP USER IF EXISTS u
  access.role.drop role:u [if_exists=true]
DROP TRIGGER IF EXISTS d.g
  schema.trigger.drop trigger:d.g [if_exists=true]
LOAD XML INFILE 'x' INTO TABLE d.t
  data.copy table:d.t
LOAD DATA INFILE 'x' INTO TABLE t (a, @b) SET c = @b
  data.copy table:t
SET DEFAULT ROLE r TO u
  access.role.alter - [name=default role]
EXPLAIN FORMAT = TREE ANALYZE DELETE FROM t
  data.delete_all table:t [all=true]
ANALYZE NO_WRITE_TO_BINLOG TABLE t, u
  schema.statistics table:t
  schema.statistics table:u
ANALYZE TABLE t UPDATE HISTOGRAM ON c
  schema.statistics table:t
REPAIR LOCAL TABLE t
  schema.table.option table:t [name=repair]
INSERT LOW_PRIORITY IGNORE INTO t SET a = 1
  data.insert table:t (a)
REPLACE DELAYED t VALUES (1)
  data.merge table:t
DELETE LOW_PRIORITY QUICK IGNORE FROM t WHERE a
  data.delete table:t [where=true]
UPDATE LOW_PRIORITY IGNORE t AS x SET x.a = 1
  data.update table:t (a) [all=true]
UPDATE a, b SET a.x = 1, b.y = 2 WHERE a.i = b.i
  data.update table:a (x) [using=true,where=true]
  data.update table:b (y) [using=true,where=true]
UPDATE t SET a = 1 LIMIT 5
  data.update table:t (a) [all=true,limit=true]
DELETE FROM a USING a JOIN b ON a.i = b.i
  data.delete table:a [using=true]
DELETE a FROM a, b
  data.delete_all table:a [all=true,using=true]
DELETE a FROM a JOIN b USING (i)
  data.delete table:a [using=true]
DELETE FROM d.t WHERE a = 1
  data.delete table:d.t [where=true]
DELETE FROM t WHERE EXISTS (SELECT 1)
  data.delete table:t [where=true]
GRANT EXECUTE ON PROCEDURE d.p TO u
  access.grant function:d.p [name=execute,to=u]
GRANT r, s TO u WITH ADMIN OPTION
  access.grant - [grant_option=true,name=r,s,to=u]
GRANT SELECT ON `d`.* TO u, 'v'@'%'
  access.grant schema:d [name=select,to=u,v@%]
REVOKE IF EXISTS SELECT ON t FROM u
  access.revoke table:t [from=u,name=select]
REVOKE r FROM u
  access.revoke role:r [from=u]
RENAME USER a TO b, c TO d
  access.role.alter role:a [to=b]
  access.role.alter role:c [to=d]
RENAME TABLE IF EXISTS a TO b
  schema.table.rename table:a [if_exists=true,to=b]
PREPARE s FROM 'DROP TABLE a; DROP TABLE b'
  schema.table.drop table:a [in=prepare]
  schema.table.drop table:b [in=prepare]
/*!50000 DROP */ TABLE t
  schema.table.drop table:t
  opaque.unparsed -
INSERT INTO d.t (a, `b`) VALUES (1, -2.5, 'x', NULL), (DEFAULT, true, "y", false)
  data.insert table:d.t (a,b)
INSERT INTO t VALUES (1), (2)
  data.insert table:t
INSERT INTO t VALUES (1) (2)
  data.insert table:t
INSERT INTO t VALUES (1),
  data.insert table:t
INSERT INTO t (a) VALUES (1, )
  data.insert table:t (a)
INSERT INTO t VALUES (now())
  data.insert table:t
INSERT INTO t VALUES (-1, - 'x')
  data.insert table:t
INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1
  data.merge table:t
INSERT INTO t VALUES 1
  data.insert table:t
CREATE VIEW v AS SELECT 1 WITH CHECK OPTION
  schema.view.create view:v
CREATE TABLE t (SPATIAL KEY (g), g POINT, FULLTEXT (x), x TEXT, UNIQUE (x), CONSTRAINT c CHECK (x))
  schema.table.create table:t (g,x)
CREATE TABLE t (a INT, INDEX i (a), KEY (a), FOREIGN KEY (a) REFERENCES u (b), CHECK (a > 0))
  schema.table.create table:t (a)
UPDATE t SET (a, b) = (1, 2)
  data.update table:t (a,b) [all=true]
UPDATE t SET a = 1 AND b = 2
  data.update table:t (a) [all=true]
UPDATE d.t SET t.a = 1
  data.update table:d.t (a) [all=true]
DELETE FROM a, b USING a JOIN b ON a.i = b.i
  data.delete table:a [using=true]
  data.delete table:b [using=true]
DELETE x FROM d.a AS x
  data.delete_all table:d.a [all=true]
INSERT INTO t VALUES (NULL), (null), (FALSE), ('a' 'b')
  data.insert table:t
CREATE PROCEDURE p() BEGIN DELETE FROM t; END;
  schema.function.create function:p
  data.delete_all table:t [all=true,in=procedure]
CREATE USER u IDENTIFIED BY 'x', v REQUIRE SSL, 'w'@'h'
  access.role.create role:u
  access.role.create role:v
  access.role.create role:w@h
DROP TRIGGER IF EXISTS g
  schema.trigger.drop trigger:g [if_exists=true]
GRANT SELECT ON TABLE t TO u
  access.grant table:t [name=select,to=u]
GRANT EXECUTE ON FUNCTION f TO u
  access.grant function:f [name=execute,to=u]
RENAME TABLES a TO b
  schema.table.rename table:a [to=b]
ALTER TABLE t ADD INDEX USING BTREE (a)
  schema.index.create table:t (a) [using=btree]
ALTER TABLE t ADD UNIQUE USING BTREE (a)
  schema.constraint.add table:t (a) [type=unique]
REPAIR TABLES t
  schema.table.option table:t [name=repair]
CREATE TABLE t (a INT) COMMENT 'x' ON DELETE
  schema.table.create table:t (a)
CREATE TABLE t (`DROP` INT, a.DELETE INT)
  schema.table.create table:t (DROP,a)
REVOKE SELECT ON t FROM CURRENT_USER()
  access.revoke table:t [from=CURRENT_USER,name=select]
DROP TABLE `a``b`
  schema.table.drop table:a`b
UPDATE t SET a = 1, b = b + 1 WHERE c LIKE 'x%'
  data.update table:t (a,b) [where=true]
GRANT 'r'@'h', s TO u
  access.grant - [name=r@h,s,to=u]
GRANT 'r'@'h' TO u
  access.grant role:r@h [to=u]
CREATE TABLE t (VALUES ROW(1))
  schema.table.create table:t
CREATE TABLE t (TABLE u)
  schema.table.create table:t
CREATE TABLE t (WITH x AS (SELECT 1) SELECT * FROM x)
  schema.table.create table:t
UPDATE t SET a = 1--1, b = 2
  data.update table:t (a,b) [all=true]
ALTER TABLE t ADD UNIQUE INDEX (a)
  schema.constraint.add table:t (a) [type=unique]
ALTER DATABASE DEFAULT CHARACTER SET x
  schema.namespace.alter -
ALTER DATABASE COLLATE x
  schema.namespace.alter -
ALTER SCHEMA CHARSET = x
  schema.namespace.alter -
WITH x AS (SELECT 1) UPDATE t SET a = 1
  data.update table:t (a) [all=true]
INSERT HIGH_PRIORITY INTO t (a) SELECT 1
  data.insert_select table:t (a)
INSERT DELAYED INTO t (a) SELECT 1
  data.insert_select table:t (a)
ANALYZE LOCAL TABLE t
  schema.statistics table:t
ANALYZE TABLES t
  schema.statistics table:t
OPTIMIZE NO_WRITE_TO_BINLOG TABLES t
  schema.table.option table:t [name=optimize]
DROP SCHEMA d
  schema.database.drop database:d
CREATE INDEX i ON t (a) VISIBLE LOCK=NONE USING BTREE
  schema.index.create table:t (a) [lock=none,name=i,using=btree]
CREATE INDEX i ON t (a) COMMENT = 'x' ALGORITHM DEFAULT
  schema.index.create table:t (a) [algorithm=default,name=i]
CREATE FULLTEXT INDEX i ON t (a) WITH PARSER x
  schema.index.create table:t (a) [name=i,using=fulltext]
ALTER TABLE t ADD KEY i (a), ADD FULLTEXT (b), ADD SPATIAL KEY k (c)
  schema.index.create table:t (a) [name=i]
  schema.index.create table:t (b) [using=fulltext]
  schema.index.create table:t (c) [name=k,using=spatial]
ALTER TABLE t ADD CONSTRAINT CHECK (a > 0)
  schema.constraint.add table:t [type=check]
ALTER TABLE t ADD CONSTRAINT FOREIGN KEY f (a) REFERENCES u (b)
  schema.constraint.add table:t (a) [name=f,references=u,type=foreign_key]
ALTER TABLE t ALGORITHM INPLACE, ADD c INT
  schema.column.add table:t (c) [algorithm=inplace,type=int]
ALTER TABLE t ALGORITHM = COPY, LOCK EXCLUSIVE, ADD c INT
  schema.column.add table:t (c) [algorithm=copy,lock=exclusive,type=int]
ALTER TABLE t ALTER INDEX i VISIBLE
  schema.table.option table:t [name=index i visible]
ALTER TABLE t ALTER KEY i IGNORED
  schema.table.option table:t [name=index i ignored]
ALTER TABLE t ALTER CONSTRAINT k NOT ENFORCED
  schema.constraint.alter table:t [name=k]
ALTER TABLE t ALTER c SET VISIBLE
  schema.column.option table:t (c)
ALTER TABLE t TRUNCATE PARTITION p0, p1
  data.truncate table:t [partition=p0,p1]
ALTER TABLE t ADD COLUMN IF NOT EXISTS (a INT, b INT NOT NULL)
  schema.column.add table:t (a) [if_not_exists=true,type=int]
  schema.column.add_required table:t (b) [if_not_exists=true,not_null=true,type=int]
ALTER TABLE t WAIT 5 ADD PARTITION PARTITIONS 3
  schema.table.option table:t [name=partition]
ALTER TABLE t ADD c ENUM('a','b') NOT NULL
  schema.column.add_required table:t (c) [not_null=true,type=enum('a', 'b')]
ALTER TABLE t ADD c INT REFERENCES `u` (id)
  schema.column.add table:t (c) [type=int]
  schema.constraint.add table:t (c) [references=u,type=foreign_key]
CREATE INDEX i ON t (a(10) DESC, b(x), c(1, 2))
  schema.index.create table:t (a) [name=i]
UPDATE t SET a = 1 ORDER BY b LIMIT 1
  data.update table:t (a) [all=true,limit=true]
UPDATE a JOIN b USING (i) SET a.x = 1
  data.update table:a (x) [using=true]
UPDATE a, b SET a.x = 1
  data.update table:a (x) [all=true,using=true]
DELETE FROM t WHERE a ORDER BY b LIMIT 1
  data.delete table:t [limit=true,where=true]
DELETE t FROM t WHERE NOT 1
  data.delete_all table:t [all=true]
INSERT IGNORE INTO t SELECT a FROM u
  data.insert_select table:t [from=u,partly=true]
INSERT INTO t (a, b) SELECT DISTINCT a, 1 FROM u
  data.insert_select table:t (a,b) [from=u,partly=true]
INSERT INTO t (a, b) SELECT a, 1 FROM u
  data.insert_select table:t (a,b) [constant=b,from=u]
INSERT INTO t (a, b) SELECT * FROM u
  data.insert_select table:t (a,b) [from=u]
INSERT INTO t SELECT a FROM u ORDER BY a
  data.insert_select table:t [from=u,partly=true]
INSERT INTO t SELECT a FROM u LIMIT 1
  data.insert_select table:t [from=u,partly=true]
INSERT INTO t SELECT a FROM d.u
  data.insert_select table:t [from=d.u]
INSERT LOW_PRIORITY IGNORE t SELECT a FROM u
  data.insert_select table:t [from=u,partly=true]
INSERT INTO t (a, b, c) SELECT a, NULL, 1 FROM u
  data.insert_select table:t (a,b,c) [constant=b,c,from=u]
ALTER TABLE t ADD c VARCHAR(10) CHECK (c IS NOT NULL)
  schema.column.add table:t (c) [type=varchar(10)]
  schema.constraint.add table:t (c) [type=check]
GRANT SELECT ON t TO CURRENT_USER(), v
  access.grant table:t [name=select,to=CURRENT_USER,v]
ALTER TABLE t ADD c INT COMMENT '(' NOT NULL
  schema.column.add_required table:t (c) [not_null=true,type=int]
""",
    "sqlite": """
ALTER TABLE t ADD COLUMN c INTEGER
  schema.column.add table:t (c) [type=integer]
ALTER TABLE t ADD c TEXT NOT NULL DEFAULT ''
  schema.column.add table:t (c) [default=true,not_null=true,type=text]
ALTER TABLE t ADD COLUMN c TEXT NOT NULL
  schema.column.add_required table:t (c) [not_null=true,type=text]
ALTER TABLE t ADD COLUMN c INTEGER REFERENCES u (id) ON DELETE SET NULL
  schema.column.add table:t (c) [type=integer]
  schema.constraint.add table:t (c) [references=u,type=foreign_key]
ALTER TABLE t DROP COLUMN c
  schema.column.drop table:t (c)
ALTER TABLE "t" DROP [c]
  schema.column.drop table:t (c)
ALTER TABLE t RENAME TO u
  schema.table.rename table:t [to=u]
ALTER TABLE t RENAME COLUMN a TO b
  schema.column.rename table:t (a) [to=b]
ALTER TABLE main.t RENAME a TO b
  schema.column.rename table:t (a) [to=b]
DROP TABLE t
  schema.table.drop table:t
DROP TABLE IF EXISTS "t"
  schema.table.drop table:t [if_exists=true]
DROP INDEX i
  schema.index.drop index:i
DROP INDEX IF EXISTS main.i
  schema.index.drop index:i [if_exists=true]
DROP VIEW v
  schema.view.drop view:v
DROP TRIGGER IF EXISTS g
  schema.trigger.drop trigger:g [if_exists=true]
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, "a b" TEXT, UNIQUE (id), CHECK (id > 0)) WITHOUT ROWID
  schema.table.create table:t (id,a b)
CREATE TABLE IF NOT EXISTS t (a, b)
  schema.table.create table:t (a,b) [if_not_exists=true]
CREATE TABLE t AS SELECT a, b FROM u
  schema.table.create table:t
CREATE VIRTUAL TABLE f USING fts5(a, b)
  schema.table.create table:f [using=fts5]
CREATE INDEX i ON t (a)
  schema.index.create table:t (a) [name=i]
CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a, b COLLATE NOCASE) WHERE a IS NOT NULL
  schema.index.create table:t (a,b) [if_not_exists=true,name=i,unique=true,where=true]
CREATE INDEX i ON t (lower(a))
  schema.index.create table:t [name=i]
CREATE VIEW v AS SELECT a FROM t
  schema.view.create view:v
CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE u SET n = n + 1 WHERE id = NEW.id; END
  schema.trigger.create table:t [name=g]
  data.update table:u (n) [in=trigger,where=true]
CREATE TRIGGER g BEFORE DELETE ON t WHEN OLD.a > 1 BEGIN DELETE FROM u; SELECT 1; END
  schema.trigger.create table:t [name=g]
  data.delete_all table:u [all=true,in=trigger]
CREATE TRIGGER IF NOT EXISTS g INSTEAD OF UPDATE OF a ON v FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'no'); END
  schema.trigger.create table:v [if_not_exists=true,name=g]
INSERT INTO t VALUES (1)
  data.insert table:t
INSERT INTO t (a) VALUES (1), (2)
  data.insert table:t (a)
INSERT INTO t DEFAULT VALUES
  data.insert table:t
INSERT INTO t (a, b) SELECT a, NULL FROM u
  data.insert_select table:t (a,b) [constant=b,from=u]
INSERT INTO t SELECT * FROM u WHERE a
  data.insert_select table:t [from=u,partly=true]
INSERT OR REPLACE INTO t VALUES (1)
  data.merge table:t
INSERT OR IGNORE INTO t VALUES (1)
  data.insert table:t
REPLACE INTO t VALUES (1)
  data.merge table:t
INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a
  data.merge table:t (a)
INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING
  data.insert table:t (a)
INSERT INTO t (a) VALUES (1) RETURNING a
  data.insert table:t (a)
UPDATE t SET a = 1
  data.update table:t (a) [all=true]
UPDATE t SET a = 1, b = 2 WHERE c = 3
  data.update table:t (a,b) [where=true]
UPDATE OR IGNORE t SET a = 1
  data.update table:t (a) [all=true]
UPDATE t SET a = u.a FROM u WHERE t.i = u.i
  data.update table:t (a) [using=true,where=true]
UPDATE t SET (a, b) = (1, 2)
  data.update table:t (a,b) [all=true]
DELETE FROM t
  data.delete_all table:t [all=true]
DELETE FROM t WHERE a = 'x;y'
  data.delete table:t [where=true]
DELETE FROM t WHERE 1
  data.delete_all table:t [all=true]
WITH c AS (SELECT 1) DELETE FROM t WHERE a IN c
  data.delete table:t [where=true]
WITH c AS (SELECT a FROM u) INSERT INTO t SELECT a FROM c
  data.insert_select table:t
VACUUM
  schema.statistics -
REINDEX i
  schema.index.rebuild index:i
ANALYZE t
  schema.statistics table:t
UPDATE t SET a = ?
  data.update table:t (a) [all=true]
DROP/**/TABLE/**/t
  schema.table.drop table:t
DELETE/* x; */FROM t
  data.delete_all table:t [all=true]
CREATE TABLE t (a);
  schema.table.create table:t (a)
ALTER TABLE t ADD COLUMN c AS (a + 1)
  schema.column.add table:t (c) [generated=true]
ALTER TABLE t ADD c UNIQUE
  schema.column.add table:t (c)
  schema.constraint.add table:t (c) [type=unique]
CREATE TABLE 't' ('a' INT)
  schema.table.create table:t (a)
CREATE TABLE [t] ([a] INT, `b`, "c")
  schema.table.create table:t (a,b,c)
CREATE TABLE main.t (a)
  schema.table.create table:t (a)
CREATE INDEX i ON t ('a')
  schema.index.create table:t (a) [name=i]
CREATE VIRTUAL TABLE IF NOT EXISTS main.f USING rtree(a, b)
  schema.table.create table:f [if_not_exists=true,using=rtree]
CREATE VIRTUAL TABLE f USING fts5
  schema.table.create table:f [using=fts5]
CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT f(1); END
  schema.trigger.create table:t [name=g]
  opaque.procedural - [in=trigger]
CREATE TRIGGER g AFTER INSERT ON t WHEN f(1) BEGIN DELETE FROM u; END
  schema.trigger.create table:t [name=g]
  opaque.procedural - [in=trigger]
  data.delete_all table:u [all=true,in=trigger]
CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u;
  schema.trigger.create table:t [name=g]
  opaque.procedural - [in=trigger]
CREATE TRIGGER g AFTER INSERT ON t BEGIN SET NEW.a = 1; END
  schema.trigger.create table:t [name=g]
  opaque.procedural - [in=trigger]
REINDEX
  schema.index.rebuild -
ANALYZE
  schema.statistics -
INSERT INTO main.t VALUES (1)
  data.insert table:t
UPDATE main.t SET a = 1
  data.update table:t (a) [all=true]
DELETE FROM temp.t
  data.delete_all table:temp.t [all=true]
INSERT INTO t SELECT 1
  data.insert_select table:t
INSERT INTO t (a) SELECT u.a FROM u, v
  data.insert_select table:t (a)
INSERT INTO t (a) SELECT a FROM u GROUP BY a
  data.insert_select table:t (a) [from=u,partly=true]
INSERT INTO t SELECT max(a) FROM u
  data.insert_select table:t [from=u,partly=true]
REPLACE INTO t SELECT a FROM u
  data.merge table:t [from=u]
INSERT OR IGNORE INTO t SELECT a FROM u
  data.insert_select table:t [from=u,partly=true]
DELETE FROM t WHERE a = (SELECT b FROM u)
  data.delete table:t [where=true]
WITH x AS (SELECT 1) REPLACE INTO t SELECT 1
  data.merge table:t
CREATE VIRTUAL TABLE f USING fts3(a)
  schema.table.create table:f [using=fts3]
CREATE VIRTUAL TABLE f USING fts4(a)
  schema.table.create table:f [using=fts4]
INSERT OR ROLLBACK INTO t VALUES (1)
  data.insert table:t
UPDATE temp.t SET a = 1
  data.update table:temp.t (a) [all=true]
REINDEX main.i
  schema.index.rebuild index:i
VACUUM main
  schema.statistics -
DROP VIEW IF EXISTS main.v
  schema.view.drop view:v [if_exists=true]
DELETE FROM main.t WHERE a
  data.delete table:t [where=true]
CREATE TABLE t (a, CONSTRAINT c UNIQUE (a), 'b c' INT)
  schema.table.create table:t (a,b c)
INSERT INTO t (a) SELECT a FROM u WHERE 1
  data.insert_select table:t (a) [from=u,partly=true]
CREATE TABLE t (rename, grant, truncate, revoke)
  schema.table.create table:t (rename,grant,truncate,revoke)
""",
}
# What only looks, or is about the session.
LEAVES_ALONE = {
    "mysql": """
DROP TEMPORARY TABLE a
  session.temp_table table:a
CREATE TEMPORARY TABLE t (a INT)
  session.temp_table table:t (a)
SELECT a, count(*) FROM t WHERE b LIKE 'x%' GROUP BY a HAVING count(*) > 1 ORDER BY 2 LIMIT 3
  data.read -
SELECT 'DROP TABLE a; -- x'
  data.read -
SHOW CREATE TABLE t
  data.read -
EXPLAIN DELETE FROM t
  data.read -
SET NAMES utf8mb4
  session.set - [name=names]
SET FOREIGN_KEY_CHECKS = 0
  session.set - [name=foreign_key_checks]
SET @a = 1, SESSION lock_wait_timeout = 5
  session.set - [name=@a]
  session.timeout - [name=lock_wait_timeout]
SET GLOBAL max_connections = 1
  session.set - [global=true,name=max_connections]
SET @n = (SELECT count(*) FROM t)
  session.set - [name=@n]
SET @s = IF(@n > 0, 'DROP TABLE a', 'SELECT 1')
  session.set - [name=@s]
DEALLOCATE PREPARE s
  data.read -
LOCK TABLES t WRITE
  session.lock -
UNLOCK TABLES
  session.lock -
START TRANSACTION
  session.transaction -
BEGIN
  session.transaction -
COMMIT
  session.transaction -
ROLLBACK TO SAVEPOINT a
  session.transaction -
USE other
  session.set - [name=use,to=other]
/*!40101 SET NAMES utf8 */
  session.set - [in=comment,name=names]
SET sql_mode = 'ANSI_QUOTES'
  session.set - [name=sql_mode]
SET PERSIST sql_require_primary_key = 1
  session.set - [global=true,name=sql_require_primary_key]
FLUSH PRIVILEGES
  session.set - [name=flush privileges]
SET @a := 1
  session.set - [name=@a]
DROP PREPARE s
  data.read -
SET TRANSACTION ISOLATION LEVEL READ COMMITTED
  session.transaction -
SET SESSION TRANSACTION READ ONLY
  session.transaction -
SET ROLE r
  session.set - [name=role]
SET CHARACTER SET utf8
  session.set - [name=character set]
SET CHARSET utf8
  session.set - [name=charset]
SET @@GLOBAL.x = 1
  session.set - [global=true,name=x]
SET @@lock_wait_timeout = 1
  session.timeout - [name=lock_wait_timeout]
SET @@SESSION.max_execution_time = 1
  session.timeout - [name=max_execution_time]
SET GLOBAL lock_wait_timeout = 1
  session.set - [global=true,name=lock_wait_timeout]
SET LOCAL x = DEFAULT
  session.set - [name=x]
SET @'a b' = 1
  session.set - [name=@a b]
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY
  session.transaction -
BEGIN WORK
  session.transaction -
COMMIT AND NO CHAIN RELEASE
  session.transaction -
SAVEPOINT a
  session.transaction -
RELEASE SAVEPOINT a
  session.transaction -
ROLLBACK
  session.transaction -
ROLLBACK TO a
  session.transaction -
DESCRIBE t
  data.read -
DESC t a
  data.read -
EXPLAIN FORMAT = JSON SELECT 1
  data.read -
EXPLAIN EXTENDED SELECT 1
  data.read -
EXPLAIN FOR CONNECTION 5
  data.read -
CHECK TABLE t
  data.read table:t
CHECKSUM TABLE t
  data.read table:t
HELP 'x'
  data.read -
SELECT 1 UNION SELECT 2
  data.read -
(SELECT 1)
  data.read -
TABLE t
  data.read -
VALUES ROW(1)
  data.read -
WITH RECURSIVE x AS (SELECT 1) SELECT * FROM x
  data.read -
SELECT @a, @@version, @@session.x
  data.read -
SELECT a INTO @x FROM t
  data.read -
SELECT a FROM t FOR UPDATE
  data.read -
SELECT truncate(1.5, 1), insert('a', 1, 1, 'b'), replace(a, 'b', 'c')
  data.read -
SELECT date_add(now(), INTERVAL 1 DAY), if(a, 1, 2), group_concat(a ORDER BY b SEPARATOR ',') FROM t
  data.read -
SELECT a REGEXP 'x', b RLIKE 'y', a <=> b, NOT a, a DIV b, a MOD b, a XOR b, -a, ~a FROM t
  data.read -
SELECT a -> '$.x', b ->> "$.y" FROM t
  data.read -
SELECT match(a) AGAINST ('x' IN BOOLEAN MODE) FROM t
  data.read -
SELECT cast(a AS UNSIGNED), convert(b USING utf8mb4), cast(c AS DECIMAL(10, 2)) FROM t
  data.read -
SELECT 1--1
  data.read -
SELECT 1 -- 1
  data.read -
SELECT 0x1F, x'00', b'1', N'a', _utf8'x', 1.5e3, .5
  data.read -
SELECT CASE WHEN a THEN b ELSE c END FROM t USE INDEX (i) LEFT JOIN u USING (i) WHERE a BETWEEN 1 AND 2
  data.read -
SELECT `a;b`.`c``d` FROM `a;b`
  data.read -
SELECT a AS 'x', b "y" FROM t
  data.read -
PREPARE s FROM "SELECT 1"
  data.read - [in=prepare]
SELECT 1 /*! + 1 */
  data.read -
SELECT a->'$.x',b<=c,@@version,a->>'$.y',1-- 2
  data.read -
SELECT a*b,-a,(a)*(-b) FROM t
  data.read -
SET @a = 1, @`b` = 2, c = 3
  session.set - [name=@a]
  session.set - [name=@b]
  session.set - [name=c]
SET @a.b = 1
  session.set - [name=@a.b]
LOCK TABLE t READ
  session.lock -
SELECT a FROM t WHERE b IN (1, 2) AND c IS NOT NULL
  data.read -
SELECT * FROM (SELECT a FROM t) AS x
  data.read -
SELECT count(DISTINCT a), sum(b), avg(c), min(d), max(e), coalesce(f, 0), ifnull(g, 1), nullif(h, 2) FROM t
  data.read -
SELECT upper(a), lower(b), concat(a, b), length(c), substring(d, 1, 2), trim(e), left(f, 1), right(g, 1) FROM t
  data.read -
SELECT abs(a), round(b, 2), floor(c), ceil(d), mod(e, 2), pow(f, 2), sqrt(g), rand(), greatest(h, 1) FROM t
  data.read -
SELECT curdate(), curtime(), current_timestamp, date_format(a, '%Y'), datediff(a, b), unix_timestamp(a), year(a) FROM t
  data.read -
SELECT uuid(), md5(a), sha2(b, 256), hex(c), unhex(d), json_object('a', 1), last_insert_id() FROM t
  data.read -
SELECT row_number() OVER (PARTITION BY a ORDER BY b), rank() OVER w, lag(c) OVER w FROM t WINDOW w AS (ORDER BY d)
  data.read -
SAVEPOINT savepoint
  session.transaction -
SET autocommit = ON
  session.set - [name=autocommit]
WITH x AS (SELECT 1) TABLE x
  data.read -
SET SESSION innodb_lock_wait_timeout = 5
  session.timeout - [name=innodb_lock_wait_timeout]
SET LOCAL max_statement_time = 5
  session.timeout - [name=max_statement_time]
SET PERSIST_ONLY x = 1
  session.set - [global=true,name=x]
SET @@PERSIST.x = 1
  session.set - [global=true,name=x]
SET @@LOCAL.x = 1
  session.set - [name=x]
SET @@persist_only.x = 1
  session.set - [global=true,name=x]
SET LOCAL TRANSACTION READ ONLY
  session.transaction -
SET GLOBAL TRANSACTION READ ONLY
  session.transaction -
START TRANSACTION READ WRITE
  session.transaction -
EXPLAIN PARTITIONS SELECT 1
  data.read -
EXPLAIN t
  data.read -
CHECK TABLES t, u FOR UPGRADE
  data.read table:t
  data.read table:u
DROP TEMPORARY TABLE IF EXISTS a, b
  session.temp_table table:a [if_exists=true]
  session.temp_table table:b [if_exists=true]
DO 1 + 1
  data.read -
""",
    "sqlite": """
CREATE TEMP TABLE t (a)
  session.temp_table table:t (a)
CREATE TEMPORARY TABLE t AS SELECT 1
  session.temp_table table:t
CREATE TABLE temp.t (a)
  session.temp_table table:temp.t (a)
CREATE TEMP VIEW v (x) AS SELECT a FROM t
  session.temp_table view:v
SELECT a FROM t
  data.read -
SELECT 'DROP TABLE t'
  data.read -
VALUES (1)
  data.read -
EXPLAIN QUERY PLAN DELETE FROM t
  data.read -
PRAGMA foreign_keys = OFF
  session.set - [name=foreign_keys,to=off]
PRAGMA writable_schema = 1
  session.set - [name=writable_schema,to=1]
PRAGMA table_info(t)
  data.read -
PRAGMA busy_timeout = 5000
  session.timeout - [name=busy_timeout,to=5000]
BEGIN IMMEDIATE
  session.transaction -
COMMIT
  session.transaction -
END TRANSACTION
  session.transaction -
SAVEPOINT s
  session.transaction -
RELEASE s
  session.transaction -
SELECT json_extract(a, '$.b'), a ->> '$.c' FROM t
  data.read -
SELECT strftime('%s', 'now'), ifnull(a, 0), coalesce(a, b), cast(a AS TEXT) FROM t
  data.read -
SELECT a, row_number() OVER (PARTITION BY b ORDER BY c) FROM t
  data.read -
SELECT 1 /* unclosed
  data.read -
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u)
  data.read -
PRAGMA main.journal_mode = WAL
  session.set - [name=journal_mode,to=wal]
PRAGMA user_version
  session.set - [name=user_version]
PRAGMA temp.cache_size = 1
  session.set - [name=cache_size,to=1]
PRAGMA foreign_keys(0)
  session.set - [name=foreign_keys,to=0]
PRAGMA key = 'X'
  session.set - [name=key]
BEGIN EXCLUSIVE TRANSACTION
  session.transaction -
END
  session.transaction -
ROLLBACK
  session.transaction -
ROLLBACK TO SAVEPOINT s
  session.transaction -
RELEASE SAVEPOINT s
  session.transaction -
EXPLAIN SELECT 1
  data.read -
EXPLAIN DROP TABLE t
  data.read -
SELECT x'00', "a", [b], `c`, 'd' FROM t
  data.read -
SELECT $a
  data.read -
SELECT a FROM t WHERE b GLOB 'x*' OR c LIKE 'y' ESCAPE '!' OR d ISNULL
  data.read -
SELECT count(*), total(a), group_concat(a, ','), iif(a, b, c), printf('%d', 1) FROM t
  data.read -
SELECT date('now'), datetime(a, '+1 day'), julianday('now'), unixepoch()
  data.read -
SELECT a FROM t WHERE (b, c) IN (VALUES (1, 2))
  data.read -
SELECT 'it''s';
  data.read -
SAVEPOINT savepoint
  session.transaction -
RELEASE savepoint
  session.transaction -
BEGIN DEFERRED
  session.transaction -
PRAGMA main.table_info(t)
  data.read -
PRAGMA encoding = 'UTF-8'
  session.set - [name=encoding,to=utf-8]
PRAGMA cache_size = -2000
  session.set - [name=cache_size,to=-2000]
PRAGMA cache_size(-2000)
  session.set - [name=cache_size,to=-2000]
PRAGMA cache_size = +1
  session.set - [name=cache_size,to=+1]
PRAGMA foreign_keys('off')
  session.set - [name=foreign_keys,to=off]
""",
}
# What cannot be told is that, says why, and is nothing else.
OPAQUE = {
    "mysql": """
PREPARE s FROM @s
  opaque.dynamic: PREPARE takes what is put together when it runs
EXECUTE s
  opaque.dynamic: EXECUTE runs what stands elsewhere
EXECUTE IMMEDIATE 'DROP TABLE t'
  opaque.dynamic: EXECUTE runs what stands elsewhere
CALL p(1)
  opaque.dynamic: CALL runs what stands elsewhere
DO sleep(1)
  opaque.dynamic: the function sleep may do anything
 `a`
  opaque.unparsed: `a` starts no statement that is known
ＤＲＯＰ TABLE a
  opaque.unparsed: ＤＲＯＰ starts no statement that is known
SELECT f(1)
  opaque.dynamic: the function f may do anything
SELECT s.f(1)
  opaque.unparsed: Dot is not known
SELECT load_file('/etc/passwd')
  opaque.dynamic: the function load_file reaches out of the database
SELECT 1 INTO OUTFILE '/tmp/x'
  opaque.unparsed: the result is written to a file
HANDLER t OPEN
  opaque.unparsed: HANDLER starts no statement that is known
source x.sql
  opaque.unparsed: source starts no statement that is known
\\. x.sql
  opaque.unparsed: \\ has no meaning in it
INSTALL PLUGIN p SONAME 'x.so'
  opaque.unparsed: INSTALL starts no statement that is known
ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u
  opaque.unparsed: ALTER TABLE ... EXCHANGE PARTITION p is not known
ALTER TABLE t DISCARD TABLESPACE
  opaque.unparsed: ALTER TABLE ... DISCARD TABLESPACE is not known
ALTER TABLE t ADD COLUMN a INT DROP COLUMN b
  opaque.unparsed: DROP in it is not accounted for
DELETE FROM t WHERE a = :id
  opaque.unparsed: a value is filled in later
SELECT * FROM t WHERE a = %s
  opaque.unparsed: it does not parse: ParseError
XA COMMIT 'x'
  opaque.unparsed: XA starts no statement that is known
KILL 5
  opaque.unparsed: KILL starts no statement that is known
CREATE TABLE t
  opaque.unparsed: the columns of the table are not said
SELECT '
  opaque.unparsed: a string, name or comment has no end, or a setting before it (sql_mode, character set) may move it
CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'h')
  opaque.unparsed: CREATE SERVER is not known
SHUTDOWN
  opaque.unparsed: SHUTDOWN starts no statement that is known
IMPORT TABLE FROM '/tmp/t.sdi'
  opaque.unparsed: IMPORT starts no statement that is known
RESET MASTER
  opaque.unparsed: RESET starts no statement that is known
CREATE INDEX i ON t (a) NONSENSE
  opaque.unparsed: an index has no option NONSENSE
ALTER TABLE t RENAME COLUMN a b
  opaque.unparsed: TO was expected before b
ALTER TABLE t RENAME INDEX a b
  opaque.unparsed: TO was expected before b
ALTER TABLE t ADD CONSTRAINT k
  opaque.unparsed: ADD CONSTRAINT k is not followed by a constraint
ALTER TABLE t ADD FOREIGN KEY (a)
  opaque.unparsed: REFERENCES was expected at the end
ALTER TABLE t DROP c d
  opaque.unparsed: the end was expected before d
ALTER TABLE t MODIFY c
  opaque.unparsed: the type of c is missing
ALTER TABLE t ADD COLUMN c INT DEFAULT (1
  opaque.unparsed: a list has an empty place or an open parenthesis
ALTER TABLE t ALTER c SET NOTHING
  opaque.unparsed: ALTER COLUMN c SET is followed by nothing that is known
ALTER TABLE t ALTER c NOTHING
  opaque.unparsed: SET was expected before NOTHING
ALTER TABLE t ALTER CHECK k
  opaque.unparsed: ENFORCED was expected at the end
ALTER TABLE t CONVERT TO x
  opaque.unparsed: TO CHARSET was expected before TO
ALTER TABLE t
  opaque.unparsed: a list has an empty place or an open parenthesis
ALTER TABLE t LOCK=NONE
  opaque.unparsed: ALTER TABLE changes nothing
ALTER TABLE t ADD COLUMN
  opaque.unparsed: a name was expected at the end
ALTER TABLE t ADD COLUMN c INT,
  opaque.unparsed: a list has an empty place or an open parenthesis
ALTER TABLE t ENGINE=BLACKHOLE
  opaque.unparsed: the engine it is given may keep no rows
ALTER TABLE t ENGINE = `memory`
  opaque.unparsed: the engine it is given may keep no rows
ALTER TABLE t COMMENT = 'ENGINE=InnoDB' ENGINE 'CSV'
  opaque.unparsed: the engine it is given may keep no rows
ALTER TABLE t ADD c INT, ENGINE = FEDERATED
  opaque.unparsed: the engine it is given may keep no rows
ALTER TABLE t ENGINE
  opaque.unparsed: the engine it is given may keep no rows
ALTER IGNORE TABLE t ADD UNIQUE (a)
  opaque.unparsed: ALTER IGNORE deletes rows that clash
ALTER ONLINE IGNORE TABLE t ADD UNIQUE (a)
  opaque.unparsed: ALTER IGNORE deletes rows that clash
DELETE HISTORY FROM t
  opaque.unparsed: DELETE HISTORY deletes what rows were before
DELETE LOW_PRIORITY HISTORY FROM t BEFORE SYSTEM_TIME '2020-01-01'
  opaque.unparsed: DELETE HISTORY deletes what rows were before
ALTER TABLE t ADD SYSTEM VERSIONING
  opaque.unparsed: what becomes of the history of its rows cannot be told
ALTER TABLE t ADD PERIOD FOR SYSTEM_TIME (a, b)
  opaque.unparsed: what becomes of the history of its rows cannot be told
ALTER TABLE t DROP SYSTEM VERSIONING
  opaque.unparsed: the end was expected before VERSIONING
ALTER TABLE t FORCE WITH SYSTEM VERSIONING
  opaque.unparsed: ALTER TABLE ... FORCE WITH SYSTEM is not known
SET NAMES utf8mb4, @a = f(1)
  opaque.unparsed: SET NAMES is followed by more than names
ALTER TABLE t COMMENT 'x' TYPE = MEMORY
  opaque.unparsed: the engine it is given may keep no rows
ALTER TABLE t ENGINE=InnoDB DROP c
  opaque.unparsed: ALTER TABLE ... ENGINE = InnoDB is not known
ALTER TABLE t TRUNCATE c
  opaque.unparsed: PARTITION was expected before c
ALTER FUNCTION f COMMENT 'x'
  opaque.unparsed: ALTER FUNCTION is not known
CREATE UNIQUE TABLE t (a INT)
  opaque.unparsed: INDEX was expected
CREATE TABLE t (a INT) AS DELETE FROM u
  opaque.unparsed: DELETE in it is not accounted for
CREATE TABLE t (a INT) AS WITH x AS (SELECT 1) DELETE FROM u
  opaque.unparsed: a table is filled by something else than a query
CREATE TABLE t ((a INT))
  opaque.unparsed: a column has no name
CREATE TABLE t (a INT
  opaque.unparsed: a parenthesis is not closed
CREATE VIEW v AS DELETE FROM t
  opaque.unparsed: a view stands on something else than a query
CREATE VIEW v SELECT 1
  opaque.unparsed: AS was expected before SELECT
CREATE USER
  opaque.unparsed: a user is missing
CREATE TRIGGER g BEFORE UPDATE
  opaque.unparsed: ON was expected at the end
CREATE EVENT e ON SCHEDULE AT now()
  opaque.unparsed: DO was expected at the end
DROP INDEX i
  opaque.unparsed: ON was expected at the end
DROP TABLESPACE s
  opaque.unparsed: DROP TABLESPACE is not known
DROP TABLE a b
  opaque.unparsed: the end was expected before b
LOCK INSTANCE FOR BACKUP
  opaque.unparsed: LOCK INSTANCE is not known
FLUSH TABLES
  opaque.unparsed: PRIVILEGES was expected before TABLES
LOAD INDEX INTO CACHE t
  opaque.unparsed: LOAD INDEX is not known
LOAD DATA INFILE 'x' INTO TABLE t SET a = f(1)
  opaque.unparsed: LOAD DATA holds a query or a function
SET x
  opaque.unparsed: SET gives no value
SET @a =
  opaque.unparsed: SET gives no value
SET @x = f(1)
  opaque.dynamic: the function f may do anything
START SLAVE
  opaque.unparsed: TRANSACTION was expected before SLAVE
BEGIN NOT ATOMIC INSERT INTO t SELECT a
  opaque.unparsed: BEGIN is followed by NOT
COMMIT x
  opaque.unparsed: COMMIT is followed by x
ROLLBACK TO a b
  opaque.unparsed: the end was expected before b
EXPLAIN
  opaque.unparsed: EXPLAIN explains nothing
EXPLAIN HANDLER INTO t
  opaque.unparsed: what is explained is not known
ANALYZE t
  opaque.unparsed: ANALYZE T is not known
OPTIMIZE t
  opaque.unparsed: OPTIMIZE T is not known
UPDATE a, b SET x = 1
  opaque.unparsed: which of the tables a column belongs to is not said
UPDATE a JOIN b ON a.i = b.i SET c.x = 1
  opaque.unparsed: the table of a column is not among those updated
WITH x AS (DELETE FROM t) SELECT 1
  opaque.unparsed: a statement that writes stands within another
WITH x AS (SELECT 1)
  opaque.unparsed: WITH is followed by no statement
SELECT a INTO x FROM t
  opaque.unparsed: the result is written somewhere
SELECT `f`(1)
  opaque.dynamic: the function "f" may do anything
SELECT charindex('a', b)
  opaque.dynamic: the function charindex may do anything
SELECT {d '2020-01-01'}
  opaque.unparsed: { has no meaning in it
GRANT ALL ON t
  opaque.unparsed: TO was expected at the end
GRANT SELECT ON
  opaque.unparsed: what the rights are for is not said
GRANT ALL ON t TO
  opaque.unparsed: a user is missing
RENAME DATABASE a TO b
  opaque.unparsed: RENAME DATABASE is not known
RENAME TABLE a b
  opaque.unparsed: TO was expected before b
PREPARE s FROM 'it''s'
  opaque.unparsed: a string, name or comment has no end, or a setting before it (sql_mode, character set) may move it
PREPARE s FROM 'DROP TABLE a' 'b'
  opaque.dynamic: PREPARE takes what is put together when it runs
/*!50000 DELETE FROM t */ WHERE a = 1
  opaque.unparsed: WHERE starts no statement that is known
/*! DROP TABLE a; DROP TABLE b */
  opaque.unparsed: several statements stand in one comment that the server runs
/*! DROP TABLE a
  opaque.unparsed: a comment that the server runs has no end
DROP TABLE a */
  opaque.unparsed: a comment that the server runs has no end
XA START 'x'
  opaque.unparsed: XA starts no statement that is known
CHANGE MASTER TO MASTER_HOST = 'x'
  opaque.unparsed: CHANGE starts no statement that is known
TRUNCATE TABLE a, b
  opaque.unparsed: the end was expected before ,
USE a b
  opaque.unparsed: the end was expected before b
INSERT INTO t VALUES
  opaque.unparsed: it does not parse: ParseError
INSERT INTO t VALUES (f(1))
  opaque.dynamic: the function f may do anything
INSERT INTO t VALUES (a.f(1))
  opaque.unparsed: Dot is not known
INSERT INTO t (a VALUES (1)
  opaque.unparsed: it does not parse: ParseError
UPDATE t SET a
  opaque.unparsed: what UPDATE sets is no column
UPDATE t SET a > 1
  opaque.unparsed: what UPDATE sets is no column
UPDATE t SET a.b.c = 1
  opaque.unparsed: the table of a column is not among those updated
DELETE FROM a JOIN b ON a.i = b.i
  opaque.unparsed: which of the tables rows are deleted from is not said
DELETE a USING a JOIN b ON a.i = b.i
  opaque.unparsed: what is written to is no plain table
DELETE a, b USING a JOIN b ON a.i = b.i
  opaque.unparsed: what is written to is no plain table
DELETE SELECT
  opaque.unparsed: what is written to is no plain table
UPDATE . TABLE
  opaque.unparsed: it does nothing that is known
INSERT INTO (a) VALUES (f)
  opaque.unparsed: what is written to is no plain table
UPDATE (SELECT 1) SET a = 1
  opaque.unparsed: it does not parse: ParseError
CREATE TABLE t (LIKE u v)
  opaque.unparsed: the end was expected before v
LOCK t
  opaque.unparsed: LOCK T is not known
CREATE TABLE t (a INT) UPDATE u SET b = 1
  opaque.unparsed: UPDATE in it is not accounted for
CREATE TABLE t (a INT) REVOKE x
  opaque.unparsed: REVOKE in it is not accounted for
CREATE TABLE t (a INT) GRANT x
  opaque.unparsed: GRANT in it is not accounted for
CREATE TABLE t (a INT) RENAME x
  opaque.unparsed: RENAME in it is not accounted for
CREATE TABLE t (a INT) INSERT INTO u
  opaque.unparsed: INSERT in it is not accounted for
CREATE TABLE t (a INT) TRUNCATE u
  opaque.unparsed: TRUNCATE in it is not accounted for
CREATE TABLE t (a INT) DELETE FROM u
  opaque.unparsed: DELETE in it is not accounted for
DROP TABLE `c.d`
  opaque.unparsed: a name holds a dot, and could be taken for two
DELETE FROM `c.d`
  opaque.unparsed: a quoted name is empty or holds what no name should
SELECT `\\`
  opaque.unparsed: a quoted name is empty or holds what no name should
CREATE TABLE t (a INT) (SELECT f())
  opaque.dynamic: the function f may do anything
CREATE TABLE t VALUES ROW(f(1))
  opaque.dynamic: the function f may do anything
SELECT charindex FROM t WHERE charindex('a', b)
  opaque.dynamic: the function charindex may do anything
ALTER TABLE t ADD PRIMARY (a)
  opaque.unparsed: KEY was expected before (
ALTER TABLE t ADD FOREIGN (a) REFERENCES u (b)
  opaque.unparsed: KEY was expected before (
LOAD DATA INFILE 'x' INTO TABLE t SET a = (SELECT 1)
  opaque.unparsed: LOAD DATA holds a query or a function
LOAD DATA INFILE 'x' INTO TABLE t (SELECT)
  opaque.unparsed: LOAD DATA holds a query or a function
EXPLAIN SELECT f(1)
  opaque.dynamic: the function f may do anything
EXPLAIN FOR CONNECTION 1 DELETE
  opaque.unparsed: what is explained is not known
DESCRIBE t UPDATE
  opaque.unparsed: what is explained is not known
DESCRIBE t ANALYZE
  opaque.unparsed: what is explained is not known
FLUSH PRIVILEGES x
  opaque.unparsed: the end was expected before x
ALTER TABLE t DROP FOREIGN f
  opaque.unparsed: the end was expected before f
ALTER TABLE t DROP PARTITION p, DROP c
  opaque.unparsed: the end was expected before c
ALTER TABLE t CONVERT TO CHARACTER x
  opaque.unparsed: TO CHARSET was expected before TO
ALTER TABLE t IMPORT TABLESPACE
  opaque.unparsed: ALTER TABLE ... IMPORT TABLESPACE is not known
ALTER TABLE t ENGINE = aria SELECT 1
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria ADD c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria MODIFY c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria CHANGE c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria RENAME c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria TRUNCATE c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria DISCARD c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria IMPORT c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria EXCHANGE c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
ALTER TABLE t ENGINE = aria REMOVE c
  opaque.unparsed: ALTER TABLE ... ENGINE = aria is not known
CREATE TABLE t ('a' INT)
  opaque.unparsed: a column has no name
CREATE INDEX i ON t (a(10), b(x), c(1, 2), d(10
  opaque.unparsed: a parenthesis is not closed
CREATE TABLE t (a INT) COMMENT '(' SELECT f(1)
  opaque.dynamic: the function f may do anything
CREATE TABLE t (a INT) PARTITION BY HASH (a) SELECT f(1)
  opaque.dynamic: the function f may do anything
DROP TABLE 5
  opaque.unparsed: a name was expected before a number
DROP TABLE 'a'
  opaque.unparsed: a name was expected before a text
WITH x AS (UPDATE t SET a = 1) SELECT 1
  opaque.unparsed: a statement that writes stands within another
WITH x AS (INSERT INTO t VALUES (1)) SELECT 1
  opaque.unparsed: a statement that writes stands within another
""",
    "sqlite": """
ALTER TABLE t ALTER COLUMN c SET NOT NULL
  opaque.unparsed: DROP was expected before ALTER
ALTER TABLE t ADD CONSTRAINT x CHECK (a)
  opaque.unparsed: ALTER TABLE ... ADD CONSTRAINT is not known
DROP TABLE a, b
  opaque.unparsed: the end was expected before ,
DROP DATABASE d
  opaque.unparsed: DROP DATABASE is not known
CREATE VIRTUAL TABLE f USING csv(filename='x')
  opaque.unparsed: the module csv may do anything
VACUUM INTO 'x.db'
  opaque.unparsed: the end was expected before a text
ATTACH DATABASE 'x' AS y
  opaque.unparsed: ATTACH starts no statement that is known
DETACH y
  opaque.unparsed: DETACH starts no statement that is known
SELECT load_extension('x')
  opaque.dynamic: the function load_extension reaches out of the database
SELECT writefile('a', 'b')
  opaque.dynamic: the function writefile reaches out of the database
SELECT my_function(1)
  opaque.dynamic: the function my_function may do anything
TRUNCATE t
  opaque.unparsed: TRUNCATE starts no statement that is known
.read x.sql
  opaque.unparsed: .read is a command for the client
.import a b
  opaque.unparsed: .import is a command for the client
UPDATE t SET a = :a
  opaque.unparsed: a value is filled in later
UPDATE t SET a = @a
  opaque.unparsed: a value is filled in later
ＤＥＬＥＴＥ FROM t
  opaque.unparsed: ＤＥＬＥＴＥ starts no statement that is known
DELETE FROM 't'
  opaque.unparsed: what is written to is no plain table
ALTER TABLE t ADD PRIMARY KEY (a)
  opaque.unparsed: ALTER TABLE ... ADD PRIMARY is not known
ALTER TABLE t ADD IF NOT EXISTS c INT
  opaque.unparsed: ALTER TABLE ... ADD IF is not known
ALTER TABLE t ADD INDEX i
  opaque.unparsed: ALTER TABLE ... ADD INDEX is not known
ALTER TABLE t RENAME a b
  opaque.unparsed: TO was expected before b
ALTER TABLE t DROP COLUMN a b
  opaque.unparsed: the end was expected before b
ALTER TABLE t DROP IF EXISTS c
  opaque.unparsed: the end was expected before EXISTS
ALTER TABLE t RENAME TO u v
  opaque.unparsed: the end was expected before v
ALTER VIEW v AS SELECT 1
  opaque.unparsed: ALTER VIEW is not known
ALTER USER u
  opaque.unparsed: ALTER USER is not known
CREATE INDEX i ON t (a) x
  opaque.unparsed: the end was expected before x
CREATE INDEX i ON t (a) WHERE f(a)
  opaque.dynamic: the function f may do anything
CREATE INDEX i USING BTREE ON t (a)
  opaque.unparsed: ON was expected before USING
CREATE PROCEDURE p() SELECT 1
  opaque.unparsed: CREATE PROCEDURE is not known
CREATE DATABASE d
  opaque.unparsed: CREATE DATABASE is not known
CREATE USER u
  opaque.unparsed: CREATE USER is not known
CREATE FULLTEXT INDEX i ON t (a)
  opaque.unparsed: CREATE FULLTEXT is not known
CREATE UNIQUE i ON t (a)
  opaque.unparsed: INDEX was expected
CREATE VIRTUAL f USING fts5
  opaque.unparsed: TABLE was expected
DROP USER u
  opaque.unparsed: DROP USER is not known
DROP SEQUENCE s
  opaque.unparsed: DROP SEQUENCE is not known
DROP TABLE t CASCADE
  opaque.unparsed: the end was expected before CASCADE
DROP TEMPORARY TABLE t
  opaque.unparsed: DROP TEMPORARY is not known
DROP INDEX i ON t
  opaque.unparsed: the end was expected before ON
GRANT ALL ON t TO u
  opaque.unparsed: GRANT starts no statement that is known
SET x = 1
  opaque.unparsed: SET starts no statement that is known
SHOW TABLES
  opaque.unparsed: SHOW starts no statement that is known
USE d
  opaque.unparsed: USE starts no statement that is known
CALL p()
  opaque.unparsed: CALL starts no statement that is known
RENAME TABLE a TO b
  opaque.unparsed: RENAME starts no statement that is known
DESCRIBE t
  opaque.unparsed: DESCRIBE starts no statement that is known
LOCK TABLES t
  opaque.unparsed: LOCK starts no statement that is known
PREPARE s FROM 'x'
  opaque.unparsed: PREPARE starts no statement that is known
START TRANSACTION
  opaque.unparsed: START starts no statement that is known
PRAGMA a = 1, b = 2
  opaque.unparsed: PRAGMA has more than one value
PRAGMA x y
  opaque.unparsed: PRAGMA has more than one value
REINDEX a b
  opaque.unparsed: the end was expected before b
UPDATE t SET 'a' = 1
  opaque.unparsed: what UPDATE sets is no column
SELECT ?1
  opaque.unparsed: it does not parse: ParseError
SELECT #a
  opaque.unparsed: # has no meaning in it
SELECT "load_extension"('x')
  opaque.dynamic: the function "load_extension" reaches out of the database
WITH x AS (SELECT 1) VALUES (1)
  opaque.unparsed: it does not parse: ParseError
CREATE VIRTUAL TABLE f USING fts5(a) x
  opaque.unparsed: the end was expected before x
CREATE TEMP VIEW v AS DELETE FROM t
  opaque.unparsed: a view stands on something else than a query
ALTER TABLE t ADD UNIQUE (a)
  opaque.unparsed: ALTER TABLE ... ADD UNIQUE is not known
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (b)
  opaque.unparsed: ALTER TABLE ... ADD FOREIGN is not known
ALTER TABLE t ADD CHECK (a)
  opaque.unparsed: ALTER TABLE ... ADD CHECK is not known
ALTER TABLE t ADD INDEX INTEGER
  opaque.unparsed: ALTER TABLE ... ADD INDEX is not known
PRAGMA foreign_keys = 0 1
  opaque.unparsed: PRAGMA has more than one value
CREATE TABLE t (1)
  opaque.unparsed: a column has no name
PRAGMA cache_size = -1 -2
  opaque.unparsed: PRAGMA has more than one value
PRAGMA cache_size(1
  opaque.unparsed: a parenthesis is not closed
PRAGMA cache_size(1) x
  opaque.unparsed: the end was expected before x
CREATE TABLE t (a) DROP u
  opaque.unparsed: DROP in it is not accounted for
CREATE TABLE t (a) DELETE FROM u
  opaque.unparsed: DELETE in it is not accounted for
CREATE TABLE t (a) INSERT INTO u
  opaque.unparsed: INSERT in it is not accounted for
CREATE TABLE t (a) UPDATE u
  opaque.unparsed: UPDATE in it is not accounted for
DROP TABLE 5
  opaque.unparsed: a name was expected before a number
""",
}


def shown(told: Operation) -> str:
    """An operation as the tables have it."""
    attributes = ",".join([f"{name}={value}" for name, value in told.attributes if name != "why"])
    columns = f" ({','.join(told.columns)})" if told.columns else ""
    return f"{told.id} {told.object or '-'}{columns}{f' [{attributes}]' if attributes else ''}"


def rows(tables: dict[str, str]) -> list[tuple[str, str, list[str]]]:
    found: list[tuple[str, str, list[str]]] = []
    for dialect, table in tables.items():
        for line in table.strip("\n").split("\n"):
            if line.startswith("  "):
                found[-1][2].append(line.strip())
            else:
                found.append((dialect, line, []))
    return found


@pytest.mark.parametrize(("dialect", "statement", "expected"), rows(FINDS) + rows(LEAVES_ALONE))
def test_what_a_statement_does(dialect: str, statement: str, expected: list[str]) -> None:
    assert [shown(one) for one in operations(statement, dialect)] == expected


@pytest.mark.parametrize(("dialect", "statement", "expected"), rows(OPAQUE))
def test_what_cannot_be_told_is_opaque(dialect: str, statement: str, expected: list[str]) -> None:
    assert [f"{one.id}: {dict(one.attributes)['why']}" for one in operations(statement, dialect)] == expected


@pytest.mark.parametrize(
    ("dialect", "statement", "kept"),
    [
        ("mysql", "{} a", 40),
        ("mysql", "BEGIN {}", 40),
        ("mysql", "DROP TABLE a {}", 40),
        ("mysql", "SELECT {}(1)", 60),
        ("sqlite", ".y{}", 38),
        ("sqlite", "CREATE VIRTUAL TABLE f USING {}", 40),
    ],
)
def test_of_a_long_word_the_reason_has_the_beginning(dialect: str, statement: str, kept: int) -> None:
    (told,) = operations(statement.format("z" * 100), dialect)
    assert told.id.startswith("opaque.") and told.attribute("why").count("z") == kept


def test_the_tables_are_as_long_as_they_have_to_be() -> None:
    for dialect, least in (("mysql", 80), ("sqlite", 60)):
        assert len([row for row in rows(FINDS) + rows(LEAVES_ALONE) + rows(OPAQUE) if row[0] == dialect]) >= least


# every destructive statement in every wrapper: itself or opaque, never nothing and never something else

DESTRUCTIVE = {
    "mysql": {
        "DROP TABLE a": "schema.table.drop",
        "ALTER TABLE a DROP COLUMN b": "schema.column.drop",
        "ALTER TABLE a DROP b": "schema.column.drop",
        "ALTER TABLE a DROP FOREIGN KEY b": "schema.constraint.drop",
        "ALTER TABLE a MODIFY b INT": "schema.column.change_type",
        "ALTER TABLE a DROP PARTITION b": "data.truncate",
        "DROP DATABASE a": "schema.database.drop",
        "DROP INDEX b ON a": "schema.index.drop",
        "DROP VIEW a": "schema.view.drop",
        "DROP TRIGGER a": "schema.trigger.drop",
        "TRUNCATE TABLE a": "data.truncate",
        "DELETE FROM a": "data.delete_all",
        "DELETE FROM a WHERE b = 1": "data.delete",
        "DELETE a FROM a JOIN c ON a.i = c.i WHERE c.j = 1": "data.delete",
        "UPDATE a SET b = 1": "data.update",
        "REPLACE INTO a VALUES (1)": "data.merge",
        "RENAME TABLE a TO b": "schema.table.rename",
        "GRANT ALL ON a TO b": "access.grant",
        "REVOKE ALL ON a FROM b": "access.revoke",
        "DROP USER a": "access.role.drop",
    },
    "sqlite": {
        "DROP TABLE a": "schema.table.drop",
        "ALTER TABLE a DROP COLUMN b": "schema.column.drop",
        "ALTER TABLE a DROP b": "schema.column.drop",
        "ALTER TABLE a RENAME TO b": "schema.table.rename",
        "DROP INDEX a": "schema.index.drop",
        "DROP VIEW a": "schema.view.drop",
        "DROP TRIGGER a": "schema.trigger.drop",
        "DELETE FROM a": "data.delete_all",
        "DELETE FROM a WHERE b = 1": "data.delete",
        "UPDATE a SET b = 1": "data.update",
        "REPLACE INTO a VALUES (1)": "data.merge",
        "INSERT OR REPLACE INTO a VALUES (1)": "data.merge",
    },
}


def quoted(statement: str, marks: str) -> str:
    return re.sub(r"\b([abc])\b", lambda match: f"{marks[0]}{match[1]}{marks[-1]}", statement)


def fullwidth(statement: str) -> str:
    return "".join([chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in statement])


WRAPPERS = {
    "plain": lambda s: s,
    "lower case": str.lower,
    "every other letter": lambda s: "".join([c.lower() if i % 2 else c.upper() for i, c in enumerate(s)]),
    "comments for blanks": lambda s: s.replace(" ", "/**/"),
    "a comment that lies": lambda s: s.replace(" ", " /* ; ' -- */ "),
    "line comments": lambda s: s.replace(" ", " -- ' ;\n"),
    "line ends": lambda s: s.replace(" ", "\r\n\t"),
    "form feeds": lambda s: s.replace(" ", "\f\v"),
    "backticks": lambda s: quoted(s, "`"),
    "behind a statement": lambda s: f"SELECT 1;{s}",
    "behind a string": lambda s: f"SELECT ';'';--' ; {s};",
    "behind a name": lambda s: f"SELECT `;'` FROM x; {s}",
    "before a string": lambda s: f"{s}; SELECT ';",
    "between empty statements": lambda s: f";;{s};;",
    "between transactions": lambda s: f"BEGIN; {s}; COMMIT;",
    "behind a comment": lambda s: f"/* DROP */ -- x\n{s}",
    "fullwidth": fullwidth,
    "a byte order mark": lambda s: f"\ufeff{s}",
    "no-break blanks": lambda s: s.replace(" ", "\u00a0"),
    "invisible letters": lambda s: s.replace("A", "A\u200b", 1),
    "a null byte before": lambda s: f"\0{s}",
    "a null byte within": lambda s: s.replace(" ", " \0", 1),
    "explained and run": lambda s: f"EXPLAIN ANALYZE {s}",
    "with": lambda s: f"WITH x AS (SELECT 1) {s}",
    "a template around": lambda s: f"{{{{ if .x }}}} {s} {{{{ end }}}}",
    "a client command before": lambda s: f"\\! ls\n{s}",
}
OF_MYSQL = {
    "an executable comment": lambda s: f"/*! {s} */",
    "an executable comment with a version": lambda s: f"/*!50000 {s}*/",
    "an executable comment without a blank": lambda s: f"/*!50000{s}*/;",
    "an executable comment of MariaDB": lambda s: f"/*M!100100 {s} */",
    "half an executable comment": lambda s: s.replace(" ", " /*!", 1) + "*/",
    "an executable comment in a statement": lambda s: f"SELECT 1 /*!; {s} */",
    "an executable comment without an end": lambda s: f"/*! {s}",
    "hash comments": lambda s: s.replace(" ", " # '\n"),
    "two hyphens and a blank": lambda s: f"SELECT 1--1;\n{s}",
    "a comment for some": lambda s: f"--x\n{s}",
    "a lone carriage return": lambda s: f"-- x\r{s}",
    "behind an escaped quote": lambda s: f"SELECT 'a\\'; b', \"c\\\";\"; {s}",
    "behind a doubled backslash": lambda s: f"SELECT '\\\\'; {s}; SELECT 'x'",
    "double quotes": lambda s: f'SELECT "it\'s; "; {s}',
    "prepared": lambda s: f"PREPARE x FROM '{s}'",
    "prepared from a variable": lambda s: f"SET @x = '{s}'; PREPARE y FROM @x; EXECUTE y",
    "executed at once": lambda s: f"EXECUTE IMMEDIATE '{s}'",
    "a procedure": lambda s: f"CREATE PROCEDURE p() BEGIN {s}; END",
    "a procedure without a block": lambda s: f"CREATE PROCEDURE p() {s}",
    "a procedure with a condition": lambda s: f"CREATE PROCEDURE p() BEGIN IF 1 THEN {s}; END IF; END",
    "a procedure with a loop": lambda s: f"CREATE PROCEDURE p() x: LOOP {s}; END LOOP",
    "behind a procedure": lambda s: f"CREATE PROCEDURE p() BEGIN SELECT 1; END; {s}",
    "behind a condition": lambda s: f"CREATE PROCEDURE p() BEGIN CASE 1 WHEN 1 THEN SELECT 1; END CASE; END; {s}",
    "a trigger": lambda s: f"CREATE TRIGGER g AFTER INSERT ON x FOR EACH ROW BEGIN {s}; END",
    "an event": lambda s: f"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO {s}",
    "a delimiter": lambda s: f"DELIMITER //\n{s}//\nDELIMITER ;",
    "a delimiter and semicolons": lambda s: f"DELIMITER $$\nSELECT 1; {s}$$\nDELIMITER ;\n",
    "a delimiter that is a word": lambda s: f"DELIMITER SELECT\n{s} SELECT",
    "a compound statement": lambda s: f"BEGIN NOT ATOMIC {s}; END",
    "another sense of quotes": lambda s: f"SET sql_mode = 'ANSI_QUOTES'; SELECT \"';\"; {s}",
    "no escapes any more": lambda s: f"SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT '\\'; {s}; -- '",
    "analysed": lambda s: f"ANALYZE {s}",
    "a file to source": lambda s: f"source x.sql\n{s}",
}
OF_SQLITE = {
    "brackets": lambda s: quoted(s, "[]"),
    "double quotes": lambda s: quoted(s, '"'),
    "single quotes": lambda s: quoted(s, "'"),
    "behind a backslash": lambda s: f"SELECT '\\'; {s}; SELECT ''",
    "a trigger": lambda s: f"CREATE TRIGGER g AFTER INSERT ON x BEGIN {s}; END",
    "behind a trigger": lambda s: f"CREATE TRIGGER g AFTER INSERT ON x BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END; {s}",
    "a dot command before": lambda s: f".bail on\n{s}",
    "a comment without an end": lambda s: f"{s} /* x",
    "executable for others": lambda s: f"/*! x */ {s}",
    "a lone carriage return": lambda s: f"-- x\r{s}",
}
CASES = [
    (dialect, name, statement, id_, wrap)
    for dialect, own in (("mysql", OF_MYSQL), ("sqlite", OF_SQLITE))
    for (statement, id_), (name, wrap) in product(DESTRUCTIVE[dialect].items(), {**WRAPPERS, **own}.items())
]


@pytest.mark.parametrize("dialect", ["mysql", "sqlite"])
def test_what_destroys_is_never_missed(dialect: str) -> None:
    missed = []
    for of, name, statement, id_, wrap in CASES:
        if of == dialect:
            told = [one.id for one in operations(wrap(statement), dialect)]
            if id_ not in told and not any([one.startswith("opaque.") for one in told]):
                missed.append((name, statement, told))
    assert missed == []


@pytest.mark.parametrize(
    "name",
    ["plain", "lower case", "comments for blanks", "a comment that lies", "line comments", "line ends", "backticks",
     "behind a string", "before a string", "between transactions", "behind a comment"],
)  # fmt: skip
@pytest.mark.parametrize("dialect", ["mysql", "sqlite"])
def test_what_only_looks_different_is_found_itself(dialect: str, name: str) -> None:
    for statement, id_ in DESTRUCTIVE[dialect].items():
        assert id_ in [one.id for one in operations(WRAPPERS[name](statement), dialect)]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("mysql", "SELECT 'DROP TABLE a', \"DELETE FROM b\", `TRUNCATE` FROM c"),
        ("mysql", "-- DROP TABLE a;\n# DROP TABLE b;\n/* DROP TABLE c; */ SELECT 1"),
        ("mysql", "SELECT 'a\\'; DROP TABLE b; -- '"),
        ("sqlite", "SELECT 'it''s; DROP TABLE b'"),
        ("sqlite", '-- DROP TABLE a\n/* ; DROP TABLE b; */ SELECT "DROP TABLE" FROM [DELETE]'),
    ],
)
def test_what_is_only_written_about_is_not_done(dialect: str, text: str) -> None:
    assert {one.id for one in operations(text, dialect)} == {"data.read"}


# pieces

PIECES = [
    ("mysql", "a;b ;; -- x\nc/*;*/d;'x;y';`;`", ["a", "b", "c/*;*/d", "'x;y'", "`;`"]),
    ("mysql", "DELIMITER //\nCREATE PROCEDURE p() BEGIN a; b; END//\nc; d//\nDELIMITER ;\ne;f",
     ["CREATE PROCEDURE p() BEGIN a; b; END", "c", "d", "e", "f"]),
    ("mysql", "DELIMITER $$\nCREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN a; END$$\nb$$",
     ["CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN a; END", "b"]),
    ("mysql", "CREATE PROCEDURE p() BEGIN IF x THEN a; END IF; CASE 1 WHEN 2 THEN b; END CASE; END; c",
     ["CREATE PROCEDURE p() BEGIN IF x THEN a; END IF; CASE 1 WHEN 2 THEN b; END CASE; END", "c"]),
    ("mysql", "CREATE TABLE begin (a INT); b", ["CREATE TABLE begin (a INT)", "b"]),
    ("mysql", "CREATE TABLE t (function INT, begin INT); b", ["CREATE TABLE t (function INT, begin INT)", "b"]),
    ("mysql", "CREATE DEFINER=`a`@`b` TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN c; END; d",
     ["CREATE DEFINER=`a`@`b` TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN c; END", "d"]),
    ("mysql", "/*!50003 a; b */; c", ["/*!50003 a; b */", "c"]),
    ("mysql", "SET sql_mode = ''; a", ["SET sql_mode = ''", "a"]),
    ("mysql", "SET sql_mode = 'ANSI'; a; b", ["SET sql_mode = 'ANSI'; a; b"]),
    ("mysql", "SET x = 'ANSI'; b", ["SET x = 'ANSI'", "b"]),
    ("mysql", "SELECT @@sql_mode, 'ANSI'; b", ["SELECT @@sql_mode, 'ANSI'", "b"]),
    ("mysql", "a\0b; c", ["a\0b; c"]),
    ("mysql", "delimiters; a", ["delimiters", "a"]),
    ("mysql", "DELIMITER x\na", ["DELIMITER x\na"]),
    ("sqlite", ".read f\na;\n.quit\nb", [".read f", "a", ".quit", "b"]),
    ("sqlite", "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT CASE a WHEN 1 THEN 2 END; END; b",
     ["CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT CASE a WHEN 1 THEN 2 END; END", "b"]),
    ("sqlite", "CREATE TEMP TRIGGER IF NOT EXISTS g AFTER INSERT ON t BEGIN a; END; b",
     ["CREATE TEMP TRIGGER IF NOT EXISTS g AFTER INSERT ON t BEGIN a; END", "b"]),
    ("sqlite", "[a;b];\"c;d\";'e;f'", ["[a;b]", '"c;d"', "'e;f'"]),
    ("mysql", "a\ndelimiter //\nb; c", ["a\ndelimiter //\nb", "c"]),
    ("sqlite", "a\n.b\nc; d", ["a\n.b\nc", "d"]),
    ("sqlite", "BEGIN; a; END; b", ["BEGIN", "a", "END", "b"]),
    ("sqlite", "a /* b; c", ["a"]),
    ("sqlite", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "text", "expected"), PIECES)
def test_pieces(dialect: str, text: str, expected: list[str]) -> None:
    assert [piece.text for piece in split(text, dialect)] == expected


MODES = ("ANSI", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ORACLE", "DB2", "MSSQL", "MAXDB", "POSTGRESQL")


@pytest.mark.parametrize("mode", MODES)
def test_behind_a_mode_with_other_quotes_nothing_is_told_apart(mode: str) -> None:
    assert [piece.text for piece in split(f"SET sql_mode = '{mode}'; a; b", "mysql")] == [
        f"SET sql_mode = '{mode}'; a; b"
    ]
    assert len(split("SET sql_mode = 'STRICT_ALL_TABLES'; a; b", "mysql")) == 3


TURNS = [
    "SET SESSION sql_mode = 1048576",
    "SET sql_mode = ANSI_QUOTES",
    "SET sql_mode = @x",
    "SET sql_mode = 0x4E4F5F4241434B534C4153485F45534341504553",
    "SET sql_mode = x'4E4F'",
    "SET sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'",
    "SET sql_mode = 'no_such_mode'",
    "SET `sql_mode` = 'ANSI'",
    "SET sql_mode := 'ANSI'",
    "SET @@sql_mode = CONCAT('NO_BACK', 'SLASH_ESCAPES')",
    "SET @@session.sql_mode = 'ANSI'",
    "SET @@GLOBAL.sql_mode = 'ANSI'",
    "SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES'",
    "SET PERSIST sql_mode = 'NO_BACKSLASH_ESCAPES'",
    "SET autocommit = 0, sql_mode = 'ANSI', @a = 1",
    "SET @a = 'NO_BACKSLASH_ESCAPES', sql_mode = @a",
    "SET @a = @@sql_mode; SET @A = 'ANSI'; SET sql_mode = @a",
    "SET @a = @@sql_mode; SELECT 'ANSI' INTO @`a`; SET sql_mode = @a",
    "SET @a = @@character_set_client; SET sql_mode = @a",
    "SET @a = CONCAT(@@sql_mode, ''); SET sql_mode = @a",
    "SET STATEMENT sql_mode = 'ANSI' FOR SELECT 1",
    "SET (sql_mode = 1",
    "/*!40101 SET SQL_MODE='NO_BACKSLASH_ESCAPES' */",
    "/*!99999 SELECT */ SET SQL_MODE='NO_BACKSLASH_ESCAPES'",
    "/*!40101 SELECT 1; SET SQL_MODE='NO_BACKSLASH_ESCAPES' */",
    "SET /*!40101 SQL_MODE='NO_BACKSLASH_ESCAPES' */",
    *[
        f"SET NAMES {name}"
        for name in ("gbk", "'gbk'", "big5", "cp932", "gb18030", "sjis", "gbk COLLATE gbk_bin", "@x")
    ],
    "SET NAMES",
    "SET CHARACTER SET x",
    "SET CHARSET 'gbk'",
    "SET CHAR SET gbk",
    "SET character_set_client = x",
    "SET @@character_set_client = 'gbk'",
    "SET autocommit = 0, NAMES gbk",
]
KEEPS = [
    "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
    'SET SESSION sql_mode = "STRICT_TRANS_TABLES, no_zero_date"',
    "SET sql_mode = ''",
    "SET sql_mode = 0",
    "SET sql_mode = DEFAULT, autocommit = 1",
    "SET @sql_mode = 'ANSI'",
    "SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin'",
    "SET NAMES utf8mb4, autocommit = 0",
    "SET CHARACTER SET latin1",
    "SELECT 'SET NAMES gbk'",
    "/*!40101 SET NAMES utf8mb4 */",
    "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_ZERO_DATE' */; /*!40101 SET SQL_MODE=@OLD_SQL_MODE */",
    "SET @a = @@SESSION.character_set_client; SET character_set_client = utf8; SET character_set_client = @a",
]


@pytest.mark.parametrize("statements", TURNS)
def test_behind_what_may_turn_quotes_nothing_is_told_apart(statements: str) -> None:
    text = f"{statements}; SELECT '\\'; DROP TABLE a; -- '"
    *_, last = split(text, "mysql")
    assert last.text.endswith("; SELECT '\\'; DROP TABLE a; -- '")
    assert operations(last.text, "mysql")[-1].id == "opaque.unparsed"
    assert operations(text, "mysql")[-1].id == "opaque.unparsed"


@pytest.mark.parametrize("statements", KEEPS)
def test_behind_what_leaves_quotes_as_they_are_all_is_read(statements: str) -> None:
    told = operations(f"{statements}; DROP TABLE a", "mysql")
    assert shown(told[-1]) == "schema.table.drop table:a"


@pytest.mark.parametrize("kind", ["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"])
@pytest.mark.parametrize("before", ["", "OR REPLACE ", "AGGREGATE ", "TEMP ", "TEMPORARY ", "DEFINER = a@b "])
@pytest.mark.parametrize("verb", ["CREATE", "ALTER"])
def test_a_body_stays_with_its_head(verb: str, before: str, kind: str) -> None:
    head = f"{verb} {before}{kind} p"
    body = f"{head} BEGIN a; IF b THEN c; END IF; LOOP d; END LOOP; REPEAT e; END REPEAT; WHILE f; END WHILE; END"
    assert [piece.text for piece in split(f"{body}; g", "mysql")] == [body, "g"]
    assert len(split(f"{verb} {before}VIEW p BEGIN a; END; g", "mysql")) == 3


def test_a_piece_knows_its_line() -> None:
    text = "-- x\n\nSELECT 1;\nSELECT\n2; /* a\n */ SELECT 3"
    assert [piece.line for piece in split(text, "mysql")] == [3, 4, 6]
    assert [one.line for one in operations(text, "mysql")] == [3, 4, 6]


PLAIN_ROWS = {
    "INSERT INTO t VALUES (1)": True,
    "INSERT INTO d.t (a, b) VALUES (-1, 'x'), (NULL, 2.5)": True,
    "INSERT INTO t VALUES (TRUE, FALSE, NULL, DEFAULT)": True,
    "INSERT INTO t (a) VALUES (f(1))": False,
    "INSERT INTO t VALUES (1),": False,
    "INSERT INTO t VALUES (1) (2)": False,
    "INSERT INTO t VALUES (1, )": False,
    "INSERT INTO t VALUES (- 'x')": False,
    "INSERT INTO t VALUES (a)": False,
    "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1": False,
    "INSERT INTO t VALUES": False,
    "INSERT INTO t SELECT 1": False,
    "INSERT t VALUES (1)": False,
    "REPLACE INTO t VALUES (1)": False,
}


@pytest.mark.parametrize(("statement", "is_plain"), PLAIN_ROWS.items())
def test_rows_of_constants_need_no_parser(statement: str, is_plain: bool) -> None:
    assert (plain(tokens(statement, "mysql"), "mysql") is not None) is is_plain


def test_only_queries_load_the_parser() -> None:
    text = "ALTER TABLE a DROP b; INSERT INTO a VALUES (1); DROP TABLE a; GRANT ALL ON a TO b; SET x = 1; BEGIN"
    code = f"import sys; from guard.sql import read; read({text!r}, 'mysql'); assert 'sqlglot' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_deep_nest_is_opaque() -> None:
    (told,) = operations("SELECT " + "(" * 5000 + "1" + ")" * 5000, "mysql")
    assert told.id == "opaque.unparsed"


WORDS = [
    "SELECT", "DROP", "TABLE", "a", "`b`", "'c'", '"d"', "[e]", ";", "(", ")", ",", ".", "--", "-- x\n", "/*", "*/",
    "/*!50000", "BEGIN", "END", "CASE", "CREATE", "TRIGGER", "PROCEDURE", "ON", "DELIMITER //\n", "//", "DELETE",
    "FROM", "WHERE", "=", "1", "\n", "\r", "\t", "'", '"', "`", "\\", "#", "SET", "sql_mode", "INSERT", "INTO",
    "VALUES", "ALTER", "ADD", "COLUMN", "RENAME", "TO", "UPDATE", "\0", "é", "{{", "@", ":", "?", "$$", "IF", "NOT",
    "MODIFY", "CHANGE", "PARTITION", "WITH", "AS", "PRAGMA", "GRANT", "ALL", "LIKE", "PREPARE", "EXPLAIN", "IN", "NULL",
    "INDEX", "UNIQUE", "KEY",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=24).map("".join),
    st.text(max_size=60),
)


ALL = rows(FINDS) + rows(LEAVES_ALONE)
BROKEN = st.builds(
    lambda row, cuts: (row[0], cut(row[1], cuts)),
    st.sampled_from(ALL),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", *WORDS])), min_size=1, max_size=3),
)


def cut(statement: str, cuts: list[tuple[int, str]]) -> str:
    """The statement with some of its words gone or replaced."""
    words = re.findall(r"\w+|\s+|.", statement)
    for at, word in cuts:
        words[at % len(words)] = word
    return "".join(words)


@pytest.mark.fuzz
@settings(max_examples=examples(100))
@given(BROKEN)
def test_any_broken_statement_is_read(broken: tuple[str, str]) -> None:
    dialect, statement = broken
    assert all([one.id in TRAITS for one in operations(statement, dialect)])
    assert len(operations(statement, dialect)) >= len(split(statement, dialect))


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(TEXTS, st.sampled_from(["mysql", "sqlite"]))
def test_any_text_is_read(text: str, dialect: str) -> None:
    told = operations(text, dialect)
    assert all([one.id in TRAITS for one in told])
    assert all([one.line is not None and 1 <= one.line <= text.count("\n") + 1 for one in told])
    assert len(told) >= len(split(text, dialect))  # none is passed over
    assert len(told) <= len(text) + 1


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(TEXTS, st.sampled_from(["mysql", "sqlite"]))
def test_every_token_stands_in_one_piece(text: str, dialect: str) -> None:
    found = tokens(text, dialect)
    assert sum([len(token.text) for token in found]) <= len(text)
    pieces = split(text, dialect)
    for piece in pieces:  # each stands where it says
        assert piece.text.split("\n")[0] in text.split("\n")[piece.line - 1]
    within = "\n".join([piece.text for piece in pieces])
    for token in found:
        assert token.kind in (END, BREAK, OPEN, CLOSE) or token.text in within


@pytest.mark.fuzz
@settings(max_examples=examples(40))
@given(TEXTS, st.sampled_from(["mysql", "sqlite"]))
def test_a_piece_alone_is_the_same_piece(text: str, dialect: str) -> None:
    for piece in split(text, dialect):
        if piece.text[0] != "." and piece.text[-1] != "-":  # which count only at a start, or at an end
            assert [one.text for one in split(piece.text, dialect)] == [piece.text]
