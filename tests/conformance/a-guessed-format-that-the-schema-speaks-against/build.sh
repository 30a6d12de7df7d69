. "${0%/*}/../prelude.sh"

policy
printf '%s\n' 'dialects: {/db/**: postgres}' >>.guard/policy.yaml
plan
printf '%s\n' 'assume:' '  A1: {says: invoice ids are ULIDs, settled_by: "inventory: column:invoices.id type=char(26)"}' >>.guard/plans/work.yaml
write db/migrations/0001_invoices.up.sql '-- what the shop has sold' 'CREATE TABLE invoices (id uuid PRIMARY KEY, total bigint NOT NULL);'
write db/migrations/0001_invoices.down.sql 'DROP TABLE invoices;'
start
edit app/a.py 's/return 1/return len(invoice.id) == 26/'
git add -A
