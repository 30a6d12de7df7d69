. "${0%/*}/../log.sh"

approved
: | write .git/refs/remotes/origin/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
