. "${0%/*}/../prelude.sh"

git init -q -b main
policy
plan
content
sed 's/plan: work/plan: spare/' .guard/plans/work.yaml >.guard/plans/spare.yaml
land start
git rm -q .guard/plans/spare.yaml
land gone
branch
git show main~1:.guard/plans/spare.yaml >.guard/plans/spare.yaml
edit .guard/plans/spare.yaml 's|/docs/|/rules/**, /docs/|'
git add -A
