. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add -A
git commit -q --allow-empty-message -m ''
git commit -q --allow-empty -m nothing
