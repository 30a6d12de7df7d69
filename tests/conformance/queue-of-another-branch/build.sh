. "${0%/*}/../prelude.sh"

start
git checkout -q -b weak main
edit .guard/policy.yaml 's|^needs_plan:.*|needs_plan: []|' 's|^version: 1|version: 2|'
land 'A branch of its own'
git checkout -q -B work weak
write rules/rules.yml 'allow: all'
land
