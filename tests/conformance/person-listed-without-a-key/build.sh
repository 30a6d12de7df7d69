. "${0%/*}/../prelude.sh"

start
edit .guard/policy.yaml 's|  omar:|  kim: {}\n  omar:|'
raise .guard/policy.yaml
git add -A
