. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.column.add, schema.table.create'
start
write app/migrations/0002_more.up.sql <<'EOT'
ALTER TABLE tags ADD COLUMN given text;
EOT
write app/migrations/0002_more.down.sql <<'EOT'
DROP TABLE users;
EOT
write app/old/migrations/0001_first.up.sql <<'EOT'
CREATE TABLE users (id bigint);
EOT
write app/old/migrations/0001_first.down.sql <<'EOT'
DROP TABLE users;
EOT
git add -A
