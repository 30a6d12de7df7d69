. "${0%/*}/../prelude.sh"

policy
printf '%s\n' 'dialects: {/app/**: postgres}' >>.guard/policy.yaml
write .guard/plans/work.yaml <<'END'
plan: work
version: 1
owner: dana
why: Two columns, of which the second waits for the first
scope: {paths: [/app/**]}
phases:
  one: {does: [schema.column.add], creates: [column:users.a]}
  two: {after: {one: deployed}, does: [schema.column.add], creates: [column:users.b]}
END
write app/migrations/0001_users.sql 'CREATE TABLE users (id int);'
start
write app/migrations/0002_both.sql 'ALTER TABLE users ADD COLUMN a text;' 'ALTER TABLE users ADD COLUMN b text;'
git add -A
