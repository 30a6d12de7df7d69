. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land bad
git revert --no-edit HEAD >/dev/null
write app/a.py 'def a():' '    return 11'
land
