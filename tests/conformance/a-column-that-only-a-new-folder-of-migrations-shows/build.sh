. "${0%/*}/../prelude.sh"

policy
printf '%s\n' 'dialects: {/app/**: postgres}' >>.guard/policy.yaml
write .guard/plans/work.yaml <<'END'
plan: work
version: 1
owner: dana
why: Orders are named by a UUID
scope: {paths: [/app/**], never: [/app/frozen/**]}
phases:
  one: {does: [schema.column.add], creates: [column:orders.uid]}
  two: {after: {one: complete}, does: [file.modify]}
END
write app/db/migrations/0001_orders.sql 'CREATE TABLE orders (no bigint PRIMARY KEY, total bigint NOT NULL);'
start
write app/db/migrations/notes/0002_uid.sql 'ALTER TABLE orders ADD COLUMN uid uuid;'
landed
edit app/a.py 's/return 1/return order.uid/'
git add -A
logged </dev/null
