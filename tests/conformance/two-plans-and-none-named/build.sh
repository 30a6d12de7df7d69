. "${0%/*}/../prelude.sh"

start_with_two() {
    policy
    plan
    sed 's/plan: work/plan: rules/; s|/docs/\*\*|/rules/**|' .guard/plans/work.yaml >.guard/plans/rules.yaml
    start
}
start_with_two
write app/a.py 'def a():' '    return 11'
git add -A
