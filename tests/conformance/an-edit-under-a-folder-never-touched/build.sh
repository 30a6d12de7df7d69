. "${0%/*}/../prelude.sh"

start
write app/frozen/f.py 'def f():' '    return 4'
git rm -q app/b.py
git add -A
