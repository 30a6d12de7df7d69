. "${0%/*}/../prelude.sh"

start
write more 'routine: [{paths: [/**], does: ["*"]}]'
cat more >>.guard/policy.yaml
rm more
raise .guard/policy.yaml
write rules/rules.yml 'allow: all'
git add -A
