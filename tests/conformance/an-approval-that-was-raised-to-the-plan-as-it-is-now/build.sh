. "${0%/*}/../log.sh"

listed
request kim-approves-work
sign kim
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
landed 'The plan is wider'
request kim-approves-wider
laid
write app/a.py 'def a():' '    return 11'
git add -A
