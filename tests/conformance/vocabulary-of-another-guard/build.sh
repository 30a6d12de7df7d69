. "${0%/*}/../prelude.sh"

policy
printf 'vocabulary: 2\n' >>.guard/policy.yaml
start
write app/c.py 'def c(): pass'
git add -A
