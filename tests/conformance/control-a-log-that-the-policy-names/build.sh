. "${0%/*}/../log.sh"

approved
printf 'log: %s\n' "$(git rev-parse guard-log)" >>.guard/policy.yaml
raise .guard/policy.yaml
landed 'The policy names the log'
write app/a.py 'def a():' '    return 11'
git add -A
