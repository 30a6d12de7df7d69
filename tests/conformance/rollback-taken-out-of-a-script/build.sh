. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.modify'
write app/tidy.sql <<'EOT'
BEGIN;
DELETE FROM users;
ROLLBACK;
EOT
start
write app/tidy.sql <<'EOT'
DELETE FROM users;
EOT
git add -A
