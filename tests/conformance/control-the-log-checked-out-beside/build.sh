. "${0%/*}/../log.sh"

approved
git worktree add -q .git/beside guard-log
write app/a.py 'def a():' '    return 11'
git add -A
