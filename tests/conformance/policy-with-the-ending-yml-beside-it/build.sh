. "${0%/*}/../prelude.sh"

start
sed 's/needs_plan.*/needs_plan: []/' .guard/policy.yaml >.guard/policy.yml
write rules/rules.yml 'allow: all'
git add -A
