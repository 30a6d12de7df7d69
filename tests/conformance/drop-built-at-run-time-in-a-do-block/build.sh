. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: postgres}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
DO $$
DECLARE t text := 'users';
BEGIN
  EXECUTE format('DROP TABLE %I', t);
END
$$;
EOT
git add -A
