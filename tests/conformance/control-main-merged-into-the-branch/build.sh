. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
land
git checkout -q main
write rules/rules.yml 'allow: some'
land 'by its owner'
plan '{files: 40}'
land 'the plan, tighter'
git checkout -q work
git merge -q --no-edit main
write app/b.py 'def b():' '    return 22'
land
