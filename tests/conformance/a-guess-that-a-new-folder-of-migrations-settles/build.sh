. "${0%/*}/../prelude.sh"

policy
printf '%s\n' 'dialects: {/db/**: postgres, /app/**: postgres}' >>.guard/policy.yaml
plan '{}' 'file.add, file.modify, schema.table.create'
printf '%s\n' 'assume:' '  A1: {says: invoice ids are ULIDs, settled_by: "inventory: column:invoices.id type=char(26)"}' >>.guard/plans/work.yaml
write db/migrations/0001_invoices.sql 'CREATE TABLE invoices (id uuid PRIMARY KEY, total bigint NOT NULL);'
start
edit app/a.py 's/return 1/return len(invoice.id) == 26/'
write app/migrations/0001_invoices.sql 'CREATE TABLE invoices (id char(26) PRIMARY KEY, total bigint NOT NULL);'
git add -A
