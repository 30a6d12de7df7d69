. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git update-ref refs/pull/7/head HEAD
