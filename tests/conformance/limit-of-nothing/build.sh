. "${0%/*}/../prelude.sh"

plan '{files: 0}'
start
write app/a.py 'def a():' '    return 11'
git add -A
