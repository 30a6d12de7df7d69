. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add, schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
ALTER TABLE users DROP COLUMN name;
EOT
git add -A
