. "${0%/*}/../prelude.sh"

start
git checkout -q -b first main
edit .guard/plans/work.yaml 's|^  paths: .*|  paths: [/app/**, /docs/**, /rules/**]|' 's|^version: 1|version: 2|'
land first
git checkout -q -B work first
write rules/rules.yml 'allow: all'
land second
