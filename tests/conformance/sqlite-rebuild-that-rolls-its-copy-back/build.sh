. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: sqlite}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.table.rebuild, session.transaction'
start
write app/migrations/0002_more.up.sql <<'EOT'
CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);
SAVEPOINT s;
INSERT INTO users_new (id, name) SELECT id, name FROM users;
ROLLBACK TO s;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
EOT
git add -A
