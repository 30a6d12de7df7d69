. "${0%/*}/../prelude.sh"

ordered '' schema.column.add
write app/migrations/0001_t.sql 'CREATE TABLE t (id int);'
start
write app/migrations/0002_c.sql 'ALTER TABLE t ADD COLUMN c int;'
landed 'Phase one'
{ attested complete one && attested deployed one; } | logged
git rm -q app/migrations/0002_c.sql
