. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land one
write app/b.py 'def b():' '    return 22'
land two
git checkout -q main
git merge -q --squash work
git commit -q --no-verify -m 'Work (#7)'
