. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land good
good=$(git rev-parse HEAD)
git checkout -q -B work main
write rules/rules.yml 'allow: all'
land bad
git replace HEAD "$good"
git reset -q --hard
