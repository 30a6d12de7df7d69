. "${0%/*}/../prelude.sh"

start
write more 'mode: shadow'
cat more >>.guard/policy.yaml
rm more
raise .guard/policy.yaml
write rules/rules.yml 'allow: all'
git add -A
