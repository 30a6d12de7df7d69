. "${0%/*}/../log.sh"

listed
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
land 'The plan is wider'
signed kim-approves-wider kim approve work --at HEAD
