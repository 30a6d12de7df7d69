. "${0%/*}/../log.sh"

keyed 'approvals: {presence: {plan: touch}}'
edit .guard/policy.yaml "s|kim: .*|kim: {teams: [platform], key: $(public kim-on-a-device)}|"
start

request kim-approves-work
cp -- "$shared/requests/kim-approves-work.untouched.sig" .git/payload.json.sig
laid
write app/a.py 'def a():' '    return 11'
git add -A
