. "${0%/*}/../log.sh"

listed
entered omar-approves-work omar
printf 'log: %s\n' "$(git rev-parse guard-log)" >>.guard/policy.yaml
raise .guard/policy.yaml
landed 'The policy names the log'
git update-ref -d refs/heads/guard-log
entered kim-approves-work kim
write app/a.py 'def a():' '    return 11'
git add -A
