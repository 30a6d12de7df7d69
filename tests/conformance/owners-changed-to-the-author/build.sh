. "${0%/*}/../prelude.sh"

start
edit .guard/policy.yaml 's/: platform$/: billing/'
raise .guard/policy.yaml
git add -A
