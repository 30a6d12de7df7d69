. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
git add -A
write app/a.py 'def a():' '    return 11'
