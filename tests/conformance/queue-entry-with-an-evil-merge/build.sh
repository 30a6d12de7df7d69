. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q -B queue main
git merge -q --no-ff --no-commit work
write rules/rules.yml 'allow: all'
land 'Merge pull request #7'
