. "${0%/*}/../prelude.sh"

start --object-format=sha256
git checkout -q -b side main
write app/b.py 'def b():' '    return 22'
land side
git checkout -q work
write app/a.py 'def a():' '    return 11'
land
git merge -q --no-commit side
write rules/rules.yml 'allow: all'
land merge
git checkout -q main -- rules
land 'as it was'
