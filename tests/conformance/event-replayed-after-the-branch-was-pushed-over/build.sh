. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git branch before
git checkout -q -B work main
write app/a.py 'def a():' '    return 11'
land
git update-ref refs/pull/7/head HEAD
