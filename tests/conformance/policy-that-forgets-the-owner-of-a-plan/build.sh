. "${0%/*}/../prelude.sh"

start
edit .guard/policy.yaml '/dana:/d'
raise .guard/policy.yaml
git add -A
