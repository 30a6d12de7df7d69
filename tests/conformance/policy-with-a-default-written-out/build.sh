. "${0%/*}/../prelude.sh"

start
write more 'mode: enforce'
cat more >>.guard/policy.yaml
rm more
write more 'approvals: {expire: 720h}'
cat more >>.guard/policy.yaml
rm more
git add -A
