. "${0%/*}/../prelude.sh"

ordered
start
git checkout -q -b first main
write app/c.py 'def c():' '    return 3'
land first
git checkout -q -B work first
write app/a.py 'def a():' '    return 11'
land second
