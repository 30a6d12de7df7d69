. "${0%/*}/../prelude.sh"

policy
printf '%s\n' 'dialects: {/db/**: postgres}' >>.guard/policy.yaml
plan
printf '%s\n' 'assume:' '  A1: {says: invoice ids are UUIDs, settled_by: "inventory: column:bills.id type=UUID"}' '  A2: {says: nobody has the old name, settled_by: "inventory: table:invoices gone"}' >>.guard/plans/work.yaml
write db/migrations/0001_invoices.up.sql 'CREATE TABLE invoices (id uuid PRIMARY KEY, total bigint NOT NULL);'
write db/migrations/0001_invoices.down.sql 'DROP TABLE invoices;'
write db/migrations/0002_bills.up.sql 'ALTER TABLE invoices RENAME TO bills;'
write db/migrations/0002_bills.down.sql 'ALTER TABLE bills RENAME TO invoices;'
start
edit app/a.py 's/return 1/return len(bill.id) == 36/'
git add -A
