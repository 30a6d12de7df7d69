. "${0%/*}/../prelude.sh"

with_keys "$BOT"
plan
start
echo '{"act": "approval", "of": "plan", "name": "work", "by": "bot"}' | logged
write app/a.py 'def a():' '    return 11'
git add -A
