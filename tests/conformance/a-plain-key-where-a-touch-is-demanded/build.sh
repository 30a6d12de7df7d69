. "${0%/*}/../log.sh"

keyed 'approvals: {presence: {plan: touch}}'
edit .guard/policy.yaml "s|kim: .*|kim: {teams: [platform], key: $(public kim-on-a-device)}|"
start

entered omar-approves-work omar
write app/a.py 'def a():' '    return 11'
git add -A
