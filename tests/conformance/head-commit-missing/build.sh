. "${0%/*}/../prelude.sh"

lose() { rm -f -- ".git/objects/${1:0:2}/${1:2}"; }

start
write app/a.py 'def a():' '    return 11'
land
write app/b.py 'def b():' '    return 22'
git rm -q -r --cached .guard rules README.md app/frozen
git add app/b.py
lose "$(git rev-parse HEAD)"
