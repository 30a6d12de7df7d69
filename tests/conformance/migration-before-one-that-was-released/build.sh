. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.column.add, migration.reordered'
write app/migrations/0003_first.up.sql <<'EOT'
CREATE TABLE users (id bigint);
EOT
write app/migrations/0003_first.down.sql <<'EOT'
DROP TABLE users;
EOT
start
write app/migrations/0002_late.up.sql <<'EOT'
ALTER TABLE users ADD COLUMN given text;
EOT
write app/migrations/0002_late.down.sql <<'EOT'
ALTER TABLE users DROP COLUMN given;
EOT
git add -A
