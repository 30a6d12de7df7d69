. "${0%/*}/../log.sh"

keyed 'approvals: {plan: 2}'
edit .guard/policy.yaml "s|  omar: .*|  lee: {teams: [platform], key: $(public kim)}\n&|"
start
entered kim-approves-work kim
altered 's/"by":"kim"/"by":"lee"/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
