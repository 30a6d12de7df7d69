. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add -A
write rules/rules.yml 'allow: all'
