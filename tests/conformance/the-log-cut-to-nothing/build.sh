. "${0%/*}/../log.sh"

approved
: >.git/refs/heads/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
