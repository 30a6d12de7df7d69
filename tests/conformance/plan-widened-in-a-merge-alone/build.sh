. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land work
git checkout -q -b side main
write app/b.py 'def b():' '    return 22'
land side
git checkout -q work
git merge -q --no-commit side
edit .guard/plans/work.yaml 's|/docs/|/rules/**, /docs/|'
raise .guard/plans/work.yaml
land merge
