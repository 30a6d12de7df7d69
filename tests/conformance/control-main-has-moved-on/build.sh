. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q main
write rules/rules.yml 'allow: some'
land 'by its owner'
git checkout -q work
