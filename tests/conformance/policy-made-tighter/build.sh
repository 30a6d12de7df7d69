. "${0%/*}/../prelude.sh"

start
write more 'approvals: {expire: 7d}'
cat more >>.guard/policy.yaml
rm more
raise .guard/policy.yaml
git add -A
