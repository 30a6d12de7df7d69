. "${0%/*}/../log.sh"

approved
git update-ref refs/remotes/origin/guard-log guard-log
git update-ref -d refs/heads/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
