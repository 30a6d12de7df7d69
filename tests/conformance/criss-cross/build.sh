. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
one=$(git rev-parse HEAD)
git checkout -q main
write app/b.py 'def b():' '    return 22'
land
two=$(git rev-parse HEAD)
git merge -q --no-edit "$one"
git checkout -q work
git merge -q --no-edit "$two"
write rules/rules.yml 'allow: all'
land
