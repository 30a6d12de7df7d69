. "${0%/*}/../log.sh"

keyed 'approvals: {plan: 2}'
start
signed kim-approves-work kim approve work
at=2026-01-04T00:00:00Z
signed kim-approves-work-again kim approve work
write app/a.py 'def a():' '    return 11'
git add -A
