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
ALTER TABLE users ADD COLUMN given text;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
ALTER TABLE users DROP COLUMN given;
DROP TABLE invoices;
EOT
git add -A
