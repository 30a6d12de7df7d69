. "${0%/*}/../prelude.sh"

start
sed 's/plan: work/plan: wo-rk/' .guard/plans/work.yaml >.guard/plans/wo-rk.yaml
git add -A
