. "${0%/*}/../prelude.sh"

mkdir .guard
: >.guard/policy.yaml
start
write app/a.py 'def a():' '    return 11'
git add -A
