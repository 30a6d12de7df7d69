. "${0%/*}/../log.sh"

ordered
keyed 'dialects: {/app/**: postgres}'
start
write app/one.py 'one = 1'
landed 'Phase one'
signed kim-approves-the-order kim approve work

entered deploy-says-complete deploy
entered deploy-says-deployed kim
write app/a.py 'def a():' '    return 11'
git add -A
