. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q -b side main
write app/a.py 'def a():' '    return 12'
land side
git checkout -q work
git merge -q side || true
write app/a.py 'def a():' '    return 23'
write README.md '# Example, and more'
land merge
