. "${0%/*}/../log.sh"

keyed 'approvals: {plan: 2}'
start
signed kim-approves-work kim approve work
signed omar-approves-work omar approve work
write app/a.py 'def a():' '    return 11'
git add -A
