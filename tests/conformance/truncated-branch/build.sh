. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git rm -q -r --cached .guard rules README.md app/frozen
git add app/a.py
: >.git/refs/heads/work
