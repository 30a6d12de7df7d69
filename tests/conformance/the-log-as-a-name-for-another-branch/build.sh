. "${0%/*}/../log.sh"

approved
git update-ref refs/heads/mine guard-log
git symbolic-ref refs/heads/guard-log refs/heads/mine
write app/a.py 'def a():' '    return 11'
git add -A
