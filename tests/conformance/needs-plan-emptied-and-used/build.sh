. "${0%/*}/../prelude.sh"

mkdir -p .guard/plans
start
edit .guard/policy.yaml 's/needs_plan.*/needs_plan: []/'
raise .guard/policy.yaml
write app/a.py 'def a():' '    return 11'
git add -A
