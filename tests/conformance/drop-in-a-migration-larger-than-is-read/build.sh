. "${0%/*}/../prelude.sh"

policy
printf 'dialects: {/app/**: postgres}\n' >>.guard/policy.yaml
plan '{bytes: unlimited, lines: unlimited}' 'file.add, schema.column.add'
start
mkdir app/migrations
{ head -c 9000000 /dev/zero | tr '\0' ' '; echo 'DROP TABLE users;'; } >app/migrations/0002_more.up.sql
write app/migrations/0002_more.down.sql 'SELECT 1;'
git add -A
