. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: postgres}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
WITH gone AS (DELETE FROM users WHERE id < 100 RETURNING id)
SELECT count(*) FROM gone;
EOT
git add -A
