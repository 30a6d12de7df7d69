. "${0%/*}/../prelude.sh"

start
sed 's/plan: work/plan: wоrk/' .guard/plans/work.yaml >.guard/plans/wоrk.yaml
git add -A
