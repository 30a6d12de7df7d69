. "${0%/*}/../prelude.sh"

start
git checkout -q main
write app/frozen/f.py 'def f():' '    return 4'
land 'by its owner'
git checkout -q work
write app/a.py 'def a():' '    return 11'
land
git merge -q --no-commit main
write app/frozen/f.py 'def f():' '    return 5'
land merge
