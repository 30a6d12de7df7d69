. "${0%/*}/../log.sh"

listed
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
land 'The plan is wider'
signed kim-approves-wider kim approve work --at HEAD
git reset -q --hard main
entered kim-approves-work kim
write app/a.py 'def a():' '    return 11'
git add -A
