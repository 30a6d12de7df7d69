. "${0%/*}/../prelude.sh"

start
{ printf 'id: "0123abcd"\nversion: 2\n'; for n in {1..1000}; do printf '#%01000d\n' 0; done; } >.guard/policy.yaml
git add -A
