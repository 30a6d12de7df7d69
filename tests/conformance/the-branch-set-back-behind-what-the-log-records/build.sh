. "${0%/*}/../log.sh"

approved
write app/one.py 'one = 1'
landed 'Before'
recorded main
git branch -f main main~1
write app/a.py 'def a():' '    return 11'
git add -A
