. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
write docs/new/page.md 'A new page.'
git rm -q app/b.py
git add -A
