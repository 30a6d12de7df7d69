. "${0%/*}/../prelude.sh"

start
git mv .guard/plans/work.yaml .guard/plans/works.yaml
edit .guard/plans/works.yaml 's/plan: work/plan: works/' 's|/docs/|/rules/**, /docs/|'
write rules/rules.yml 'allow: all'
git add -A
