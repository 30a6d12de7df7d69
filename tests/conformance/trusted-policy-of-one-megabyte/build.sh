. "${0%/*}/../prelude.sh"

{ printf 'id: "0123abcd"\nversion: 1\n'; for n in {1..1000}; do printf '#%01000d\n' 0; done; } | write .guard/policy.yaml
start
write app/a.py 'def a():' '    return 11'
git add -A
