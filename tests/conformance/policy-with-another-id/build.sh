. "${0%/*}/../prelude.sh"

start
edit .guard/policy.yaml 's/0123abcd/89abcdef/'
raise .guard/policy.yaml
git add -A
