. "${0%/*}/../log.sh"

ordered
keyed 'dialects: {/app/**: postgres}'
start
write app/one.py 'one = 1'
landed 'Phase one'
signed kim-approves-the-order kim approve work

signed deploy-says-complete deploy attest complete --plan work --phase one
signed deploy-says-deployed deploy attest deployed --plan work --phase one
write app/a.py 'def a():' '    return 11'
git add -A
