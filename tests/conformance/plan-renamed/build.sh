. "${0%/*}/../prelude.sh"

start
git mv .guard/plans/work.yaml .guard/plans/works.yaml
edit .guard/plans/works.yaml 's/plan: work/plan: works/'
git add -A
