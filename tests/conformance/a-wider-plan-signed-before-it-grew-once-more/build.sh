. "${0%/*}/../log.sh"

listed
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
land 'The plan is wider'
entered kim-approves-wider kim
edit .guard/plans/work.yaml 's|/rules/|/lib/**, /rules/|' 's/^version: 2$/version: 3/'
land 'The plan is wider still'
