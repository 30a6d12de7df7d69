. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add, file.modify, schema.*'
write app/migrations/0001_first.up.sql <<'EOT'
CREATE TABLE users (id bigint);
EOT
write app/migrations/0001_first.down.sql <<'EOT'
DROP TABLE users;
EOT
start
write app/migrations/0001_first.up.sql <<'EOT'
CREATE TABLE users (id bigint, name text);
EOT
git add -A
