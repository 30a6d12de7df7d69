. "${0%/*}/../prelude.sh"

plan
printf '%s\n' 'assume:' '  A1: {says: invoice ids are ULIDs}' >>.guard/plans/work.yaml
start
edit app/a.py 's/return 1/return len(invoice.id) == 26/'
git add -A
