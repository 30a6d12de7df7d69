. "${0%/*}/../prelude.sh"

policy
plan
edit .guard/plans/work.yaml 's|^  max: .*|  total: {landings: 1}|'
start
git checkout -q -b first main
write app/b.py 'def b():' '    return 22'
land first
git checkout -q -B work first
write app/a.py 'def a():' '    return 11'
land second
