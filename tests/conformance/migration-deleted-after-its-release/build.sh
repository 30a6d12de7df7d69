. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.*, schema.*, migration.*'
write app/migrations/0001_first.up.sql <<'EOT'
CREATE TABLE users (id bigint);
EOT
write app/migrations/0001_first.down.sql <<'EOT'
DROP TABLE users;
EOT
start
git rm -q app/migrations/0001_first.up.sql
git rm -q app/migrations/0001_first.down.sql
git add -A
