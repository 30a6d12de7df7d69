. "${0%/*}/../prelude.sh"

start
git checkout -q main
edit .guard/plans/work.yaml 's|, /docs/\*\*||'
raise .guard/plans/work.yaml
land tighter
git checkout -q -B work
git show main~1:.guard/plans/work.yaml >.guard/plans/work.yaml
git add -A
