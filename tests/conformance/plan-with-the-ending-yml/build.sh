. "${0%/*}/../prelude.sh"

start
sed 's/plan: work/plan: other/' .guard/plans/work.yaml >.guard/plans/other.yml
git add -A
