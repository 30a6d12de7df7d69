. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: mysql}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.column.add, schema.table.option'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN given text;
ALTER TABLE users ENGINE=BLACKHOLE;
EOT
git add -A
