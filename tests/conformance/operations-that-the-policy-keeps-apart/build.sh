. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
order:
  - {apart: [schema.*, data.*]}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'schema.table.create, data.insert'
start
write app/migrations/0002_more.up.sql <<'EOT'
CREATE TABLE tags (id bigint);
INSERT INTO kinds VALUES (1);
EOT
write app/migrations/0002_more.down.sql <<'EOT'
DROP TABLE tags;
EOT
git add -A
