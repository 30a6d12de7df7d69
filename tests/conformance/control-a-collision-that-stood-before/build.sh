. "${0%/*}/../prelude.sh"

write app/Readme.md 'one'
write app/README.md 'two'
start
write app/a.py 'def a():' '    return 11'
write app/new.py 'x = 1'
git add -A
