. "${0%/*}/../prelude.sh"

start --object-format=sha256
write app/a.py 'def a():' '    return 11'
git add -A
