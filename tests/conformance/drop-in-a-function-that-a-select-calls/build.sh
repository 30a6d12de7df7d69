. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: postgres}\n' >>.guard/policy.yaml
plan '{}' 'file.add, schema.column.add'
start
write app/migrations/0002_more.up.sql <<'EOT'
CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DROP TABLE users;
END
$$;
SELECT tidy();
EOT
git add -A
