. "${0%/*}/../prelude.sh"

calls
policy
printf '%s\n' 'routine:' '  - {paths: [/app/**], does: [file.modify]}' >>.guard/policy.yaml
start
edit app/calls.py '1,4d'
git add -A
