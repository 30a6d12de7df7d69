. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
-- DROP TABLE users;
/* DELETE FROM users; */
ALTER TABLE users ADD COLUMN "drop" text DEFAULT 'DROP TABLE users; DELETE FROM users';
EOT
write app/migrations/0002_more.down.sql <<'EOT'
ALTER TABLE users DROP COLUMN "drop";
EOT
git add -A
