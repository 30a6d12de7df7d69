. "${0%/*}/../prelude.sh"

start
git mv .guard/policy.yaml app/policy.yaml
