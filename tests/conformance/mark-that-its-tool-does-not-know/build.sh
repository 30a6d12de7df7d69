. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add, schema.column.add'
start
write app/migrations/20260101000000_more.sql <<'EOT'
-- +goose Up
ALTER TABLE users ADD COLUMN given text;
-- +Goose Down
ALTER TABLE users DROP COLUMN given;
DROP TABLE invoices;
EOT
git add -A
