. "${0%/*}/../prelude.sh"

start
edit .guard/plans/work.yaml '/never:/d'
raise .guard/plans/work.yaml
write app/frozen/f.py 'def f():' '    return 33'
git add -A
