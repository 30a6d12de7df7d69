. "${0%/*}/../prelude.sh"

plan
printf '%s\n' 'assume:' '  A1: {says: invoice ids are ULIDs, settled_by: "inventory: column:invoices.id type=char(26)"}' >>.guard/plans/work.yaml
write db/invoices.sql 'CREATE TABLE invoices (id char(26) PRIMARY KEY);'
start
edit app/a.py 's/return 1/return len(invoice.id) == 26/'
git add -A
