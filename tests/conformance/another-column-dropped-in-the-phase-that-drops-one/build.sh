. "${0%/*}/../prelude.sh"

policy
write more <<'EOT'
dialects: {/app/**: postgres}
EOT
cat more >>.guard/policy.yaml
rm more
plan '{}' 'file.add, code.write.stop'
write phases <<'EOT'
  contract:
    does: [schema.column.drop]
    drops: [column:users.display_name]
EOT
cat phases >>.guard/plans/work.yaml
rm phases
write app/migrations/0001_first.up.sql 'CREATE TABLE users (id bigint, display_name text, email text);'
write app/migrations/0001_first.down.sql 'DROP TABLE users;'
start
write app/migrations/0002_more.up.sql 'ALTER TABLE users DROP COLUMN email;'
write app/migrations/0002_more.down.sql 'ALTER TABLE users ADD COLUMN email text;'
git add -A
