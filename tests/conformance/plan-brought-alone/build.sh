. "${0%/*}/../prelude.sh"

start
sed 's/plan: work/plan: next/' .guard/plans/work.yaml >.guard/plans/next.yaml
git add -A
