. "${0%/*}/../prelude.sh"

with_keys "$BOT"
plan
start
{ echo '{"act": "approval", "of": "plan", "name": "work", "by": "kim", "rev": "'"$(git rev-parse main)"'"}'; } | logged
edit .guard/plans/work.yaml 's/file.delete/file.delete, file.mode/'
raise .guard/plans/work.yaml
landed 'The plan does more'
write app/a.py 'def a():' '    return 11'
git add -A
