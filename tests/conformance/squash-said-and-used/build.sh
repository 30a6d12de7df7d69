. "${0%/*}/../prelude.sh"

start
write more 'merges: squash'
cat more >>.guard/policy.yaml
rm more
raise .guard/policy.yaml
land squash
write rules/rules.yml 'allow: all'
land bad
git checkout -q main rules
land back
