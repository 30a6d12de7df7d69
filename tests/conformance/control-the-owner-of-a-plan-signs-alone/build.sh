. "${0%/*}/../log.sh"

keyed
edit .guard/policy.yaml 's/kim: {teams: \[platform\]/kim: {teams: [billing]/'
start
signed dana-approves-work dana approve work
write app/a.py 'def a():' '    return 11'
git add -A
