. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.table.create, data.backfill, file.add'
start
write app/fix.sql <<'EOT'
UPDATE users SET name = NULL;
EOT
write docs/example.sql <<'EOT'
CREATE TABLE users (id bigint, name text);
EOT
git add -A
