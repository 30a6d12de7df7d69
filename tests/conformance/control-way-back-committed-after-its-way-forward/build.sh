. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: postgres}\n' >>.guard/policy.yaml
plan '{}' 'schema.column.add'
start
write app/migrations/0002_more.up.sql 'ALTER TABLE users ADD COLUMN given text;'
land up
write app/migrations/0002_more.down.sql 'ALTER TABLE users DROP COLUMN given;'
git add -A
