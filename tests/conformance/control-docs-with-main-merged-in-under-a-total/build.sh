. "${0%/*}/../prelude.sh"

policy
write more 'routine: [{paths: [/docs/**], does: [file.*]}]'
cat more >>.guard/policy.yaml
rm more
plan
edit .guard/plans/work.yaml 's|^  max: .*|  total: {landings: 1}|' 's|/app/\*\*, /docs/\*\*|/app/**|'
start
git checkout -q main
write app/b.py 'def b():' '    return 22'
land first
git checkout -q work
write docs/e.md '# Another page'
land docs
git merge -q --no-edit main
