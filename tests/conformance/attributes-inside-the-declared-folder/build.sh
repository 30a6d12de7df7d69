. "${0%/*}/../prelude.sh"

start
write app/.gitattributes '*.py -diff'
write app/a.py 'def a():' '    return 11'
git add -A
