. "${0%/*}/../prelude.sh"

start
sed -i 's|/docs/\*\*|/docs/**, /rules/**|' .guard/plans/work.yaml
land wider
write rules/rules.yml 'allow: all'
land used
