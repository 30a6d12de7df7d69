. "${0%/*}/../prelude.sh"

start
git checkout -q -b one main
write app/a.py 'def a():' '    return 11'
land one
git checkout -q -b two main
write docs/e.md 'another page'
land two
git checkout -q work
write app/b.py 'def b():' '    return 22'
land
git merge -q --no-edit one two
write rules/rules.yml 'allow: all'
git commit -q -a --amend --no-edit
