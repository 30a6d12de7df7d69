. "${0%/*}/../prelude.sh"

plan '{files: 1}'
start
edit .guard/plans/work.yaml 's/max: .*/max: {files: 60}/'
raise .guard/plans/work.yaml
write app/a.py 'def a():' '    return 11'
write app/b.py 'def b():' '    return 22'
git add -A
