. "${0%/*}/../prelude.sh"

with_keys "$BOT"
plan
start
write app/a.py 'def a():' '    return 11'
git add -A
