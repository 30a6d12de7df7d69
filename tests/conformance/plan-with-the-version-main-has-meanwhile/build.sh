. "${0%/*}/../prelude.sh"

start
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
land wider
git checkout -q main
edit .guard/plans/work.yaml 's|, /docs/\*\*||'
raise .guard/plans/work.yaml
land tighter
git checkout -q work
