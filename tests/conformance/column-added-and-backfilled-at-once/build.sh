. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.column.add, data.backfill'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN given text;
UPDATE users SET given = name;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
ALTER TABLE users DROP COLUMN given;
EOT
git add -A
