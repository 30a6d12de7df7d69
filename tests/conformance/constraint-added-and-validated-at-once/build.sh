. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.constraint.*'
start
write app/migrations/0002_more.up.sql <<'EOT'
BEGIN;
ALTER TABLE users ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT named;
COMMIT;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
ALTER TABLE users DROP CONSTRAINT named;
EOT
git add -A
