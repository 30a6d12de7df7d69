. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git branch before
write rules/rules.yml 'allow: all'
land
git update-ref refs/pull/7/head HEAD
