. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.index.*'
start
write app/migrations/0002_more.up.sql <<'EOT'
BEGIN;
CREATE INDEX CONCURRENTLY users_name ON users (name);
COMMIT;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
DROP INDEX users_name;
EOT
git add -A
