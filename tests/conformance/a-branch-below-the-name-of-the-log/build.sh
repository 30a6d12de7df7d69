. "${0%/*}/../log.sh"

approved
git update-ref -d refs/heads/guard-log
git branch guard-log/approved main
write app/a.py 'def a():' '    return 11'
git add -A
