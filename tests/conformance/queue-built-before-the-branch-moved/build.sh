. "${0%/*}/../prelude.sh"

start
git checkout -q -b first main
write app/b.py 'def b():' '    return 22'
land first
git checkout -q -B work first
write app/a.py 'def a():' '    return 11'
land second
git checkout -q main
write docs/d.md '# Other pages'
land 'Past the queue'
git checkout -q work
