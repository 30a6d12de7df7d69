. "${0%/*}/../prelude.sh"

start
git update-index --split-index
write app/a.py 'def a():' '    return 11'
git add -A
