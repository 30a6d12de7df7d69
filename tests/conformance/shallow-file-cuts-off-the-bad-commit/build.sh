. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land bad
write app/a.py 'def a():' '    return 11'
land
git rev-parse HEAD >.git/shallow
