. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q main
write rules/rules.yml 'allow: none' 'deny: really all'
land 'a fix'
git checkout -q work
git merge -q -s ours --no-edit main
