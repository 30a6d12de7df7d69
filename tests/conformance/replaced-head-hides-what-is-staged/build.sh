. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land bad
bad=$(git rev-parse HEAD)
git checkout -q -B work main
write app/a.py 'def a():' '    return 11'
land
write rules/rules.yml 'allow: all'
write app/b.py 'def b():' '    return 22'
git add -A
git replace HEAD "$bad"
