. "${0%/*}/../prelude.sh"

start
sed 's/plan: work/plan: w0rk/' .guard/plans/work.yaml >.guard/plans/w0rk.yaml
git add -A
