. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: sqlite}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.table.rebuild'
start
write app/migrations/0002_more.up.sql <<'EOT'
CREATE TABLE users_new (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
CREATE TABLE users_new (id integer PRIMARY KEY, name text);
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
EOT
git add -A
