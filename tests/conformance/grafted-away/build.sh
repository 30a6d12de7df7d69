. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
good=$(git rev-parse HEAD)
write rules/rules.yml 'allow: all'
land bad
git checkout -q HEAD^ -- rules
land 'as if nothing had been'
write .git/info/grafts "$(git rev-parse HEAD) $good"
