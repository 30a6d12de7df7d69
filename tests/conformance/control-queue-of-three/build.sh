. "${0%/*}/../prelude.sh"

start
git checkout -q -b first main
write app/b.py 'def b():' '    return 22'
land first
git checkout -q -b second
write docs/d.md '# Other pages'
land second
git checkout -q -B work second
write app/a.py 'def a():' '    return 11'
land third
