. "${0%/*}/../log.sh"

approved
edit .guard/plans/work.yaml 's/file.delete/file.delete, file.mode/'
raise .guard/plans/work.yaml
landed 'The plan does more'
write app/a.py 'def a():' '    return 11'
git add -A
