. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q -b side main
write app/b.py 'def b():' '    return 22'
land side
git checkout -q work
git merge -q --no-edit side
