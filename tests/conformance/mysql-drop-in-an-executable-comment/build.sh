. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: mysql}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN given text;
/*!50000 DROP TABLE invoices */;
EOT
git add -A
