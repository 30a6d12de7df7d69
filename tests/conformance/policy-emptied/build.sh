. "${0%/*}/../prelude.sh"

start
: >.guard/policy.yaml
git add -A
