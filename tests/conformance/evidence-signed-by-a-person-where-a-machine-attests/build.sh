. "${0%/*}/../log.sh"

ordered
keyed 'dialects: {/app/**: postgres}'
start
write app/one.py 'one = 1'
landed 'Phase one'
signed kim-approves-the-order kim approve work

entered deploy-says-complete deploy
request deploy-says-deployed
altered 's/"by":"deploy"/"by":"kim"/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
