. "${0%/*}/../prelude.sh"

start
edit .guard/plans/work.yaml 's|, /docs/\*\*||'
git add -A
