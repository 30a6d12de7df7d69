. "${0%/*}/../prelude.sh"

policy
plan
edit .guard/plans/work.yaml 's|^  max: .*|  total: {landings: 1}|'
start
write app/a.py 'def a():' '    return 11'
land
git checkout -q main
write app/b.py 'def b():' '    return 22'
land 'The one landing it had'
git checkout -q work
